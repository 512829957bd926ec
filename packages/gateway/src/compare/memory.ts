import { contributing } from "@modeldex/catalog";
import type { StoredListing } from "@modeldex/catalog";
import { artifactRole } from "@modeldex/schema";
import type { KeyValueCacheRecord, ListingRecord, MemoryBasis, WeightFormat } from "@modeldex/schema";
import { count } from "./attribute.ts";
import { isHosted, isPackaged } from "./listing-kind.ts";
import { bitsOf, copyPrecisions } from "./precision-bits.ts";
import { weightSetsOf, type WeightSet } from "./weight-sets.ts";

/** What it takes to run one copy of the weights of a listing; an estimate. */
export interface MemoryEstimate {
  readonly listing: StoredListing;
  readonly precision?: string;
  readonly format?: WeightFormat;
  /** First file of the copy, where files are known. */
  readonly path?: string;
  readonly fileCount?: number;
  /** Weights, context and runtime together. */
  readonly bytes: number;
  readonly weightsBytes: number;
  /** Absent when it is not known what a token takes. */
  readonly contextBytes?: number;
  readonly overheadBytes: number;
  /** Tokens that were counted: as many as were asked for, at most what the model takes. */
  readonly contextTokens: number;
  readonly basis: MemoryBasis;
  /** Something that is not known comes on top. */
  readonly isLowerBound: boolean;
  /** Absent when nobody asked, and when what is not known decides. */
  readonly fits?: boolean;
  readonly formula: string;
  readonly assumptions: readonly string[];
}

export interface MemoryRequest {
  readonly contextTokens: number;
  /** Bytes of memory that there are. */
  readonly fitsIn?: number;
  /** Listings of the model that this one is a packaging of: what they say of it holds where its own say nothing. */
  readonly packagedFrom?: readonly StoredListing[];
}

/** Tokens that are counted when nobody says how many. */
export const usualContextTokens = 8_192;

/** Of weights and context. vLLM keeps so much free by default (`gpu_memory_utilization` 0.9, its engine arguments). */
const overheadShare = 0.1;
/** F16 or BF16, the default of llama.cpp (`--cache-type-k`) and of vLLM (`kv_cache_dtype` auto, the type of a 16-bit model). */
const bytesPerCachedNumber = 2;

/**
 * The ways to get the weights of a model, each with the memory that it takes, the smallest first: by listing and by file set, or by listing and
 * precision where files are not known. Sizes of files come before parameters × bits. What serves a model only and what is an adapter is no way.
 *
 * @param listings of one model, the leading one first; those that anybody may write count only where there are no others
 */
export function memoryOf(listings: readonly StoredListing[], request: MemoryRequest): readonly MemoryEstimate[] {
  const giving = contributing(listings);
  const ground = groundOf(giving, request);
  const found = giving.flatMap((listing) => waysOf(listing, ground).map((way) => estimate(way, listing, ground)));
  // What an entry says of itself may come to more than an integer holds, which is no memory.
  return found.filter(({ bytes }) => Number.isSafeInteger(bytes)).toSorted((left, right) => left.bytes - right.bytes);
}

/** What is known of the model, whichever listing says it. */
interface Ground {
  readonly request: MemoryRequest;
  readonly parameters?: NonNullable<ListingRecord["parameters"]>;
  readonly cache?: KeyValueCacheRecord;
  /** The listing of another model that says so. */
  readonly cacheFrom?: string;
  readonly mostTokens?: number;
}

interface Way extends Pick<MemoryEstimate, "precision" | "format" | "path" | "fileCount" | "basis"> {
  readonly weightsBytes: number;
  readonly isLeast: boolean;
  /** How the weights were counted. */
  readonly formula: string;
  readonly assumptions: readonly string[];
}

/** A packaging counts its own tensors, and it or a service may cut the context, so the others are heard first. */
function groundOf(giving: readonly StoredListing[], request: MemoryRequest): Ground {
  const isOther = (listing: StoredListing): boolean => isPackaged(listing) || isHosted(listing);
  const base = contributing(request.packagedFrom ?? []);
  const ordered = [...giving.filter((listing) => !isOther(listing)), ...giving.filter(isOther), ...base.filter((listing) => !isOther(listing))];
  const counting = ordered.filter(({ record }) => record.parameters !== undefined);
  const parameters = (counting.find(({ record }) => record.parameters?.origin !== "NAME") ?? counting[0])?.record.parameters;
  const telling = ordered.find(({ record }) => record.keyValueCache !== undefined);
  const mostTokens = ordered.find(({ record }) => record.contextTokens !== undefined)?.record.contextTokens;
  return {
    request,
    ...(parameters && { parameters }), ...(mostTokens !== undefined && { mostTokens }),
    ...(telling?.record.keyValueCache && { cache: telling.record.keyValueCache }), ...(telling && base.includes(telling) && { cacheFrom: telling.key }),
  };
}

function waysOf(listing: StoredListing, { parameters: ofModel }: Ground): readonly Way[] {
  const { record } = listing;
  if (listing.state === "GONE" || record.access === "DISABLED" || record.lineage?.some(({ relation }) => relation === "ADAPTER") === true) return [];
  const parameters = (isPackaged(listing) ? ofModel : undefined) ?? record.parameters ?? ofModel;
  const [whole, short] = parted(weightSetsOf(record), (set) => isWhole(set, parameters));
  const sets = whole.map(({ bytes, ...set }): Way => ({
    ...set, basis: "FILES", weightsBytes: bytes, isLeast: false, assumptions: [],
    formula: `${count(bytes)} bytes of ${set.fileCount === 1 ? set.path : `${set.fileCount} files, the first of which is ${set.path}`}`,
  }));
  if (sets.length > 0) return sets;
  if (parameters === undefined || !holdsWeights(record)) return [];
  return copyPrecisions(record.precisions ?? []).flatMap((precision): readonly Way[] => {
    const width = bitsOf(precision);
    if (width === undefined) return [];
    const [format] = record.formats?.length === 1 ? record.formats : [];
    return [{
      precision, basis: "PARAMETERS", weightsBytes: Math.ceil((parameters.total * width.bits) / 8), isLeast: width.isLeast,
      formula: `${count(parameters.total)} parameters × ${width.bits} bits ÷ 8`,
      assumptions: [
        ...(parameters.origin === "NAME" ? ["The number of parameters is what the name tells."] : []), width.basis,
        ...short.slice(0, 1).map(({ path, bytes }) => `${path} is not counted: ${count(bytes)} bytes are too few for so many parameters.`),
      ],
      ...(format !== undefined && { format }),
    }];
  });
}

/** Fewer than this share of parameters × bits is no copy of all weights: a pointer, a part, or another thing. Packed headers count half of what there is. */
const leastShare = 0.25;
/** The smallest quantizations take 1.58 bits a weight (BitNet; IQ1_S of llama.cpp: 1.56). */
const leastBits = 1;

/** Whether the files can be all weights. */
function isWhole({ bytes, precision }: WeightSet, parameters: Ground["parameters"]): boolean {
  if (parameters === undefined || parameters.origin === "NAME") return true;
  const bits = precision === undefined ? undefined : bitsOf(precision)?.bits;
  return bytes * 8 >= parameters.total * (bits === undefined ? leastBits : bits * leastShare);
}

function parted<Each>(all: readonly Each[], test: (each: Each) => boolean): readonly [readonly Each[], readonly Each[]] {
  return [all.filter(test), all.filter((each) => !test(each))];
}

/** Whether a listing has weights to load; one that only serves a model has none. */
function holdsWeights({ artifacts, formats, offers }: ListingRecord): boolean {
  if (artifacts?.some((file) => (file.role ?? artifactRole(file.path)) === "WEIGHTS") === true || (formats ?? []).length > 0) return true;
  return artifacts === undefined && formats === undefined && (offers ?? []).length === 0;
}

function estimate({ weightsBytes, isLeast, formula, assumptions, ...way }: Way, listing: StoredListing, { request, cache, cacheFrom, mostTokens }: Ground): MemoryEstimate {
  const contextTokens = Math.min(request.contextTokens, mostTokens ?? Infinity);
  const counted = cache && contextOf(cache, contextTokens);
  const context = counted !== undefined && Number.isSafeInteger(counted.bytes) ? counted : undefined;
  const overheadBytes = Math.ceil((weightsBytes + (context?.bytes ?? 0)) * overheadShare);
  const bytes = weightsBytes + (context?.bytes ?? 0) + overheadBytes;
  const isLowerBound = isLeast || context === undefined;
  const fits = request.fitsIn === undefined ? undefined : bytes > request.fitsIn ? false : isLowerBound ? undefined : true;
  const ofContext = context === undefined ? "; what the context takes is not known" : ` + ${context.formula}`;
  return {
    ...way, listing, bytes, weightsBytes, overheadBytes, contextTokens, isLowerBound,
    ...(context !== undefined && { contextBytes: context.bytes }), ...(fits !== undefined && { fits }),
    formula: context === undefined ? `${formula} + 10 % for the runtime${ofContext}` : `${formula}${ofContext} + 10 % for the runtime`,
    assumptions: [
      ...assumptions,
      ...(cacheFrom === undefined ? [] : [`A token takes what it takes in ${cacheFrom}, of which this is a packaging.`]),
      ...(context === undefined ? [] : ["One conversation at a time; keys and values are kept in 16 bits."]),
      "The runtime takes 10 % of weights and context, as much as vLLM keeps free by default.",
    ],
  };
}

function contextOf({ layers, numbersPerToken, windowedLayers = 0, windowTokens = 0 }: KeyValueCacheRecord, tokens: number): { readonly bytes: number; readonly formula: string } {
  const kept = Math.min(tokens, windowTokens);
  const perLayer = `× ${count(numbersPerToken)} numbers × ${bytesPerCachedNumber} bytes`;
  const parts = [
    ...(layers > 0 ? [`${count(tokens)} tokens × ${layers} layers ${perLayer}`] : []),
    ...(windowedLayers > 0 ? [`${count(kept)} tokens × ${windowedLayers} layers with a window ${perLayer}`] : []),
  ];
  return { bytes: (tokens * layers + kept * windowedLayers) * numbersPerToken * bytesPerCachedNumber, formula: parts.join(" + ") };
}
