import { createHash } from "node:crypto";
import type { NamedListing } from "../../../packages/catalog/src/index.ts";
import type { OpenRouterRow } from "./recorded.ts";
import { natureOf, readStrictly, type Aspect, type StrictReading } from "./strict-reader.ts";

/** A listing as its source names it. */
export interface Named extends NamedListing {
  /** `hf`, `openrouter`, `ollama`, `litellm`, `models-dev`, `models-dev/<provider>`, `replicate`, `docker`, `opendatahub`. */
  readonly source: string;
}

/** DERIVED: another publisher's repackaging or fine-tune of it, which is not the same. */
export type Label = "SAME" | "DIFFERENT" | "DERIVED";

export interface Pair {
  readonly left: Named;
  readonly right: Named;
  readonly label: Label;
  /** The rule that drew it: `openrouter link`, `neighbour: size`. */
  readonly drawnBy: string;
}

export type Half = "dev" | "held-out";

export function keyOf({ source, nativeId }: Named): string {
  return `${source}:${nativeId}`;
}

/** `left = right`; the key by which a pair is corrected and put into its half. */
export function pairKey({ left, right }: Pick<Pair, "left" | "right">): string {
  return `${keyOf(left)} = ${keyOf(right)}`;
}

/** By the first byte of the sha256 of the pair's key. */
export function halfOf(pair: Pair): Half {
  return Number.parseInt(rankOf(pairKey(pair)).slice(0, 2), 16) % 2 === 0 ? "dev" : "held-out";
}

/** Orders texts in a way that has nothing to do with what they say: hexadecimal sha256 of `modeldex identity pairs 1 <text>`. */
export function rankOf(text: string): string {
  return createHash("sha256").update(`modeldex identity pairs 1 ${text}`).digest("hex");
}

/** The first so many by rank. */
export function sampled<Item>(items: readonly Item[], count: number, key: (item: Item) => string): readonly Item[] {
  return [...items].sort((left, right) => (rankOf(key(left)) < rankOf(key(right)) ? -1 : 1)).slice(0, count);
}

/** A positive is hard when the last segments of its ids differ in more than case. Every negative is a nearest neighbour by name, and so is hard. */
export function isHard({ left, right, label }: Pair): boolean {
  return label !== "SAME" || last(left.nativeId).toLowerCase() !== last(right.nativeId).toLowerCase();
}

/**
 * What the names of a pair say. TELLING: the same; BARE: the same, and neither says a training or a date, so that places name one state of a family so, or
 * another; SILENT: one says less than the other; CONTRADICTS: each says something that the other denies.
 */
export const pairNatures = ["TELLING", "BARE", "SILENT", "CONTRADICTS"] as const;
export type PairNature = (typeof pairNatures)[number];

/**
 * The best that any of the texts of one side, id and name, say beside any of the other's; but where one side says a size, date or training anywhere
 * that the other says nowhere, the other is silent.
 */
export function natureOfPair({ left, right }: Pick<Pair, "left" | "right">): PairNature {
  const publishers = [left.publisher, right.publisher];
  const readings = ({ name, nativeId }: Named) => [name, nativeId].map((text) => readStrictly(text, publishers));
  const [ours, theirs] = [readings(left), readings(right)];
  const natures = new Set(ours.flatMap((each) => theirs.map((other) => natureOf(each, other))));
  const said = (all: readonly StrictReading[], aspect: Aspect): string => [...new Set(all.flatMap((reading) => reading[aspect]))].sort().join(" ");
  if (!natures.has("SAYS")) return natures.has("SILENT") ? "SILENT" : "CONTRADICTS";
  if ((["sizes", "dates", "training"] as const).some((aspect) => said(ours, aspect) !== said(theirs, aspect))) return "SILENT";
  return said(ours, "dates") === "" && said(ours, "training") === "" ? "BARE" : "TELLING";
}

export function last(text: string): string {
  return text.slice(text.lastIndexOf("/") + 1);
}

export function hub(id: string): Named {
  return { source: "hf", nativeId: id, name: last(id), publisher: id.includes("/") ? id.slice(0, id.indexOf("/")) : "" };
}

export function openRouterRow({ id, name }: OpenRouterRow): Named {
  return { source: "openrouter", nativeId: id, name, publisher: id.slice(0, id.indexOf("/")) };
}

export function ollamaTag(id: string): Named {
  return { source: "ollama", nativeId: id, name: id, publisher: "" };
}

export function dockerTag(id: string): Named {
  return { source: "docker", nativeId: id, name: last(id), publisher: "" };
}

export function named(source: string, nativeId: string, name: string): Named {
  const segments = nativeId.split("/");
  return { source, nativeId, name, publisher: segments.length < 2 ? "" : (segments.at(-2) ?? "") };
}

/** A row of a host in the list of models.dev, by its id alone: what the list calls it is written by the list, not by the host. */
export function providerRow(provider: string, id: string): Named {
  const vendor = provider === "amazon-bedrock" ? bedrockId(id) : undefined;
  if (vendor !== undefined) return { source: `models-dev/${provider}`, nativeId: id, ...vendor };
  const segments = id.replace(/^hf:/, "").split("/").filter((segment) => !hostWords.test(segment));
  return { source: `models-dev/${provider}`, nativeId: id, name: segments.at(-1) ?? id, publisher: segments.length > 1 ? (segments.at(-2) ?? "") : "" };
}

/** A key of the price list without host, region and Bedrock's own version: `us.meta.llama3-3-70b-instruct-v1:0` is `llama3-3-70b-instruct` by `meta`. */
export function liteLlmKey(key: string): Named {
  const vendor = bedrockId(key);
  if (vendor !== undefined) return { source: "litellm", nativeId: key, ...vendor };
  const segments = key.split("/").slice(1).filter((segment) => !hostWords.test(segment));
  return { source: "litellm", nativeId: key, name: segments.at(-1) ?? key, publisher: segments.length > 1 ? (segments.at(-2) ?? "") : "" };
}

const hostWords = /^(?:accounts|fireworks|models|routers|route|chat-completion|workers-ai|@cf)$/;
const regions = /^(?:bedrock\/(?:[a-z-]+-\d\/|us-gov-[a-z]+-\d\/|invoke\/)?)?(?:(?:us|eu|apac|au|jp|global)\.)?/;

function bedrockId(id: string): { readonly name: string; readonly publisher: string } | undefined {
  const match = /^([a-z0-9]+)\.([a-z][\w.-]*?)(?:-v\d+(?::\d+)?|-\d+:\d+)?$/.exec(id.replace(regions, ""));
  return match === null ? undefined : { name: match[2] ?? "", publisher: match[1] ?? "" };
}
