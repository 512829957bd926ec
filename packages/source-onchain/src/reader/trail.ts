import { SourceError } from "@modeldex/plugin-kit";
import { digitsOf, type Mark, type Seen, type SeenBlock } from "./place.ts";
import type { Block } from "../rpc/raw.ts";
import type { Session } from "../rpc/session.ts";

/** How far below a block the marks of its trail are. */
const distances: readonly number[] = Array.from({ length: 12 }, (_, power) => 2 ** power);

/**
 * How a chain stands to what was seen of it.
 *
 * same: the block is there; reorganised: it is another one now, and the newest that is still there is `depth` below; reset: nothing that was seen
 * is there; behind: the node does not have the block yet, or no longer.
 */
export type Standing =
  | { readonly kind: "same"; readonly block: Block }
  | { readonly kind: "reorganised"; readonly depth: number }
  | { readonly kind: "behind" }
  | { readonly kind: "reset"; readonly now?: SeenBlock };

/** Reads what is to be remembered with a block: 12 blocks below it, wider and wider apart, and the first one of the chain. One batch. */
export async function trailOf(session: Session, { number }: SeenBlock): Promise<Pick<Seen, "trail" | "genesis">> {
  const below = distances.map((distance) => number - distance).filter((at) => at > 0);
  const [genesis, ...blocks] = await Promise.all([0, ...below].map(async (at) => session.block(at)));
  return {
    trail: blocks.flatMap((block) => (block === undefined ? [] : [{ number: block.number, digits: digitsOf(block) }])),
    ...(genesis === undefined ? {} : { genesis: digitsOf(genesis) }),
  };
}

/** Compares the chain with what was seen of it. One request when nothing has changed. */
export async function standingOf(session: Session, seen: Seen): Promise<Standing> {
  const { block: newest, trail, genesis } = seen;
  const isMissing = session.head.number < newest.number;
  const now = isMissing ? undefined : await session.block(newest.number);
  if (now?.hash === newest.hash) return { kind: "same", block: now };
  const known = trail.filter(({ number }) => number <= session.head.number);
  const [first, ...blocks] = await Promise.all([0, ...known.map(({ number }) => number)].map(async (number) => session.block(number)));
  const another = first !== undefined && genesis !== undefined && digitsOf(first) !== genesis;
  const common: Mark | undefined = another ? undefined : known.find(({ digits }, place) => blocks[place] !== undefined && digitsOf(blocks[place]) === digits);
  if (common !== undefined) return isMissing ? { kind: "behind" } : { kind: "reorganised", depth: newest.number - common.number };
  if (isMissing && !another && known.length === 0) return { kind: "behind" };
  return { kind: "reset", ...(now === undefined ? {} : { now }) };
}

/** Why nothing is read on. */
export function standingError({ chain: { chainId }, host, head }: Session, seen: SeenBlock, standing: Exclude<Standing, { readonly kind: "same" | "reorganised" }>): SourceError {
  if (head.number < seen.number) {
    return new SourceError(
      "BAD_RESPONSE",
      `${host} has blocks of chain ${chainId} up to ${head.number}, but block ${seen.number} was indexed before: it lags behind, or the chain was reset. If it was reset, start a full run without the checkpoint.`,
    );
  }
  const now = standing.kind === "reset" ? standing.now?.hash : undefined;
  return new SourceError(
    "BAD_RESPONSE",
    `Block ${seen.number} of chain ${chainId} was ${seen.hash} when it was indexed and is ${now ?? "missing"} at ${host}, and no block below it that was seen is there either: the chain was reset. Nothing was changed; to index it anew, start a full run without the checkpoint.`,
  );
}
