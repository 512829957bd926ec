import { describe, expect, it } from "vitest";

import { bytesInMemory } from "../byte-source.ts";
import { zipOf } from "../fixtures/write-zip.ts";
import type { WrittenEntry, WrittenZip } from "../fixtures/write-zip.ts";
import { readEntry } from "./read-entry.ts";
import { readZip } from "./read-zip.ts";

const text = (content: string): Buffer => Buffer.from(content);
const first: WrittenEntry = { name: "a/one", bytes: text("first") };
const second: WrittenEntry = { name: "a/two", bytes: text("second") };

async function problemsOf(bytes: Buffer): Promise<readonly string[]> {
  const zip = await readZip(bytesInMemory(bytes));
  return zip.status === "read" ? zip.problems : [`unread: ${zip.because}`];
}

/** What is written differs from a right zip in one thing only. */
const table: readonly (readonly [what: string, entries: readonly WrittenEntry[], options: WrittenZip, problems: readonly string[]])[] = [
  ["nothing wrong", [first, second], {}, []],
  ["no entries", [], {}, []],
  ["deflate", [{ ...first, deflate: true }, second], {}, []],
  ["sizes behind the data", [{ ...first, descriptor: true }, second], {}, []],
  ["an extra field that pads", [{ ...first, extra: Buffer.from("464202005a5a", "hex") }, second], {}, []],
  ["a comment", [first], { comment: text("hello") }, []],
  ["ZIP64 beside the plain record", [first, second], { zip64: "added" }, []],
  ["ZIP64 alone, and in the entry", [{ ...first, zip64: true }, second], { zip64: "leaveOut" }, []],
  ["another name", [{ ...first, local: { name: "a/0ne" } }], {}, ['"a/one" is named "a/0ne" in its local header']],
  ["other flags", [{ ...first, local: { flags: 0x20 } }], {}, ['"a/one" has the flags 0 in the directory and 32 in its local header']],
  ["another method", [{ ...first, local: { method: 8 } }], {}, ['"a/one" has the method 0 in the directory and 8 in its local header']],
  ["another checksum", [{ ...first, local: { crc32: 1 } }], {}, ['"a/one" has the checksum 2456940119 in the directory and 1 in its local header']],
  ["another size", [{ ...first, local: { sizeBytes: 6 } }], {}, ['"a/one" has the size 5 in the directory and 6 in its local header']],
  ["a size of 0 without the flag", [{ ...first, local: { sizeBytes: 0 } }], {}, ['"a/one" has the size 5 in the directory and 0 in its local header']],
  ["another size in spite of the flag", [{ ...first, descriptor: true, local: { sizeBytes: 6 } }], {}, ['"a/one" has the size 5 in the directory and 6 in its local header']],
  ["two gigabytes declared", [{ ...first, directory: { compressedBytes: 2 ** 31, sizeBytes: 2 ** 31 } }], {}, [
    '"a/one" ends behind the beginning of the directory', '"a/one" has the packed size 2147483648 in the directory and 5 in its local header', '"a/one" has the size 2147483648 in the directory and 5 in its local header',
    '"a/one" ends behind the beginning of what follows',
  ]],
  ["stored, and two sizes", [{ ...first, directory: { sizeBytes: 9 }, local: { sizeBytes: 9 } }], {}, ['"a/one" is stored, with 5 bytes in the file and 9 declared']],
  ["a name twice", [first, { ...second, name: "a/one" }], {}, ['two entries are named "a/one"']],
  ["a name twice but for case", [first, { ...second, name: "A/One" }], {}, ['the names "a/one" and "A/One" are the same to some readers']],
  ["a name twice but for ./", [first, { ...second, name: "./a//one" }], {}, ['the names "a/one" and "./a//one" are the same to some readers']],
  ["a name twice but for a backslash", [first, { ...second, name: "a\\one" }], {}, ['the names "a/one" and "a\\one" are the same to some readers']],
  ["a name twice but for what follows a NUL", [first, { ...second, name: "a/one\0.txt" }], {}, ['the name "a/one\\u0000.txt" has a NUL in it', 'the names "a/one" and "a/one\\u0000.txt" are the same to some readers']],
  ["a name that leads out", [{ ...first, name: "a/../../b" }], {}, ['the name "a/../../b" leads out of the zip']],
  ["an absolute name", [{ ...first, name: "/etc/passwd" }], {}, ['the name "/etc/passwd" is an absolute path']],
  ["a name of a drive", [{ ...first, name: "C:\\x" }], {}, ['the name "C:\\x" is an absolute path']],
  ["no name", [{ ...first, name: "" }], {}, ["an entry has no name"]],
  ["the mark of encryption", [{ ...first, flags: 1 }], {}, ['"a/one" is marked as encrypted']],
  ["an entry that begins in another", [first, { ...second, directory: { start: 3 } }], {}, ['"a/one" and "a/two" overlap', '"a/one" ends behind the beginning of what follows', '"a/two": there is no local header at byte 3']],
  ["an entry behind the file", [first, { ...second, directory: { start: 9999 } }], {}, ['"a/two" ends behind the beginning of the directory', 'a local header at byte 40, behind "a/one", is not in the directory']],
  ["a local header that the directory has not", [first, { ...second, unlisted: true }], {}, ['a local header at byte 40, behind "a/one", is not in the directory']],
  ["bytes between entries", [{ ...first, gap: Buffer.alloc(9) }, second], {}, ['9 bytes behind "a/one" belong to no entry']],
  ["bytes before the zip that it counts", [first], { prefix: text("PREFIX") }, ["6 bytes stand before its first entry"]],
  ["more entries declared", [first, second], { declared: 3 }, ["its end record declares 3 entries, and its directory has 2"]],
  ["fewer entries declared", [first, second], { declared: 1 }, ["its end record declares 1 entries, and its directory has 2"]],
  ["several parts", [first], { disk: 1 }, ["unread: it is one of several parts of a zip"]],
];

describe("readZip", () => {
  it.each(table)("finds what a zip contradicts itself in: %s", async (_what, entries, options, problems) => {
    const found = await problemsOf(zipOf(entries, options));
    expect(found).toHaveLength(problems.length);
    for (const [index, problem] of problems.entries()) expect(found[index]).toContain(problem);
  });

  it("finds a whole zip in the comment of another, of which only one can be meant", async () => {
    const inner = zipOf([{ name: "b", bytes: text("inner") }]);
    const problems = await problemsOf(zipOf([first], { comment: inner }));
    expect(problems).toContain(`a second end record stands at byte ${zipOf([first]).byteLength - 22}, of which the last is the comment`);
  });

  it("finds bytes before a zip that does not count them", async () => {
    const problems = await problemsOf(Buffer.concat([text("PREFIX"), zipOf([first])]));
    expect(problems).toEqual(["its directory of 51 bytes at byte 40 does not end where its end record begins, at byte 97", "6 bytes stand before its first entry"]);
  });

  it("finds bytes behind a zip, and a comment that is cut off", async () => {
    expect(await problemsOf(Buffer.concat([zipOf([first]), text("x")]))).toEqual(["its end record declares a comment of 0 bytes, and 1 follow"]);
    expect(await problemsOf(zipOf([first], { comment: text("hello") }).subarray(0, -1))).toEqual(["its end record declares a comment of 5 bytes, and 4 follow"]);
  });

  it.each([
    ["cut off at its end", zipOf([first]).subarray(0, -23), "it has no record of the end of a zip"],
    ["cut off at its beginning", zipOf([first, second]).subarray(60), "there is no directory at byte 81, where its end record points"],
    ["with a second record that is not where it is said to be", Buffer.from(zipOf([first], { zip64: "added" }).toString("hex").replace("504b0606", "504b0607"), "hex"), "there is no ZIP64 end record at byte 91, where its locator points"],
    ["nothing of a zip", text("not a zip"), "it has no record of the end of a zip"],
  ])("does not read a file that is %s", async (_what, bytes, because) => {
    expect(await readZip(bytesInMemory(bytes))).toEqual({ status: "unread", because, unknownReason: "UNSUPPORTED_FORMAT" });
  });

  it("does not read a directory that is declared too large, and reads nothing more for it", async () => {
    const bytes = zipOf([first]);
    const end = bytes.byteLength - 22;
    bytes.writeUInt32LE(9 * 1024 * 1024, end + 12);
    const source = bytesInMemory(bytes);
    expect(await readZip(source)).toMatchObject({ status: "unread", unknownReason: "BUDGET_EXCEEDED", because: "its directory is 9437184 bytes long, and at most 8388608 are read" });
    expect(source.reads).toBe(1);
    bytes.writeUInt32LE(51, end + 12);
    bytes.writeUInt16LE(20_001, end + 8);
    bytes.writeUInt16LE(20_001, end + 10);
    expect(await readZip(bytesInMemory(bytes))).toMatchObject({ status: "unread", unknownReason: "BUDGET_EXCEEDED" });
  });

  it("reads the end of a large file alone where the directory lies in there", async () => {
    const source = bytesInMemory(zipOf([{ name: "large", bytes: Buffer.alloc(500_000) }, second]));
    const zip = await readZip(source);
    expect(zip).toMatchObject({ status: "read", problems: [], headersCompared: 1 });
    expect([source.reads, source.bytesRead]).toEqual([1, 22 + 65_535 + 20 + 56]);
  });
});

describe("readEntry", () => {
  async function read(written: WrittenEntry, maxBytes = 1000) {
    const source = bytesInMemory(zipOf([written, second]));
    const zip = await readZip(source);
    if (zip.status !== "read") throw new Error(zip.because);
    const reading = await readEntry(zip, zip.entries[0]!, maxBytes);
    return reading.status === "read" ? { ...reading, bytes: Buffer.from(reading.bytes).toString() } : reading;
  }
  const long = text("one ".repeat(50));

  it.each<readonly [string, WrittenEntry, number, { readonly bytes: string; readonly complete: boolean; readonly problems: readonly string[] }]>([
    ["stored", first, 1000, { bytes: "first", complete: true, problems: [] }],
    ["deflate", { ...first, bytes: long, deflate: true }, 1000, { bytes: long.toString(), complete: true, problems: [] }],
    ["deflate, exactly as long as is read", { ...first, bytes: long, deflate: true }, 200, { bytes: long.toString(), complete: true, problems: [] }],
    ["a beginning of what is stored", { ...first, bytes: long }, 7, { bytes: "one one", complete: false, problems: [] }],
    ["a beginning of what is packed", { ...first, bytes: long, deflate: true }, 9, { bytes: "one one o", complete: false, problems: [] }],
    ["a checksum that lies", { ...first, directory: { crc32: 1 }, local: { crc32: 1 } }, 1000, { bytes: "first", complete: true, problems: ['"a/one" has not the checksum that the directory gives'] }],
    ["a size that is too small", { ...first, bytes: long, deflate: true, directory: { sizeBytes: 7 }, local: { sizeBytes: 7 } }, 1000, { bytes: long.toString().slice(0, 64), complete: false, problems: ['"a/one" declares 7 bytes, and is longer'] }],
    ["a size that is too large", { ...first, bytes: long, deflate: true, directory: { sizeBytes: 201 }, local: { sizeBytes: 201 } }, 1000, { bytes: long.toString(), complete: false, problems: ['"a/one" declares 201 bytes, and is 200 long'] }],
    ["what is no deflate", { ...first, bytes: Buffer.alloc(9, 0xff), directory: { method: 8 }, local: { method: 8 } }, 1000, { bytes: "", complete: false, problems: ['"a/one" cannot be unpacked: invalid block type'] }],
  ])("reads %s", async (_what, written, maxBytes, expected) => {
    expect(await read(written, maxBytes)).toEqual({ status: "read", ...expected });
  });

  it("unpacks no more of a zip bomb than it is told to", async () => {
    const bomb: WrittenEntry = { name: "bomb", bytes: Buffer.alloc(50_000_000), deflate: true };
    const source = bytesInMemory(zipOf([bomb]));
    const zip = await readZip(source);
    if (zip.status !== "read") throw new Error(zip.because);
    const reading = await readEntry(zip, zip.entries[0]!, 100_000);
    expect(reading).toMatchObject({ status: "read", complete: false, problems: [] });
    if (reading.status === "read") expect(reading.bytes.byteLength).toBe(100_000);
  });

  it.each<readonly [string, WrittenEntry, string]>([
    ["encrypted", { ...first, flags: 1 }, '"a/one" is marked as encrypted'],
    ["packed otherwise", { ...first, directory: { method: 14 } }, '"a/one" is packed by method 14, which is not read'],
    ["outside the file", { ...first, directory: { start: 5000 } }, '"a/one" begins behind the end of the file'],
    ["without a local header", { ...first, directory: { start: 2 } }, "there is no local header at byte 2"],
  ])("does not read what is %s", async (_what, written, because) => {
    expect(await read(written)).toMatchObject({ status: "unread", because });
  });
});
