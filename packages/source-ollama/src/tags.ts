const quantization = /(?:^|-)(?:i?q\d(?:_[a-z0-9]+)*|(?:b|f|fp)(?:f?)(?:16|32)|fp8|(?:mx|nv)fp\d|int\d)(?=-|$)/i;
const size = /(?:^|-)[ae]?\d+(?:x\d+)?(?:\.\d+)?[bm](?=-|$)/i;

/**
 * The tag that says most of the weights, of several that lead to the same ones. First what is not `latest`, then what names a quantization or number
 * format, then what names a size, then more words, then more letters; the last resort is the order of letters, so that the order given never counts.
 *
 * @param tags at least one
 * @example
 * mostExplicit(["latest", "8b", "8b-instruct-q4_K_M"])
 * // "8b-instruct-q4_K_M"
 */
export function mostExplicit(tags: Iterable<string>): string {
  const [first = "latest"] = [...new Set(tags)].sort((a, b) => {
    const [left, right] = [weights(a), weights(b)];
    const place = left.findIndex((weight, at) => weight !== right[at]);
    return place < 0 ? (a < b ? -1 : 1) : (right[place] ?? 0) - (left[place] ?? 0);
  });
  return first;
}

/** What is compared, the most important first. */
function weights(tag: string): readonly number[] {
  return [tag === "latest" ? 0 : 1, quantization.test(tag) ? 1 : 0, size.test(tag) ? 1 : 0, tag.split("-").length, tag.length];
}

/** `118.7M` as a number: thousands are 1,000. */
export function countOf(text: string | undefined): number | undefined {
  const [, digits, unit = ""] = /^(\d+(?:\.\d+)?)([KMB]?)$/.exec(text ?? "") ?? [];
  return digits === undefined ? undefined : Math.round(Number(digits) * (decimal[unit] ?? 1));
}

/**
 * Tokens of a context window as Ollama's site writes it: units of 1,024, rounded down. That they are so follows from what it shows of round numbers:
 * 128,000 is `125K`, 200,000 is `195K`, 1,000,000 is `976K`; so a number is exact or too small by less than 1,024 (1,048,576 above `1M`).
 */
export function tokensOf(text: string | undefined): number | undefined {
  const [, digits, unit = ""] = /^(\d{1,6})([KM]?)$/.exec(text ?? "") ?? [];
  const tokens = Number(digits) * (binary[unit] ?? 1);
  return tokens > 0 ? tokens : undefined;
}

const decimal: Readonly<Record<string, number>> = { K: 1e3, M: 1e6, B: 1e9 };
const binary: Readonly<Record<string, number>> = { K: 1_024, M: 1_048_576 };
