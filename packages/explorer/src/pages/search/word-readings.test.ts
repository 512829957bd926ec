import { expect, it } from "vitest";
import { textWithout, wordReadings } from "./word-readings.ts";

const readAs = (note: string) => ({ name: "read as", value: 1, note });
const text = "Permissive german model under 1b";

it("tells each reading once, in the order of the words, and nothing of other signals", () => {
  const edges = [
    { why: [readAs("`under 1b` read as parameters below 1B"), readAs("`german` read as the language German, one of its 20"), { name: "use", value: 2, note: "`german` read as a joke" }] },
    { why: [readAs("`german` read as the language German"), readAs("`permissive` read as a permissive licence")] },
  ];
  expect(wordReadings(edges, text)).toEqual([
    { words: "permissive", as: "a permissive licence" }, { words: "german", as: "the language German" }, { words: "under 1b", as: "parameters below 1B" },
  ]);
});

it("tells none where no hit tells one, or in a form that is not known", () => {
  expect(wordReadings([], text)).toEqual([]);
  expect(wordReadings([{ why: [readAs("something else"), { name: "read as", value: 1, note: null }] }], text)).toEqual([]);
});

it("takes words out of a text, whatever their case, and leaves no text empty", () => {
  expect(textWithout(text, "under 1b")).toBe("Permissive german model");
  expect(textWithout(text, "permissive")).toBe("german model under 1b");
  expect(textWithout("german", "german")).toBeUndefined();
  expect(textWithout(text, "vision")).toBeUndefined();
});
