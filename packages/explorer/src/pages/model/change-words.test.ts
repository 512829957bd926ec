import { expect, test } from "vitest";
import { changeInWords } from "./change-words.ts";

const revisions = { before: "af593bfbc7bbae7ccac5149cf1a312e496424090", after: "6b25e7dde64f5c0c3ae4106d37c562c894a03d28" };

test.each([
  ["LICENSE", "Its licence changed.", { name: "proprietary", class: "UNKNOWN" }, { spdx: "CC-BY-NC-4.0", name: "Creative Commons" }, "Licence: proprietary → CC-BY-NC-4.0.", false],
  ["LICENSE", "Its licence changed.", { spdx: "MIT" }, { spdx: "MIT", url: "https://example.org" }, "Its licence changed.", false],
  ["ACCESS", "Who can get its files changed.", "OPEN", "GATED", "Access: open → gated.", false],
  ["PRICE", "Other prices at A.", [{ provider: "A", inputPrice: 0.9, outputPrice: 0.9 }], [{ provider: "A", inputPrice: 0.7, outputPrice: 0.9 }], "A: input $0.90 → $0.70, per million tokens.", false],
  ["PRICE", "Other prices at A, B.", [{ provider: "A" }, { provider: "B" }], [{ provider: "A" }, { provider: "B" }], "Other prices at A, B.", false],
  ["UPDATED", "Changed: hasCard.", {}, { hasCard: true }, "Model card is now there.", true],
  ["UPDATED", "Changed: revision.", { revision: revisions.before }, { revision: revisions.after }, "Revision af593bfbc7bb… → 6b25e7dde64f….", true],
  ["UPDATED", "Changed: task, offers.", { task: "chat", offers: [{ provider: "A" }] }, { task: "fill", offers: [] }, "Task chat → fill; also offers.", false],
  ["UPDATED", "Changed: claims.", { claims: [{ statement: "Says A." }] }, { claims: [{ statement: "Says B." }] }, "Statement “Says A.” → “Says B.”.", true],
  ["UPDATED", "Changed: details.", { details: { a: 1 } }, { details: { a: 2 } }, "Details that only its source has.", false],
  ["UPDATED", "Another sentence.", { a: 1 }, { a: 2 }, "Another sentence.", false],
  ["LISTED", "hf:a/b is listed.", null, null, "hf:a/b is listed.", true],
  ["WEIGHTS", "Other bytes at a.", [{ path: "a" }], [{ path: "a" }], "Other bytes at a.", false],
] as const)("%s: %s", (kind, statement, before, after, sentence, isWhole) => {
  expect(changeInWords({ kind, statement, before, after })).toEqual({ sentence, isWhole });
});
