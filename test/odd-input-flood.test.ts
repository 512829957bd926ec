import { huggingFace } from "@modeldex/source-hf";
import { afterAll, beforeAll, expect, it } from "vitest";
import { runOddInputs } from "../bench/odd-input-run.ts";
import { oddInputs } from "../bench/odd-inputs.ts";
import { startGateway } from "./support/gateway.ts";
import type { TestGateway } from "./support/gateway.ts";
import { startHub, wellKnown } from "./support/hub.ts";
import type { TestHub } from "./support/hub.ts";

let hub: TestHub;
let modeldex: TestGateway;
beforeAll(async () => {
  hub = await startHub(wellKnown, 10_000_000);
  modeldex = await startGateway({ sources: [huggingFace({ endpoint: hub.url })] });
  await modeldex.gateway.harvest("hf", { all: true, signal: AbortSignal.timeout(30_000) });
});
afterAll(async () => {
  await modeldex.close();
  await hub.close();
});

it("knows odd references, texts, cursors and filters as mistakes or answers them, and answers valid questions as before", async () => {
  const { total, mutated, outcomes, faults, sameAfter } = await runOddInputs({ url: modeldex.url, count: 600, seed: 20_261_126 });
  expect(faults).toEqual([]);
  expect([total, sameAfter]).toEqual([600, true]);
  expect(mutated).toBeGreaterThan(300);
  const ended = (outcome: RegExp): number => Object.entries(outcomes).reduce((sum, [kind, count]) => sum + (outcome.test(kind) ? count : 0), 0);
  // The inputs are not all of one sort: some are answered, some are refused, in every part.
  for (const outcome of [/^resolve .* RESOLVED/, /^resolve .* NOT_/, /^search text hits/, /^search after BAD_USER_INPUT/, /^search after (hits|no hits)/, /^search filter BAD_USER_INPUT/, /^search filter (hits|no hits)/, /^search page BAD_USER_INPUT/]) {
    expect([outcome.source, ended(outcome) > 0]).toEqual([outcome.source, true]);
  }
  expect(modeldex.logs.filter(({ level }) => level === "error")).toEqual([]);
});

it("makes the same inputs of the same seed, and others of another", () => {
  const valid = { ids: ["hf:openai/whisper-large-v3"], cursors: [{ after: Buffer.from("[1]").toString("base64url"), variables: {} }] };
  const first = (seed: number): string => JSON.stringify(oddInputs(seed, valid).take(200).toArray());
  expect(first(7)).toBe(first(7));
  expect(first(7)).not.toBe(first(8));
});
