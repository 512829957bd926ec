const quantization = /(?:^|[-_.])(?:i?q\d(?:_[a-z0-9]+)*|(?:b|f|fp)(?:f?)(?:16|32)|fp8|(?:mx|nv)fp\d|int\d)(?=[-.]|$)/i;
const size = /(?:^|[-_])[ae]?\d+(?:x\d+)?(?:\.\d+)?[bm](?=[-_]|$)/i;
const moving = /^(?:latest|stable|main|master|head|edge|nightly|dev|prod|default|current)$/i;

/**
 * Orders tags of one model by how much they say of its weights, the one that says most first: an entry of several tags is best named by it, since the
 * others move sooner. What is no word such as `latest` or `stable`, then what names a quantization or number format, then what names a size, then more
 * words, then more letters; the last resort is the order of letters, so that the order given never counts.
 *
 * @example
 * ["latest", "8b", "8b-instruct-q4_K_M"].sort(byExplicitness)
 * // ["8b-instruct-q4_K_M", "8b", "latest"]
 */
export function byExplicitness(one: string, other: string): number {
  const [left, right] = [weightsOf(one), weightsOf(other)];
  const place = left.findIndex((weight, at) => weight !== right[at]);
  return place < 0 ? Number(one > other) - Number(one < other) : (right[place] ?? 0) - (left[place] ?? 0);
}

/** What is compared, the most important first. */
function weightsOf(tag: string): readonly number[] {
  return [moving.test(tag) ? 0 : 1, quantization.test(tag) ? 1 : 0, size.test(tag) ? 1 : 0, tag.split("-").length, tag.length];
}

/**
 * Tags by what they lead to: those that share a digest are one entry, whose `nativeId` the first one names, and the others are `movingAliases`.
 *
 * @param tagged each tag with its digest, in any order
 * @returns for each digest its tags without repetition, the most explicit first; digests in the order of their first tags.
 * @example
 * tagsByDigest([["8b", "sha256:ab…"], ["latest", "sha256:ab…"], ["70b", "sha256:cd…"]])
 * // Map { "sha256:ab…" => ["8b", "latest"], "sha256:cd…" => ["70b"] }
 */
export function tagsByDigest<Key extends string>(tagged: Iterable<readonly [tag: string, digest: Key]>): ReadonlyMap<Key, readonly string[]> {
  const groups = new Map<Key, Set<string>>();
  for (const [tag, digest] of tagged) groups.set(digest, (groups.get(digest) ?? new Set()).add(tag));
  return new Map([...groups].map(([digest, tags]) => [digest, [...tags].sort(byExplicitness)] as const));
}
