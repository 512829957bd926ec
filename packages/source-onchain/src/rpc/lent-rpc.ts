import { asArray, asRecord, asString, failureOf, SourceError, type SourceContext } from "@modeldex/plugin-kit";
import { meaningOf, RpcError } from "./rpc-error.ts";

/** An RPC endpoint, and what has been learned about it; lives as long as the source. */
export interface Endpoint {
  readonly url: string;
  /** Without the path, which often carries a key. */
  readonly host: string;
  takesBatches: boolean;
  /** Longest wait for one answer. @default 15_000 */
  readonly timeoutMs?: number;
  /** When it last failed, in Unix milliseconds; see `byHealth`. */
  failedAt?: number;
}

/** Most requests in one HTTP request. */
const batchSize = 50;

/**
 * Sends requests of JSON-RPC through the lent `fetch`, as it is lent for one call; those made in the same turn go out as one batch.
 *
 * viem's transports and clients are not used: batches of `http` are shared by all clients of one URL, so that one call's requests would run under
 * another call's signal and budget. Retries are the gateway's.
 *
 * @returns asks one request. @throws {RpcError} as the node refuses it. @throws {SourceError} the endpoint cannot be asked, or its answer is no
 * JSON-RPC. @throws the reason of the context's signal.
 */
export function lentRpc(endpoint: Endpoint, context: SourceContext): (method: string, params: readonly unknown[]) => Promise<unknown> {
  // Ids go on counting, so that the answer to another request is not taken for one to this.
  let id = 0;
  const request = batching((calls) => send(endpoint, context, calls.map((call) => ({ ...call, id: (id += 1) }))));
  return async (method, params) => await request({ method, params });
}

interface Call {
  readonly method: string;
  readonly params: readonly unknown[];
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

interface NumberedCall extends Call {
  readonly id: number;
}

async function send(endpoint: Endpoint, context: SourceContext, calls: readonly NumberedCall[]): Promise<readonly Answer[]> {
  const bodies = calls.map(({ id, method, params }) => ({ jsonrpc: "2.0", id, method, params }));
  if (bodies.length > 1 && endpoint.takesBatches) {
    const answer = await post(endpoint, context, bodies).catch((error: unknown) => {
      // Perhaps too much for one request, or for one answer.
      if (error instanceof SourceError && error.code === "BAD_RESPONSE") return undefined;
      throw error;
    });
    if (answer === undefined) {
      const half = Math.ceil(calls.length / 2);
      return [...(await send(endpoint, context, calls.slice(0, half))), ...(await send(endpoint, context, calls.slice(half)))];
    }
    const answers = asArray(answer);
    if (answers !== undefined) return inOrder(answers, calls, endpoint);
    const error = errorOf(answer, endpoint);
    if (error !== undefined && meaningOf(error) === "RATE") throw error;
    context.log.debug("the RPC endpoint takes no batches", { host: endpoint.host });
    endpoint.takesBatches = false;
  }
  const answers: Answer[] = [];
  for (const body of bodies) answers.push(readAnswer(await post(endpoint, context, body), body.id, endpoint));
  return answers;
}

/** @throws {SourceError} also `TIMEOUT`, after the endpoint's own deadline. */
async function post(endpoint: Endpoint, context: SourceContext, body: unknown): Promise<unknown> {
  context.signal.throwIfAborted();
  const { host, timeoutMs = 15_000 } = endpoint;
  const own = new AbortController();
  const timer = setTimeout(() => own.abort(new SourceError("TIMEOUT", `${host} gave no answer within ${timeoutMs} ms.`)), timeoutMs);
  try {
    const response = await context.fetch(endpoint.url, {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json" },
      body: JSON.stringify(body),
      signal: AbortSignal.any([own.signal, context.signal]),
    });
    return readBody(await response.text(), { response, endpoint, now: context.now() });
  } catch (error) {
    context.signal.throwIfAborted();
    if (own.signal.aborted) throw own.signal.reason;
    if (error instanceof SourceError) throw error;
    throw new SourceError("UNREACHABLE", `${host} could not be asked.`, { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

function readBody(text: string, { response, endpoint, now }: { readonly response: Response; readonly endpoint: Endpoint; readonly now: Date }): unknown {
  const { host } = endpoint;
  const answer = parsed(text);
  if (response.status === 429) throw failureOf(response, "a JSON-RPC request", now);
  // Nodes and providers send errors of JSON-RPC with statuses of every kind.
  if (answer !== undefined && (response.ok || errorOf(answer, endpoint) !== undefined)) return answer;
  if (response.status === 408 || response.status === 504 || response.status === 524) {
    throw new SourceError("TIMEOUT", `${host} found no answer in its time (${response.status}).`);
  }
  if (!response.ok) throw failureOf(response, "a JSON-RPC request", now);
  throw new SourceError("BAD_RESPONSE", `${host} did not answer in JSON; is the URL an RPC endpoint?`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Answers of a batch come in any order; one that is given twice may be either. */
function inOrder(answers: readonly unknown[], calls: readonly NumberedCall[], endpoint: Endpoint): readonly Answer[] {
  const byId = Map.groupBy(answers, (answer) => idOf(answer));
  return calls.map(({ id }) => {
    const [answer, second] = byId.get(`${id}`) ?? [];
    return second === undefined ? readAnswer(answer, id, endpoint) : { error: new SourceError("BAD_RESPONSE", `${endpoint.host} answered one request twice.`) };
  });
}

function readAnswer(answer: unknown, id: number, endpoint: Endpoint): Answer {
  const { host } = endpoint;
  const error = errorOf(answer, endpoint);
  // A request that could not be read is answered with the id null.
  if (error !== undefined) return { error };
  const record = asRecord(answer);
  if (record === undefined || !("result" in record)) return { error: new SourceError("BAD_RESPONSE", `${host} answered without result and without error.`) };
  if (idOf(answer) !== `${id}`) return { error: new SourceError("BAD_RESPONSE", `${host} answered another request than the one that was sent.`) };
  return { result: record["result"] };
}

function idOf(answer: unknown): string {
  const id = asRecord(answer)?.["id"];
  return typeof id === "number" || typeof id === "string" ? `${id}` : "";
}

function errorOf(answer: unknown, endpoint: Endpoint): RpcError | undefined {
  const error = asRecord(answer)?.["error"];
  if (error === undefined || error === null) return undefined;
  const record = asRecord(error);
  const code = record?.["code"];
  const details = asString(record?.["data"]);
  const message = asString(record?.["message"]) ?? asString(error) ?? "no message";
  const said = details === undefined || details.startsWith("0x") ? message : `${message} ${details}`;
  return new RpcError(typeof code === "number" ? code : 0, withoutKeys(said.slice(0, 10_000), endpoint));
}

/** What providers quote of the URL that they were asked at: its path and parameters may be a key, or hold one. */
function withoutKeys(text: string, { url }: Endpoint): string {
  const { pathname, searchParams } = new URL(url);
  const parts = [...pathname.split("/"), ...searchParams.values()].filter((part) => part.length >= 8);
  return parts.reduce((rest, part) => rest.replaceAll(part, "…"), text);
}
