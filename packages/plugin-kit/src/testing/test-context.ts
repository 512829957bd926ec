import type { SourceContext } from "../source.ts";
import { recordedFetch } from "./recorded-fetch.ts";

export interface TestContextOptions {
  /** @default one that answers nothing */
  readonly fetch?: typeof globalThis.fetch;
  /** @default never aborted */
  readonly signal?: AbortSignal;
  /** @default 2026-01-01T00:00:00Z */
  readonly now?: Date;
}

export interface DroppedRow {
  readonly nativeId: string;
  readonly reason: string;
}

export interface LogLine {
  readonly level: "debug" | "warn";
  readonly message: string;
  readonly fields?: object;
}

/** What a source is lent, with the time standing still, and what it dropped and logged. */
export interface TestContext extends SourceContext {
  readonly drops: readonly DroppedRow[];
  readonly logs: readonly LogLine[];
}

/**
 * Makes a context for one call of a source.
 *
 * @example
 * const context = testContext({ fetch: recordedFetch(exchanges).fetch });
 * await source.list?.({ limit: 10 }, context);
 * context.drops;
 * // [{ nativeId: "acme/broken", reason: "it has no name" }]
 */
export function testContext(options: TestContextOptions = {}): TestContext {
  const { fetch = recordedFetch([]).fetch, signal = new AbortController().signal, now = new Date("2026-01-01T00:00:00Z") } = options;
  const drops: DroppedRow[] = [];
  const logs: LogLine[] = [];
  return {
    fetch,
    signal,
    now: () => new Date(now),
    log: {
      debug: (message, fields) => void logs.push({ level: "debug", message, ...(fields === undefined ? {} : { fields }) }),
      warn: (message, fields) => void logs.push({ level: "warn", message, ...(fields === undefined ? {} : { fields }) }),
    },
    drop: (nativeId, reason) => void drops.push({ nativeId, reason }),
    drops,
    logs,
  };
}
