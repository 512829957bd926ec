import { expect, test } from "vitest";
import { formatCheckpoint, formatCursor, parseCheckpoint, parseCursor, type ChainPlan } from "./place.ts";

const plan: ChainPlan = {
  chainId: 8453,
  fingerprint: "0123456789abcdef",
  next: { block: 12, log: 3 },
  anchor: { number: 400, hash: `0x${"ab".repeat(32)}` },
  pace: { span: 2_000, refused: Number.MAX_SAFE_INTEGER },
};

test("reads its own cursor and checkpoint", () => {
  expect(parseCursor(formatCursor([plan, { ...plan, chainId: 1 }]))).toEqual([plan, { ...plan, chainId: 1 }]);
  expect(parseCheckpoint(formatCheckpoint([plan]))).toEqual(new Map([[8453, { fingerprint: plan.fingerprint, block: plan.anchor }]]));
});

const hostile = [
  "", "x", "https://evil.example/", "8453:0123456789abcdef", ";", formatCursor([plan]).replace("8453", "8453 "), formatCursor([plan]).replace(":12:", ":-12:"),
  formatCursor([plan]).replace(":12:", ":1e9:"), formatCursor([plan]).replace(":12:", ":9999999999999999:"), formatCursor([plan]).replace("0xab", "0xzz"),
  formatCursor([plan]).replace(":2000:", ":0:"), "1".repeat(50_000),
];

test.each(hostile)("refuses the foreign cursor %s", (text) => {
  expect(() => parseCursor(text)).toThrow("The cursor is none that this source gave; start the run anew without it.");
});

test.each([...hostile, formatCursor([plan]), `${formatCheckpoint([plan])};`])("refuses the foreign checkpoint %s", (text) => {
  expect(() => parseCheckpoint(text)).toThrow("The checkpoint is none that this source gave; start the run anew without it.");
});
