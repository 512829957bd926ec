import type { SubjectListing, VerifierTools } from "@modeldex/plugin-kit";

/** What the records of a model's ancestors say. */
export interface Ancestry {
  /** Keys from the base of the subject to the subject itself, when it is among its own ancestors. */
  readonly cycle?: readonly string[];
  /** How many ancestors were seen, the direct ones counted. */
  readonly seen: number;
  /** Whether every ancestor that is stated was seen. */
  readonly complete: boolean;
}

/** Longest line of ancestors that is followed. */
const maxDepth = 8;
/** Most ancestors that are seen in all: merges of merges have hundreds. */
const maxSeen = 40;

interface Step {
  readonly listing: SubjectListing;
  readonly path: readonly string[];
}

/**
 * Follows stated bases from the direct ones upward, through what is stored alone: it makes no request. A record that anybody may write leads no further from a
 * model of a source that keeps its names, since anybody could close a circle there.
 */
export async function walkAncestors(subject: SubjectListing, direct: readonly SubjectListing[], tools: Pick<VerifierTools, "find">): Promise<Ancestry> {
  const seen = new Set<string>();
  let complete = true;
  let level: readonly Step[] = direct.map((listing) => ({ listing, path: [listing.key] }));
  for (let depth = 1; level.length > 0; depth += 1) {
    const next: Step[] = [];
    for (const { listing, path } of level) {
      if (listing.key === subject.key) return { cycle: path, seen: seen.size, complete };
      if (seen.has(listing.key)) continue;
      seen.add(listing.key);
      if (listing.naming === "open" && subject.naming !== "open") continue;
      const hints = listing.record.lineage ?? [];
      if (depth >= maxDepth || seen.size >= maxSeen) {
        complete &&= hints.length === 0;
        continue;
      }
      for (const { reference } of hints.slice(0, maxSeen)) {
        const found = await tools.find(reference, { ask: false });
        if (found.status === "FOUND") next.push({ listing: found.listing, path: [...path, found.listing.key] });
        else complete = false;
      }
    }
    level = next;
  }
  return { seen: seen.size, complete };
}
