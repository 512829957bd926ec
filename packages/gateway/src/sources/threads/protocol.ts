import { SourceError, type SourceErrorCode } from "@modeldex/plugin-kit";
import type { ListingRecord, OverlayRecord } from "@modeldex/schema";
import { asSourceError } from "../ingest.ts";
import type { Priority, RateBudget } from "../rate-budget.ts";
import { BudgetExceededError, type BudgetPart, type BudgetShare } from "../request-budget.ts";
import type { ListedPage } from "../source-methods.ts";

/** A method of a source as its thread is asked for it. */
export type ThreadMethod = "get" | "search" | "lookup" | "about" | "publisher" | "list" | "readFile";

/** How a call is made, in what can be sent to a thread. */
export interface ThreadCall {
  readonly priority: Priority;
  readonly deadlineMs: number;
  readonly budget?: BudgetShare;
  readonly leftAloneMs?: number;
}

export type RateState = ReturnType<RateBudget["state"]>;

/** What the main thread says to the thread of a source. */
export type ToThread =
  | { readonly kind: "call"; readonly id: number; readonly method: ThreadMethod; readonly request: unknown; readonly call: ThreadCall }
  /** The next part of the answer is wanted. */
  | { readonly kind: "more"; readonly id: number }
  | { readonly kind: "abort"; readonly id: number }
  | { readonly kind: "ping" }
  | { readonly kind: "close" };

/** What the thread of a source says. A call ends with one `answer` or `failure`, also one that was aborted. */
export type FromThread =
  | { readonly kind: "ready" }
  | { readonly kind: "unusable"; readonly message: string }
  /** There is a file; its bytes come as parts. */
  | { readonly kind: "streams"; readonly id: number }
  | { readonly kind: "part"; readonly id: number; readonly part: unknown }
  | { readonly kind: "answer"; readonly id: number; readonly value: unknown; readonly rates: RateState }
  | { readonly kind: "failure"; readonly id: number; readonly failure: ThreadFailure; readonly rates: RateState }
  | { readonly kind: "pong" }
  | { readonly kind: "log"; readonly line: string };

/** An error in what can be sent between threads: copies of errors lose their class. */
export type ThreadFailure = { readonly code: SourceErrorCode; readonly message: string; readonly retryAfterMs?: number } | { readonly budget: BudgetPart };

/** One answer of `get`. */
export interface ThreadRecord {
  readonly record?: ListingRecord;
  readonly failure?: ThreadFailure;
}

/** Rows of a page that come before the answer. */
export interface PagePart {
  readonly records?: readonly ListingRecord[];
  readonly overlays?: readonly OverlayRecord[];
}

/** Rows that cross at once: copying them takes the main thread some milliseconds. */
const rowsInPart = 500;

/** @returns the rows of a page in parts, and the page without them. A small page is in one piece. */
export function splitPage({ page, dropped }: ListedPage): { readonly parts: readonly PagePart[]; readonly rest: ListedPage } {
  const { records = [], overlays = [], ...rest } = page;
  if (records.length + overlays.length <= rowsInPart) return { parts: [], rest: { page, dropped } };
  return { parts: [...slices(records).map((rows) => ({ records: rows })), ...slices(overlays).map((rows) => ({ overlays: rows }))], rest: { page: rest, dropped } };
}

/** The page with the rows that came before it. */
export function joinPage(parts: readonly PagePart[], { page, dropped }: ListedPage): ListedPage {
  if (parts.length === 0) return { page, dropped };
  return { page: { ...page, records: parts.flatMap(({ records = [] }) => records), overlays: parts.flatMap(({ overlays = [] }) => overlays) }, dropped };
}

function slices<T>(rows: readonly T[]): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(rows.length / rowsInPart) }, (_, place) => rows.slice(place * rowsInPart, (place + 1) * rowsInPart));
}

/** @returns `undefined` for an error that is none of those that calls of a source throw. */
export function writeFailure(error: unknown): ThreadFailure | undefined {
  if (error instanceof BudgetExceededError) return { budget: error.part };
  const known = asSourceError(error);
  if (known === undefined) return undefined;
  const { code, message, retryAfterMs } = known;
  return { code, message, ...(retryAfterMs !== undefined && { retryAfterMs }) };
}

export function readFailure(failure: ThreadFailure): SourceError | BudgetExceededError {
  if ("budget" in failure) return new BudgetExceededError(failure.budget);
  const { code, message, ...again } = failure;
  return new SourceError(code, message, again);
}
