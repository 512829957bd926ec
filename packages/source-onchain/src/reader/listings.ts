import type { ListingRecord } from "@modeldex/plugin-kit";
import { documentsMs } from "../documents/page-documents.ts";
import { documentsOf, namedByKey } from "../documents/entry-documents.ts";
import { blockFacts } from "./block-facts.ts";
import type { Entry } from "./entries.ts";
import { nativeId } from "../mapping/native-id.ts";
import type { Block } from "../rpc/raw.ts";
import { claimsOfDocuments } from "../record/claims.ts";
import { recordOf } from "../record/record.ts";
import type { Registry } from "../mapping/registry.ts";
import type { Session } from "../rpc/session.ts";
import { isThere, stateOf } from "./state.ts";
import { readViews } from "./views.ts";

/** What became of one entry: a listing, no longer one, or none. `dropped`: it was to be one, but cannot be shown. */
export type Listed =
  | { readonly kind: "record"; readonly record: ListingRecord }
  | { readonly kind: "gone" | "notListed" | "dropped" };

/**
 * Makes the listings of some entries of one registry.
 *
 * @param histories - by key, each in the order of the chain.
 * @param block - at which views are read.
 * @param documentsForMs - longest time for the documents that the entries name.
 * @returns by key, for every key that has a history.
 */
export async function listingsOf(
  session: Session,
  registry: Registry,
  { histories, block, documentsForMs = documentsMs.get }: {
    readonly histories: ReadonlyMap<string, readonly Entry[]>; readonly block: Block; readonly documentsForMs?: number;
  },
): Promise<ReadonlyMap<string, Listed>> {
  const views = await readViews(session, registry, { keys: [...histories.keys()], block });
  const documents = await documentsOf(session, registry, { histories, views, forMs: documentsForMs });
  const stateBlock = [...views.values()][0]?.[0]?.block ?? block;
  const facts = await blockFacts(session, [...histories.values()].flat(), stateBlock.number);
  const listed = new Map<string, Listed>();
  for (const [key, [first, ...others]] of histories) {
    if (first === undefined) continue;
    if (!isThere([first, ...others])) {
      listed.set(key, { kind: "notListed" });
      continue;
    }
    const read = documents.get(key) ?? [];
    const state = namedByKey(stateOf([first, ...others], views.get(key) ?? [], read), { registry, key, documents: read });
    if (state.status === "GONE") {
      listed.set(key, { kind: "gone" });
      continue;
    }
    const from = { session, registry, facts };
    const record = recordOf(key, state, from);
    if (record !== undefined) listed.set(key, { kind: "record", record: read.length === 0 ? record : { ...record, claims: [...(record.claims ?? []), ...claimsOfDocuments(key, read, from)] } });
    else if (state.naming.succeeded) listed.set(key, { kind: "gone" });
    else if (!state.naming.tried) listed.set(key, { kind: "notListed" });
    else {
      session.context.drop(nativeId(registry, key), "its name is empty, or no text that can be shown");
      listed.set(key, { kind: "dropped" });
    }
  }
  return listed;
}
