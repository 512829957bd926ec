import type { FileFormat } from "./inspection.ts";

/** Numbers by which files of a format begin. */
const magics: readonly (readonly [FileFormat, readonly number[]])[] = [
  ["gguf", [0x47, 0x47, 0x55, 0x46]],
  ["zip", [0x50, 0x4b, 0x03, 0x04]],
  // An empty archive, and one of several parts.
  ["zip", [0x50, 0x4b, 0x05, 0x06]],
  ["zip", [0x50, 0x4b, 0x07, 0x08]],
  ["hdf5", [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a]],
];
/** The opcode with which pickles begin from protocol 2 on, before the number of their protocol (Python's pickletools). */
export const protoOpcode = 0x80;
const newestProtocol = 5;

/**
 * What a file is by its first bytes: `zip` for every archive, `pickle` from protocol 2 on. Safetensors has no magic number: its first eight bytes are
 * the length of a header that begins with `{`.
 */
export function startOfFile(first: Uint8Array): FileFormat {
  const found = magics.find(([, magic]) => magic.every((byte, index) => first[index] === byte));
  if (found !== undefined) return found[0];
  const [opcode, protocol = newestProtocol + 1] = first;
  if (isSafetensorsStart(first)) return "safetensors";
  return opcode === protoOpcode && protocol <= newestProtocol ? "pickle" : "not known";
}

/** Longest header that can be meant: four bytes of its length are not zero at most. */
function isSafetensorsStart(first: Uint8Array): boolean {
  return first[8] === 0x7b && first[4] === 0 && first[5] === 0 && first[6] === 0 && first[7] === 0;
}
