/** Counts of parameters that a name states. */
export interface NamedParameters {
  readonly total: number;
  /** Per token, in a mixture of experts. */
  readonly active?: number;
  readonly origin: "NAME";
}

/** `8B`, `1.1b`, `270m`, BLOOM's `7b1` (7.1 billion) and, after a hyphen, `1_6b`; the number begins its word, so that `v1.5b` and `laion2B` are none. */
const countPattern = /(?<![a-z0-9.])(?:(?<=(?:^|-))([0-9])_([0-9])|([0-9]{1,4}(?:\.[0-9]{1,3})?))(b|m)([1-9])?(?![a-z0-9])/gi;
const activePattern = /(?<![a-z0-9])a([0-9]{1,3}(?:\.[0-9]{1,3})?)(b|m)(?![a-z0-9])/i;
/** `8x7B`, `4x8b`, `17B-16E`, `8B-x4`: experts, whose sizes do not add up. */
const expertsPattern = /(?<![a-z0-9])(?:[0-9]{1,3}x[0-9]{1,4}(?:\.[0-9]+)?[bm]|[0-9]{1,4}(?:\.[0-9]+)?b[-_][0-9]{1,3}e|[0-9.]+b-x[0-9]{1,2})(?![a-z0-9])/i;
/** Small models that help a large one, or test its code, and are named after it. */
const namedAfterAnother = /speculator|eagle-?3|dflash|(?:tiny|ci)-?random/i;

/**
 * Reads the number of parameters off a name or id; of an id, the part after the last `/`.
 *
 * `30B-A3B` is a mixture of experts with 30 billion parameters, of which 3 billion are used per token. The first count of a name is taken, since
 * numbers of training tokens come later. Nothing is read off
 *
 * - `8x7B`: eight experts that share layers, whose sizes do not add up (Mixtral 8x7B has 46.7 billion);
 * - `17B-16E`, where 17 billion are those used per token, and `1B-7B`, two counts side by side;
 * - a helper that is named after a large model (`Qwen3-8B-speculator`).
 *
 * @returns `undefined` when the name states none, or not clearly.
 * @example
 * parametersFromName("Qwen/Qwen3-30B-A3B-Instruct-2507")
 * // { total: 30_000_000_000, active: 3_000_000_000, origin: "NAME" }
 */
export function parametersFromName(name: string): NamedParameters | undefined {
  const own = name.slice(name.lastIndexOf("/") + 1, name.lastIndexOf("/") + 1 + maxNameLength);
  if (expertsPattern.test(own) || namedAfterAnother.test(own)) return undefined;
  const [first, second] = own.matchAll(countPattern);
  if (first === undefined) return undefined;
  const end = first.index + first[0].length;
  if (second !== undefined && second.index === end + 1 && second[4]?.toLowerCase() === first[4]?.toLowerCase()) return undefined;
  const [, whole, tenth, plain, unit, after] = first;
  const digits = plain ?? `${whole}.${tenth}`;
  if (after !== undefined && (unit?.toLowerCase() !== "b" || digits.includes("."))) return undefined;
  const total = count(after === undefined ? digits : `${digits}.${after}`, unit);
  if (total === 0) return undefined;
  const activeMatch = activePattern.exec(own);
  const active = activeMatch === null ? undefined : count(activeMatch[1] ?? "", activeMatch[2]);
  return { total, ...(active !== undefined && active > 0 && active < total && { active }), origin: "NAME" };
}

/**
 * Reads the precisions of the weights off a name, file name or tag: GGUF quantizations (`Q4_K_M`, `IQ2_XS`), number formats (`BF16`, `FP8`, `NVFP4`),
 * quantization methods (`AWQ`, `GPTQ`) and widths (`4bit`).
 *
 * @returns in the spelling of their makers, in the order of the name, none twice; empty when the name states none.
 * @example
 * precisionsFromName("Llama-3.1-8B-Instruct.q4_k_m.gguf")
 * // ["Q4_K_M"]
 */
export function precisionsFromName(name: string): string[] {
  const found = new Set<string>();
  for (const match of name.slice(0, maxPathLength).matchAll(precisionPattern)) found.add(spellPrecision(match[0]));
  return [...found];
}

/** Longest name and path that are read, in UTF-16 code units. */
const maxNameLength = 256;
const maxPathLength = 1024;

/** Names that llama.cpp and its users give to quantizations, then those of the other makers. */
const precisionNames = [
  String.raw`q[2-8]_k_(?:xl|s|m|l)`, String.raw`q[2-8]_k`, String.raw`q[4-8]_[01]`, String.raw`iq[1-4]_(?:xxs|xs|s|m|nl)`, String.raw`tq[12]_0`,
  "q[2-8]", "bf16", "fp?(?:16|32|64)", "fp8(?:_?e[45]m[23])?", "f8_e[45]m[23]", "fp4", "nf4", "(?:nv|mx)fp[468](?:a16)?", "int[2348]", "w[248]a(?:4|8|16)(?:kv8)?",
  "awq", "gptq", "aqlm", "hqq", "exl[23]", "eetq", "quip#?", "bitnet", String.raw`(?:[1-8]|16)[-_ ]?bits?`, String.raw`[1-8](?:\.[0-9]{1,2})?[-_]?bpw`,
];
const precisionPattern = new RegExp(`(?<![a-z0-9])(?:${precisionNames.join("|")})(?![a-z0-9])`, "gi");

function count(digits: string, unit: string | undefined): number {
  return Math.round(Number(digits) * (unit?.toLowerCase() === "b" ? 1e9 : 1e6));
}

function spellPrecision(text: string): string {
  const width = /^([0-9.]+)[-_ ]?(bit|bpw)s?$/i.exec(text);
  return width === null ? text.toUpperCase() : `${width[1]}${width[2]?.toLowerCase()}`;
}
