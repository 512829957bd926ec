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

export interface ProbeOptions {
  readonly ask: Asker;
  readonly catalog: Catalog;
  /** It must not be asked. */
  readonly offline: boolean;
  /** This process brings what it lists by itself. */
  readonly harvested: boolean;
}

/** Asks a source for a sign of life: the smallest thing that it can do. Says how many listings and overlays are stored, and what is wrong. */
export async function probeSource(id: SourceId, { ask, catalog, offline, harvested }: ProbeOptions): Promise<SourceProbe> {
  const { listings, overlays } = await catalog.coverage(id);
  const beside = `${overlays} ${overlays === 1 ? "row" : "rows"} about models that others list`;
  const listed = `${listings} ${listings === 1 ? "listing" : "listings"}`;
  const stored = `${overlays === 0 ? listed : listings === 0 ? beside : `${listed} and ${beside}`} stored`;
  if (offline) return { id, state: `${stored}; not asked, since MODELDEX_OFFLINE=1` };
  const answer = await smallestAnswer(id, ask);
  const hint = listings + overlays > 0 || !ask.can(id, "LIST") ? "" : harvested ? "; what it lists is being brought" : `; bring what it lists by: modeldex harvest ${id}`;
  if (answer === undefined || answer.status === "OK") return { id, state: `${stored}; ready${hint}` };
  return { id, state: `${stored}; ${answer.code}: ${answer.message}` };
}

async function smallestAnswer(id: SourceId, ask: Asker): Promise<AskResult<unknown> | undefined> {
  const options = { deadlineMs: probeMs, priority: "person" as const };
  if (ask.can(id, "SEARCH") && ask.registry.live(id)) return ask.search(id, { text: "bert", filter: {}, limit: 1 }, options);
  if (ask.can(id, "LIST")) return ask.list(id, { limit: 1 }, options);
  return undefined;
}
