import { asCount, asRecord, parametersFromName, precisionsFromName, type ListingRecord } from "@modeldex/plugin-kit";
import { precisionsOfFiles } from "./files.ts";
import type { BaseModel } from "./lineage.ts";
import { wordOf, type Payload } from "./payload.ts";
import { nameOf } from "./repository-id.ts";
import type { Repository } from "./repository.ts";

/** Types of safetensors that hold several quantized weights in one number: their count is not one of parameters. */
const packedTypes = new Set(["I32", "U32", "U8", "U4", "I4", "F4"]);
/** Share of packed numbers from which on a count is not trusted; below it they are buffers. */
const packedShare = 0.05;
/** Share below which a type is that of a few buffers, not of the weights. */
const smallestShare = 0.01;

const precisionNames: Readonly<Record<string, string>> = { F8_E4M3: "FP8", F8_E5M2: "FP8", F8_E4M3FN: "FP8", I8: "INT8" };
/** Types that are no precision of weights. */
const bufferTypes = new Set(["BOOL", "I64", "U64", "I16", "U16"]);

/**
 * Counts of parameters: those of the weights' headers as the Hub reads them (safetensors, GGUF), else those that the name tells.
 *
 * Where quantized weights are packed, the header's total is too small: then the name counts, else the name of the model it was quantized from.
 */
export function readParameters({ payload, name }: Repository, bases: readonly BaseModel[]): ListingRecord["parameters"] {
  const safetensors = asCount(asRecord(payload["safetensors"])?.["total"]);
  const gguf = asCount(asRecord(payload["gguf"])?.["total"]);
  const total = (isPacked(payload) ? undefined : safetensors) ?? gguf;
  if (total !== undefined && total > 0) return { total, origin: "WEIGHTS" };
  const quantizedFrom = bases.filter((base) => base.relation === "QUANTIZED").map((base) => nameOf(base.id));
  for (const text of [name, ...quantizedFrom]) {
    const told = parametersFromName(text);
    if (told !== undefined) return told;
  }
  return undefined;
}

/** Precisions: types of the safetensors by share, GGUF files or the name, and the words of the tags. `undefined` when nothing tells. */
export function readPrecisions({ payload, name, tags, files }: Repository): readonly string[] | undefined {
  const types = sharesOf(payload)
    .filter(([type, share]) => share >= smallestShare && !bufferTypes.has(type) && !packedTypes.has(type))
    .map(([type]) => precisionNames[type] ?? type)
    .filter((type) => wordOf(type, 64) !== undefined);
  const ofFiles = files === undefined ? [] : precisionsOfFiles(files);
  const found = [...new Set([...types, ...ofFiles, ...tags.precisions, ...(ofFiles.length > 0 || types.length > 0 ? [] : precisionsFromName(name))])];
  return found.length > 0 ? found : undefined;
}

function isPacked(payload: Payload): boolean {
  return sharesOf(payload).reduce((sum, [type, share]) => sum + (packedTypes.has(type) ? share : 0), 0) >= packedShare;
}

/** Types with their share of all numbers, largest first. */
function sharesOf(payload: Payload): readonly (readonly [type: string, share: number])[] {
  const counts = Object.entries(asRecord(asRecord(payload["safetensors"])?.["parameters"]) ?? {}).map(([type, count]) => [type, asCount(count) ?? 0] as const);
  const total = counts.reduce((sum, [, count]) => sum + count, 0);
  return total === 0 ? [] : counts.map(([type, count]) => [type, count / total] as const).toSorted((a, b) => b[1] - a[1]);
}
