import { describe, expect, test } from "vitest";
import { parseExpression } from "../mapping/expression.ts";
import { statedJson, statedReference, statedSentence, statedText, type TextTarget } from "./stated.ts";

const value = parseExpression("args.v");
const given = (v: unknown) => ({ args: { v }, key: "1" });
const cid0 = "QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWKDmdf";
const cid1 = "bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy";
const blob = Buffer.from("12".repeat(32), "hex").toString("base64url");
const hex = "AB".repeat(32);

describe("a text for a field", () => {
  test.each<[TextTarget, string, string | undefined]>([
    ["name", " a\u0000b ", "a b"],
    ["name", "x".repeat(400), "x".repeat(300)],
    ["version", "v1\n", "v1"],
    ["version", "\u0000", undefined],
    ["owner", "0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266", "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266"],
    ["artifact.sha256", `0x${hex}`, `sha256:${hex.toLowerCase()}`],
    ["artifact.sha256", `keccak256:${hex}`, undefined],
    ["artifact.sha256", "0".repeat(64), undefined],
    ["file.keccak256", hex, `keccak256:${hex.toLowerCase()}`],
    ["file.keccak256", `sha256:${hex}`, undefined],
    ["file.keccak256", `${hex}00`, undefined],
    ["artifact.cid", cid0, `cid:${cid0}`],
    ["artifact.cid", `ipfs://${cid1}/model.gguf`, `cid:${cid1}`],
    ["artifact.cid", `ipfs://ipfs/${cid0}`, `cid:${cid0}`],
    ["artifact.cid", blob, `walrus:${blob}`],
    ["file.cid", `walrus://${blob}`, `walrus:${blob}`],
    ["file.cid", `${blob.slice(0, -1)}_`, undefined],
    ["file.cid", `ipfs://${blob}`, undefined],
    ["file.cid", "https://files.example/x", undefined],
    ["artifact.size", "9007199254740991", "9007199254740991"],
    ["artifact.size", "9007199254740992", undefined],
    ["artifact.size", "-1", undefined],
    ["artifact.url", "https://files.example/a b", "https://files.example/a b"],
    ["file.url", "javascript:alert(1)", undefined],
    ["offer.url", "https://user:secret@api.example", undefined],
    ["offer.callAs", "acme/\u0007", undefined],
    ["createdAt", "1700000000", "2023-11-14T22:13:20Z"],
    ["createdAt", "2023-11-14T23:13:20+01:00", "2023-11-14T22:13:20Z"],
    ["updatedAt", "0", undefined],
    ["updatedAt", `${2n ** 64n}`, undefined],
    ["alias", "acme/tiny", "acme/tiny"],
    ["alias", "EIP155:1:0xabc/5", undefined],
    ["alias", "x".repeat(301), undefined],
  ])("%s of %j is %j", (target, text, expected) => {
    expect(statedText(target, value, given(text))).toBe(expected);
  });

  test("is one sentence where a person reads it", () => {
    expect(statedSentence(parseExpression("{args.v} said\n\n{args.v}"), given("a\u202E"))).toBe("a said a");
    expect(statedSentence(value, given("x".repeat(2_000)))).toBe("x".repeat(600));
    expect(statedSentence(value, given(""))).toBeUndefined();
  });

  test("is a reference only as purl or URL", () => {
    const reference = parseExpression("pkg:huggingface/{args.v}");
    expect(["acme/a b", "../x", "", "a//b"].map((text) => statedReference(reference, given(text)))).toEqual(["pkg:huggingface/acme/a%20b", undefined, undefined, undefined]);
  });
});

describe("a value for machines", () => {
  test.each<[unknown, unknown]>([
    [5n, 5],
    [2n ** 53n - 1n, 2 ** 53 - 1],
    [2n ** 53n, "9007199254740992"],
    [-(2n ** 60n), `-${2n ** 60n}`],
    [true, true],
    ["0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266", "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266"],
    ["a\u0000", "a"],
    ["", undefined],
    [[1n, ["x", [[1n]]]], [1, ["x", [""]]]],
    [{ score: 2n ** 80n, tags: ["a"], none: undefined }, { score: `${2n ** 80n}`, tags: ["a"] }],
    [undefined, undefined],
  ])("of %s is %s", (raw, expected) => {
    expect(statedJson(value, given(raw))).toEqual(expected);
  });

  test("is the first that there is, and the text of a template", () => {
    expect(statedJson(parseExpression(["args.none", "args.v"]), given(3n))).toBe(3);
    expect(statedJson(parseExpression("{args.v} of 100"), given(3n))).toBe("3 of 100");
  });
});
