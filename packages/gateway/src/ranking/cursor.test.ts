import { expect, it } from "vitest";
import { CursorError, queryDigest, readCursor, writeCursor } from "./cursor.ts";

const digest = queryDigest({ words: [], text: "bert", filter: {} }, "RELEVANCE");

it("reads back what it wrote", () => {
  const ranked = { kind: "ranked", window: { b: 12, rName: 3 }, score: 4.5, id: "hf:a/b", extra: ["hf:c/d"] } as const;
  const sorted = { kind: "sorted", position: { value: null, id: "hf:a/b" }, extra: [] } as const;
  const open = { ...sorted, position: { value: 3, id: "chain:a", open: true } } as const;
  for (const cursor of [ranked, sorted, open, { ...ranked, corrected: "whisper" }, { ...sorted, corrected: "whisper" }]) expect(readCursor(digest, writeCursor(digest, cursor))).toEqual(cursor);
});

it("binds a cursor to text, filter and order, whatever the order of a filter's fields", () => {
  const other = queryDigest({ words: [], text: "bert", filter: { tasks: ["a"] } }, "RELEVANCE");
  expect(new Set([digest, other, queryDigest({ words: [], filter: {} }, "RELEVANCE"), queryDigest({ words: [], text: "bert", filter: {} }, "LIKES")]).size).toBe(4);
  expect(queryDigest({ words: [], filter: { tasks: ["a"], tags: ["b"] } }, "x")).toBe(queryDigest({ words: [], filter: { tags: ["b"], tasks: ["a"] } }, "x"));
});

const forged = (parts: unknown) => Buffer.from(JSON.stringify(parts)).toString("base64url");

it.each([
  ["not base64url", "%%%", "is not a cursor of this endpoint"],
  ["not JSON", Buffer.from("{").toString("base64url"), "is not a cursor of this endpoint"],
  ["another version", forged([2, digest]), "is not a cursor of this endpoint"],
  ["of another search", forged([1, "other", "r", {}, 1, "id", []]), "belongs to another search"],
  ["a window of texts", forged([1, digest, "r", { b: "1" }, 1, "id", []]), "was changed on its way"],
  ["a window that is a list", forged([1, digest, "r", [], 1, "id", []]), "was changed on its way"],
  ["no score", forged([1, digest, "r", {}, null, "id", []]), "was changed on its way"],
  ["too many extra ids", forged([1, digest, "s", 1, "id", Array(101).fill("x")]), "was changed on its way"],
  ["a correction that is no text", forged([1, digest, "s", 1, "id", [], 5]), "was changed on its way"],
  ["an unknown kind", forged([1, digest, "z"]), "was changed on its way"],
])("refuses a cursor: %s", (_, text, message) => {
  expect(() => readCursor(digest, text)).toThrow(CursorError);
  expect(() => readCursor(digest, text)).toThrow(message);
});
