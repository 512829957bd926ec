import type { Source } from "../source.ts";
import { bench, type Bench, type SourceCheckOptions } from "./bench.ts";
import { checkDeclaration } from "./check-declaration.ts";
import { checkFailures } from "./check-failures.ts";
import { checkLending, checkSecrets, withoutGlobalFetch } from "./check-lending.ts";
import { checkListing } from "./check-listing.ts";
import { checkAnswers } from "./check-records.ts";
import { checkReferences } from "./check-references.ts";
import { withoutRepetition, type SourceProblem } from "./problems.ts";

/** Part of the checks, under the name of its test. */
export interface SourceCheck {
  readonly name: string;
  check(source: Source, bench: Bench): Promise<readonly SourceProblem[]>;
}

/** The checks in their order; the first four use right answers, the others make the origin fail. */
export const sourceChecks: readonly SourceCheck[] = [
  { name: "declares itself", check: async (source, { examples }) => [...checkDeclaration(source, examples)] },
  { name: "reads references, and no others", check: async (source, { examples }) => [...checkReferences(source, examples)] },
  { name: "gives sound records for the examples", check: checkAnswers },
  { name: "lists page by page, and refuses made-up cursors", check: checkListing },
  { name: "tells failures, and drops bad rows with a reason", check: checkFailures },
  { name: "ends when its signal does", check: checkLending },
];

/**
 * Checks a source against the contract, with recorded answers and with what is made of them by spoiling.
 *
 * The checks that spoil answers run once those with right answers find nothing.
 *
 * @param source - a source, or its factory; with a factory every call gets a source that remembers nothing.
 * @returns what is wrong, in the order found, each mistake once; empty when the source keeps the contract.
 * @example
 * await checkSource(() => acme({ baseUrl: "https://hub.example" }), { exchanges, examples: { known: ["acme/tiny"], search: "tiny" } });
 * // [{ rule: "types", message: "get(): records[0].createdAt is \"July 2024\"; write RFC 3339 in UTC, such as 2026-08-01T00:00:00Z (asTime does)" }]
 */
export async function checkSource(
  source: Source | (() => Source | Promise<Source>),
  options: SourceCheckOptions = {},
): Promise<readonly SourceProblem[]> {
  const opened = typeof source === "function" ? await source() : source;
  const workbench = bench(source, options);
  try {
    const { value, problems } = await withoutGlobalFetch(async () => {
      const found: SourceProblem[] = [];
      for (const [index, { check }] of sourceChecks.entries()) {
        if (index < spoilingFrom || found.length === 0) found.push(...(await check(opened, workbench)));
      }
      return [...found, ...checkSecrets(opened, workbench)];
    });
    return withoutRepetition(problems.length > 0 ? problems : value);
  } finally {
    await opened.close?.();
  }
}

/** Runs one of the checks alone. */
export async function runCheck(check: SourceCheck, source: Source | (() => Source | Promise<Source>), options: SourceCheckOptions): Promise<readonly SourceProblem[]> {
  const opened = typeof source === "function" ? await source() : source;
  const workbench = bench(source, options);
  const { value, problems } = await withoutGlobalFetch(async () => [...(await check.check(opened, workbench)), ...checkSecrets(opened, workbench)]);
  if (typeof source === "function") await opened.close?.();
  return withoutRepetition([...problems, ...value]);
}

const spoilingFrom = 4;
