/** How the argument of an opcode is written behind it. Numbers are little endian. */
export type PickleArgument =
  | { readonly kind: "none" }
  | { readonly kind: "fixed"; readonly bytes: 1 | 2 | 4 | 8 }
  | { readonly kind: "lines"; readonly lines: 1 | 2 }
  | { readonly kind: "counted"; readonly lengthBytes: 1 | 4 | 8; readonly signed: boolean };

/** What an opcode does to the stack beyond its own rule: how many it takes off, or all down to the last mark (and so many below it), and how many unknown values it puts. */
export interface PickleOpcode {
  readonly name: string;
  readonly argument: PickleArgument;
  readonly takes: number | { readonly toMark: true; readonly below: number };
  readonly puts: 0 | 1;
}

const none: PickleArgument = { kind: "none" };
const line: PickleArgument = { kind: "lines", lines: 1 };
const twoLines: PickleArgument = { kind: "lines", lines: 2 };
const fixed = (bytes: 1 | 2 | 4 | 8): PickleArgument => ({ kind: "fixed", bytes });
const counted = (lengthBytes: 1 | 4 | 8, signed = false): PickleArgument => ({ kind: "counted", lengthBytes, signed });
const toMark = (below = 0): PickleOpcode["takes"] => ({ toMark: true, below });

/**
 * The opcodes of protocols 0 to 5, by their byte.
 *
 * Source: `Lib/pickletools.py` and `Lib/pickle.py` of CPython 3.14. Opcodes with a rule of their own (imports, memo, marks, strings) are
 * handled by name in `walk-pickle.ts`; of those `takes` and `puts` are not used.
 */
const byByte: readonly (readonly [byte: number, name: string, argument: PickleArgument, takes: PickleOpcode["takes"], puts: 0 | 1])[] = [
  [0x28, "MARK", none, 0, 0], [0x2e, "STOP", none, 1, 0], [0x30, "POP", none, 1, 0], [0x31, "POP_MARK", none, toMark(), 0], [0x32, "DUP", none, 0, 0],
  [0x46, "FLOAT", line, 0, 1], [0x49, "INT", line, 0, 1], [0x4a, "BININT", fixed(4), 0, 1], [0x4b, "BININT1", fixed(1), 0, 1], [0x4c, "LONG", line, 0, 1],
  [0x4d, "BININT2", fixed(2), 0, 1], [0x4e, "NONE", none, 0, 1], [0x47, "BINFLOAT", fixed(8), 0, 1], [0x88, "NEWTRUE", none, 0, 1], [0x89, "NEWFALSE", none, 0, 1],
  [0x8a, "LONG1", counted(1), 0, 1], [0x8b, "LONG4", counted(4, true), 0, 1],
  [0x50, "PERSID", line, 0, 1], [0x51, "BINPERSID", none, 1, 1],
  [0x53, "STRING", line, 0, 1], [0x54, "BINSTRING", counted(4, true), 0, 1], [0x55, "SHORT_BINSTRING", counted(1), 0, 1],
  [0x56, "UNICODE", line, 0, 1], [0x58, "BINUNICODE", counted(4), 0, 1], [0x8c, "SHORT_BINUNICODE", counted(1), 0, 1], [0x8d, "BINUNICODE8", counted(8), 0, 1],
  [0x42, "BINBYTES", counted(4), 0, 1], [0x43, "SHORT_BINBYTES", counted(1), 0, 1], [0x8e, "BINBYTES8", counted(8), 0, 1], [0x96, "BYTEARRAY8", counted(8), 0, 1],
  [0x97, "NEXT_BUFFER", none, 0, 1], [0x98, "READONLY_BUFFER", none, 1, 1],
  [0x5d, "EMPTY_LIST", none, 0, 1], [0x61, "APPEND", none, 2, 1], [0x65, "APPENDS", none, toMark(1), 1], [0x6c, "LIST", none, toMark(), 1],
  [0x29, "EMPTY_TUPLE", none, 0, 1], [0x74, "TUPLE", none, toMark(), 1], [0x85, "TUPLE1", none, 1, 1], [0x86, "TUPLE2", none, 2, 1], [0x87, "TUPLE3", none, 3, 1],
  [0x7d, "EMPTY_DICT", none, 0, 1], [0x64, "DICT", none, toMark(), 1], [0x73, "SETITEM", none, 3, 1], [0x75, "SETITEMS", none, toMark(1), 1],
  [0x8f, "EMPTY_SET", none, 0, 1], [0x90, "ADDITEMS", none, toMark(1), 1], [0x91, "FROZENSET", none, toMark(), 1],
  [0x67, "GET", line, 0, 1], [0x68, "BINGET", fixed(1), 0, 1], [0x6a, "LONG_BINGET", fixed(4), 0, 1],
  [0x70, "PUT", line, 0, 0], [0x71, "BINPUT", fixed(1), 0, 0], [0x72, "LONG_BINPUT", fixed(4), 0, 0], [0x94, "MEMOIZE", none, 0, 0],
  [0x82, "EXT1", fixed(1), 0, 1], [0x83, "EXT2", fixed(2), 0, 1], [0x84, "EXT4", fixed(4), 0, 1],
  [0x63, "GLOBAL", twoLines, 0, 1], [0x93, "STACK_GLOBAL", none, 2, 1], [0x69, "INST", twoLines, toMark(), 1],
  [0x52, "REDUCE", none, 2, 1], [0x62, "BUILD", none, 2, 1], [0x6f, "OBJ", none, toMark(), 1], [0x81, "NEWOBJ", none, 2, 1], [0x92, "NEWOBJ_EX", none, 3, 1],
  [0x80, "PROTO", fixed(1), 0, 0], [0x95, "FRAME", fixed(8), 0, 0],
];

const table: readonly (PickleOpcode | undefined)[] = Array.from({ length: 256 }, (_, byte) => {
  const row = byByte.find(([own]) => own === byte);
  return row === undefined ? undefined : { name: row[1], argument: row[2], takes: row[3], puts: row[4] };
});

/** The opcode of a byte; absent where no protocol up to 5 has one. */
export function pickleOpcode(byte: number): PickleOpcode | undefined {
  return table[byte];
}
