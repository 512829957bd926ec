import type { Entry } from "./entries.ts";
import { sinceBeginning } from "./compaction.ts";
import type { EntryState } from "./state.ts";
import type { ViewResult } from "./views.ts";
import type { Registry } from "../mapping/registry.ts";
import type { Session } from "../rpc/session.ts";
import { namedDocuments } from "../documents/named-documents.ts";
import { readDocuments, type DocumentResult } from "../documents/page-documents.ts";

/** Reads the documents that some entries of one registry name; see `readDocuments`. By key. */
export async function documentsOf(
  session: Session,
  registry: Registry,
  { keys, histories, views, forMs }: { readonly keys: readonly string[]; readonly histories: ReadonlyMap<string, readonly Entry[]>; readonly views: ReadonlyMap<string, readonly ViewResult[]>; readonly forMs: number },
): Promise<ReadonlyMap<string, readonly DocumentResult[]>> {
  if (registry.documents.length === 0) return new Map();
  const named = new Map(keys.map((key) => [key, namedDocuments(registry, { key, history: sinceBeginning(histories.get(key) ?? []), views: views.get(key) ?? [] })]));
  return await readDocuments(session, { named, forMs });
}

/** An entry whose name only a document gives stays while that cannot be read, named by its key. */
export function namedByKey(
  state: EntryState,
  { registry, key, documents }: { readonly registry: Registry; readonly key: string; readonly documents: readonly DocumentResult[] },
): EntryState {
  const missing = documents.some(({ content, document }) => content === undefined && document.set.some(({ target }) => target === "name"));
  if (state.values.name !== undefined || state.naming.succeeded || !missing) return state;
  const from = state.registration ?? state.listed;
  if (from === undefined) return state;
  return { ...state, naming: { tried: true, succeeded: true }, values: { ...state.values, name: { text: `${registry.id} ${key}`.slice(0, 300).toWellFormed(), from } } };
}
