import { SourceError } from "@modeldex/plugin-kit";
import { decodeFunctionResult, encodeFunctionData, parseAbi, type Address, type Hex } from "viem";
import { quantity, type Ask } from "./node.ts";
import { readHex } from "./raw.ts";
import { meaningOf, RpcError } from "./rpc-error.ts";

/** Where Multicall3 is on most chains (github.com/mds1/multicall3): its deployment is a transaction without a chain id. */
export const multicallAddress: Address = "0xcA11bde05977b3631167028862bE2a173976CA11";

const multicallAbi = parseAbi([
  "struct Call3 { address target; bool allowFailure; bytes callData; }",
  "struct Result { bool success; bytes returnData; }",
  "function aggregate3(Call3[] calls) payable returns (Result[] returnData)",
]);

/** Most calls in one multicall, and most bytes of their calldata. */
const mostCalls = 100;
const mostBytes = 48_000;

/** Fewer calls go out by themselves. */
const fewestCalls = 4;

interface WaitingCall {
  readonly address: Address;
  readonly data: Hex;
  readonly block: number;
  readonly settle: (answer: Answer) => void;
}

/** `0x…`: what the view gives when it is called alone. */
type Answer = { readonly result: Hex } | { readonly error: unknown };

/**
 * Makes views that are called in the same turn go out together, by Multicall3 where the chain has it at that block, else each by itself in a
 * batch of JSON-RPC. What is given is the result of the single view, as a call of it alone gives it (but for views that look at their caller).
 *
 * @throws {RpcError} of a call: the contract reverted it, or the node refuses it.
 */
export function callsTogether(ask: Ask, host: string): (address: Address, data: Hex, blockNumber: number) => Promise<Hex> {
  // Learned during the session: what the chain has, and how many calls a node takes in one.
  const learned = { present: false, absentUpTo: -1, most: mostCalls };
  let waiting: WaitingCall[] = [];

  const alone = async ({ address, data, block, settle }: WaitingCall): Promise<void> => {
    try {
      settle({ result: readHex(await ask("eth_call", [{ to: address, data }, quantity(block)]), host, "the result of a call") });
    } catch (error) {
      settle({ error });
    }
  };

  const together = async (calls: readonly WaitingCall[]): Promise<void> => {
    const [first] = calls;
    if (first === undefined) return;
    const { block } = first;
    if (calls.length < fewestCalls || block <= learned.absentUpTo) {
      await Promise.all(calls.map(alone));
      return;
    }
    const [some = [], ...others] = chunks(calls, learned.most);
    if (others.length > 0) {
      // What is learned of the first goes for the others.
      if (!learned.present) {
        await together(some);
        await together(others.flat());
      } else await Promise.all([some, ...others].map(together));
      return;
    }
    let results: Results;
    try {
      results = await aggregated(ask, calls, host);
    } catch (error) {
      if (!(error instanceof RpcError) && !(error instanceof SourceError && error.code === "BAD_RESPONSE")) throw error;
      if (error instanceof RpcError && ["NO_STATE", "NO_BLOCK", "RATE"].includes(meaningOf(error))) throw error;
      // Too much gas, or too much data: with fewer calls it may do.
      learned.most = Math.min(learned.most, Math.floor(calls.length / 2));
      await together(calls);
      return;
    }
    if (results === undefined) {
      learned.absentUpTo = Math.max(learned.absentUpTo, block);
      await Promise.all(calls.map(alone));
      return;
    }
    learned.present = true;
    await Promise.all(
      calls.map(async (call, index) => {
        const inner = results[index];
        if (inner?.success === true) call.settle({ result: inner.returnData.toLowerCase() as Hex });
        // It may have failed for want of gas, of which a call alone has more; a contract can give that any reason.
        else await alone(call);
      }),
    );
  };

  const flush = (): void => {
    const flushed = waiting;
    waiting = [];
    for (const calls of Map.groupBy(flushed, ({ block }) => block).values()) {
      together(calls).catch((error: unknown) => calls.forEach(({ settle }) => settle({ error })));
    }
  };

  return async (address, data, block) => {
    const answer = await new Promise<Answer>((settle) => {
      waiting.push({ address, data, block, settle });
      if (waiting.length === 1) setImmediate(flush);
    });
    if ("error" in answer) throw answer.error;
    return answer.result;
  };
}

type Results = readonly { readonly success: boolean; readonly returnData: Hex }[] | undefined;

/** @returns `undefined` when there is no Multicall3 at that block: a call of nothing gives nothing. */
async function aggregated(ask: Ask, calls: readonly WaitingCall[], host: string): Promise<Results> {
  const args = calls.map(({ address, data }) => ({ target: address, allowFailure: true, callData: data }));
  const data = encodeFunctionData({ abi: multicallAbi, functionName: "aggregate3", args: [args] });
  const result = readHex(await ask("eth_call", [{ to: multicallAddress, data }, quantity(calls[0]?.block ?? 0)]), host, "the result of a multicall");
  if (result === "0x") return undefined;
  try {
    const results = decodeFunctionResult({ abi: multicallAbi, functionName: "aggregate3", data: result });
    return results.length === calls.length ? results : undefined;
  } catch {
    // Something else is at the address.
    return undefined;
  }
}

function chunks(calls: readonly WaitingCall[], most: number): readonly (readonly WaitingCall[])[] {
  const parts: WaitingCall[][] = [];
  let bytes = 0;
  for (const call of calls) {
    const own = call.data.length / 2;
    const last = parts.at(-1);
    if (last === undefined || last.length >= most || bytes + own > mostBytes) {
      parts.push([call]);
      bytes = own;
    } else {
      last.push(call);
      bytes += own;
    }
  }
  return parts;
}
