import { describe, expect, it } from "vitest";
import type { Source } from "../source.ts";
import type { SourceCheckOptions } from "./bench.ts";
import { runCheck, sourceChecks } from "./check-source.ts";

export interface SourceSuiteOptions extends SourceCheckOptions {
  /** Makes the source; each call of the suite gets a fresh one. */
  readonly source: () => Source | Promise<Source>;
  /** Names the suite. @default "keeps the contract of a source" */
  readonly title?: string;
}

/** A call that never ends is told by the checks themselves, each after some seconds; the test must not end before. */
const longestMs = 300_000;

/**
 * Registers vitest tests that check a source against the contract; call it at the top of a test file.
 *
 * @example
 * sourceSuite({
 *   source: () => acme({ baseUrl: "https://hub.example" }),
 *   exchanges: [{ url: "https://hub.example/models", json: { models: [{ id: "acme/tiny" }] } }],
 *   examples: { known: ["acme/tiny"] },
 * });
 */
export function sourceSuite({ source, title = "keeps the contract of a source", ...options }: SourceSuiteOptions): void {
  describe(title, () => {
    for (const check of sourceChecks) {
      it(check.name, async () => {
        expect(await runCheck(check, source, options)).toEqual([]);
      }, longestMs);
    }
  });
}
