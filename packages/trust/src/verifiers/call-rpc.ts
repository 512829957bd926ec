import { asArray, asNumber, asRecord, asString, readJson, SourceError, type VerifierTools } from "@modeldex/plugin-kit";

/** One call of JSON-RPC 2.0. */
export interface RpcCall {
  readonly method: string;
  readonly params: readonly unknown[];
}

/** What the node gave: a result, or an error with its message; `reverted`: it ran the call, and the contract refused. */
export interface RpcAnswer {
  readonly result?: unknown;
  readonly error?: string;
  readonly reverted?: true;
}

/**
 * Makes several calls of Ethereum's JSON-RPC, in one request where the node takes batches (JSON-RPC 2.0, section 6), else one by one.
 *
 * @returns an answer for each call, in their order.
 * @throws {SourceError} what the lent `fetch` throws, and `BAD_RESPONSE` for what is no JSON-RPC.
 */
export async function callRpc(url: string, calls: readonly RpcCall[], tools: VerifierTools): Promise<readonly RpcAnswer[]> {
  const bodies = calls.map((call, id) => ({ jsonrpc: "2.0", id, ...call }));
  if (bodies.length > 1) {
    const answers = readBatch(await post(url, bodies, tools), bodies.length);
    if (answers !== undefined) return answers;
  }
  return Promise.all(bodies.map(async (body) => readAnswer(await post(url, body, tools), url)));
}

/** The error for a call that a node did not answer with a result. */
export function rpcFailure(host: string, answer: RpcAnswer | undefined): SourceError {
  return new SourceError("BAD_RESPONSE", `${host} answers "${answer?.error ?? "nothing"}".`);
}

async function post(url: string, body: unknown, tools: VerifierTools): Promise<unknown> {
  const response = await tools.fetch(url, {
    method: "POST", headers: { "content-type": "application/json", accept: "application/json" }, body: JSON.stringify(body), signal: tools.signal,
  });
  // Some nodes refuse a batch with a status, and say so in the body.
  if (Array.isArray(body) && !response.ok && response.status < 429) {
    await response.body?.cancel();
    return undefined;
  }
  return readJson(response, "a call of JSON-RPC", tools.now());
}

/** `undefined` when the node takes no batches. */
function readBatch(answer: unknown, count: number): readonly RpcAnswer[] | undefined {
  const list = asArray(answer);
  if (list === undefined) return undefined;
  const byId = new Map(list.flatMap((entry) => {
    const record = asRecord(entry);
    const id = asNumber(record?.["id"]);
    return record === undefined || id === undefined ? [] : [[id, answerOf(record)] as const];
  }));
  return Array.from({ length: count }, (_, id) => byId.get(id) ?? { error: "no answer to this call" });
}

function readAnswer(answer: unknown, url: string): RpcAnswer {
  const record = asRecord(answer);
  if (record === undefined) throw new SourceError("BAD_RESPONSE", `${new URL(url).host} did not answer as JSON-RPC describes.`);
  return answerOf(record);
}

function answerOf(record: Readonly<Record<string, unknown>>): RpcAnswer {
  const error = asRecord(record["error"]);
  // Messages of nodes are foreign text: enough of it to know what is wrong.
  if (error !== undefined) {
    const message = asString(error["message"]) ?? "an error";
    // Code 3 is geth's; others say it in words only.
    const reverted = error["code"] === 3 || /execution reverted|\brevert(ed)?\b|VM Exception|invalid opcode|out of gas/i.test(message);
    return { error: message.slice(0, 200), ...(reverted ? { reverted } : {}) };
  }
  return "result" in record ? { result: record["result"] } : { error: "neither result nor error" };
}
