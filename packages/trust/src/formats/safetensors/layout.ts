import { quoted } from "../foreign-text.ts";
import { malformed, unread } from "../format-fault.ts";
import { bitsOfDtype } from "./dtypes.ts";
import type { SafetensorsTensor } from "./read-header.ts";

/**
 * Checks that tensors lie one after the other from the first byte of the values, without holes and overlaps, each as long as its shape and type say,
 * as `validate` of `safetensors/src/tensor.rs` does.
 *
 * @returns how many bytes of values there are.
 * @throws {FormatFault} when they do not, or when a type is not known.
 */
export function checkLayout(tensors: readonly SafetensorsTensor[]): number {
  const inOrder = tensors.toSorted((left, right) => left.start - right.start || left.end - right.end);
  let next = 0;
  let strange: SafetensorsTensor | undefined;
  for (const tensor of inOrder) {
    const { name, start, end, dtype } = tensor;
    if (start < next) throw malformed(`the tensor ${quoted(name)} begins at byte ${String(start)} of the values, within another tensor`);
    if (start > next) throw malformed(`no tensor holds the bytes ${String(next)} to ${String(start)} of the values`);
    if (end < start) throw malformed(`the tensor ${quoted(name)} ends before it begins`);
    const length = byteLength(tensor);
    if (length === undefined) strange ??= tensor;
    else if (length !== end - start) throw malformed(`the tensor ${quoted(name)} spans ${String(end - start)} bytes, and its shape of ${quoted(dtype)} needs ${String(length)}`);
    next = end;
  }
  if (strange !== undefined) throw unread("UNSUPPORTED_FORMAT", `the tensor ${quoted(strange.name)} has the type ${quoted(strange.dtype)}, which is not known here`);
  return next;
}

/** `undefined`: its type is not known. @throws {FormatFault} when it is more than can be counted, or no whole number of bytes. */
function byteLength({ name, dtype, shape }: SafetensorsTensor): number | undefined {
  const bits = bitsOfDtype.get(dtype);
  if (bits === undefined) return undefined;
  // A product that passes the safe range on its way is refused even when a later dimension is 0, as loaders do.
  let elements = 1;
  for (const dimension of shape) {
    elements *= dimension;
    if (!Number.isSafeInteger(elements)) throw malformed(`the tensor ${quoted(name)} has more elements than can be counted`);
  }
  const length = (elements * bits) / 8;
  if (!Number.isSafeInteger(elements * bits) || !Number.isInteger(length)) throw malformed(`the tensor ${quoted(name)} has no whole number of bytes`);
  return length;
}
