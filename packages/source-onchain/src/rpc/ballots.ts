import { SourceError } from "@modeldex/plugin-kit";
import type { Chain } from "../options.ts";
import { canonicalOf, differenceOf, type Given } from "./canonical.ts";
import { tooFew } from "./endpoint-failures.ts";
import type { Node } from "./node.ts";
import { meaningOf, RpcError, sourceErrorOf } from "./rpc-error.ts";

/** One request of JSON-RPC. */
export interface Request {
  readonly method: string;
  readonly params: readonly unknown[];
}

/** What became of one request at one endpoint. */
export type Ballot =
  /** `key`: what was said; absent: no such block or transaction. */
  | { readonly kind: "vote"; readonly node: Node; readonly key: string | undefined; readonly value: unknown; readonly error?: RpcError }
  | { readonly kind: "refused"; readonly node: Node; readonly error: RpcError }
  | { readonly kind: "failed" };
type Vote = Extract<Ballot, { kind: "vote" }>;

/** @param fail - told of an endpoint that cannot be asked. */
export async function ballotOf(node: Node, { method, params }: Request, fail: (node: Node, error: SourceError) => void): Promise<Ballot> {
  try {
    const value = await node.ask(method, params);
    return { kind: "vote", node, key: canonicalOf(method, value, node.host), value };
  } catch (error) {
    if (error instanceof SourceError) {
      fail(node, error);
      return { kind: "failed" };
    }
    if (!(error instanceof RpcError)) throw error;
    const meaning = meaningOf(error);
    if (meaning === "REVERTED") return { kind: "vote", node, key: "reverted", value: undefined, error };
    if (meaning === "NO_BLOCK") return { kind: "vote", node, key: undefined, value: undefined, error };
    if (meaning === "RATE") {
      fail(node, sourceErrorOf(error, node.host, method));
      return { kind: "failed" };
    }
    return { kind: "refused", node, error };
  }
}

/** The answer that at least `needed` gave, and more than gave any other. */
export function decided(ballots: readonly Ballot[], needed: number): { readonly vote: Vote; readonly count: number } | undefined {
  const groups = [...Map.groupBy(ballots.filter(isVote), ({ key }) => key).values()].toSorted((left, right) => right.length - left.length);
  const [best, second] = groups;
  const [vote] = best ?? [];
  if (best === undefined || vote === undefined || best.length < needed || best.length === second?.length) return undefined;
  return { vote, count: best.length };
}

/** Why there is no such answer. */
export function undecided({ chain, request: { method, params }, ballots, failures }: {
  readonly chain: Chain;
  readonly request: Request;
  readonly ballots: readonly Ballot[];
  readonly failures: readonly SourceError[];
}): SourceError | RpcError {
  const given = new Map(ballots.filter(isVote).filter(({ key }) => key !== undefined).map((vote) => [vote.key, { host: vote.node.host, value: vote.value } satisfies Given]));
  const [left, right] = [...given.values()];
  if (left !== undefined && right !== undefined) {
    const what = given.has("reverted") ? `a call at block ${String(params[1])} is reverted by one of ${left.host} and ${right.host} alone` : differenceOf(method, params, [left, right]);
    return new SourceError("BAD_RESPONSE", `The RPC endpoints of chain ${chain.chainId} do not agree: ${what}. Equal answers of ${chain.agreement} are needed, so none of them was taken.`);
  }
  const refused = ballots.find((ballot) => ballot.kind === "refused");
  if (refused !== undefined) return refused.error;
  const absent = ballots.find((ballot) => isVote(ballot) && ballot.key === undefined);
  if (absent?.kind === "vote" && left !== undefined && method === "eth_getTransactionByHash") {
    // Its log was given by as many as must agree, so the node has the block, and no index of its transactions: what it does not offer.
    return new RpcError(-32_004, `${absent.node.host} does not have transaction ${String(params[0])}, which ${left.host} has`);
  }
  if (absent?.kind === "vote" && left !== undefined) {
    return new SourceError("UNREACHABLE", `${absent.node.host} lags behind ${left.host} on chain ${chain.chainId}, and answers of ${chain.agreement} RPC endpoints are needed.`);
  }
  return tooFew(chain, failures);
}

/** The refusal of one that takes less at a time: then all are asked for less. A single block cannot be less. */
export function sizeRefusal(ballots: readonly Ballot[], { method, params }: Request): RpcError | undefined {
  if (isOneBlock(method, params)) return undefined;
  const sized = ballots.find((ballot) => ballot.kind === "refused" && isSize(ballot.error));
  return sized?.kind === "refused" ? sized.error : undefined;
}

export function isVote(ballot: Ballot): ballot is Vote {
  return ballot.kind === "vote";
}

function isSize(error: RpcError): boolean {
  const meaning = meaningOf(error);
  return meaning === "RANGE" || meaning === "RESULTS";
}

function isOneBlock(method: string, [filter]: readonly unknown[]): boolean {
  if (method !== "eth_getLogs" || typeof filter !== "object" || filter === null) return false;
  return "fromBlock" in filter && "toBlock" in filter && filter.fromBlock === filter.toBlock;
}
