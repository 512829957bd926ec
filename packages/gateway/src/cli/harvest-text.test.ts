import { expect, it } from "vitest";
import type { HarvestResult } from "../harvest/run.ts";
import { harvestText } from "./harvest-text.ts";

const counts = { seen: 1, added: 1, changed: 0, gone: 0, dropped: 0, elapsedMs: 500 };

it.each<[HarvestResult, string]>([
  [{ status: "DONE", ...counts }, "hf: 1 listing seen (1 new, 0 changed, 0 gone, 0 left out) in 0.5 s, 2 a second"],
  [{ status: "DONE", ...counts, dropped: 205 }, "hf: 1 listing seen (1 new, 0 changed, 0 gone, 205 left out) in 0.5 s, 2 a second; modeldex try-source hf tells why rows were left out"],
  [{ status: "DONE", ...counts, seen: 3, overlays: 2 }, "hf: 3 rows seen (1 new, 0 changed, 0 gone, 0 left out) in 0.5 s, 6 a second"],
  [{ status: "DONE", ...counts, seen: 2_000, seenBefore: 1_500 }, "hf: 2000 listings seen in all, 500 of them now (1 new, 0 changed, 0 gone, 0 left out) in 0.5 s, 1000 a second"],
  [{ status: "FAILED", ...counts, added: 0, seen: 1_500, seenBefore: 1_500, message: "It is closed." }, "hf: failed after 1500 listings seen in all, 0 of them now (0 new, 0 changed, 0 gone, 0 left out) in 0.5 s: It is closed."],
  [{ status: "DONE", ...counts, seen: 0, added: 0 }, "hf: 0 listings seen (0 new, 0 changed, 0 gone, 0 left out) in 0.5 s\nhf: nothing new was listed; modeldex sources says how far it was read"],
  [{ status: "DONE", unchanged: true, ...counts }, "hf: nothing has changed since the last harvest"],
  [{ status: "DONE", unchanged: true, heldBackBecause: "30 are held back.", ...counts }, "hf: nothing has changed since the last harvest\nhf: 30 are held back."],
])("tells %o", (result, text) => {
  expect(harvestText("hf", result)).toBe(text);
});
