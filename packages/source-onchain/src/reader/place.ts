import { createHash } from "node:crypto";
import { SourceError } from "@modeldex/plugin-kit";
import type { Hex } from "viem";
import type { Chain } from "../options.ts";
import type { Pace } from "../rpc/pace.ts";

/** A block that was seen, to be recognised later. */
export interface SeenBlock {
  readonly number: number;
  readonly hash: Hex;
}

/** A block by its number and the first 16 hex digits of its hash. */
export interface Mark {
  readonly number: number;
  readonly digits: string;
}

/** What is remembered of a chain, to tell later whether it is still the same one. */
export interface Seen {
  /** The newest block that counts as read. */
  readonly block: SeenBlock;
  /** Some blocks below, the newest first. */
  readonly trail: readonly Mark[];
  /** Digits of block 0; absent where the node does not have it. */
  readonly genesis?: string;
}

/** What is remembered of an enumeration. */
export interface SeenList {
  /** Id of the registry. */
  readonly registry: string;
  /** Number of keys. */
  readonly count: number;
  /** Of the keys in their order; see `digestOfKeys`. */
  readonly digest: string;
}

/** How far a run is in one enumeration. */
export interface ListPlace extends SeenList {
  /** Position of the next item; absent: all were read. */
  readonly offset?: number;
  /** Keys that an earlier run has counted. */
  readonly counted: number;
}

/** How far a run is on one chain. */
export interface ChainPlan {
  readonly chainId: number;
  /** Of the registries that this plan covers. */
  readonly fingerprint: string;
  /** First block of the run. */
  readonly from: number;
  /** Next log to read: the block, and the log's index in it. */
  readonly next: { readonly block: number; readonly log: number };
  /** Where the run ends: the newest block that was final when it began. Enumerations are read at it. */
  readonly anchor: SeenBlock;
  readonly trail: readonly Mark[];
  readonly genesis?: string;
  readonly pace: Pace;
  readonly lists: readonly ListPlace[];
}

/** How far a run is. */
export interface RunPlan {
  readonly plans: readonly ChainPlan[];
  /** It shows everything, although a checkpoint was given. */
  readonly whole: boolean;
  /** The next run shows everything: pages of this one may have brought what was orphaned meanwhile. */
  readonly again: boolean;
}

export interface Checkpoint {
  readonly chains: ReadonlyMap<number, CheckpointOfChain>;
  readonly again: boolean;
}

export interface CheckpointOfChain extends Seen {
  readonly fingerprint: string;
  readonly lists: readonly SeenList[];
}

/** Whether something is left to read. */
export function isOpen({ next, anchor, lists }: ChainPlan): boolean {
  return next.block <= anchor.number || lists.some(({ offset }) => offset !== undefined);
}

/** Tells whether the registries of a chain are still the ones that were indexed: their mappings, addresses and first blocks. */
export function fingerprintOf(chain: Chain): string {
  const all = chain.registries.map(({ fingerprint }) => fingerprint).toSorted().join(",");
  return createHash("sha256").update(all).digest("hex").slice(0, 16);
}

/** Tells an order of keys from any other. */
export function digestOfKeys(keys: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(keys)).digest("hex").slice(0, 32);
}

export function digitsOf({ hash }: Pick<SeenBlock, "hash">): string {
  return hash.slice(2, 18);
}

/**
 * Writes a cursor: per chain `<chain id>:<fingerprint>:<next block>:<next log>:<anchor>:<anchor hash>:<span>:<refused span>:<first block>:<genesis>:<trail>:<lists>`,
 * then `whole` and `again` where they hold, all with semicolons between. Trail: `<block>.<digits>`; lists: `<registry>.<count>.<digest>.<counted>.<offset>`.
 */
export function formatCursor({ plans, whole, again }: RunPlan): string {
  const rows = plans.map(({ chainId, fingerprint, next, anchor, pace, from, genesis = "", trail, lists }) => {
    const places = lists.map(({ registry, count, digest, counted, offset = "" }) => [registry, count, digest, counted, offset].join("."));
    return [chainId, fingerprint, next.block, next.log, anchor.number, anchor.hash, pace.span, pace.refused, from, genesis, trailText(trail), places.join(",")].join(":");
  });
  return [...rows, ...(whole ? ["whole"] : []), ...(again ? ["again"] : [])].join(";");
}

/** @throws {SourceError} `BAD_RESPONSE`: the text is no cursor of this source. */
export function parseCursor(text: string): RunPlan {
  const { rows, flags } = parts(text, "cursor");
  const plans = rows.map((row): ChainPlan => {
    const { chainId, fingerprint, block, log, anchor, hash, span, refused, from = block, genesis = "", trail = "", lists = "" } = cursorRow.exec(row)?.groups ?? {};
    const numbers = [chainId, block, log, anchor, span, refused, from].map(Number);
    if (hash === undefined || fingerprint === undefined || !numbers.every(Number.isSafeInteger) || Number(span) < 1) throw foreign("cursor");
    return {
      chainId: Number(chainId),
      fingerprint,
      from: Number(from),
      next: { block: Number(block), log: Number(log) },
      anchor: { number: Number(anchor), hash: hash as Hex },
      trail: marks(trail),
      ...(genesis === "" ? {} : { genesis }),
      // A wide span in a forged cursor costs a refused request.
      pace: { span: Number(span), refused: Math.max(Number(refused), Number(span) + 1) },
      lists: lists === "" ? [] : lists.split(",").map(placeOf),
    };
  });
  return { plans, whole: flags.has("whole"), again: flags.has("again") };
}

/** Writes a checkpoint: per chain `<chain id>:<fingerprint>:<block>:<hash>:<genesis>:<trail>:<lists>`, then `again` where it holds. Lists: `<registry>.<count>.<digest>`. */
export function formatCheckpoint({ plans, again }: Pick<RunPlan, "plans" | "again">): string {
  const rows = plans.map(({ chainId, fingerprint, anchor, genesis = "", trail, lists }) =>
    [chainId, fingerprint, anchor.number, anchor.hash, genesis, trailText(trail), lists.map(({ registry, count, digest }) => [registry, count, digest].join(".")).join(",")].join(":"),
  );
  return [...rows, ...(again ? ["again"] : [])].join(";");
}

/** @throws {SourceError} `BAD_RESPONSE`: the text is no checkpoint of this source. */
export function parseCheckpoint(text: string): Checkpoint {
  const { rows, flags } = parts(text, "checkpoint");
  const chains = rows.map((row): [number, CheckpointOfChain] => {
    const { chainId, fingerprint, block, hash, genesis = "", trail = "", lists = "" } = checkpointRow.exec(row)?.groups ?? {};
    if (hash === undefined || fingerprint === undefined || !Number.isSafeInteger(Number(chainId)) || !Number.isSafeInteger(Number(block))) throw foreign("checkpoint");
    return [
      Number(chainId),
      {
        fingerprint,
        block: { number: Number(block), hash: hash as Hex },
        trail: marks(trail),
        ...(genesis === "" ? {} : { genesis }),
        lists: lists === "" ? [] : lists.split(",").map(seenListOf),
      },
    ];
  });
  return { chains: new Map(chains), again: flags.has("again") };
}

const marksText = String.raw`(?:\d{1,16}\.[0-9a-f]{16}(?:,\d{1,16}\.[0-9a-f]{16}){0,63})?`;
// Without their later parts both are as the first version of this source wrote them.
const cursorRow = new RegExp(
  String.raw`^(?<chainId>\d{1,16}):(?<fingerprint>[0-9a-f]{16}):(?<block>\d{1,16}):(?<log>\d{1,16}):(?<anchor>\d{1,16}):(?<hash>0x[0-9a-f]{64}):(?<span>\d{1,16}):(?<refused>\d{1,16})` +
    String.raw`(?::(?<from>\d{1,16}):(?<genesis>(?:[0-9a-f]{16})?):(?<trail>${marksText}):(?<lists>[a-z0-9.,-]*))?$`,
);
const checkpointRow = new RegExp(
  String.raw`^(?<chainId>\d{1,16}):(?<fingerprint>[0-9a-f]{16}):(?<block>\d{1,16}):(?<hash>0x[0-9a-f]{64})(?::(?<genesis>(?:[0-9a-f]{16})?):(?<trail>${marksText}):(?<lists>[a-z0-9.,-]*))?$`,
);

function parts(text: string, what: string): { readonly rows: readonly string[]; readonly flags: ReadonlySet<string> } {
  if (text.length > 60_000) throw foreign(what);
  const { rows = [], flags = [] } = Object.groupBy(text.split(";"), (part) => (part === "whole" || part === "again" ? "flags" : "rows"));
  return { rows, flags: new Set(flags) };
}

function trailText(trail: readonly Mark[]): string {
  return trail.map(({ number, digits }) => `${number}.${digits}`).join(",");
}

function marks(text: string): readonly Mark[] {
  return text === "" ? [] : text.split(",").map((mark) => ({ number: Number(mark.split(".")[0]), digits: mark.split(".")[1] ?? "" }));
}

function placeOf(text: string): ListPlace {
  const [registry = "", count, digest = "", counted, offset] = /^([a-z][a-z0-9-]{0,39})\.(\d{1,9})\.([0-9a-f]{32})\.(\d{1,9})\.(\d{0,9})$/.exec(text)?.slice(1) ?? [];
  if (offset === undefined) throw foreign("cursor");
  return { registry, count: Number(count), digest, counted: Number(counted), ...(offset === "" ? {} : { offset: Number(offset) }) };
}

function seenListOf(text: string): SeenList {
  const [registry = "", count, digest] = /^([a-z][a-z0-9-]{0,39})\.(\d{1,9})\.([0-9a-f]{32})$/.exec(text)?.slice(1) ?? [];
  if (digest === undefined) throw foreign("checkpoint");
  return { registry, count: Number(count), digest };
}

function foreign(what: string): SourceError {
  return new SourceError("BAD_RESPONSE", `The ${what} is none that this source gave; start the run anew without it.`);
}
