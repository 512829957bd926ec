import type { SourceHealth } from "@modeldex/catalog";
import type { Source } from "@modeldex/plugin-kit";
import { createLentFetch, type LentFetch, type LentFetchOptions } from "@modeldex/plugin-kit/lend";
import type { ListingRecord, SourceId } from "@modeldex/schema";
import { scopeOf } from "../cache/keys.ts";
import type { Logger } from "../observe/log.ts";
import { createCircuitBreaker } from "./circuit-breaker.ts";
import { createGetBatch, type GetOne } from "./get-batch.ts";
import { createGuardedCalls, type CallWatch } from "./guarded-call.ts";
import { createHealth, type Health } from "./health.ts";
import { createRateBudget, type RateBudget } from "./rate-budget.ts";
import { createSourceCalls } from "./source-call.ts";
import { createSourceMethods, type SourceMethods } from "./source-methods.ts";

/** A source ready to be asked. A method that it has not is absent; what the others give has been checked. All throw `SourceError`. */
export interface OpenSource extends Omit<SourceMethods, "getMany"> {
  readonly source: Source;
  /** Answers are shared only within it: see `Source.credentialScope`. */
  readonly scope: string;
  readonly health: Pick<Health, "status">;
  readonly rates: Pick<RateBudget, "state">;
  readonly getOne?: (one: GetOne) => Promise<ListingRecord | undefined>;
  /** Begins what takes a while, so that the first call does not wait for it. */
  start?(): Promise<void>;
  /** Ends its connections, then closes the source. */
  close(): Promise<void>;
}

export interface OpenSourceOptions {
  readonly log: Logger;
  readonly now: () => Date;
  readonly offline: boolean;
  readonly userAgent: string;
  /** Ends every call under way. */
  readonly closing: AbortSignal;
  readonly onHealth?: (source: SourceId, health: SourceHealth) => void;
  /** @default createLentFetch */
  readonly lendFetch?: (options: LentFetchOptions) => LentFetch;
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<unknown>;
}

/** Longest time of one request; the deadline of its call is often shorter. */
const requestTimeoutMs = 120_000;
const closeTimeoutMs = 2_000;

/** Opens a source in this thread. */
export function openSource(source: Source, options: OpenSourceOptions): OpenSource {
  const { health, watch } = watchSource(source, options);
  const { methods, rates, close } = startMethods(source, options, watch);
  return { ...opened(source, methods), health, rates, close };
}

/** The methods of a source of this thread, with their `fetch` and rates. */
export function startMethods(source: Source, options: OpenSourceOptions, watch: CallWatch): { readonly methods: SourceMethods; readonly rates: RateBudget; readonly close: () => Promise<void> } {
  const { now, offline, userAgent, closing, lendFetch = createLentFetch, sleep } = options;
  const log = options.log.child({ source: source.id });
  const lent = lendFetch({ baseAddresses: source.baseAddresses ?? [], userAgent, limits: { timeoutMs: requestTimeoutMs }, signal: closing, offline });
  const rates = createRateBudget(source.limits, now);
  const guard = createGuardedCalls({ source, watch, log, closing });
  const calls = createSourceCalls({ source, lent: lent.fetch, rates, guard, log, now, offline, ...(sleep === undefined ? {} : { sleep }) });
  return {
    methods: createSourceMethods(source, calls),
    rates,
    close: async () => {
      await lent.close();
      await closeSource(source, options.log);
    },
  };
}

/** Remembers how the calls of a source go, and leaves it alone when it fails again and again. */
export function watchSource(source: Source, { now, offline, onHealth }: OpenSourceOptions): { readonly health: Health; readonly watch: CallWatch } {
  const breaker = createCircuitBreaker({ now });
  const health = createHealth({ breaker, now, offline: offline && (source.baseAddresses ?? []).length > 0, ...(onHealth === undefined ? {} : { onChange: (state) => onHealth(source.id as SourceId, state) }) });
  return { health, watch: { enter: breaker.enter, closedMs: breaker.closedMs, passed: breaker.passed, succeeded: health.succeeded, failed: health.failed } };
}

/** What of an open source does not depend on where it runs. */
export function opened(source: Source, { getMany, ...methods }: SourceMethods): Omit<OpenSource, "health" | "rates" | "close"> {
  return {
    source,
    scope: scopeOf([source.kind, [...(source.baseAddresses ?? [])].sort(), source.credentialScope ?? "public"]),
    ...methods,
    ...(getMany && { getOne: createGetBatch(getMany) }),
  };
}

/** A source that fails to close, or takes too long, does not keep the process from ending. */
export async function closeSource(source: Source, log: Logger): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(() => {
    log.warn("a source did not close in time", { source: source.id });
    resolve();
  }, closeTimeoutMs);
  try {
    await Promise.race([source.close?.(), promise]);
  } catch (error) {
    log.warn("a source failed to close", { source: source.id, error });
  } finally {
    clearTimeout(timer);
  }
}
