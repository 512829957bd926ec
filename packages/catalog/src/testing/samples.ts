import { claimEffects, type ClaimKind, claimKinds, claimStatuses, type ListingKey, listingKey, type ListingRecord, modelId, type ModelId, type Naming, queryWords, type RecordField, type SourceId, systemTrustLevels, trustLevels } from "@modeldex/schema";
import type { Assessment } from "../assessment.ts";
import type { ListingWrite } from "../listing-write.ts";
import type { CatalogQuery, ModelFilter } from "../query.ts";

/** What differs from a plain write of one listing. */
export interface SampleWrite extends Partial<Omit<ListingRecord, "nativeId">> {
  readonly naming?: Naming;
  readonly fetchedAt?: string;
  /** Reference to target key, by a source whose operator says so unless `naming` says otherwise; the link's relation is HOSTED unless `links` says otherwise. */
  readonly refersTo?: Readonly<Record<string, string>>;
  /** What it was made from: reference to target key. */
  readonly madeFrom?: Readonly<Record<string, string>>;
  readonly onDemand?: readonly RecordField[];
  readonly needed?: readonly RecordField[];
}

/** A write of one listing, by its key: `hf:openai/whisper-large-v3`. */
export function sample(key: string, { refersTo = {}, naming = Object.keys(refersTo).length > 0 ? "curated" : "namespaced", fetchedAt = "2026-03-01T00:00:00Z", madeFrom, onDemand = [], needed, ...fields }: SampleWrite = {}): ListingWrite {
  const colon = key.indexOf(":");
  const nativeId = key.slice(colon + 1);
  const links = Object.keys(refersTo).map((reference) => ({ reference, relation: "HOSTED" as const, statement: `${key} names ${reference}.` }));
  const lineage = madeFrom && Object.keys(madeFrom).map((reference) => ({ reference, relation: "FINETUNE" as const }));
  return {
    source: source(key.slice(0, colon)),
    naming,
    fetchedAt,
    record: { nativeId, name: nativeId.slice(nativeId.lastIndexOf("/") + 1), ...(links.length > 0 && { links }), ...(lineage && { lineage }), ...fields },
    linkTargets: targets(refersTo),
    ...(madeFrom && { lineageTargets: targets(madeFrom) }),
    onDemand,
    ...(needed && { needed }),
  };
}

function targets(references: Readonly<Record<string, string>>): ListingWrite["linkTargets"] {
  return Object.entries(references).map(([reference, target]) => ({ reference, target: target as ListingKey }));
}

/** A file of weights of 2 GiB. */
export function weights(path: string, digest: string): NonNullable<ListingRecord["artifacts"]>[number] {
  return { path, sizeBytes: 2 ** 31, digest: sha256(digest) };
}

/** A digest that is told apart by one letter. */
export function sha256(letter: string): `sha256:${string}` {
  return `sha256:${letter.repeat(64)}`;
}

export function source(id: string): SourceId {
  return id as SourceId;
}

export function key(text: string): ListingKey {
  const colon = text.indexOf(":");
  return listingKey(text.slice(0, colon), text.slice(colon + 1));
}

export function id(text: string): ModelId {
  return modelId(text);
}

/** A query as the gateway makes it of a text. */
export function query(text: string, filter: ModelFilter = {}, extra: readonly string[] = []): CatalogQuery {
  return { words: queryWords(text), ...(text !== "" && { text }), filter, extra: extra.map(id) };
}

/** Random numbers that are the same for the same seed (mulberry32). */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** From 0, below `limit`. */
  below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
  }

  pick<T>(values: readonly T[]): T {
    const value = values[this.below(values.length)];
    if (value === undefined) throw new RangeError("Nothing to pick from");
    return value;
  }

  /** Whether something with a chance of one in `odds` happens. */
  oneIn(odds: number): boolean {
    return this.below(odds) === 0;
  }

  shuffled<T>(values: readonly T[]): T[] {
    const mixed = [...values];
    for (let last = mixed.length - 1; last > 0; last -= 1) {
      const other = this.below(last + 1);
      const [one, two] = [mixed[last], mixed[other]];
      if (one !== undefined && two !== undefined) [mixed[last], mixed[other]] = [two, one];
    }
    return mixed;
  }
}

const families = ["llama", "qwen", "mistral", "whisper", "bert", "Ёлка", "通义"];
const tasks = ["text-generation", "automatic-speech-recognition", "feature-extraction"];
const licenses = ["mit", "apache-2.0", "MIT AND Apache-2.0", "llama3.1", "something else"];
const publishers = ["meta", "Qwen", "ACME", "acme"];

/** A listing with some of everything that can be filtered, and often with gaps. */
export function randomSample(random: Random, place: number): ListingWrite {
  const publisher = random.pick(publishers);
  const family = random.pick(families);
  const maybe = <T>(value: T): T | undefined => (random.oneIn(4) ? undefined : value);
  const fields = {
    publisher: maybe({ name: publisher }),
    task: maybe(random.pick(tasks)),
    license: maybe({ stated: random.pick(licenses) }),
    libraries: maybe([random.pick(["transformers", "diffusers"]), random.pick(["gguf", "MLX"])]),
    formats: maybe([random.pick(["SAFETENSORS", "GGUF", "PICKLE"] as const)]),
    languages: maybe(["en", random.pick(["de", "da", "zh"])]),
    precisions: maybe([random.pick(["BF16", "Q4_K_M"])]),
    tags: [random.pick(["chat", "moe", "vision", "llama", "7b"]), `t${random.below(5)}`],
    architecture: maybe(`${family}Model`),
    access: maybe(random.pick(["OPEN", "GATED"] as const)),
    deprecated: random.oneIn(8) ? true : undefined,
    modalities: maybe({ input: ["text", random.pick(["image", "audio"])], output: ["text"] }),
    parameters: maybe({ total: random.pick([0, 1, 7, 10, 494_032_768, 7_000_000_000, 70_553_706_496, 10 ** random.below(13)]), origin: "STATED" as const }),
    contextTokens: maybe(random.pick([0, 512, 4096, 32_768, 131_072, 1_048_576])),
    popularity: maybe({ downloads30d: random.below(4) === 0 ? 0 : random.below(10 ** random.below(8) + 1), likes: random.below(500), trending: random.below(100) / 7 }),
    offers: maybe(random.oneIn(5) ? [] : [{ provider: "a", usdPerMillionInputTokens: random.pick([0, 0.000_001, 0.15, 2.5, 30 / 7]), ...(random.oneIn(2) && { usdPerMillionOutputTokens: random.below(60) / 4 }) }]),
    evaluations: maybe([{ benchmark: random.pick(["MMLU", "mmlu", "GSM8K"]), metric: random.pick(["acc", "f1"]), author: random.pick(["PUBLISHER", "INDEPENDENT"] as const), value: random.below(1000) / 10 }]),
    hasCard: maybe(random.oneIn(2)),
    createdAt: maybe(new Date(Date.UTC(2019 + random.below(8), random.below(12), 1 + random.below(28))).toISOString()),
    updatedAt: maybe(new Date(Date.UTC(2025, random.below(20), 1 + random.below(28), 0, 0, 0, random.below(1000))).toISOString()),
  };
  const record = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  return sample(`hf:${publisher}/${family}-${random.below(4)}.${random.below(3)}-${random.pick(["7b", "70b", "large"])}-n${place}`, record);
}

/** An assessment with some claims of a few kinds, several of one kind too. */
export function randomAssessment(random: Random): Assessment {
  const claims = Array.from({ length: random.below(9) }, () => ({ kind: random.pick<ClaimKind>(["THIRD_PARTY_SCAN", "LICENSE_TERMS", random.pick(claimKinds)]), status: random.pick(claimStatuses), effect: random.pick(claimEffects) }));
  return { level: random.pick(trustLevels), systemLevel: random.pick(systemTrustLevels), claims, verifiers: "some", assessedAt: "2026-03-02T00:00:00Z" };
}
