import { describe, expect, it } from "vitest";

import { bytesInMemory } from "./byte-source.ts";
import type { ByteSource } from "./byte-source.ts";
import { bytesOf, evilProtocol2, evilProtocol4, ext1, globalOf, legacyTorch, numpyArray, pickleOf, proto, stateDict } from "./fixtures/write-pickle.ts";
import { zipOf } from "./fixtures/write-zip.ts";
import type { WrittenEntry } from "./fixtures/write-zip.ts";
import { inspectPickle, inspectZip } from "./inspect-pickles.ts";

/** What is seen of an inspection: format, outcome, why, the first that was found, bytes and readings it took. */
async function seen(inspect: (source: ByteSource) => ReturnType<typeof inspectZip>, source: ByteSource): Promise<readonly unknown[]> {
  const inspection = await inspect(source);
  return [inspection.format, inspection.outcome === "UNREAD" ? `UNREAD ${inspection.unknownReason}` : inspection.outcome, inspection.because, inspection.found[0], source.bytesRead, source.reads];
}

const needs = "it imports nothing but what weights need: collections.OrderedDict, torch._utils._rebuild_tensor_v2, torch.FloatStorage";

function withByte(bytes: Buffer, at: number, byte: number): Buffer {
  const changed = Buffer.from(bytes);
  changed[at] = byte;
  return changed;
}

const storage: WrittenEntry = { name: "archive/data/0", bytes: Buffer.alloc(16, 1) };
const version: WrittenEntry = { name: "archive/version", bytes: Buffer.from("3\n") };
const torch = (pickle: Buffer, more: Partial<WrittenEntry> = {}): readonly WrittenEntry[] => [{ name: "archive/data.pkl", bytes: pickle, ...more }, storage, version];

describe("inspectPickle", () => {
  // The twin differs in one byte: `posix` becomes `pasix`, `OrderedDict` becomes `OrderedDicu`, an opcode none, the length of a text longer than the file.
  it.each<readonly [string, Buffer, readonly unknown[]]>([
    ["a pickle that runs a command", evilProtocol2, ["pickle", "DANGEROUS", "it imports posix.system", "posix.system at byte 2", 40, 1]],
    ["its twin", withByte(evilProtocol2, 4, 0x61), ["pickle", "UNLISTED_IMPORTS", "it imports pasix.system", "pasix.system at byte 2", 40, 1]],
    ["a state dict", stateDict, ["pickle", "ONLY_KNOWN_IMPORTS", needs, "collections.OrderedDict at byte 2", 181, 1]],
    ["its twin", withByte(stateDict, 25, 0x75), ["pickle", "UNLISTED_IMPORTS", "it imports collections.OrderedDicu", "collections.OrderedDicu at byte 2", 181, 1]],
    ["its twin with no opcode", withByte(stateDict, 180, 0xff), ["pickle", "UNREAD UNSUPPORTED_FORMAT", "byte 180 is no opcode", "byte 180 is no opcode", 181, 1]],
    ["an array", numpyArray("_core"), ["pickle", "ONLY_KNOWN_IMPORTS", "it imports nothing but what weights need: numpy._core.multiarray._reconstruct, numpy.ndarray, _codecs.encode, numpy.dtype", "numpy._core.multiarray._reconstruct at byte 2", 216, 1]],
    ["weights of torch before 1.6", legacyTorch(stateDict), ["pickle", "ONLY_KNOWN_IMPORTS", needs, "collections.OrderedDict at byte 78", 296, 1]],
    ["a second pickle behind the first", pickleOf(stateDict, evilProtocol4), ["pickle", "DANGEROUS", "it imports posix.system", "posix.system at byte 209", 227, 1]],
    ["a nested pickle", pickleOf(proto(3), bytesOf(evilProtocol2), "."), ["pickle", "DANGEROUS", "it imports posix.system", "posix.system in the pickle within the string at byte 7", 48, 1]],
    ["harm, and then what cannot be read", pickleOf(evilProtocol2.subarray(0, -1), "\xff"), ["pickle", "DANGEROUS", "it imports posix.system", "posix.system at byte 2", 40, 1]],
    ["an import by number", pickleOf(proto(2), ext1(7), "."), ["pickle", "UNLISTED_IMPORTS", "it holds an import that is computed", "an import that is computed (EXT1 at byte 2)", 5, 1]],
    ["an alteration", pickleOf(globalOf("torch", "Tensor"), "}b."), ["pickle", "UNLISTED_IMPORTS", "it holds an alteration of torch.Tensor itself", "an alteration of torch.Tensor itself at byte 15", 17, 1]],
    ["nothing imported", Buffer.from("N."), ["pickle", "ONLY_KNOWN_IMPORTS", "it imports nothing", "1 pickle one behind the other, 0 within strings, 2 opcodes walked", 2, 1]],
    ["no pickle", Buffer.from([0xff, 0xfe]), ["not known", "UNREAD UNSUPPORTED_FORMAT", "byte 0 is no opcode", "byte 0 is no opcode", 2, 1]],
    ["a name that acts on a terminal", globalOf("os\u001b[2J", "x\u202e"), ["pickle", "UNLISTED_IMPORTS", "it imports os\\u001b[2J.x\\u202e; it ends without a STOP", "os\\u001b[2J.x\\u202e at byte 0", 13, 1]],
  ])("judges %s", async (_what, bytes, expected) => {
    expect(await seen(inspectPickle, bytesInMemory(bytes))).toEqual(expected);
  });

  it("reads the first MiB of a large file, and more only where a pickle goes on behind it", async () => {
    const raw = bytesInMemory(Buffer.concat([legacyTorch(stateDict), Buffer.alloc(3_000_000, 0x3f)]));
    expect(await seen(inspectPickle, raw)).toEqual(["pickle", "ONLY_KNOWN_IMPORTS", needs, "collections.OrderedDict at byte 78", 1_048_576, 1]);
    const long = pickleOf(bytesOf(Buffer.alloc(3_000_000)), "0", evilProtocol2);
    expect(await seen(inspectPickle, bytesInMemory(long))).toEqual(["pickle", "DANGEROUS", "it imports posix.system", "posix.system at byte 3000008", long.byteLength, 2]);
    const limits = { maxBytes: 2_000_000, maxReads: 10 };
    expect(await seen(inspectPickle, bytesInMemory(long, limits))).toEqual(["pickle", "UNREAD BUDGET_EXCEEDED", "BINBYTES at byte 0 declares 3000000 bytes, of which 1048571 are there", "BINBYTES at byte 0 declares 3000000 bytes, of which 1048571 are there", 1_048_576, 1]);
    expect(await seen(inspectPickle, bytesInMemory(long, { maxBytes: 100, maxReads: 10 }))).toEqual(["pickle", "UNREAD BUDGET_EXCEEDED", "more than 100 bytes of it would have to be read", undefined, 0, 0]);
  });

  it("reads a file whose length is not known", async () => {
    const known = bytesInMemory(stateDict);
    const source: ByteSource = { read: async (start, end) => known.read(start, end), get bytesRead() { return known.bytesRead; }, get reads() { return known.reads; } };
    expect((await inspectPickle(source)).outcome).toBe("ONLY_KNOWN_IMPORTS");
  });

  it("lets other errors of the reading through", async () => {
    const source: ByteSource = { read: async () => { throw new Error("the connection broke"); }, bytesRead: 0, reads: 0, sizeBytes: 9 };
    await expect(inspectPickle(source)).rejects.toThrow("the connection broke");
    await expect(inspectZip(source)).rejects.toThrow("the connection broke");
  });
});

describe("inspectZip", () => {
  it.each<readonly [string, Buffer, readonly unknown[]]>([
    ["weights of torch", zipOf(torch(stateDict, { descriptor: true }), { zip64: "added" }), ["pickles in a zip", "ONLY_KNOWN_IMPORTS", needs, "collections.OrderedDict at byte 2 of archive/data.pkl"]],
    ["a command in them", zipOf(torch(evilProtocol2)), ["pickles in a zip", "DANGEROUS", "it imports posix.system", "posix.system at byte 2 of archive/data.pkl"]],
    ["their twin", zipOf(torch(withByte(evilProtocol2, 4, 0x61))), ["pickles in a zip", "UNLISTED_IMPORTS", "it imports pasix.system", "pasix.system at byte 2 of archive/data.pkl"]],
    ["one bit of a checksum", withByte(zipOf(torch(stateDict)), 14, zipOf(torch(stateDict))[14]! ^ 1), ["pickles in a zip", "MALFORMED", expect.stringContaining('"archive/data.pkl" has the checksum '), expect.stringContaining("the checksum")]],
    ["one bit of the pickle", withByte(zipOf(torch(stateDict)), 226, 0xff), ["pickles in a zip", "MALFORMED", '"archive/data.pkl" has not the checksum that the directory gives', '"archive/data.pkl" has not the checksum that the directory gives']],
    ["harm in a zip that lies", zipOf(torch(evilProtocol2, { local: { flags: 0x20 } })), ["pickles in a zip", "DANGEROUS", 'it imports posix.system; "archive/data.pkl" has the flags 0 in the directory and 32 in its local header', "posix.system at byte 2 of archive/data.pkl"]],
    ["a directory that lies", zipOf(torch(stateDict, { local: { name: "archive/data.pkk" } })), ["pickles in a zip", "MALFORMED", '"archive/data.pkl" is named "archive/data.pkk" in its local header', '"archive/data.pkl" is named "archive/data.pkk" in its local header']],
    ["a name twice", zipOf([...torch(stateDict), { name: "archive/data.pkl", bytes: stateDict }]), ["pickles in a zip", "MALFORMED", 'two entries are named "archive/data.pkl"', 'two entries are named "archive/data.pkl"']],
    ["a pickle by another name", zipOf([...torch(stateDict), { name: "archive/notes.txt", bytes: evilProtocol2, deflate: true }]), ["pickles in a zip", "DANGEROUS", "it imports posix.system", "posix.system at byte 2 of archive/notes.txt"]],
    ["a pickle of protocol 0 by another name", zipOf([...torch(stateDict), { name: "archive/notes.txt", bytes: Buffer.from("cposix\nsystem\n(S'echo'\ntR.") }]), ["pickles in a zip", "DANGEROUS", "it imports posix.system", "posix.system at byte 0 of archive/notes.txt"]],
    ["a pickle before the zip", Buffer.concat([evilProtocol2, zipOf(torch(stateDict))]), ["pickles in a zip", "MALFORMED", expect.stringContaining("its directory of 183 bytes at byte 334 does not end"), expect.stringContaining("its directory")]],
    ["a pickle that goes on for ever", zipOf(torch(stateDict.subarray(0, -1))), ["pickles in a zip", "UNREAD UNSUPPORTED_FORMAT", "archive/data.pkl: it ends without a STOP", "archive/data.pkl: it ends without a STOP"]],
    ["a pickle packed otherwise", zipOf(torch(stateDict, { directory: { method: 14 }, local: { method: 14 } })), ["zip", "UNREAD UNSUPPORTED_FORMAT", '"archive/data.pkl" is packed by method 14, which is not read', '"archive/data.pkl" is packed by method 14, which is not read']],
    ["a plain zip", zipOf([{ name: "readme.txt", bytes: Buffer.from("hello") }]), ["zip", "UNREAD UNSUPPORTED_FORMAT", "it is a zip of 1 entries without pickles, and what loads it is not known", "1 of 1 local headers lay within what was read"]],
    ["a zip that is cut off", zipOf(torch(stateDict)).subarray(0, 300), ["zip", "UNREAD UNSUPPORTED_FORMAT", "it has no record of the end of a zip", undefined]],
    ["a bomb", zipOf(torch(Buffer.alloc(40_000_000, "N"), { deflate: true })), ["pickles in a zip", "UNREAD BUDGET_EXCEEDED", "archive/data.pkl: from byte 2000000 on there are more opcodes or imports than are looked at", expect.any(String)]],
  ])("judges %s, all of which is read at once", async (_what, bytes, expected) => {
    expect(await seen(inspectZip, bytesInMemory(bytes))).toEqual([...expected, bytes.byteLength, 1]);
  });

  it("reads two ranges of large weights: the end, and the pickle", async () => {
    const source = bytesInMemory(zipOf([{ name: "archive/data.pkl", bytes: stateDict, descriptor: true }, { name: "archive/byteorder", bytes: Buffer.from("little") }, { name: "archive/data/0", bytes: Buffer.alloc(5_000_000) }, version], { zip64: "added" }));
    expect(await seen(inspectZip, source)).toEqual(["pickles in a zip", "ONLY_KNOWN_IMPORTS", needs, "collections.OrderedDict at byte 2 of archive/data.pkl", 65_633 + 483, 2]);
  });

  it("says what it could not read under the limits of the file, and finds what it can", async () => {
    const large = zipOf([{ name: "archive/data.pkl", bytes: pickleOf(globalOf("posix", "system"), bytesOf(Buffer.alloc(3_000_000)), "0.") }, { name: "archive/data/0", bytes: Buffer.alloc(100_000) }]);
    expect((await seen(inspectZip, bytesInMemory(large, { maxBytes: 2_000_000, maxReads: 10 }))).slice(0, 3)).toEqual(["pickles in a zip", "DANGEROUS", "it imports posix.system"]);
    expect((await seen(inspectZip, bytesInMemory(large, { maxBytes: 100_000, maxReads: 10 }))).slice(0, 3)).toEqual(["zip", "UNREAD BUDGET_EXCEEDED", '"archive/data.pkl" was not read: more than 100000 bytes of it would have to be read']);
    expect((await seen(inspectZip, bytesInMemory(large, { maxBytes: 1000, maxReads: 10 }))).slice(0, 3)).toEqual(["zip", "UNREAD BUDGET_EXCEEDED", "more than 1000 bytes of it would have to be read"]);
    expect((await seen(inspectZip, bytesInMemory(large, { maxBytes: 10_000_000, maxReads: 1 }))).slice(0, 3)).toEqual(["zip", "UNREAD BUDGET_EXCEEDED", '"archive/data.pkl" was not read: it would have to be read more than 1 times']);
  });

  it("counts opcodes of all members together", async () => {
    const many = zipOf(Array.from({ length: 3 }, (_, index) => ({ name: `${index}.pkl`, bytes: pickleOf("N0".repeat(400_000), "N."), deflate: true })));
    expect((await seen(inspectZip, bytesInMemory(many))).slice(0, 3)).toEqual(["pickles in a zip", "UNREAD BUDGET_EXCEEDED", "2.pkl: from byte 399996 on there are more opcodes or imports than are looked at"]);
  });
});
