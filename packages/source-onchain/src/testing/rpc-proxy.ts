import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

/** One request of JSON-RPC as it passes. */
export interface PassingCall {
  readonly id: number;
  readonly method: string;
  readonly params: readonly unknown[];
}

export interface RpcProxyOptions {
  /** Answers in the node's place: an object with `result` or `error`; `undefined` lets the call pass. */
  answer?(call: PassingCall): object | undefined;
  /** Changes what the node answered. */
  change?(call: PassingCall, result: unknown): unknown;
  /** Changes all answers to one HTTP request, a list where it was a batch; `undefined` gives half of their text. */
  whole?(answers: unknown): unknown;
  /** Answers a whole HTTP request in the node's place; `true` when it did. */
  http?(response: ServerResponse, calls: readonly PassingCall[]): boolean;
}

/** An RPC endpoint that misbehaves on purpose, before a node. */
export interface RpcProxy {
  readonly url: string;
  /** Every request of JSON-RPC, in order. */
  readonly calls: readonly PassingCall[];
  /** Number of HTTP requests. */
  readonly requests: number;
  close(): Promise<void>;
}

/** Starts a proxy before the node at `url`, on a free loopback port. */
export async function startRpcProxy(url: string, options: RpcProxyOptions): Promise<RpcProxy> {
  const calls: PassingCall[] = [];
  let requests = 0;
  const server = createServer((request, response) => {
    void handle(request, response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the proxy has no port");

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    requests += 1;
    const text = await textOf(request);
    if (text === undefined) return;
    const body = JSON.parse(text) as PassingCall | PassingCall[];
    const batch = Array.isArray(body) ? body : [body];
    calls.push(...batch);
    if (options.http?.(response, batch) === true) return;
    const answers = await Promise.all(batch.map(answerTo));
    response.writeHead(200, { "content-type": "application/json" });
    const own = Array.isArray(body) ? answers : answers[0];
    const given = options.whole === undefined ? own : options.whole(own);
    response.end(given === undefined ? JSON.stringify(own).slice(0, -20) : JSON.stringify(given));
  }

  async function answerTo(call: PassingCall): Promise<object> {
    const own = options.answer?.(call);
    if (own !== undefined) return { jsonrpc: "2.0", id: call.id, ...own };
    const passed = await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ jsonrpc: "2.0", ...call }) });
    const answer = (await passed.json()) as { readonly result?: unknown };
    return options.change === undefined || answer.result === undefined ? answer : { ...answer, result: options.change(call, answer.result) };
  }

  return {
    url: `http://127.0.0.1:${address.port}`,
    calls,
    get requests() {
      return requests;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** The body; `undefined` when who asked has gone before all of it came. */
async function textOf(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of request) chunks.push(chunk as Buffer);
  } catch {
    return undefined;
  }
  return request.complete ? Buffer.concat(chunks).toString("utf8") : undefined;
}
