import { expect, test } from "vitest";
import { cleanText, exactText, shownKey } from "./text.ts";

test("takes control characters, direction overrides and lone surrogates out of a text", () => {
  expect(cleanText("\u0000 evil\u202Egnp.exe\u0007 \uD800 name\n2", 100)).toBe("evil gnp.exe  \u{FFFD} name\n2");
});

test("cuts a text of a megabyte, and never within a character", () => {
  expect(cleanText("x".repeat(1_000_000), 300)).toBe("x".repeat(300));
  expect(cleanText(`${"x".repeat(299)}😀`, 300)).toBe(`${"x".repeat(299)}\u{FFFD}`);
});

test("says that nothing is left by absence", () => {
  expect(cleanText("\u0000\u0000 ", 100)).toBeUndefined();
});

test.each(["a\u0000b", "a\u{FFFD}b", "\uD800", "x".repeat(11), ""])("takes no text that would mean something else when it is mended: %j", (text) => {
  expect(exactText(text, 10)).toBeUndefined();
});

test("shows a key as it is, or encoded where it would look like another one", () => {
  expect(["acme/tiny chat ✓", "0", "nul\u0000name", "a\u202Eb"].map(shownKey)).toEqual(["acme/tiny chat ✓", "0", "nul%00name", "a%E2%80%AEb"]);
});
