import { asRecord, asString, type UnknownReason } from "@modeldex/plugin-kit";
import { rpcFailure, type RpcAnswer, type RpcCall } from "./call-rpc.ts";

/** A block as somebody names it. */
export interface NamedBlock {
  readonly chainId: number;
  readonly blockNumber: number;
  readonly blockHash: string;
}

/** What one node says of such a block. `final`: by its own word; `because` is a clause for a sentence. */
export type HeldBlock =
  | { readonly status: "equal"; readonly final: boolean; readonly block: Readonly<Record<string, unknown>> }
  | { readonly status: "different"; readonly final: boolean; readonly hash: string; readonly because: string }
  | { readonly status: "unread"; readonly unknownReason: UnknownReason; readonly because: string };

/** The calls whose answers {@link readHeldBlock} reads: the chain, the block by its number, the newest final block. */
export function heldBlockCalls({ blockNumber }: NamedBlock): readonly [RpcCall, RpcCall, RpcCall] {
  return [
    { method: "eth_chainId", params: [] },
    { method: "eth_getBlockByNumber", params: [`0x${blockNumber.toString(16)}`, false] },
    { method: "eth_getBlockByNumber", params: ["finalized", false] },
  ];
}

/**
 * Whether a node has just this block at its number, and whether it is final there. A node of another chain, or without the block, says nothing.
 *
 * @throws {SourceError} `BAD_RESPONSE` when the node answers the first two calls with an error.
 */
export function readHeldBlock({ chainId, blockNumber, blockHash }: NamedBlock, [id, block, finalized]: readonly (RpcAnswer | undefined)[], host: string): HeldBlock {
  if (Number(resultOf(id, host)) !== chainId) return { status: "unread", unknownReason: "NO_TRUST_ANCHOR", because: `${host} is not an endpoint of chain ${String(chainId)}` };
  const found = asRecord(resultOf(block, host));
  const hash = asString(found?.["hash"])?.toLowerCase();
  if (found === undefined || hash === undefined) return { status: "unread", unknownReason: "SOURCE_UNAVAILABLE", because: `${host} has no block ${String(blockNumber)}` };
  // A node that knows no final block says so by an error.
  const final = Number(asString(asRecord(finalized?.result)?.["number"]) ?? Number.NaN) >= blockNumber;
  if (hash === blockHash.toLowerCase()) return { status: "equal", final, block: found };
  return { status: "different", final, hash, because: `block ${String(blockNumber)} is ${hash}, not ${blockHash.toLowerCase()}` };
}

function resultOf(answer: RpcAnswer | undefined, host: string): unknown {
  if (answer === undefined || answer.error !== undefined) throw rpcFailure(host, answer);
  return answer.result;
}
