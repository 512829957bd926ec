import type { Digest } from "@modeldex/schema";
import { createHash } from "node:crypto";
import { byCodeUnits } from "../canonical.ts";

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
export function tensorShapeDigest(tensors: readonly TensorShape[]): Digest {
  const lines = tensors.map(({ name, dtype, shape }) => JSON.stringify([name, dtype, shape])).sort(byCodeUnits);
  return `sha256:${createHash("sha256").update(lines.join("\n")).digest("hex")}`;
}

/** What is noted of the tensors of one file. */
export function tensorNotes(tensors: readonly TensorShape[]): readonly string[] {
  const dtypes = [...new Set(tensors.map(({ dtype }) => dtype))].sort(byCodeUnits);
  return [tensorCount(tensors), ...(dtypes.length === 0 ? [] : [`types ${dtypes.join(", ")}`]), `names, types and shapes ${tensorShapeDigest(tensors)}`];
}

/** Such as `1 tensor`. */
export function tensorCount({ length }: readonly unknown[]): string {
  return length === 1 ? "1 tensor" : `${String(length)} tensors`;
}
