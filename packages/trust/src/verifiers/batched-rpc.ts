import type { VerifierTools } from "@modeldex/plugin-kit";
import { canonicalJson } from "../canonical.ts";
import { callRpc, type RpcAnswer, type RpcCall } from "./call-rpc.ts";

/** Makes calls at one endpoint; the answers come in the order of the calls. */
export type RpcCaller = (calls: readonly RpcCall[]) => Promise<readonly RpcAnswer[]>;

/** Most calls of one batch; nodes refuse longer ones. */
const maxBatch = 80;

/**
 * A caller of one endpoint. What is asked for while the program goes on without waiting is asked in one request, equal calls once: checks of several claims
 * that are lent the same `fetch` cost little more than one.
 */
export function batchedRpc(url: string, tools: VerifierTools): RpcCaller {
  const known = callers.get(tools.fetch) ?? new Map<string, RpcCaller>();
  callers.set(tools.fetch, known);
  const caller = known.get(url) ?? createCaller(url, tools);
  known.set(url, caller);
  return caller;
}

const callers = new WeakMap<VerifierTools["fetch"], Map<string, RpcCaller>>();

interface Waiting extends PromiseWithResolvers<RpcAnswer> {
  readonly call: RpcCall;
}

function createCaller(url: string, tools: VerifierTools): RpcCaller {
  const waiting = new Map<string, Waiting>();
  const send = async (batch: readonly Waiting[]): Promise<void> => {
    try {
      const answers = await callRpc(url, batch.map(({ call }) => call), tools);
      for (const [index, { resolve }] of batch.entries()) resolve(answers[index] ?? { error: "no answer to this call" });
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  };
  const flush = (): void => {
    const all = [...waiting.values()];
    waiting.clear();
    for (let first = 0; first < all.length; first += maxBatch) void send(all.slice(first, first + maxBatch));
  };
  const ask = async (call: RpcCall): Promise<RpcAnswer> => {
    const key = canonicalJson(call);
    const known = waiting.get(key);
    if (known !== undefined) return await known.promise;
    if (waiting.size === 0) setImmediate(flush);
    const asked = { call, ...Promise.withResolvers<RpcAnswer>() };
    waiting.set(key, asked);
    return await asked.promise;
  };
  return async (calls) => await Promise.all(calls.map(ask));
}
