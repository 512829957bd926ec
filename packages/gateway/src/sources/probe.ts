import type { Catalog } from "@modeldex/catalog";
import type { SourceId } from "@modeldex/schema";
import type { Asker } from "./ask.ts";
import type { AskResult } from "./ask-result.ts";

/** A source and its state in one line, for a person. */
export interface SourceProbe {
  readonly id: string;
  readonly state: string;
}

const probeMs = 3_000;

/** Asks a source for a sign of life: the smallest thing that it can do. Says how many listings are stored, and what is wrong. */
export async function probeSource(id: SourceId, ask: Asker, catalog: Catalog, offline: boolean): Promise<SourceProbe> {
  const { listings } = await catalog.coverage(id);
  const stored = `${listings} listings stored`;
  if (offline) return { id, state: `${stored}; not asked, since MODELDEX_OFFLINE=1` };
  const answer = await smallestAnswer(id, ask);
  if (answer === undefined || answer.status === "OK") return { id, state: `${stored}; ready` };
  return { id, state: `${stored}; ${answer.code}: ${answer.message}` };
}

async function smallestAnswer(id: SourceId, ask: Asker): Promise<AskResult<unknown> | undefined> {
  const options = { deadlineMs: probeMs, priority: "person" as const };
  if (ask.can(id, "SEARCH") && ask.registry.live(id)) return ask.search(id, { text: "bert", filter: {}, limit: 1 }, options);
  if (ask.can(id, "LIST")) return ask.list(id, { limit: 1 }, options);
  return undefined;
}
