import type { PopularityRecord } from "@modeldex/schema";

/** Largest sequence number of a model. */
export const sequenceLimit = 2 ** 40;
const highestBucket = 1023;

/**
 * Order of use on a logarithmic scale, 0 (unknown or unused) to 1023; one step is 4.4 %. Of what a source counts, downloads of 30 days come
 * first; all downloads count as those of a year and a like as 20 downloads, so that sources which count differently stand near each other.
 */
export function popularityBucket(popularity: PopularityRecord | undefined): number {
  const { downloads30d, downloadsAllTime, likes } = popularity ?? {};
  const uses = downloads30d ?? (downloadsAllTime === undefined ? undefined : downloadsAllTime / 12) ?? (likes === undefined ? 0 : likes * 20);
  if (!(uses > 0)) return 0;
  return Math.min(highestBucket, Math.round(16 * Math.log2(1 + uses)));
}

/** Row id in the order of popularity, the most used first: at least 1. It moves only when the bucket changes. */
export function rankKey(bucket: number, sequence: number): number {
  return (highestBucket - bucket) * sequenceLimit + sequence;
}

/** Row id of a model that is listed only where anybody may write: after every other one, whatever its entries say of their use. */
export function openRankKey(sequence: number): number {
  return openRanks + sequence;
}

/** Row ids of models that are listed only where anybody may write are larger; those of all others are smaller. */
export const openRanks = (highestBucket + 1) * sequenceLimit;

/** The model behind a row id. */
export function sequenceOf(rank: number): number {
  // Division by a power of two is exact, and much faster than % on numbers of this size.
  return rank - Math.floor(rank / sequenceLimit) * sequenceLimit;
}

/** Larger than every row id. */
export const rankLimit = openRanks + sequenceLimit;
