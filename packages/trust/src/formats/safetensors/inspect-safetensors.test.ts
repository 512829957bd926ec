import { describe, expect, it } from "vitest";
import { bytesInMemory, type ByteSource } from "../byte-source.ts";
import { safetensorsFile, safetensorsWith } from "../fixtures/safetensors-files.ts";
import { ofUnknownSize } from "../fixtures/unknown-size.ts";
import { atOnce } from "../pieces.ts";
import { tensorShapeDigest, type TensorShape } from "../tensor-shapes.ts";
import { inspectSafetensors } from "./inspect-safetensors.ts";
import { readSafetensorsHeader } from "./read-header.ts";

const one = { dtype: "F32", shape: [2, 2], data_offsets: [0, 16] };
const header = (tensors: unknown): string => JSON.stringify(tensors);

const digest = (tensors: readonly TensorShape[]): string => atOnce(tensorShapeDigest(tensors));

async function outcome(bytes: Uint8Array, source: ByteSource = bytesInMemory(bytes)): Promise<string> {
  const { outcome: found, because } = await inspectSafetensors(source);
  return `${found}: ${because}`;
}

const sound = "SOUND: it is a safetensors file, and its header of 1 tensor is in order";

describe("inspectSafetensors", () => {
  const cases: readonly (readonly [string, Uint8Array, string])[] = [
    ["one tensor", safetensorsWith(header({ a: one }), 16), sound],
    ["twin: one byte of values less", safetensorsWith(header({ a: one }), 15), "MALFORMED: its header describes 88 bytes, and the file has 87"],
    ["twin: one byte more", safetensorsWith(header({ a: one }), 17), "MALFORMED: its header describes 88 bytes, and the file has 89"],
    ["twin: a dimension more", safetensorsWith(header({ a: { ...one, shape: [2, 3] } }), 16), 'MALFORMED: the tensor "a" spans 16 bytes, and its shape of "F32" needs 24'],
    ["twin: a smaller type", safetensorsWith(header({ a: { ...one, dtype: "F16" } }), 16), 'MALFORMED: the tensor "a" spans 16 bytes, and its shape of "F16" needs 8'],
    ["twin: a type that is not known", safetensorsWith(header({ a: { ...one, dtype: "F3" } }), 16), 'UNREAD: the tensor "a" has the type "F3", which is not known here'],
    ["no tensors", safetensorsFile([]), "SOUND: it is a safetensors file, and its header of 0 tensors is in order"],
    ["tensors in another order than their values", safetensorsWith(header({ b: { ...one, data_offsets: [16, 32] }, a: one }), 32), "SOUND: it is a safetensors file, and its header of 2 tensors is in order"],
    ["an empty tensor and a scalar", safetensorsWith(header({ a: { dtype: "U8", shape: [0, 7], data_offsets: [0, 0] }, b: { dtype: "F64", shape: [], data_offsets: [0, 8] } }), 8), "SOUND: it is a safetensors file, and its header of 2 tensors is in order"],
    ["half bytes", safetensorsWith(header({ a: { dtype: "F4", shape: [4], data_offsets: [0, 2] } }), 2), sound],
    ["twin: half a byte", safetensorsWith(header({ a: { dtype: "F4", shape: [3], data_offsets: [0, 2] } }), 2), 'MALFORMED: the tensor "a" has no whole number of bytes'],
    ["tensors that overlap", safetensorsWith(header({ a: one, b: { ...one, data_offsets: [12, 28] } }), 28), 'MALFORMED: the tensor "b" begins at byte 12 of the values, within another tensor'],
    ["a hole between tensors", safetensorsWith(header({ a: one, b: { ...one, data_offsets: [20, 36] } }), 36), "MALFORMED: no tensor holds the bytes 16 to 20 of the values"],
    ["values before the first tensor", safetensorsWith(header({ a: { ...one, data_offsets: [4, 20] } }), 20), "MALFORMED: no tensor holds the bytes 0 to 4 of the values"],
    ["a tensor that ends before it begins", safetensorsWith(header({ a: { dtype: "F32", shape: [0], data_offsets: [0, 0] }, b: { ...one, data_offsets: [0, 16] }, c: { ...one, data_offsets: [16, 8] } }), 16), 'MALFORMED: the tensor "c" ends before it begins'],
    ["more elements than can be counted", safetensorsWith(header({ a: { ...one, shape: [4294967296, 4294967296, 0] } }), 16), 'MALFORMED: the tensor "a" has more elements than can be counted'],
    ["a tensor name that stands twice", safetensorsWith(`{"a":${header(one)},"a":${header(one)}}`, 16), 'MALFORMED: its header has the key "a" twice'],
    ["a name that stands twice, once with escapes", safetensorsWith(String.raw`{"a":${header(one)},"\u0061":${header(one)}}`, 16), 'MALFORMED: its header has the key "a" twice'],
    ["twin: another escape", safetensorsWith(String.raw`{"a":${header(one)},"\u0062":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}`, 16), "SOUND: it is a safetensors file, and its header of 2 tensors is in order"],
    ["two shapes of one tensor", safetensorsWith('{"a":{"dtype":"F32","shape":[9],"shape":[2,2],"data_offsets":[0,16]}}', 16), 'MALFORMED: its header has the key "shape" twice'],
    ["metadata twice", safetensorsWith(`{"__metadata__":{},"__metadata__":{},"a":${header(one)}}`, 16), 'MALFORMED: its header has the key "__metadata__" twice'],
    ["metadata that is no text", safetensorsWith(header({ __metadata__: { steps: 3 }, a: one }), 16), "MALFORMED: its __metadata__ is no map of texts"],
    ["twin: the same as text", safetensorsWith(header({ __metadata__: { steps: "3" }, a: one }), 16), sound],
    ["a key called __proto__", safetensorsWith(`{"__proto__":${header(one)}}`, 16), sound],
    ["a whole number written as 2.0", safetensorsWith('{"a":{"dtype":"F32","shape":[2.0,2],"data_offsets":[0,16]}}', 16), "MALFORMED: its header has the number 2.0, which readers take differently"],
    ["minus zero", safetensorsWith('{"a":{"dtype":"F32","shape":[2,2],"data_offsets":[-0,16]}}', 16), "MALFORMED: its header has the number -0, which readers take differently"],
    ["half of a surrogate pair as name", safetensorsWith(String.raw`{"\ud800":${header(one)}}`, 16), "MALFORMED: its header has a text that is no Unicode"],
    ["nesting that loaders refuse", safetensorsWith(`{"a":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16],"x":${"[".repeat(130)}${"]".repeat(130)}}}`, 16), "MALFORMED: its header is nested more than 127 deep"],
    ["three offsets", safetensorsWith(header({ a: { ...one, data_offsets: [0, 8, 16] } }), 16), 'MALFORMED: the offsets of the tensor "a" are no two whole numbers'],
    ["no shape", safetensorsWith('{"a":{"dtype":"F32","data_offsets":[0,16]}}', 16), 'MALFORMED: the shape of the tensor "a" is no list of whole numbers'],
    ["no dtype", safetensorsWith('{"a":{}}', 0), 'MALFORMED: the tensor "a" has no dtype'],
    ["a list", safetensorsWith("[]", 0), "MALFORMED: its header does not begin with {"],
    ["a space before the header", safetensorsWith(" {}", 0), "MALFORMED: its header does not begin with {"],
    ["a byte order mark before the header", safetensorsWith("\ufeff{}", 0), "MALFORMED: its header does not begin with {"],
    ["text after the header", safetensorsWith("{} x", 0), "MALFORMED: its header is no JSON"],
    ["a header that is no UTF-8", Buffer.concat([safetensorsWith("", 0, 4n), Buffer.from([0x7b, 0x22, 0xff, 0x22])]), "MALFORMED: its header is no UTF-8"],
    ["a header of no bytes", Buffer.alloc(8), "MALFORMED: its header is no JSON"],
    ["seven bytes", Buffer.alloc(7), "MALFORMED: it has 7 bytes, too few for a header"],
    ["a header that declares 2 GB", safetensorsWith("{}", 64, 2_147_483_648n), "MALFORMED: its header declares 2147483648 bytes, more than any loader reads"],
    ["a header that declares more than there is", safetensorsWith("{}", 64, 81n), "MALFORMED: its header declares 81 bytes, and the file has 80"],
    ["the largest length", safetensorsWith("{}", 64, 0xffff_ffff_ffff_ffffn), "MALFORMED: its header declares 18446744073709551615 bytes, more than any loader reads"],
  ];
  it.each(cases)("%s", async (_name, bytes, expected) => {
    expect(await outcome(bytes)).toBe(expected);
  });

  it.each([
    ["ends where it should", 16, sound],
    ["ends before", 15, "MALFORMED: its header describes 88 bytes, and the file ends before"],
    ["goes on", 17, "MALFORMED: its header describes 88 bytes, and the file goes on"],
  ])("asks for the end of a file of no known size that %s", async (_name, valueBytes, expected) => {
    const bytes = safetensorsWith(header({ a: one }), valueBytes);
    const source = ofUnknownSize(bytes);
    expect(await outcome(bytes, source)).toBe(expected);
  });

  it("needs one reading for the header of an ordinary shard", async () => {
    const tensors = Array.from({ length: 400 }, (_, index) => ({ name: `model.layers.${String(index)}.self_attn.q_proj.weight`, dtype: "BF16", shape: [64, 64], length: 8192 }));
    const bytes = safetensorsFile(tensors, { format: "pt" });
    const source = bytesInMemory(bytes);
    const { outcome: found } = await inspectSafetensors(source);
    expect([found, source.reads, source.bytesRead]).toEqual(["SOUND", 1, 131_072]);
  });

  it("reads a longer header in two", async () => {
    const tensors = Array.from({ length: 3_000 }, (_, index) => ({ name: `model.layers.${String(index)}.self_attn.q_proj.weight`, length: 0, shape: [0] }));
    const bytes = safetensorsFile(tensors);
    const source = bytesInMemory(bytes);
    const { outcome: found } = await inspectSafetensors(source);
    expect([found, source.reads, source.bytesRead]).toEqual(["SOUND", 2, bytes.byteLength]);
  });

  it.each([
    ["a length that no loader reads", 2_147_483_648n, "MALFORMED: its header declares 2147483648 bytes, more than any loader reads"],
    ["a length that is not read here", 50_000_000n, "UNREAD: its header has 50000000 bytes, of which none were read"],
  ])("does not read a header of %s", async (_name, declared, expected) => {
    const bytes = safetensorsWith(`{${" ".repeat(300_000)}}`, 0, declared);
    const source = ofUnknownSize(bytes);
    expect([await outcome(bytes, source), source.reads, source.bytesRead]).toEqual([expected, 1, 131_072]);
  });

  const many = (count: number, one: (index: number) => string): string => `{${Array.from({ length: count }, (_, index) => `"${String(index)}":${one(index)}`).join(",")}}`;
  const empty = '{"dtype":"U8","shape":[0],"data_offsets":[0,0]}';
  it.each([
    ["as many tensors as are looked at", many(100_000, () => empty), "SOUND: it is a safetensors file, and its header of 100000 tensors is in order"],
    ["twin: one more", many(100_001, () => empty), "UNREAD: its header names more than 100000 tensors, the most that are looked at"],
    ["more texts than are looked at", `{"__metadata__":${many(100_001, () => '""')}}`, "UNREAD: its __metadata__ has more than 100000 texts, the most that are looked at"],
    ["a long shape", `{"a":{"dtype":"U8","shape":[${"1,".repeat(32_744)}1],"data_offsets":[0,0]}}`, 'MALFORMED: the tensor "a" spans 0 bytes, and its shape of "U8" needs 1'],
    ["twin: one dimension more", `{"a":{"dtype":"U8","shape":[${"1,".repeat(32_745)}1],"data_offsets":[0,0]}}`, 'UNREAD: its header says of "a" 65537 characters, more than are looked at'],
  ])("looks at no more than it may: %s", async (_what, text, expected) => {
    expect(await outcome(safetensorsWith(text, 0))).toBe(expected);
  });

  it.each([
    ["a comma too many", '{"a":1,}'], ["no comma", `{"a":${empty} "b":${empty}}`], ["no colon", `{"a" ${empty}}`], ["a key that is no text", `{a:${empty}}`], ["no value", '{"a":}'],
    ["brackets that do not fit", '{"a":[}}'], ["no end", `{"a":${empty}`], ["two objects", "{}{}"], ["a value that is no JSON", '{"a":{"dtype":nope}}'], ["one that is too much", `{"a":${empty} 1}`], ["a text that does not end", '{"a":"'],
  ])("says that a header with %s is no JSON", async (_what, text) => {
    expect(() => JSON.parse(text) as unknown).toThrow(SyntaxError);
    expect(await outcome(safetensorsWith(text, 0))).toMatch(/^MALFORMED: its header (?:is no JSON|has )/);
  });

  it("reads no further than it may", async () => {
    const bytes = safetensorsWith(`{"a":${header(one)},"__metadata__":{"x":"${"y".repeat(300_000)}"}}`, 16);
    const source = bytesInMemory(bytes, { maxBytes: 200_000, maxReads: 6 });
    expect([await outcome(bytes, source), source.bytesRead]).toEqual(["UNREAD: more than 200000 bytes of it would have to be read", 131_072]);
  });

  it("hands on the header, and what is noted of the tensors", async () => {
    const { found, decisive, reproduce } = await inspectSafetensors(bytesInMemory(safetensorsFile([{ name: "b", length: 4 }, { name: "a", dtype: "BF16", shape: [3], length: 6 }])));
    expect({ found, reproduce, decisive: Buffer.from(decisive ?? []).toString() }).toEqual({
      found: ["2 tensors", "types BF16, F32", `names, types and shapes ${digest([{ name: "a", dtype: "BF16", shape: [3] }, { name: "b", dtype: "F32", shape: [1] }])}`],
      reproduce: "head -c 120 FILE | tail -c +9",
      decisive: '{"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"BF16","shape":[3],"data_offsets":[4,10]}}   ',
    });
  });
});

describe("readSafetensorsHeader", () => {
  it("gives tensors in the order of the header, and the free words", async () => {
    const { tensors, metadata, dataStart } = await readSafetensorsHeader(bytesInMemory(safetensorsFile([{ name: "b", length: 8 }], { format: "pt" })));
    expect({ tensors, dataStart, metadata: [...metadata] }).toEqual({ dataStart: 96, tensors: [{ name: "b", dtype: "F32", shape: [2], start: 0, end: 8 }], metadata: [["format", "pt"]] });
  });
});

describe("tensorShapeDigest", () => {
  const a = { name: "a", dtype: "F32", shape: [2, 3] };
  const b = { name: "b", dtype: "F32", shape: [1] };
  it("is the same for tensors that were only cut into other files", () => {
    expect(digest([b, a])).toBe(digest([a, b]));
  });
  it.each([
    ["a name", [{ ...a, name: "A" }, b]], ["a type", [{ ...a, dtype: "F16" }, b]], ["a shape", [{ ...a, shape: [3, 2] }, b]], ["a tensor less", [a]],
  ])("differs by %s", (_name, tensors) => {
    expect(digest(tensors)).not.toBe(digest([a, b]));
  });
});
