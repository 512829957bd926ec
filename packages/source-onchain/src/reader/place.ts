import { createHash } from "node:crypto";
import { SourceError } from "@modeldex/plugin-kit";
import type { Hex } from "viem";
import type { Chain } from "../options.ts";
import { firstPace, type Pace } from "../rpc/pace.ts";

/** A block that was seen, to be recognised later. */
export interface SeenBlock {
  readonly number: number;
  readonly hash: Hex;
}

/** How far a run is on one chain. */
export interface ChainPlan {
  readonly chainId: number;
  /** Of the registries that this plan covers. */
  readonly fingerprint: string;
  /** Next log to read: the block, and the log's index in it. */
  readonly next: { readonly block: number; readonly log: number };
  /** Where the run ends: the newest block that was final when it began. */
  readonly anchor: SeenBlock;
  readonly pace: Pace;
}

/** Tells whether the registries of a chain are still the ones that were indexed: their mappings, addresses and first blocks. */
export function fingerprintOf(chain: Chain): string {
  const all = chain.registries.map(({ fingerprint }) => fingerprint).toSorted().join(",");
  return createHash("sha256").update(all).digest("hex").slice(0, 16);
}

/** Writes a cursor: per chain `<chain id>:<fingerprint>:<next block>:<next log>:<anchor>:<anchor hash>:<span>:<refused span>`. */
export function formatCursor(plans: readonly ChainPlan[]): string {
  return plans
    .map(({ chainId, fingerprint, next, anchor, pace }) =>
      [chainId, fingerprint, next.block, next.log, anchor.number, anchor.hash, pace.span, pace.refused].join(":"),
    )
    .join(";");
}

/** @throws {SourceError} `BAD_RESPONSE`: the text is no cursor of this source. */
export function parseCursor(text: string): readonly ChainPlan[] {
  return rows(text, "cursor").map((row) => {
    const { chainId, fingerprint, block, log, anchor, hash, span, refused } = cursorRow.exec(row)?.groups ?? {};
    const numbers = [chainId, block, log, anchor, span, refused].map(Number);
    if (hash === undefined || fingerprint === undefined || !numbers.every(Number.isSafeInteger) || Number(span) < 1) throw foreign("cursor");
    return {
      chainId: Number(chainId),
      fingerprint,
      next: { block: Number(block), log: Number(log) },
      anchor: { number: Number(anchor), hash: hash as Hex },
      // A wide span in a forged cursor costs a refused request.
      pace: { span: Number(span), refused: Math.max(Number(refused), Number(span) + 1) },
    };
  });
}

/** Writes a checkpoint: per chain `<chain id>:<fingerprint>:<block>:<hash>`. */
export function formatCheckpoint(plans: readonly ChainPlan[]): string {
  return plans.map(({ chainId, fingerprint, anchor }) => [chainId, fingerprint, anchor.number, anchor.hash].join(":")).join(";");
}

/**
 * Reads a checkpoint.
 *
 * @returns by chain id.
 * @throws {SourceError} `BAD_RESPONSE`: the text is no checkpoint of this source.
 */
export function parseCheckpoint(text: string): ReadonlyMap<number, { readonly fingerprint: string; readonly block: SeenBlock }> {
  return new Map(
    rows(text, "checkpoint").map((row) => {
      const { chainId, fingerprint, block, hash } = checkpointRow.exec(row)?.groups ?? {};
      if (hash === undefined || fingerprint === undefined || !Number.isSafeInteger(Number(chainId)) || !Number.isSafeInteger(Number(block))) throw foreign("checkpoint");
      return [Number(chainId), { fingerprint, block: { number: Number(block), hash: hash as Hex } }];
    }),
  );
}

/** The plan for a chain that was never read, or was read for other registries. */
export function planFromStart(chain: Chain, anchor: SeenBlock): ChainPlan {
  const startBlock = Math.min(...chain.registries.map((registry) => registry.startBlock));
  return { chainId: chain.chainId, fingerprint: fingerprintOf(chain), next: { block: startBlock, log: 0 }, anchor, pace: firstPace };
}

const cursorRow =
  /^(?<chainId>\d{1,16}):(?<fingerprint>[0-9a-f]{16}):(?<block>\d{1,16}):(?<log>\d{1,16}):(?<anchor>\d{1,16}):(?<hash>0x[0-9a-f]{64}):(?<span>\d{1,16}):(?<refused>\d{1,16})$/;
const checkpointRow = /^(?<chainId>\d{1,16}):(?<fingerprint>[0-9a-f]{16}):(?<block>\d{1,16}):(?<hash>0x[0-9a-f]{64})$/;

function rows(text: string, what: string): readonly string[] {
  if (text.length > 20_000) throw foreign(what);
  return text.split(";");
}

function foreign(what: string): SourceError {
  return new SourceError("BAD_RESPONSE", `The ${what} is none that this source gave; start the run anew without it.`);
}
