import type { PickleArgument } from "./opcodes.ts";

/** Where the argument of an opcode lies; `from` and `to` without its length and without its line end. */
export interface Argument {
  readonly from: number;
  readonly to: number;
  /** First byte behind it. */
  readonly end: number;
  /** Of two lines the second. */
  readonly second?: { readonly from: number; readonly to: number };
}

/** The argument that begins at a byte; a clause where the bytes end before it does. */
export function argumentOf(bytes: Uint8Array, view: DataView, from: number, argument: PickleArgument): Argument | string {
  switch (argument.kind) {
    case "none":
      return { from, to: from, end: from };
    case "fixed":
      return from + argument.bytes > bytes.byteLength ? "is cut off" : { from, to: from + argument.bytes, end: from + argument.bytes };
    case "lines": {
      const first = bytes.indexOf(0x0a, from);
      if (first < 0) return "has no end of line";
      if (argument.lines === 1) return { from, to: first, end: first + 1 };
      const second = bytes.indexOf(0x0a, first + 1);
      return second < 0 ? "has no end of line" : { from, to: first, end: second + 1, second: { from: first + 1, to: second } };
    }
    case "counted": {
      const begin = from + argument.lengthBytes;
      if (begin > bytes.byteLength) return "is cut off";
      const length = argument.lengthBytes === 1 ? view.getUint8(from) : argument.lengthBytes === 8 ? Number(view.getBigUint64(from, true)) : argument.signed ? view.getInt32(from, true) : view.getUint32(from, true);
      if (length < 0) return `declares ${length} bytes`;
      return begin + length > bytes.byteLength ? `declares ${length} bytes, of which ${bytes.byteLength - begin} are there` : { from: begin, to: begin + length, end: begin + length };
    }
    default:
      return argument satisfies never;
  }
}
