import { encodeAbiParameters, keccak256, parseAbiItem, stringToHex, type AbiEvent } from "viem";
import { describe, expect, test } from "vitest";
import { resolveArgument } from "./abi-values.ts";
import { compileExpression, documentRoot, keyRoot, type Place } from "./compile-expression.ts";
import { evaluate, valueAt } from "./expression.ts";

const event = parseAbiItem(
  "event All(string text, string[] texts, bytes raw, bytes32 word, bytes4 four, address who, bool yes, uint8 small, uint256 big, int256 signed, uint8 decimals, (string name, bytes32 hash)[] files)",
) as AbiEvent;
const place: Place = {
  roots: { args: (path) => resolveArgument(path, event), doc: documentRoot, key: keyRoot({ as: "hex", type: "bytes32" }) },
  otherwise: "cannot be read",
  enums: { state: ["Draft", "Live", ""], by: { "0": "zero", true: "right", "0xABCDEF01": "hex", "0x5FbDB2315678afecb367f032d93F642f64180aa3": "us" } },
};
const who = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
const zeros = `0x${"0".repeat(64)}`;
const sevens = `0x${"07".repeat(32)}`;
const minimum = -(2n ** 255n);

/** An expression over one value of the event. */
function made(text: string, name: string, value: unknown, more: object = {}): string | undefined {
  return evaluate(compileExpression(text, { use: "text", place }), { args: { [name]: value, ...more }, doc: value, key: sevens });
}

describe("text of bytes", () => {
  test.each([
    ["args.raw | utf8", "raw", stringToHex("Tiny ✓"), "Tiny ✓"],
    ["args.raw | utf8", "raw", "0x", ""],
    ["args.raw | utf8", "raw", "0x61ff62", "a\u{FFFD}b"],
    ["args.raw | utf8", "raw", "0x610062", "a\u0000b"],
    ["args.word | utf8", "word", stringToHex("tiny", { size: 32 }), "tiny"],
    ["args.word | bytes32-text", "word", stringToHex("tiny", { size: 32 }), "tiny"],
    ["args.word | bytes32-text", "word", stringToHex("x".repeat(32)), "x".repeat(32)],
    ["args.word | bytes32-text", "word", zeros, ""],
    ["args.raw | base64url", "raw", "0xfbff", "-_8"],
    ["args.raw | base64url", "raw", "0x", undefined],
    ["args.four | hex", "four", "0xABCDEF01", "0xabcdef01"],
    ["args.who | hex", "who", who, who.toLowerCase()],
    ["args.small | hex", "small", 7, "0x07"],
    ["args.big | hex", "big", 2n ** 255n, `0x8${"0".repeat(63)}`],
  ])("makes of %s (%s %s) %s", (text, name, value, expected) => {
    expect(made(text, name, value)).toBe(expected);
  });
});

describe("numbers", () => {
  test.each([
    ["args.big | scaled:18", "big", 1_500_000_000_000_000_000n, "1.5"],
    ["args.big | scaled:18", "big", 1n, "0.000000000000000001"],
    ["args.big | scaled:2", "big", 100n, "1"],
    ["args.big | scaled:2", "big", 0n, "0"],
    ["args.big | scaled:0", "big", 2n ** 64n, "18446744073709551616"],
    ["args.big | scaled:255", "big", 1n, `0.${"0".repeat(254)}1`],
    ["args.big | scaled:256", "big", 1n, undefined],
    ["args.signed | scaled:2", "signed", -8750n, "-87.5"],
    ["args.signed | scaled:3", "signed", -1n, "-0.001"],
    ["args.signed | scaled:76", "signed", minimum, "-5.7896044618658097711785492504343953926634992332820282019728792003956564819968"],
    ["args.signed | scaled:args.decimals", "signed", 8750n, "87.5"],
    ["args.small | scaled:args.decimals", "small", 5, "0.05"],
    ["args.big | unix", "big", 1n, "1970-01-01T00:00:01Z"],
    ["args.big | unix", "big", 1_767_225_600n, "2026-01-01T00:00:00Z"],
    ["args.big | unix", "big", 253_402_300_799n, "9999-12-31T23:59:59Z"],
    ["args.big | unix", "big", 253_402_300_800n, undefined],
    ["args.big | unix", "big", 0n, undefined],
    ["args.big | unix", "big", 2n ** 256n - 1n, undefined],
    ["args.signed | unix", "signed", -1n, undefined],
    ["args.big", "big", 0n, "0"],
    ["args.big", "big", 2n ** 53n + 1n, "9007199254740993"],
    ["args.signed", "signed", minimum, minimum.toString()],
  ])("makes of %s (%s %s) %s", (text, name, value, expected) => {
    expect(made(text, name, value, { decimals: 2 })).toBe(expected);
  });

  test("scales by nothing where the number of decimals is missing, or none", () => {
    expect([undefined, -1, 256, "x"].map((decimals) => made("args.big | scaled:args.decimals", "big", 7n, { decimals }))).toEqual([undefined, undefined, undefined, undefined]);
  });
});

describe("enumerated values", () => {
  test.each([
    ["args.small | enum:state", "small", 0, "Draft"],
    ["args.big | enum:state", "big", 1n, "Live"],
    ["args.small | enum:state", "small", 3, undefined],
    ["args.signed | enum:state", "signed", -1n, undefined],
    ["args.big | enum:state", "big", 2n ** 255n, undefined],
    ["args.big | enum:by", "big", 0n, "zero"],
    ["args.yes | enum:by", "yes", true, "right"],
    ["args.yes | enum:by", "yes", false, undefined],
    ["args.four | enum:by", "four", "0xabcdef01", "hex"],
    ["args.who | enum:by", "who", who, "us"],
    ["args.text | enum:by", "text", "toString", undefined],
    ["args.text | enum:by", "text", "__proto__", undefined],
  ])("makes of %s (%s %s) %s", (text, name, value, expected) => {
    expect(made(text, name, value)).toBe(expected);
  });
});

describe("content ids", () => {
  // Of 32 bytes 07, by the CID specification: base32 of 01, the codec, 12 20 and the digest; base58 of 12 20 and the digest.
  const [raw, dagPb, v0] = ["bafkreiaha4dqobyha4dqobyha4dqobyha4dqobyha4dqobyha4dqobyha4", "bafybeiaha4dqobyha4dqobyha4dqobyha4dqobyha4dqobyha4dqobyha4", "QmNp5n7FFav5ZDaHAj6HzuhJ8LDbL1N6NRzAgT6piWS2Kx"];
  test.each([
    ["args.word | cid", "word", sevens, raw],
    ["args.word | cid:raw", "word", sevens, raw],
    ["args.word | cid:dag-pb", "word", sevens, dagPb],
    ["args.word | cidv0", "word", sevens, v0],
    ["key | cid", "word", zeros, raw],
    ["args.word | cid", "word", zeros, undefined],
    ["args.word | cid:dag-pb", "word", zeros, undefined],
    ["args.word | cidv0", "word", zeros, undefined],
    ["ipfs://{args.word | cid}", "word", sevens, `ipfs://${raw}`],
    ["ipfs://{args.word | cid}", "word", zeros, undefined],
    ["args.word | walrus", "word", "0x8cacc01ec3874b5cc0d7ddfff4dfa7e47fc88eea418ca71ed3ca8c2cbb1e45ef", "jKzAHsOHS1zA193_9N-n5H_IjupBjKce08qMLLseRe8"],
    ["args.big | walrus", "big", 108224895357462465233676797125601585963788960450706216038447120445136422612108n, "jKzAHsOHS1zA193_9N-n5H_IjupBjKce08qMLLseRe8"],
    ["args.big | walrus", "big", 1n, "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"],
    ["args.big | walrus", "big", 2n ** 256n - 1n, "__________________________________________8"],
    ["args.big | walrus", "big", 0n, undefined],
    ["args.word | walrus", "word", zeros, undefined],
  ])("makes of %s (%s %s) %s", (text, name, value, expected) => {
    expect(made(text, name, value)).toBe(expected);
  });
});

describe("texts", () => {
  test.each([
    ["args.text | lower", "text", "GPT-Ö", "gpt-ö"],
    ["args.who | lower", "who", who, who.toLowerCase()],
    ["args.text | trim", "text", "\t a b \n", "a b"],
    ["args.text | first:/", "text", "acme/tiny/x", "acme"],
    ["args.text | first:/", "text", "tiny", "tiny"],
    ["args.text | last:/", "text", "acme/tiny/x.gguf", "x.gguf"],
    ["args.text | last:/", "text", "tiny", "tiny"],
    ['args.text | first:"|" | trim | lower', "text", "A | B", "a"],
    ["args.texts.1", "texts", ["a", "b"], "b"],
    ["args.texts.2", "texts", ["a", "b"], undefined],
    ["args.files.0.name", "files", [{ name: "a.gguf" }], "a.gguf"],
    ['args.texts | join:", "', "texts", ["a", "", "b"], "a, b"],
    ["args.texts | join:-", "texts", [], undefined],
    ["args.text | keccak256", "text", "0xabcd", keccak256(stringToHex("0xabcd"))],
    ["args.raw | keccak256", "raw", "0xabcd", keccak256("0xabcd")],
    ["args.text | model-name", "text", "pkg:huggingface/acme/ti%20ny@abc", "acme/ti ny"],
    ["args.raw | model-name", "raw", stringToHex("pkg:huggingface/acme/tiny%zz"), "acme/tiny%zz"],
    ["args.text | model-name", "text", "0x61", "0x61"],
  ])("makes of %s (%s %o) %s", (text, name, value, expected) => {
    expect(made(text, name, value)).toBe(expected);
  });

  test("cuts a text into several, for tags", () => {
    const tags = compileExpression("args.text | split:,", { use: "tags", place });
    expect(tags.kind === "path" && ["a, b,,c ,", "", "one"].map((text) => valueAt(tags.path, { args: { text }, key: "" }))).toEqual([["a", "b", "c"], [], ["one"]]);
  });
});

describe("JSON and encoded values", () => {
  const json = '{"name":"Tiny","size":9007199254740993,"big":1e400,"half":0.5,"parts":[{"a":"x"}],"__proto__":{"name":"x"},"at":1767225600}';
  test.each([
    ["args.text | json:name", "text", json, "Tiny"],
    ["args.raw | json:name", "raw", stringToHex(json), "Tiny"],
    ["args.text | json:parts.0.a", "text", json, "x"],
    ["args.text | json:parts", "text", json, undefined],
    ["args.text | json:parts.length", "text", json, undefined],
    ["args.text | json:size", "text", json, "9007199254740993"],
    ["args.text | json:half", "text", json, "0.5"],
    ["args.text | json:at | unix", "text", json, "2026-01-01T00:00:00Z"],
    ["args.text | json:toString", "text", json, undefined],
    ["args.text | json:name", "text", "[".repeat(60_000), undefined],
    ["args.text | json:name", "text", "null", undefined],
    ["doc.name | lower", "name", { name: "TINY" }, "tiny"],
    ["doc.digest | keccak256", "name", { digest: "0xabcd" }, keccak256(stringToHex("0xabcd"))],
    ['doc.trust | join:"+"', "name", { trust: ["a", 7, {}] }, "a+7"],
  ])("makes of %s (%s %#) %s", (text, name, value, expected) => {
    expect(made(text, name, value)).toBe(expected);
  });

  const encoded = encodeAbiParameters([{ type: "string" }, { type: "bytes32" }, { type: "uint64" }, { type: "string[]" }], ["acme/Tiny", `0x${"ab".repeat(32)}`, 1_767_225_600n, ["a", "b"]]);
  test.each([
    ["args.raw | abi:string,bytes32,uint64,string[]:0 | lower", "acme/tiny"],
    ["args.raw | abi:string,bytes32,uint64,string[]:1", `0x${"ab".repeat(32)}`],
    ["args.raw | abi:string,bytes32,uint64,string[]:2 | unix", "2026-01-01T00:00:00Z"],
    ["args.raw | abi:string,bytes32,uint,string[]:3 | join:-", "a-b"],
    ["args.raw | abi:string,string:1", undefined],
  ])("makes of %s %s", (text, expected) => {
    expect(made(text, "raw", encoded)).toBe(expected);
    expect([made(text, "raw", "0x"), made(text, "raw", encoded.slice(0, 130))]).toEqual([undefined, undefined]);
  });
});
