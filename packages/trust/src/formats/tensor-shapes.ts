import type { Digest } from "@modeldex/schema";
import { createHash } from "node:crypto";
import { byCodeUnits } from "../canonical.ts";
import { inPieces, type WorkInPieces } from "./pieces.ts";

/** A tensor without its values. */
export interface TensorShape {
  readonly name: string;
  /** As the format writes it: `BF16`, `Q4_K`. */
  readonly dtype: string;
  /** Numbers of elements in the order in which the format writes them, which in GGUF is the reverse of safetensors. */
  readonly shape: readonly number[];
}

/**
 * A digest over names, types and shapes of tensors, whatever files they are in and in which order: equal for a model that was only cut into other
 * files, and saying nothing of the values.
 */
export function* tensorShapeDigest(tensors: readonly TensorShape[]): WorkInPieces<Digest> {
  const lines: string[] = [];
  for (const [index, { name, dtype, shape }] of tensors.entries()) {
    if (index % pieceTensors === pieceTensors - 1) yield;
    lines.push(JSON.stringify([name, dtype, shape]));
  }
  yield;
  lines.sort(byCodeUnits);
  const hash = createHash("sha256");
  for (let at = 0; at < lines.length; at += pieceTensors) {
    yield;
    hash.update(`${at === 0 ? "" : "\n"}${lines.slice(at, at + pieceTensors).join("\n")}`);
  }
  return `sha256:${hash.digest("hex")}`;
}

/** Tensors of one piece of work. */
const pieceTensors = 8192;

/** What is noted of the tensors of one file. */
export async function tensorNotes(tensors: readonly TensorShape[]): Promise<readonly string[]> {
  const dtypes = [...new Set(tensors.map(({ dtype }) => dtype))].sort(byCodeUnits);
  return [tensorCount(tensors), ...(dtypes.length === 0 ? [] : [`types ${dtypes.join(", ")}`]), `names, types and shapes ${await inPieces(tensorShapeDigest(tensors))}`];
}

/** Such as `1 tensor`. */
export function tensorCount({ length }: readonly unknown[]): string {
  return length === 1 ? "1 tensor" : `${String(length)} tensors`;
}
