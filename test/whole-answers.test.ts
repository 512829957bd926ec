import { huggingFace } from "@modeldex/source-hf";
import { afterEach, beforeEach, expect, it } from "vitest";
import { startGateway } from "./support/gateway.ts";
import type { TestGateway } from "./support/gateway.ts";
import { startHub } from "./support/hub.ts";
import type { TestHub } from "./support/hub.ts";

let hub: TestHub;
let modeldex: TestGateway;
let clock: number;
beforeEach(async () => {
  clock = Date.UTC(2026, 10, 21);
  hub = await startHub();
  modeldex = await startGateway({ sources: [huggingFace({ endpoint: hub.url })] }, { now: () => new Date(clock) });
  await modeldex.gateway.harvest("hf", { all: true, signal: AbortSignal.timeout(30_000) });
});
afterEach(async () => {
  await modeldex.close();
  await hub.close();
});

/** Whether the whole answer was kept from before. */
async function isKept(query: string, headers: Record<string, string> = {}): Promise<boolean> {
  const answer = await fetch(`${modeldex.url}/graphql`, { method: "POST", headers: { "content-type": "application/json", ...headers }, body: JSON.stringify({ query }) });
  expect(answer.status).toBe(200);
  await answer.arrayBuffer();
  return answer.headers.get("x-modeldex-cache") === "hit";
}

const question = '{ search(text: "bert", live: false) { nodes { id } sources { status } } }';

it("serves a whole answer again while the catalog stays the same", async () => {
  expect([await isKept(question), await isKept(question), await isKept(question, { "cache-control": "no-cache" })]).toEqual([false, true, false]);
});

it("makes it anew after the catalog has changed, at once when a harvest ended", async () => {
  await isKept(question);
  hub.put({ id: "new/bert", downloads: 5 });
  await modeldex.gateway.harvest("hf", { all: true, signal: AbortSignal.timeout(30_000) });
  expect([await isKept(question), await isKept(question)]).toEqual([false, true]);
});

it("makes it anew within seconds after a change that came in between", async () => {
  await isKept(question);
  clock += 60_001;
  expect(await isKept(question)).toBe(false);
  hub.put({ id: "other/bert", downloads: 7 });
  await modeldex.query('{ resolve(reference: "other/bert") { outcome } }');
  clock += 6_000;
  expect([await isKept(question), await isKept(question)]).toEqual([false, true]);
});

it("keeps no answer with an error, of a failing source, or about the state of this moment", async () => {
  const wrong = '{ search(first: 0) { totalCount } }';
  const state = "{ sources { status { state } } }";
  hub.fail(503);
  const failing = '{ search(text: "whisper") { sources { status code } } }';
  for (const query of [wrong, state, failing]) expect([query, await isKept(query), await isKept(query)]).toEqual([query, false, false]);
});
