import { describe, expect, it } from "vitest";

import { bytesOf, evilProtocol0, evilProtocol2, evilProtocol4, ext1, frame, framed, get, globalOf, instOf, legacyTorch, memoize, numpyArray, pickleOf, proto, put, shortText, stackGlobal, stateDict, textOf } from "../fixtures/write-pickle.ts";
import { atOnce } from "../pieces.ts";
import { readPickle, type PickleLimits, type PickleReading } from "./read-pickle.ts";

interface Expected {
  readonly imports: readonly string[];
  readonly computed?: readonly string[];
  readonly altered?: readonly string[];
  readonly pickles?: number;
  readonly nested?: number;
  readonly because?: string;
}

/** A pickle in which a string holds another, so many times. */
function wrapped(inner: Buffer, times: number): Buffer {
  return times === 0 ? inner : wrapped(pickleOf(proto(3), bytesOf(inner), "."), times - 1);
}

function read(bytes: Uint8Array, limits?: PickleLimits): PickleReading {
  return atOnce(readPickle(bytes, limits));
}

const call = pickleOf(shortText("echo pwn"), "\x85R.");

const table: readonly (readonly [what: string, bytes: Buffer, expected: Expected])[] = [
  ["protocol 0", evilProtocol0, { imports: ["posix.system"] }],
  ["protocol 2", evilProtocol2, { imports: ["posix.system"] }],
  ["protocol 4, STACK_GLOBAL in a frame", evilProtocol4, { imports: ["posix.system"] }],
  ["nothing imported", pickleOf(proto(2), "]."), { imports: [] }],
  ["INST", pickleOf("(S'echo pwn'\n", instOf("posix", "system"), "."), { imports: ["posix.system"] }],
  ["OBJ", pickleOf("(", globalOf("posix", "system"), "S'echo pwn'\no."), { imports: ["posix.system"] }],
  ["module and name out of the memo", pickleOf(proto(4), shortText("posix"), put(7), "0", shortText("system"), memoize, "0", get(7), get(1), stackGlobal, call), { imports: ["posix.system"] }],
  ["a memo that is overwritten", pickleOf(proto(4), shortText("collections"), put(0), shortText("posix"), put(0), "00", get(0), shortText("system"), stackGlobal, call), { imports: ["posix.system"] }],
  ["a number of the memo as text, with blanks and _", pickleOf("(S'posix'\np 1_0\n0S'system'\n0g10\nS'system'\n\x93."), { imports: ["posix.system"] }],
  ["GET with a number with _", pickleOf("S'posix'\np10\n0g1_0 \nS'system'\n\x93."), { imports: ["posix.system"] }],
  ["DUP", pickleOf(proto(4), shortText("code"), "2", stackGlobal, "."), { imports: ["code.code"] }],
  ["names beneath a mark that is popped", pickleOf(proto(4), shortText("posix"), shortText("system"), "(", shortText("collections"), shortText("OrderedDict"), "1", stackGlobal, call), { imports: ["posix.system"] }],
  ["POP that takes a mark", pickleOf(proto(4), shortText("posix"), shortText("system"), "(0", stackGlobal, call), { imports: ["posix.system"] }],
  ["a quoted line with escapes", pickleOf("S'po\\x73\\151x'\nS\"s\\x79stem\"\n\x93."), { imports: ["posix.system"] }],
  ["a line with unicode escapes", pickleOf("Vpo\\u0073ix\nVsystem\n\x93."), { imports: ["posix.system"] }],
  ["8-bit text of Python 2", pickleOf("U\x05posixT\x06\x00\x00\x00system\x93."), { imports: ["posix.system"] }],
  ["a name made by a call", pickleOf(proto(4), shortText("posix"), globalOf("_codecs", "encode"), shortText("system"), "\x85R", stackGlobal, call), { imports: ["_codecs.encode"], computed: ["STACK_GLOBAL"] }],
  ["a name that is bytes", pickleOf(proto(4), shortText("posix"), "C\x06system", stackGlobal, "."), { imports: [], computed: ["STACK_GLOBAL"] }],
  ["a name of 600 letters", pickleOf(proto(4), shortText("posix"), textOf("a.".repeat(300)), stackGlobal, "."), { imports: [], computed: ["STACK_GLOBAL"] }],
  ["a name from outside", pickleOf(proto(4), shortText("posix"), shortText("x"), "Q", stackGlobal, "."), { imports: [], computed: ["STACK_GLOBAL"] }],
  ["EXT1", pickleOf(proto(2), ext1(5), ")R."), { imports: [], computed: ["EXT1"] }],
  ["EXT2 and EXT4", pickleOf(proto(2), "\x83\x01\x00\x84\x01\x00\x00\x00\x86."), { imports: [], computed: ["EXT2", "EXT4"] }],
  ["BUILD on an import itself", pickleOf(proto(2), globalOf("torch", "Tensor"), "}b."), { imports: ["torch.Tensor"], altered: ["torch.Tensor"] }],
  ["BUILD on what an import made", pickleOf(proto(2), globalOf("torch", "Tensor"), ")R}b."), { imports: ["torch.Tensor"] }],
  ["a pickle within bytes", pickleOf(proto(3), bytesOf(evilProtocol2), "."), { imports: ["posix.system"], nested: 1 }],
  ["a pickle of protocol 0 within a text", pickleOf(proto(3), textOf(evilProtocol0.toString("latin1")), "."), { imports: ["posix.system"], nested: 1 }],
  ["a pickle within text that protocol 2 writes for bytes", pickleOf(proto(2), globalOf("_codecs", "encode"), textOf(evilProtocol2.toString("latin1")), textOf("latin1"), "\x86R."), { imports: ["_codecs.encode", "posix.system"], nested: 1 }],
  ["a pickle within a line with escapes", pickleOf(`S'${[...evilProtocol2].map((byte) => `\\x${byte.toString(16).padStart(2, "0")}`).join("")}'\n.`), { imports: ["posix.system"], nested: 1 }],
  ["four pickles in one another", wrapped(evilProtocol2, 4), { imports: ["posix.system"], nested: 4 }],
  ["five pickles in one another", wrapped(evilProtocol2, 5), { imports: [], nested: 4, because: "the string at byte 7 begins as a pickle, deeper than 4 pickles in one another" }],
  ["a pickle within bytes, with a frame that is too long", pickleOf(proto(3), bytesOf(pickleOf(proto(4), frame(9999), globalOf("posix", "system"), call)), "."), { imports: ["posix.system"], nested: 1, because: "the pickle in the string at byte 7 could not be read to its end: the frame at byte 2 is longer than what follows" }],
  ["text that begins with letters that are opcodes", pickleOf(proto(3), textOf("conv1.weight"), textOf("(a) blocks\nand\nmore\n"), "\x86."), { imports: [] }],
  ["a second pickle behind the first", pickleOf(stateDict, evilProtocol2), { imports: ["collections.OrderedDict", "torch._utils._rebuild_tensor_v2", "torch.FloatStorage", "posix.system"], pickles: 2 }],
  ["a second one of protocol 0", pickleOf(proto(2), "N.", evilProtocol0), { imports: ["posix.system"], pickles: 2 }],
  ["a third behind the second", pickleOf("N.N.", evilProtocol4), { imports: ["posix.system"], pickles: 3 }],
  ["a second one that is cut off", pickleOf("N.", evilProtocol2.subarray(0, 39)), { imports: ["posix.system"], pickles: 2, because: "it ends without a STOP" }],
  ["raw data behind it", pickleOf(stateDict, Buffer.alloc(64, 0x3f)), { imports: ["collections.OrderedDict", "torch._utils._rebuild_tensor_v2", "torch.FloatStorage"] }],
  ["raw data that begin as a pickle does", pickleOf("N.", Buffer.from("8004000000000000", "hex")), { imports: [] }],
  ["weights of torch before 1.6", legacyTorch(stateDict), { imports: ["collections.OrderedDict", "torch._utils._rebuild_tensor_v2", "torch.FloatStorage"], pickles: 5 }],
  ["the same with another object", legacyTorch(evilProtocol2), { imports: ["posix.system"], pickles: 5 }],
  ["an array of numpy before 2", numpyArray("core"), { imports: ["numpy.core.multiarray._reconstruct", "numpy.ndarray", "_codecs.encode", "numpy.dtype"] }],
  ["an array of numpy 2", numpyArray("_core"), { imports: ["numpy._core.multiarray._reconstruct", "numpy.ndarray", "_codecs.encode", "numpy.dtype"] }],
  ["an array of joblib", pickleOf(proto(3), globalOf("joblib.numpy_pickle", "NumpyArrayWrapper"), ")\x81}b", Buffer.alloc(8), evilProtocol2), { imports: ["joblib.numpy_pickle.NumpyArrayWrapper"], because: "raw data of an array follow at byte 45, and what is behind them is not read" }],
  ["the end in the midst of an argument", evilProtocol2.subarray(0, 25), { imports: ["posix.system"], because: "BINUNICODE at byte 18 declares 8 bytes, of which 2 are there" }],
  ["two gigabytes declared", pickleOf(proto(4), globalOf("posix", "system"), "\x8e", Buffer.from("0000008000000000", "hex"), "x"), { imports: ["posix.system"], because: "BINBYTES8 at byte 16 declares 2147483648 bytes, of which 1 are there" }],
  ["a negative length", pickleOf("T\xff\xff\xff\xff."), { imports: [], because: "BINSTRING at byte 0 declares -1 bytes" }],
  ["no opcode", pickleOf(proto(2), globalOf("posix", "system"), "\xff."), { imports: ["posix.system"], because: "byte 16 is no opcode" }],
  ["more taken than there is, and what follows", pickleOf("R", globalOf("posix", "system"), "."), { imports: ["posix.system"], because: "REDUCE at byte 0 takes more than there is" }],
  ["the memo asked for what it has not", pickleOf("h\x07", globalOf("posix", "system"), "."), { imports: ["posix.system"], because: "BINGET at byte 0 asks for what was never put in the memo" }],
  ["protocol 6", pickleOf(proto(6), "N."), { imports: [], because: "it is of protocol 6, which nobody knows" }],
  ["no bytes", Buffer.alloc(0), { imports: [], because: "it ends without a STOP" }],
];

describe("readPickle", () => {
  it.each(table)("finds what is imported: %s", (_what, bytes, { imports, computed = [], altered = [], pickles = 1, nested = 0, because }) => {
    const reading = read(bytes);
    expect({
      imports: reading.imports.map(({ module, name }) => `${module}.${name}`), computed: reading.computed.map(({ opcode }) => opcode), altered: reading.altered.map(({ module, name }) => `${module}.${name}`),
      pickles: reading.pickles, nested: reading.nested, status: reading.status, because: reading.status === "read" ? undefined : reading.because,
    }).toEqual({ imports, computed, altered, pickles, nested, status: because === undefined ? "read" : "unreadable", because });
  });

  it("says where an import stands, and how deep", () => {
    const first = pickleOf(proto(3), bytesOf(evilProtocol2), globalOf("torch", "Size"), "\x86.");
    expect(read(first).imports).toEqual([{ module: "torch", name: "Size", offset: 47, depth: 0 }, { module: "posix", name: "system", offset: 7, depth: 1 }]);
  });

  it("names an import once, where it is met first", () => {
    expect(read(pickleOf(globalOf("torch", "Size"), "0", globalOf("torch", "Size"), ".")).imports).toEqual([{ module: "torch", name: "Size", offset: 0, depth: 0 }]);
  });

  it("counts what is behind the last pickle", () => {
    expect(read(pickleOf("N.", Buffer.alloc(5, 0xff))).bytesAfter).toBe(5);
    expect(read(pickleOf("N.", Buffer.alloc(5, 0xff)), { sizeBytes: 1000 }).bytesAfter).toBe(998);
  });

  it.each([
    ["opcodes", pickleOf("N0".repeat(100), "N."), { maxOpcodes: 50 }, "from byte 50 on there are more opcodes or imports than are looked at"],
    ["opcodes of strings that are pickles", pickleOf(bytesOf(pickleOf(proto(2), globalOf("torch", "Size"), "N0".repeat(100), ".")), "."), { maxOpcodes: 50 }, "from byte 60 on there are more opcodes or imports than are looked at"],
    ["bytes", pickleOf("N0".repeat(100), "N."), { maxBytes: 50 }, "it ends without a STOP"],
  ])("walks no further than its limit of %s, and says so", (_what, bytes, limits, because) => {
    const reading = read(bytes, limits);
    expect(reading).toMatchObject({ status: "unreadable", because, limited: true, needsMore: false });
    expect(reading.opcodes).toBeLessThanOrEqual(50);
  });

  it("ends at ten thousand different imports", () => {
    const letters = Array.from({ length: 120 }, (_, index) => pickleOf(proto(4), shortText(`m${index}`), put(index), "0"));
    const pairs = Array.from({ length: 120 }, (_, module) => pickleOf(...Array.from({ length: 120 }, (__, name) => pickleOf(get(module), get(name), stackGlobal, "0"))));
    const reading = read(pickleOf(...letters, ...pairs, "N."));
    expect(reading).toMatchObject({ status: "unreadable", limited: true });
    expect(reading.imports).toHaveLength(10_000);
  });

  it("asks for more of a file of which it has the beginning, unless all its pickles are there", () => {
    const whole = framed(globalOf("posix", "system"), call);
    expect(read(whole.subarray(0, 20), { sizeBytes: whole.byteLength })).toMatchObject({ status: "unreadable", needsMore: true, limited: true });
    expect(read(whole, { sizeBytes: 1_000_000 })).toMatchObject({ status: "unreadable", because: `only its first ${whole.byteLength} bytes were read`, needsMore: true });
    expect(read(pickleOf(whole, Buffer.alloc(8, 0xff)), { sizeBytes: 1_000_000 })).toMatchObject({ status: "read" });
    expect(read(legacyTorch(stateDict).subarray(0, -24), { sizeBytes: 1_000_000 })).toMatchObject({ status: "read", pickles: 5 });
  });
});
