import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { text as textOfStream } from "node:stream/consumers";
import { ruleSeverities, type DecisionOutcome, type DriftKind, type PinOutcome, type RuleSeverity } from "@modeldex/schema";
import { readLockFile } from "@modeldex/trust";
import { asking } from "./ask.ts";
import { exitCodes } from "./exit-codes.ts";
import { counted, plain } from "./print.ts";
import { CommandError } from "./report.ts";
import type { Surroundings } from "./surroundings.ts";

export interface CheckFlags {
  readonly json?: boolean;
  /** From which weight on a drift fails the check. */
  readonly severity: string;
  /** Also ask what the policy of each pin decides now. */
  readonly decide?: boolean;
}

interface CheckRow {
  readonly outcome: PinOutcome;
  readonly reference: string | null;
  readonly digest: string | null;
  readonly problem: string | null;
  readonly checkedAt: string;
  readonly current?: { readonly decision: { readonly outcome: DecisionOutcome; readonly policy: { readonly id: string } } } | null;
  readonly drifts: readonly { readonly kind: DriftKind; readonly severity: RuleSeverity; readonly before: unknown; readonly after: unknown; readonly statement: string }[];
}

const checkDocument = /* GraphQL */ `
  query Check($pins: [PinInput!]!, $decide: Boolean!) {
    checkPins(pins: $pins) { outcome reference digest problem checkedAt drifts { kind severity before after statement } current @include(if: $decide) { decision { outcome policy { id } } } }
  }`;

/** Documents of one request: those that drifted share what it may ask of sources, which is enough for so many where each costs ten requests. */
const atOnce = 10;

/** Holds a lock file against the present. The exit code is the worst of its entries: invalid, drifted, unreachable, unchanged; of none, that nothing was found. */
export async function checkCommand(file: string, flags: CheckFlags, around: Surroundings): Promise<void> {
  const severity = severityOf(flags.severity);
  const lock = readLockFile(await contentOf(file, around));
  if ("problem" in lock) throw new CommandError(`${file}: ${lock.problem}`, exitCodes.invalid);
  const { documents } = lock;
  const rows = await asking(around, async (query) => {
    const answers: CheckRow[] = [];
    for (let start = 0; start < documents.length; start += atOnce) {
      const pins = documents.slice(start, start + atOnce).map((document) => ({ document }));
      answers.push(...(await query<{ readonly checkPins: readonly CheckRow[] }>(checkDocument, { pins, decide: flags.decide === true })).checkPins);
    }
    return answers;
  });
  around.out.write(flags.json === true ? `${JSON.stringify(rows, null, 2)}\n` : `${checkText(rows)}\n`);
  process.exitCode = codeOf(rows, severity);
}

/** One line for each model, its drifts below it, and how many there are of each outcome. */
export function checkText(rows: readonly CheckRow[]): string {
  if (rows.length === 0) return "0 models: nothing is pinned in it.";
  const lines = rows.flatMap(({ outcome, reference, problem, drifts, current }, place) => [
    `${outcome.toLowerCase().padEnd(11)} ${plain(reference ?? `entry ${place + 1}`)}${decided(current)}${problem === null ? "" : `: ${plain(problem)}`}`,
    ...drifts.map(({ kind, severity, statement }) => `  ${severity.padEnd(5)} ${kind.toLowerCase().replaceAll("_", " ")}: ${plain(statement)}`),
  ]);
  const counts = [...Map.groupBy(rows, ({ outcome }) => outcome)].map(([outcome, some]) => `${some.length} ${outcome.toLowerCase()}`);
  return [...lines, "", `${counted(rows.length, "model")}: ${counts.join(", ")}`].join("\n");
}

/** What the policy of a pin decides of the present. */
function decided(current: CheckRow["current"]): string {
  return current === undefined || current === null ? "" : ` (${plain(current.decision.policy.id)} says ${current.decision.outcome} now)`;
}

function codeOf(rows: readonly CheckRow[], severity: RuleSeverity): number {
  // A lock file of nothing, as `pin` writes when it could pin nothing, must not let a pipeline pass.
  if (rows.length === 0) return exitCodes.notFound;
  if (rows.some(({ outcome }) => outcome === "INVALID")) return exitCodes.invalid;
  const weighs = (each: RuleSeverity): boolean => ruleSeverities.indexOf(each) <= ruleSeverities.indexOf(severity);
  if (rows.some(({ drifts }) => drifts.some((drift) => weighs(drift.severity)))) return exitCodes.drifted;
  if (rows.some(({ current }) => current?.decision.outcome === "DENY" || current?.decision.outcome === "INDETERMINATE")) return exitCodes.denied;
  // A drift whose rest could not be found out is told by its `problem`.
  return rows.some(({ outcome, problem }) => outcome === "UNREACHABLE" || problem !== null) ? exitCodes.sourceTrouble : exitCodes.ok;
}

function severityOf(text: string): RuleSeverity {
  const severity = ruleSeverities.find((each) => each === text.trim().toUpperCase());
  if (severity === undefined) throw new CommandError(`--severity is "${text}"; write one of ${ruleSeverities.map((each) => each.toLowerCase()).join(", ")}.`);
  return severity;
}

/** What is in a file, or comes by standard input. @throws {CommandError} when it cannot be read. */
export async function contentOf(file: string, { directory }: Surroundings): Promise<string> {
  if (file === "-") return textOfStream(process.stdin);
  const path = resolve(directory, file);
  try {
    return await readFile(path, "utf8");
  } catch (cause) {
    throw new CommandError(`${path} cannot be read: give the path of a lock file, or - for standard input.`, undefined, cause);
  }
}
