import { expect, test } from "vitest";
import { formatCheckpoint, formatCursor, parseCheckpoint, parseCursor, type ChainPlan, type RunPlan } from "./place.ts";

const plan: ChainPlan = {
  chainId: 8453,
  fingerprint: "0123456789abcdef",
  next: { block: 12, log: 3 },
  anchor: { number: 400, hash: `0x${"ab".repeat(32)}` },
  from: 7,
  trail: [{ number: 399, digits: "0123456789abcdef" }, { number: 398, digits: "fedcba9876543210" }],
  genesis: "00000000000000aa",
  pace: { span: 2_000, refused: Number.MAX_SAFE_INTEGER },
  lists: [{ registry: "zero-g", count: 12, digest: "ab".repeat(16), counted: 3, offset: 5 }, { registry: "ora", count: 0, digest: "cd".repeat(16), counted: 0 }],
};
const run = { plans: [plan], whole: false, again: false };
const cursor = formatCursor(run);
const checkpoint = formatCheckpoint(run);

test("reads its own cursor and checkpoint", () => {
  const { genesis: _genesis, ...other } = { ...plan, chainId: 1, trail: [], lists: [] };
  for (const whole of [true, false]) {
    for (const again of [true, false]) {
      const both: RunPlan = { plans: [plan, other], whole, again };
      expect(parseCursor(formatCursor(both))).toEqual(both);
      expect(parseCheckpoint(formatCheckpoint(both)).again).toBe(again);
    }
  }
  expect(parseCheckpoint(checkpoint).chains).toEqual(
    new Map([[8453, {
      fingerprint: plan.fingerprint, block: plan.anchor, trail: plan.trail, genesis: plan.genesis,
      lists: [{ registry: "zero-g", count: 12, digest: "ab".repeat(16) }, { registry: "ora", count: 0, digest: "cd".repeat(16) }],
    }]]),
  );
});

test("reads what the first version wrote, which remembers one block", () => {
  const hash = `0x${"ab".repeat(32)}` as const;
  expect(parseCheckpoint(`8453:0123456789abcdef:400:${hash}`).chains.get(8453)).toEqual({ fingerprint: plan.fingerprint, block: plan.anchor, trail: [], lists: [] });
  expect(parseCursor(`8453:0123456789abcdef:12:3:400:${hash}:2000:9007199254740991`).plans).toEqual([
    { chainId: 8453, fingerprint: plan.fingerprint, from: 12, next: plan.next, anchor: plan.anchor, trail: [], pace: plan.pace, lists: [] },
  ]);
});

const hostile = [
  "", "x", "https://evil.example/", "8453:0123456789abcdef", ";", cursor.replace("8453", "8453 "), cursor.replace(":12:", ":-12:"),
  cursor.replace(":12:", ":1e9:"), cursor.replace(":12:", ":9999999999999999:"), cursor.replace("0xab", "0xzz"),
  cursor.replace(":2000:", ":0:"), cursor.replace("zero-g", "Zero"), cursor.replace("399.", "399"), "1".repeat(70_000),
];

test.each(hostile)("refuses the foreign cursor %s", (text) => {
  expect(() => parseCursor(text)).toThrow("The cursor is none that this source gave; start the run anew without it.");
});

test.each([...hostile, cursor, `${checkpoint};`])("refuses the foreign checkpoint %s", (text) => {
  expect(() => parseCheckpoint(text)).toThrow("The checkpoint is none that this source gave; start the run anew without it.");
});
