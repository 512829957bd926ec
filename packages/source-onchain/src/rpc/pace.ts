import type { RpcError } from "./rpc-error.ts";
import { meaningOf, statedRange } from "./rpc-error.ts";

/** How many blocks to ask for in one `eth_getLogs`. Plain numbers, so that a cursor can hold them. */
export interface Pace {
  readonly span: number;
  /** A span that was refused; the next ones stay below it. */
  readonly refused: number;
}

/** Blocks in a first request. */
export const firstPace: Pace = { span: 2_000, refused: Number.MAX_SAFE_INTEGER };

/** Logs of one answer that are enough: a page takes about as many, and what it does not take is read again for the next one. */
export const enoughLogs = 500;

/**
 * After an answer: twice as much, or half of the way to what was refused; as much as before when it had enough logs, and less when it had
 * twice as many.
 *
 * @param blocks - that were asked for, where it were fewer than the span.
 */
export function faster({ span, refused }: Pace, logs: number, blocks: number = span): Pace {
  if (logs >= 2 * enoughLogs) return { span: Math.max(1, Math.floor((blocks * enoughLogs) / logs)), refused };
  if (logs >= enoughLogs) return { span, refused };
  const doubled = Math.min(span * 2, largestSpan);
  if (doubled < refused) return { span: doubled, refused };
  const between = Math.floor((span + refused) / 2);
  // Close enough: one more refusal would cost more than it could gain.
  return between - span > span / 8 ? { span: between, refused } : { span, refused };
}

/**
 * After a refusal: what the node says it takes, or half.
 *
 * @returns `undefined` when the error is about something else, or one block was too much.
 */
export function slower({ span }: Pace, error: RpcError): Pace | undefined {
  const meaning = meaningOf(error);
  if ((meaning !== "RANGE" && meaning !== "RESULTS") || span <= 1) return undefined;
  // Each wait is long, so few steps must do.
  if (error.source?.code === "TIMEOUT") return { span: Math.max(1, Math.floor(span / 8)), refused: span };
  const stated = statedRange(error.message);
  if (stated !== undefined && stated < span) return { span: stated, refused: meaning === "RANGE" ? stated + 1 : span };
  // Too many logs are those of this place; elsewhere the same span may do.
  return { span: Math.floor(span / 2), refused: meaning === "RANGE" ? span : Number.MAX_SAFE_INTEGER };
}

/**
 * Whether an answer may have been cut off: some endpoints give the first 1,000, 10,000 or so logs of a range, and no error.
 */
export function mayBeCut(logs: number): boolean {
  return logs > 0 && logs % 1_000 === 0;
}

const largestSpan = 10_000_000;
