import { quoted } from "../foreign-text.ts";
import { malformed, unread } from "../format-fault.ts";
import { turnOfOthers } from "../pieces.ts";
import type { TensorShape } from "../tensor-shapes.ts";
import { ggmlTypes } from "./ggml-types.ts";
import type { GrowingBytes } from "./growing-bytes.ts";

/** A tensor as the header names it; `start` and `end` count from the beginning of the values. */
export interface GgufTensor extends TensorShape {
  readonly start: number;
  readonly end: number;
}

/** Longest name of a tensor, as gguf.md says. */
const maxNameBytes = 64;
const maxDimensions = 4;
const maxTensors = 100_000;
/** Tensors that are read in one go. */
const pieceTensors = 2048;
/** Most that is said of one tensor: its name, its dimensions, its type and its offset, and how many there are of the first two. */
const maxInfoBytes = 8 + maxNameBytes + 4 + 8 * maxDimensions + 4 + 8;

/**
 * Reads what a GGUF header says of its tensors (ggml's docs/gguf.md, `gguf_tensor_info_t`; checks as in `gguf_init_from_reader` of llama.cpp's
 * ggml/src/gguf.cpp).
 *
 * @throws {FormatFault} when it is not in order, or when a type is not known.
 */
export async function readTensors(bytes: GrowingBytes, count: number, alignment: number): Promise<readonly GgufTensor[]> {
  const names = new Set<string>();
  const tensors: GgufTensor[] = [];
  if (count > maxTensors) throw unread("UNSUPPORTED_FORMAT", `its header names ${String(count)} tensors, more than are looked at`);
  for (let index = 0; index < count; index += 1) {
    if (index % pieceTensors === pieceTensors - 1) await turnOfOthers();
    if (bytes.position + maxInfoBytes > bytes.bytes.byteLength) await bytes.reach(maxInfoBytes);
    const name = readName(bytes, names);
    const shape = readShape(bytes, name);
    const type = bytes.u32();
    const start = bytes.u64();
    if (start % alignment !== 0) throw malformed(`the tensor ${quoted(name)} begins at byte ${String(start)} of the values, which is no multiple of ${String(alignment)}`);
    const known = ggmlTypes.get(type);
    if (known === undefined) throw unread("UNSUPPORTED_FORMAT", `the tensor ${quoted(name)} has the type ${String(type)}, which is not known here`);
    const [row = 1] = shape;
    if (row % known.blockElements !== 0) throw malformed(`the rows of the tensor ${quoted(name)} are no whole number of blocks of ${known.name}`);
    const end = start + (shape.reduce((product, dimension) => product * dimension, 1) / known.blockElements) * known.blockBytes;
    if (!Number.isSafeInteger(end)) throw malformed(`the tensor ${quoted(name)} has more elements than can be counted`);
    tensors.push({ name, dtype: known.name, shape, start, end });
  }
  return tensors;
}

/** Where the values end, counted from their beginning. @throws {FormatFault} when two tensors overlap. */
export function checkTensorLayout(tensors: readonly GgufTensor[]): number {
  let end = 0;
  for (const tensor of tensors.toSorted((left, right) => left.start - right.start || left.end - right.end)) {
    if (tensor.start < end) throw malformed(`the tensor ${quoted(tensor.name)} begins at byte ${String(tensor.start)} of the values, within another tensor`);
    end = tensor.end;
  }
  return end;
}

function readName(bytes: GrowingBytes, names: Set<string>): string {
  const at = bytes.position;
  const length = bytes.u64();
  if (length > maxNameBytes) throw malformed(`the name of a tensor at byte ${String(at)} of its header has ${String(length)} bytes`);
  const name = bytes.take(length).toString("utf8");
  // Readers in C take what comes before the zero for the name.
  if (name.includes("\0")) throw malformed(`the tensor name ${quoted(name)} has a zero byte`);
  if (names.has(name)) throw malformed(`it has the tensor ${quoted(name)} twice`);
  names.add(name);
  return name;
}

function readShape(bytes: GrowingBytes, name: string): readonly number[] {
  const dimensions = bytes.u32();
  if (dimensions > maxDimensions) throw malformed(`the tensor ${quoted(name)} has ${String(dimensions)} dimensions`);
  const shape: number[] = [];
  let elements = 1;
  for (let index = 0; index < dimensions; index += 1) {
    const dimension = bytes.u64();
    elements *= dimension;
    if (!Number.isSafeInteger(elements)) throw malformed(`the tensor ${quoted(name)} has more elements than can be counted`);
    shape.push(dimension);
  }
  return shape;
}
