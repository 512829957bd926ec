import { SourceError, type SourceContext } from "@modeldex/plugin-kit";
import type { Hex } from "viem";
import type { Chain } from "../options.ts";
import { lentRpc, type Endpoint } from "./lent-rpc.ts";
import { readBlock, readQuantity, type Block } from "./raw.ts";
import { meaningOf, RpcError } from "./rpc-error.ts";

/**
 * Asks one request of JSON-RPC.
 *
 * @throws {RpcError} as the node refuses it; of `eth_getLogs` also what fails with a `SourceError` that may not come when less is asked for.
 * @throws {SourceError} the endpoint cannot be asked, or answers what is no JSON-RPC.
 */
export type Ask = (method: string, params: readonly unknown[]) => Promise<unknown>;

/** An endpoint that serves the right chain, during one call. */
export interface Node {
  readonly endpoint: Endpoint;
  readonly host: string;
  readonly ask: Ask;
  /** Newest block. */
  readonly head: Block;
  /** Newest block that it calls final; absent where that is not asked, or not known. */
  readonly finalized?: Block;
}

/** Depth below the newest block that counts as final on a node without the tag `finalized`. */
export const depthWithoutTag = 64;

/** How long an endpoint that failed is asked last. */
const restMs = 60_000;

/** Most requests for logs that may end at a deadline one after the other, before the endpoint counts as one that hangs. */
const mostTimeouts = 2;

/** Endpoints in their order, those last that failed within the last minute. */
export function byHealth(endpoints: readonly Endpoint[], now: Date): readonly Endpoint[] {
  const rests = ({ failedAt }: Endpoint): number => (failedAt !== undefined && Math.abs(now.getTime() - failedAt) < restMs ? 1 : 0);
  return endpoints.toSorted((left, right) => rests(left) - rests(right));
}

/** @throws {SourceError} also `BAD_RESPONSE`: it serves another chain, or has no blocks. */
export async function openNode(chain: Chain, endpoint: Endpoint, context: SourceContext): Promise<Node> {
  const { host } = endpoint;
  const ask = asker(endpoint, context);
  const blockBy = async (tag: "latest" | "finalized"): Promise<Block | undefined> => readBlock(await ask("eth_getBlockByNumber", [tag, false]), host);
  const [chainId, head, finalized] = await Promise.all([
    ask("eth_chainId", []).then((answer) => readQuantity(answer, host, "a chain id")),
    blockBy("latest"),
    chain.finality === "finalized" ? orUndefined(blockBy("finalized"), ["NO_BLOCK", "NO_METHOD", "OTHER"]) : undefined,
  ]);
  if (chainId !== chain.chainId) {
    throw new SourceError("BAD_RESPONSE", `${host} serves chain ${chainId}, where chain ${chain.chainId} is configured; correct chainId or rpc.`);
  }
  if (head === undefined) throw new SourceError("BAD_RESPONSE", `${host} has no newest block for chain ${chainId}.`);
  if (chain.finality === "finalized" && finalized === undefined) context.log.warn("the RPC endpoint knows no finalized block", { host, depth: depthWithoutTag });
  return { endpoint, host, ask, head, ...(finalized === undefined ? {} : { finalized }) };
}

/** @returns `undefined` when the node refuses with one of these meanings. */
export async function orUndefined<T>(asked: Promise<T>, meanings: readonly string[]): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof RpcError && meanings.includes(meaningOf(error))) return undefined;
    throw error;
  }
}

export function quantity(number: number): Hex {
  return `0x${number.toString(16)}`;
}

/** Asks for logs as `Ask` says. */
function asker(endpoint: Endpoint, context: SourceContext): Ask {
  const request = lentRpc(endpoint, context);
  let timeouts = 0;
  return async (method, params) => {
    if (method !== "eth_getLogs") return await request(method, params);
    try {
      const answer = await request(method, params);
      timeouts = 0;
      return answer;
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      if (error.code === "TIMEOUT") timeouts += 1;
      // An answer that is too large for the lent fetch, or too late, may be neither when less is asked for.
      if (error.code === "BAD_RESPONSE" || (error.code === "TIMEOUT" && timeouts <= mostTimeouts)) throw new RpcError(0, error.message, error);
      throw error;
    }
  };
}
