import { asArray, asRecord, asString, failureOf, SourceError, type SourceContext } from "@modeldex/plugin-kit";
import { createPublicClient, custom, type PublicClient } from "viem";
import { RpcError } from "./rpc-error.ts";

/** An RPC endpoint, and what has been learned about it; lives as long as the source. */
export interface Endpoint {
  readonly url: string;
  /** Without the path, which often carries a key. */
  readonly host: string;
  takesBatches: boolean;
}

/** Most requests in one HTTP request. */
const batchSize = 50;

/**
 * A viem client that sends everything through the lent `fetch`, as it is lent for one call.
 *
 * Requests made in the same turn go out as one JSON-RPC batch. viem's `http` transport is not used: its batches are shared by all clients
 * of one URL, so that one call's requests would run under another call's signal and budget. Retries are the gateway's, and off-chain
 * lookups (EIP-3668), which fetch what a contract names, are off.
 */
export function lentClient(endpoint: Endpoint, context: SourceContext): PublicClient {
  const request = batching((calls) => send(endpoint, context, calls));
  return createPublicClient({ transport: custom({ request }, { retryCount: 0, name: endpoint.host }), cacheTime: 0, ccipRead: false });
}

/**
 * What went wrong underneath: viem wraps what a transport throws.
 *
 * @returns `SourceError` or `RpcError` out of the chain of causes, else `BAD_RESPONSE`.
 */
export function causeOf(error: unknown, endpoint: Endpoint): SourceError | RpcError {
  for (let current = error, depth = 0; current instanceof Error && depth < 8; current = current.cause, depth += 1) {
    if (current instanceof SourceError || current instanceof RpcError) return current;
  }
  return new SourceError("BAD_RESPONSE", `${endpoint.host} gave an answer that is not what Ethereum's JSON-RPC describes.`, { cause: error });
}

interface Call {
  readonly method: string;
  readonly params?: unknown;
}

type Answer = { readonly result: unknown } | { readonly error: unknown };

function batching(sendAll: (calls: readonly Call[]) => Promise<readonly Answer[]>): (call: Call) => Promise<unknown> {
  let waiting: { readonly call: Call; readonly settle: (answer: Answer) => void }[] = [];
  const flush = (): void => {
    const flushed = waiting;
    waiting = [];
    for (let start = 0; start < flushed.length; start += batchSize) {
      const batch = flushed.slice(start, start + batchSize);
      sendAll(batch.map(({ call }) => call)).then(
        (answers) => batch.forEach(({ settle }, index) => settle(answers[index] ?? { error: new RpcError(0, "no answer in the batch") })),
        (error: unknown) => batch.forEach(({ settle }) => settle({ error })),
      );
    }
  };
  return async (call) => {
    const answer = await new Promise<Answer>((settle) => {
      waiting.push({ call, settle });
      if (waiting.length === 1) setImmediate(flush);
    });
    if ("error" in answer) throw answer.error;
    return answer.result;
  };
}

async function send(endpoint: Endpoint, context: SourceContext, calls: readonly Call[]): Promise<readonly Answer[]> {
  const bodies = calls.map(({ method, params }, index) => ({ jsonrpc: "2.0", id: index + 1, method, params: params ?? [] }));
  if (bodies.length > 1 && endpoint.takesBatches) {
    const answer = await post(endpoint, context, bodies);
    const answers = asArray(answer);
    if (answers !== undefined) return inOrder(answers, bodies.length);
    const error = errorOf(answer);
    if (error?.code === 429) throw error;
    context.log.debug("the RPC endpoint takes no batches", { host: endpoint.host });
    endpoint.takesBatches = false;
  }
  const answers: Answer[] = [];
  for (const body of bodies) answers.push(readAnswer(await post(endpoint, context, body), endpoint));
  return answers;
}

async function post(endpoint: Endpoint, context: SourceContext, body: unknown): Promise<unknown> {
  context.signal.throwIfAborted();
  const response = await context.fetch(endpoint.url, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json" },
    body: JSON.stringify(body),
    signal: context.signal,
  });
  const text = await response.text();
  const answer = parsed(text);
  if (response.status === 429) throw failureOf(response, "a JSON-RPC request", context.now());
  // Nodes and providers send errors of JSON-RPC with statuses of every kind.
  if (answer !== undefined && (response.ok || errorOf(answer) !== undefined)) return answer;
  if (!response.ok) throw failureOf(response, "a JSON-RPC request", context.now());
  throw new SourceError("BAD_RESPONSE", `${endpoint.host} did not answer in JSON; is the URL an RPC endpoint?`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function inOrder(answers: readonly unknown[], count: number): readonly Answer[] {
  const byId = new Map(answers.map((answer) => [asRecord(answer)?.["id"], answer]));
  return Array.from({ length: count }, (_, index) => readAnswer(byId.get(index + 1)));
}

function readAnswer(answer: unknown, endpoint?: Endpoint): Answer {
  const error = errorOf(answer);
  if (error !== undefined) return { error };
  const record = asRecord(answer);
  if (record !== undefined && "result" in record) return { result: record["result"] };
  return { error: new SourceError("BAD_RESPONSE", `${endpoint?.host ?? "The RPC endpoint"} answered without result and without error.`) };
}

function errorOf(answer: unknown): RpcError | undefined {
  const error = asRecord(answer)?.["error"];
  if (error === undefined || error === null) return undefined;
  const record = asRecord(error);
  const code = record?.["code"];
  const details = asString(record?.["data"]);
  const message = asString(record?.["message"]) ?? asString(error) ?? "no message";
  return new RpcError(typeof code === "number" ? code : 0, details === undefined || details.startsWith("0x") ? message : `${message} ${details}`);
}
