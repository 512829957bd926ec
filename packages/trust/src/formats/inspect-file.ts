import { formatOfPath } from "@modeldex/plugin-kit";
import type { UnknownReason, WeightFormat } from "@modeldex/schema";
import type { ByteSource } from "./byte-source.ts";
import { faultInspection } from "./format-fault.ts";
import { ggufFirstBytes } from "./gguf/growing-bytes.ts";
import { inspectGguf } from "./gguf/inspect-gguf.ts";
import type { FileFormat, FileInspection } from "./inspection.ts";
import { protoOpcode, startOfFile } from "./magic.ts";
import { peekedSource } from "./peeked-source.ts";
import { inspectSafetensors } from "./safetensors/inspect-safetensors.ts";
import { safetensorsFirstBytes } from "./safetensors/read-header.ts";

/** Readers of what holds pickles. They throw only what reading throws. */
export interface PickleInspectors {
  readonly zip: (source: ByteSource) => Promise<FileInspection>;
  readonly pickle: (source: ByteSource) => Promise<FileInspection>;
}

/** An inspection, and what the file's name promises where that is another format: `safetensors`, `pickle`. */
export type NamedInspection = FileInspection & { readonly promised?: string };

/**
 * Looks into a file of weights, and judges it as what its first bytes say that it is. The name decides only how much is read at first and, where
 * the bytes say nothing, as what it is tried.
 */
export async function inspectFile(path: string, source: ByteSource, inspectors: PickleInspectors): Promise<NamedInspection> {
  const named = formatOfPath(path);
  let format: FileFormat = "not known";
  try {
    const asked = firstBytes(named);
    const first = await source.read(0, asked);
    const peeked = peekedSource(source, first, asked);
    format = startOfFile(first);
    const inspection = withinLimits(await inspectAs(format, named, first, peeked, inspectors));
    return isPromised(named, inspection) ? inspection : { ...inspection, promised: promises[named ?? "OTHER"]?.name ?? "another format" };
  } catch (error) {
    return faultInspection(error, format);
  }
}

async function inspectAs(format: FileFormat, named: WeightFormat | undefined, first: Uint8Array, source: ByteSource, inspectors: PickleInspectors): Promise<FileInspection> {
  switch (format) {
    case "gguf":
      return inspectGguf(source);
    case "safetensors": {
      const inspection = await inspectSafetensors(source);
      // What unpickles a file does not mind that it can also be read as something else.
      return named === "PICKLE" || first[0] === protoOpcode ? worseOf(inspection, await inspectors.pickle(source)) : inspection;
    }
    case "zip":
    case "pickles in a zip":
    case "keras zip":
      return inspectors.zip(source);
    case "pickle":
      return inspectors.pickle(source);
    case "hdf5":
      return unsupported("hdf5", "it is an HDF5 file, which is not read here");
    case "onnx":
      return unsupported("onnx", "it is an ONNX file, which is not read here");
    case "not known":
      return inspectByName(named, first, source, inspectors);
  }
}

/** The first bytes say nothing: old pickles and ONNX have no magic number, and a broken file has none either. */
async function inspectByName(named: WeightFormat | undefined, first: Uint8Array, source: ByteSource, inspectors: PickleInspectors): Promise<FileInspection> {
  switch (named) {
    case "PICKLE":
      return inspectors.pickle(source);
    case "SAFETENSORS": {
      // A pickle of the oldest protocols looks like nothing; whoever loads by the bytes and not by the name runs it.
      const inspection = await inspectors.pickle(source);
      return ["ONLY_KNOWN_IMPORTS", "UNLISTED_IMPORTS", "DANGEROUS"].includes(inspection.outcome) ? inspection : inspectSafetensors(source);
    }
    case "GGUF":
      return inspectGguf(source);
    case "ONNX":
      return unsupported(first[0] === 0x08 ? "onnx" : "not known", "it is named as ONNX, which is not read here");
    case "KERAS": case "TFLITE": case "MSGPACK": case "COREML": case "TENSORRT": case "OPENVINO": case "MLX": case "OTHER": case undefined:
      return unsupported("not known", "its first bytes are those of no format that is read here");
  }
}

/** The limits of one file are met again by every look, unlike the budget of a request, which is thrown. */
function withinLimits(inspection: FileInspection): FileInspection {
  return inspection.outcome === "UNREAD" && inspection.unknownReason === "BUDGET_EXCEEDED" ? { ...inspection, unknownReason: "NEEDS_BYTES" } : inspection;
}

function unsupported(format: FileFormat, because: string): FileInspection {
  const unknownReason: UnknownReason = "UNSUPPORTED_FORMAT";
  return { outcome: "UNREAD", unknownReason, format, because, found: [] };
}

/** Of a file that two readers take differently, the one that speaks against it. */
function worseOf(asSafetensors: FileInspection, asPickle: FileInspection): FileInspection {
  return asPickle.outcome === "DANGEROUS" || asPickle.outcome === "UNLISTED_IMPORTS" ? asPickle : asSafetensors;
}

/** What names promise, where it can be held against the bytes. */
const promises: Partial<Record<WeightFormat, { readonly name: string; readonly formats: readonly FileFormat[] }>> = {
  SAFETENSORS: { name: "safetensors", formats: ["safetensors"] },
  GGUF: { name: "GGUF", formats: ["gguf"] },
  PICKLE: { name: "a pickle", formats: ["pickle", "pickles in a zip", "zip"] },
  KERAS: { name: "Keras", formats: ["keras zip", "hdf5"] },
  ONNX: { name: "ONNX", formats: ["onnx"] },
};

function isPromised(named: WeightFormat | undefined, { format }: FileInspection): boolean {
  const promise = named === undefined ? undefined : promises[named];
  return promise === undefined || format === "not known" || promise.formats.includes(format);
}

function firstBytes(named: WeightFormat | undefined): number {
  switch (named) {
    case "SAFETENSORS": return safetensorsFirstBytes;
    case "GGUF": return ggufFirstBytes;
    case undefined: case "PICKLE": case "KERAS": case "ONNX": case "TFLITE": case "MSGPACK": case "COREML": case "TENSORRT": case "OPENVINO": case "MLX": case "OTHER": return otherFirstBytes;
  }
}

/** Enough to tell formats apart, and to hold what a zip says of its first member. */
const otherFirstBytes = 4_096;
