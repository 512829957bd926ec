import { expect, it } from "vitest";
import { jsonFault } from "./json-fault.ts";

/** A sequence that looks random and is the same each time. */
function sequence(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
}

it("finds a fault exactly where JSON.parse refuses, for any change of a text", () => {
  const random = sequence(7);
  const right = JSON.stringify({ models: [{ id: "a/b", n: -1.5e3, t: true, f: false, z: null, s: "\\\"é🙂", list: [], object: {} }, 7] }, null, 1);
  let faults = 0;
  for (let round = 0; round < 5_000; round += 1) {
    const at = Math.floor(random() * right.length);
    const sign = "{}[],:\"\\0-.eE tn\n"[Math.floor(random() * 17)] ?? "";
    const text = right.slice(0, at) + sign + right.slice(at + Math.floor(random() * 3));
    const isJson = parses(text);
    const fault = jsonFault(text);
    expect({ text, right: fault === undefined }).toEqual({ text, right: isJson });
    if (fault !== undefined) faults += 1;
  }
  expect(faults).toBeGreaterThan(1_000);
});

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
