import type { PageWrite } from "../src/catalog.ts";
import { Random, randomSample, sample, source, weights } from "../src/testing/samples.ts";

/** Which page of which run. */
export interface PageRequest {
  readonly run: number;
  readonly holder: string;
  readonly page: number;
  readonly perPage: number;
}

/** The same page whenever it is asked for: listings of every kind, and some that share a file with one of the page before. */
export function harvestPage({ run, holder, page, perPage }: PageRequest): PageWrite {
  const random = new Random(page + 1);
  const writes = Array.from({ length: perPage }, (_, place) => randomSample(random, page * perPage + place));
  const shared = [page, page + 1].map((each) => sample(`hf:shared/m${page}-${each}`, { artifacts: [weights("w.gguf", (each % 10).toString())] }));
  return { source: source("hf"), run, holder, writes: [...writes, ...shared], gone: [], cursor: String(page + 1), at: "2026-05-01T00:00:00Z" };
}
