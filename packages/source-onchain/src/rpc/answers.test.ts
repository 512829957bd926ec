import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { anvilPath } from "../testing/anvil.ts";
import { runToEnd, type Run } from "../testing/run.ts";
import { startSampleChain, type SampleChain } from "../testing/sample-chain.ts";

interface Answer {
  readonly id: number;
  readonly result?: unknown;
}

describe.skipIf(anvilPath() === undefined)("an endpoint whose answers do not fit its requests (install @foundry-rs/anvil if skipped)", () => {
  let chain: SampleChain;
  let undisturbed: Run;
  beforeAll(async () => {
    chain = await startSampleChain();
    undisturbed = await runToEnd(chain.through([chain.url]));
  });
  afterEach(async () => chain.closeProxies());
  afterAll(async () => chain.stop());

  const failure = async (url: string) =>
    await runToEnd(chain.through([url])).then(
      () => "no failure",
      (error: unknown) => (error instanceof Error && "code" in error ? [error.code, error.message.replaceAll(new URL(url).host, "<host>")] : error),
    );

  test.each([
    ["in another order", (answers: readonly Answer[]): unknown => answers.toReversed()],
    ["with ids as text", (answers: readonly Answer[]): unknown => answers.map((answer) => ({ ...answer, id: `${answer.id}` }))],
    ["and further ones", (answers: readonly Answer[]): unknown => [...answers, { jsonrpc: "2.0", id: 9_999, result: "0x1" }, null, { id: null }]],
    ["as one result", (answers: readonly Answer[]): unknown => answers[0]],
    ["as one error", (): unknown => ({ jsonrpc: "2.0", id: null, error: { code: -32_600, message: "batch requests are not supported" } })],
  ])("gives equal rows where batches are answered %s", async (_what, whole) => {
    const proxy = await chain.proxied({ whole: (answers) => (Array.isArray(answers) && answers.length > 1 ? whole(answers as Answer[]) : answers) });
    expect((await runToEnd(chain.through([proxy.url]))).rows).toEqual(undisturbed.rows);
  });

  test.each([
    ["with too few answers", (answers: readonly Answer[]): unknown => answers.slice(1), "<host> answered without result and without error."],
    ["with an answer given twice", (answers: readonly Answer[]): unknown => [...answers, { ...answers[0], result: "0x1" }], "<host> answered one request twice."],
    ["with the ids of another batch", (answers: readonly Answer[]): unknown => answers.map((answer) => ({ ...answer, id: answer.id + 100 })), "<host> answered without result and without error."],
  ])("refuses batches %s", async (_what, whole, message) => {
    const proxy = await chain.proxied({ whole: (answers) => (Array.isArray(answers) && answers.length > 1 ? whole(answers as Answer[]) : answers) });
    expect(await failure(proxy.url)).toEqual(["BAD_RESPONSE", message]);
  });

  test("refuses the answer to another request", async () => {
    const proxy = await chain.proxied({ whole: (answer) => (Array.isArray(answer) ? answer : { ...(answer as Answer), id: (answer as Answer).id - 1 }) });
    expect(await failure(proxy.url)).toEqual(["BAD_RESPONSE", "<host> answered another request than the one that was sent."]);
  });

  test.each([
    ["another chain", { answer: ({ method }: { readonly method: string }) => (method === "eth_chainId" ? { result: "0x1" } : undefined) }],
    ["half an answer", { whole: () => undefined }],
    ["ids of another call", { whole: (answers: unknown) => (Array.isArray(answers) ? (answers as Answer[]).map((answer) => ({ ...answer, id: answer.id + 1 })) : answers) }],
  ])("gives equal rows where the first endpoint gives %s and the second is right", async (_what, fault) => {
    const proxy = await chain.proxied(fault);
    expect((await runToEnd(chain.through([proxy.url, chain.url]))).rows).toEqual(undisturbed.rows);
  });
});
