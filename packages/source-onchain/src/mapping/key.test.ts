import { keccak256 } from "viem";
import { expect, test } from "vitest";
import { keyFormOf, keyText, keyTopic, parseKey, type KeyForm } from "./key.ts";

const integer: KeyForm = { as: "number", type: "uint256" };
const bytes: KeyForm = { as: "hex", type: "bytes32" };
const text: KeyForm = { as: "text", type: "string" };

test.each([
  [integer, "0", "0"],
  [integer, (2n ** 256n - 1n).toString(), (2n ** 256n - 1n).toString()],
  [integer, (2n ** 256n).toString(), undefined],
  [integer, "-1", undefined],
  [integer, "007", undefined],
  [integer, "0x7", undefined],
  [{ as: "number", type: "int8" }, "-128", "-128"],
  [{ as: "number", type: "uint8" }, "256", undefined],
  [bytes, `0x${"AB".repeat(32)}`, `0x${"ab".repeat(32)}`],
  [bytes, "0xab", undefined],
  [{ as: "hex", type: "address" }, "0x5FbDB2315678afecb367f032d93F642f64180aa3", "0x5fbdb2315678afecb367f032d93f642f64180aa3"],
  [text, "acme%2Ftiny%20model", "acme/tiny model"],
  [text, "%zz", undefined],
  [text, "", undefined],
  [text, "x".repeat(401), undefined],
] as const)("reads a key of %o from %s as %s", (form, given, key) => {
  expect(parseKey(given, form)).toBe(key);
});

test("keeps the id 0, integers above 2^53, and refuses an empty or endless text", () => {
  expect([keyText(0n, integer), keyText(2n ** 64n, integer), keyText("", text), keyText("é".repeat(200), text)]).toEqual([
    "0", "18446744073709551616", undefined, undefined,
  ]);
});

test("writes keys as topics", () => {
  expect(keyTopic("255", integer)).toBe(`0x${"0".repeat(62)}ff`);
  expect(keyTopic("-1", { as: "number", type: "int256" })).toBe(`0x${"f".repeat(64)}`);
  expect(keyTopic(`0x${"ab".repeat(4)}`, { as: "hex", type: "bytes4" })).toBe(`0xabababab${"0".repeat(56)}`);
  // keccak256 of "gpt-2 ✓" in UTF-8: a text that is indexed is its hash.
  expect(keyTopic("gpt-2 ✓", text)).toBe(keccak256(new TextEncoder().encode("gpt-2 ✓")));
});

test("makes keys of elementary values only", () => {
  expect(["bytes", "bool", "tuple", "string[]"].map((type) => keyFormOf({ type }))).toEqual([undefined, undefined, undefined, undefined]);
});
