import { SourceError, type SourceContext } from "@modeldex/plugin-kit";
import type { Chain } from "../options.ts";
import { ballotOf, decided, isVote, sizeRefusal, undecided, type Ballot } from "./ballots.ts";
import { sourceErrorFor, tooFew } from "./endpoint-failures.ts";
import type { Endpoint } from "./lent-rpc.ts";
import { byHealth, depthWithoutTag, openNode, quantity, type Ask, type Node } from "./node.ts";
import { readBlock, type Block } from "./raw.ts";
import { RpcError } from "./rpc-error.ts";

/** Endpoints that gave equal data, of those that answered: the least of them and the most, over a whole session. */
export interface Agreement {
  readonly agreeing: number;
  readonly asked: number;
}

/** Endpoints of one chain that are asked together, and what they agree on. */
export interface Panel {
  readonly host: string;
  readonly head: Block;
  readonly finalized: Block;
  readonly ask: Ask;
  readonly agreement: Agreement;
}

/** A head that is so much older than another endpoint's, in seconds, is one that lags behind. */
const staleSeconds = 60;

/**
 * Opens one endpoint: all answers are its own.
 *
 * @throws {SourceError} it cannot be read.
 */
export async function openSingle(chain: Chain, endpoint: Endpoint, context: SourceContext): Promise<Panel> {
  const { host, head, ask, finalized: tagged } = await openNode(chain, endpoint, context);
  const number = finalNumber(chain, { head });
  const finalized = tagged ?? (number === head.number ? head : readBlock(await ask("eth_getBlockByNumber", [quantity(number), false]), host));
  if (finalized === undefined) throw new SourceError("BAD_RESPONSE", `${host} has no block ${number} of chain ${chain.chainId}.`);
  return { host, head, finalized, ask, agreement: { agreeing: 1, asked: 1 } };
}

/**
 * Opens as many endpoints as must agree. Each request then goes to all of them; when they do not agree, or one fails, a further endpoint is
 * asked, and what at least so many, and more than anything else, say counts. Newest and final block are the newest that all of them have.
 *
 * @throws {SourceError} of what is asked, too: `BAD_RESPONSE` with the hosts and what differs; else what the endpoints failed with.
 */
export async function openPanel(chain: Chain, context: SourceContext): Promise<Panel> {
  const { agreement: needed, chainId } = chain;
  const bench = await openBench(chain, context);
  const host = bench.nodes.map((node) => node.host).join(" and ");
  let agreement: Agreement = { agreeing: needed, asked: needed };

  const ask: Ask = async (method, params) => {
    const request = { method, params };
    const asked = new Set<Node>();
    const ballots: Ballot[] = [];
    for (;;) {
      const wanted = Math.max(1, needed - ballots.filter(isVote).length);
      const next = await bench.next(asked, wanted);
      if (next.length === 0) throw undecided({ chain, request, ballots, failures: bench.failures });
      for (const node of next) asked.add(node);
      ballots.push(...(await Promise.all(next.map(async (node) => ballotOf(node, request, bench.fail)))));
      const sized = sizeRefusal(ballots, request);
      if (sized !== undefined) throw sized;
      const winner = decided(ballots, needed);
      if (winner === undefined) continue;
      const votes = ballots.filter((ballot) => isVote(ballot) && ballot.key !== undefined).length;
      agreement = { agreeing: Math.min(agreement.agreeing, winner.count), asked: Math.max(agreement.asked, votes) };
      if (winner.vote.error !== undefined) throw winner.vote.error;
      return winner.vote.value;
    }
  };
  const blockAt = async (number: number): Promise<Block | undefined> => {
    const known = bench.nodes.map(({ head, finalized }) => [head, finalized].find((block) => block?.number === number));
    const [first] = known;
    if (first !== undefined && known.every((block) => block?.hash === first.hash)) return first;
    return readBlock(await ask("eth_getBlockByNumber", [quantity(number), false]), host);
  };
  const finalAt = Math.min(...bench.nodes.map((node) => node.finalized?.number ?? finalNumber(chain, node)));
  const finalized = await blockAt(finalAt);
  if (finalized === undefined) throw new SourceError("BAD_RESPONSE", `${host} have no block ${finalAt} of chain ${chainId}.`);
  const headAt = Math.min(...bench.nodes.map(({ head }) => head.number));
  const head = await blockAt(headAt).catch((error: unknown) => {
    context.signal.throwIfAborted();
    if (!(error instanceof SourceError) && !(error instanceof RpcError)) throw error;
    // Newest blocks differ for moments; what is final must not.
    context.log.warn("the RPC endpoints do not agree on the newest block", { hosts: host, block: headAt });
    return undefined;
  });
  return {
    host,
    head: head ?? finalized,
    finalized,
    ask,
    get agreement() {
      return agreement;
    },
  };
}

interface Bench {
  /** Those that are asked first: as many as must agree. */
  readonly nodes: readonly Node[];
  readonly failures: readonly SourceError[];
  /** At most `count` nodes that were not asked; opens further endpoints for it. */
  next(asked: ReadonlySet<Node>, count: number): Promise<readonly Node[]>;
  readonly fail: (node: Node, error: SourceError) => void;
}

async function openBench(chain: Chain, context: SourceContext): Promise<Bench> {
  const { agreement: needed } = chain;
  const waiting = [...byHealth(chain.endpoints, context.now())];
  const failures: SourceError[] = [];
  let nodes: Node[] = [];
  let opening: Promise<void> | undefined;
  const failed = (endpoint: Endpoint, error: SourceError): void => {
    context.signal.throwIfAborted();
    endpoint.failedAt = context.now().getTime();
    failures.push(error);
    context.log.warn("an RPC endpoint failed", { host: endpoint.host, code: error.code });
  };
  const open = async (count: number): Promise<void> => {
    await Promise.all(
      waiting.splice(0, count).map(async (endpoint) => {
        try {
          nodes.push(await openNode(chain, endpoint, context));
        } catch (error) {
          failed(endpoint, sourceErrorFor(error, endpoint, chain, context));
        }
      }),
    );
  };
  const isStale = ({ head }: Node): boolean => nodes.some((other) => other.head.timestamp - head.timestamp > staleSeconds);
  const fresh = (): number => nodes.filter((node) => !isStale(node)).length;
  while (fresh() < needed && waiting.length > 0) await open(needed - fresh());
  if (nodes.length < needed) throw tooFew(chain, failures);
  const order = new Map(chain.endpoints.map((endpoint, index) => [endpoint, index]));
  nodes = nodes.toSorted((left, right) => Number(isStale(left)) - Number(isStale(right)) || (order.get(left.endpoint) ?? 0) - (order.get(right.endpoint) ?? 0));
  const first = nodes.slice(0, needed);
  const height = Math.min(...first.map(({ head }) => head.number));
  return {
    nodes: first,
    failures,
    next: async (asked, count) => {
      for (;;) {
        // One that does not have the newest blocks yet would leave out their logs.
        const ready = nodes.filter((node) => !asked.has(node) && node.head.number >= height).slice(0, count);
        if (ready.length >= count || (waiting.length === 0 && opening === undefined)) return ready;
        opening ??= open(count - ready.length).finally(() => {
          opening = undefined;
        });
        await opening;
      }
    },
    fail: (node, error) => {
      if (!nodes.includes(node)) return;
      nodes = nodes.filter((other) => other !== node);
      failed(node.endpoint, error);
    },
  };
}

function finalNumber({ finality }: Chain, { head }: Pick<Node, "head">): number {
  const depth = finality === "instant" ? 0 : finality === "finalized" ? depthWithoutTag : finality.depth;
  return Math.max(0, head.number - depth);
}
