import { expect, test } from "vitest";
import { lagInWords, lagSentence, runInWords } from "./source-facts.ts";

test.each([
  [null, "how far behind is not known"],
  [0, "less than a minute behind"],
  [90, "1 minute behind"],
  [3_600, "1 hour behind"],
  [3_600 + 120, "1 hour and 2 minutes behind"],
  [2 * 86_400 + 5 * 3_600 + 59, "2 days and 5 hours behind"],
  [45 * 86_400, "45 days behind"],
  [400 * 86_400, "1 year behind"],
])("a lag of %s seconds reads %j", (lagSeconds, words) => {
  expect(lagInWords({ lagSeconds })).toBe(words);
});

test("says in a sentence that a lag is not known", () => {
  expect([null, 7_200].map((lagSeconds) => lagSentence({ lagSeconds }))).toEqual(["How far what is known here lies behind it is not known.", "What is known here is 2 hours behind."]);
});

test("does not make up the number of entries that a source does not say", () => {
  expect(runInWords({ listingsSeen: 1, expected: null })).toBe("1 entry seen of a number that the source does not say");
  expect(runInWords({ listingsSeen: 0, expected: 1_200 })).toBe("0 entries seen of 1,200");
});
