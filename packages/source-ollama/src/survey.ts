import { SourceError, type SourceContext } from "@modeldex/plugin-kit";
import { readInventory } from "./daemon.ts";
import { entriesOf, type Entry } from "./entries.ts";
import { createLibrary } from "./library.ts";
import type { Options } from "./options.ts";

/** What index and daemon tell together; neither counts without the other, where both are configured. */
export interface Survey {
  /**
   * Rows that are none are dropped.
   *
   * @param known a version that was given before, by whomever: text from outside
   * @throws {SourceError} what either of them fails with.
   */
  read(context: SourceContext, known?: string): Promise<State>;
}

export interface State {
  /** No spaces. */
  readonly version: string;
  /** `version` is the one that was known; nothing else is told then. */
  readonly unchanged: boolean;
  readonly entries: readonly Entry[];
  /** By any of its ids. */
  find(id: string): Entry | undefined;
}

export function createSurvey({ host, library: url }: Options): Survey {
  const library = url === undefined ? undefined : createLibrary(url);
  return {
    read: async (context, known) => {
      const [, knownIndex, knownDaemon] = /^(.+)\+([0-9a-f]{64}|-)$/.exec(known ?? "") ?? [];
      const [index, daemon] = await Promise.all([library?.(context, knownIndex), host === undefined ? undefined : readInventory(host, context)]);
      const daemonVersion = daemon?.version ?? "-";
      const same = index === undefined ? library !== undefined || knownIndex === "-" : index.version === knownIndex;
      if (knownIndex !== undefined && same && daemonVersion === knownDaemon) return { ...stateOf([]), version: known ?? "", unchanged: true };
      // Only the index has not changed since it was read by somebody else.
      const read = index ?? (await library?.(context));
      if (library !== undefined && read === undefined) throw new SourceError("BAD_RESPONSE", "The index of Ollama's library is said not to have changed, and was never read.");
      for (const [id, reason] of [...(read?.dropped ?? []), ...(daemon?.dropped ?? [])]) context.drop(id, reason);
      return { ...stateOf(entriesOf(read?.tags, daemon?.models ?? [])), version: `${read?.version ?? "-"}+${daemonVersion}` };
    },
  };
}

function stateOf(entries: readonly Entry[]): State {
  const byId = new Map<string, Entry>();
  for (const entry of entries) for (const id of [entry.shortId, ...entry.movingAliases]) if (!byId.has(id)) byId.set(id, entry);
  for (const entry of entries) byId.set(entry.nativeId, entry);
  return { version: "", unchanged: false, entries, find: (id) => byId.get(id) ?? byDigest(id, byId) };
}

/** `<base>@sha256:…`: the first digits suffice, since the whole digest may not be known here. */
function byDigest(id: string, byId: ReadonlyMap<string, Entry>): Entry | undefined {
  const [, base, shortId = "", rest = ""] = /^(.+)@sha256:([0-9a-f]{12})([0-9a-f]{52})$/.exec(id) ?? [];
  const entry = byId.get(shortId);
  return entry?.name.base === base && (entry?.digest === undefined || entry.digest === `sha256:${shortId}${rest}`) ? entry : undefined;
}
