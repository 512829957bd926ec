import { isDeepStrictEqual } from "node:util";
import { createContext, Script } from "node:vm";
import { maxReferenceLength } from "@modeldex/schema";
import type { Source } from "../source.ts";
import { asRecord } from "../unknown-values.ts";
import type { SourceExamples } from "./bench.ts";
import { problem, shown, type SourceProblem } from "./problems.ts";
import { boolean, listOf, object, optional, required, text } from "./shape.ts";

/** Looks at what `parseReference` reads of the examples, of foreign texts, and of hostile ones. */
export function* checkReferences(source: Source, examples: SourceExamples): Iterable<SourceProblem> {
  if (source.parseReference === undefined) return;
  const { references = {}, foreign = [] } = examples;
  const withinTime = timeLimit();
  for (const [asked, nativeId] of Object.entries(references)) {
    const { readings, problems } = read(source, asked, withinTime);
    yield* problems;
    const found = readings?.[0]?.ref.nativeId;
    if (readings !== undefined && found !== nativeId) {
      yield problem("references", `parseReference(${shown(asked)}) reads ${shown(found)} first; it is to read ${shown(nativeId)}`);
    }
  }
  for (const asked of [...foreignTexts, ...foreign]) {
    const { readings, problems } = read(source, asked, withinTime);
    yield* problems;
    if (readings !== undefined && readings.length > 0) {
      yield problem("references", `parseReference(${shown(asked)}) reads ${shown(readings[0]?.ref.nativeId)}; give an empty list for texts of other forms`);
    }
  }
  for (const asked of hostileTexts(source, Object.keys(references))) yield* read(source, asked, withinTime).problems;
}

const shape = listOf(
  object({
    ref: required(object({ nativeId: required(text(maxReferenceLength)), revision: optional(text(maxReferenceLength)), path: optional(text(4096)) })),
    readAs: required(text(256)),
    certain: required(boolean),
    beside: optional(boolean),
  }),
  100,
);

/** Of the thread's own CPU, so that a busy machine does not count; a linear reading of 100 KB takes less than one millisecond. */
const mostMilliseconds = 200;

type Readings = ReturnType<NonNullable<Source["parseReference"]>>;

function read(source: Source, asked: string, withinTime: WithinTime): { readonly readings?: Readings; readonly problems: readonly SourceProblem[] } {
  const at = `parseReference(${asked.length > 60 ? `${shown(asked)} of ${asked.length} characters` : shown(asked)})`;
  const before = process.threadCpuUsage();
  let readings: Readings | undefined;
  try {
    readings = withinTime(() => source.parseReference?.(asked));
  } catch (error) {
    // An error of the script's own realm, hence no instance of this one's Error.
    if (asRecord(error)?.code === "ERR_SCRIPT_EXECUTION_TIMEOUT") {
      return { problems: [tooSlow(at, `had not ended after ${longest} ms`)] };
    }
    const what = error instanceof Error ? `${error.name}: ${error.message}` : typeof error;
    return { problems: [problem("references", `${at} threw ${what}; give an empty list for what it does not know`)] };
  }
  const spent = process.threadCpuUsage(before);
  const milliseconds = Math.round((spent.user + spent.system) / 1000);
  const given: unknown = readings;
  if (given instanceof Promise) {
    given.catch(() => undefined);
    return { problems: [problem("references", `${at} gives a promise; it must answer at once, without asking anybody`)] };
  }
  if (readings === undefined) return { problems: [problem("references", `${at} gives undefined; give an empty list for what it does not know`)] };
  const problems = [...shape(readings, at)];
  if (milliseconds > mostMilliseconds) {
    problems.push(tooSlow(at, `took ${milliseconds} ms`));
  } else if (!isDeepStrictEqual(source.parseReference?.(asked), readings)) {
    problems.push(problem("references", `${at} gives another reading the second time; keep nothing between calls (an expression with the flag g does)`));
  }
  return problems.length === 0 ? { readings, problems } : { problems };
}

function tooSlow(at: string, what: string): SourceProblem {
  return problem("references", `${at} ${what}; refuse texts over ${maxReferenceLength} characters first, and use no expression that backtracks`);
}

type WithinTime = <Value>(run: () => Value) => Value | undefined;

/** Only a script can be stopped from outside, and with it what it calls: an expression that backtracks for years ends too. */
function timeLimit(): WithinTime {
  const sandbox: { call?: () => void } = {};
  createContext(sandbox);
  const script = new Script("call()");
  return (run) => {
    let value: ReturnType<typeof run> | undefined;
    sandbox.call = () => {
      value = run();
    };
    script.runInContext(sandbox, { timeout: longest });
    return value;
  };
}

/** Of the clock, so it is long: a busy machine must not make a source wrong. */
const longest = 3000;

const foreignTexts = ["", " ", "https://modeldex-suite.invalid/acme/tiny", "ftp://modeldex-suite.invalid/acme/tiny", "mailto:acme@modeldex-suite.invalid", "urn:modeldex-suite:tiny"];

function hostileTexts(source: Source, own: readonly string[]): readonly string[] {
  const long = 100_000;
  return [
    ...["a", "/", "a/", "-", ".", "@", ":", "%", "0", " ", "\n", "a@", "a:", "https://", "["].map((part) => part.repeat(long / part.length)),
    `${"a".repeat(long)}!`, `${" ".repeat(long)}x`, `pkg:${"a/".repeat(long / 2)}@`, `${source.homepage ?? "https://modeldex-suite.invalid"}/${"a/".repeat(long / 2)}?`,
    "\u0000", "%", "%zz", "%E0%A4%A", "https://[", "https://", "//", "__proto__", "constructor", "../../etc/passwd", "🤗".repeat(1000), "\uD800",
    ...own.flatMap((text) => [text + "a".repeat(long), text.repeat(200), text.slice(0, -1), `${text}%zz`, `${text}\u0000`, `${text}/../..`, `${text}?${"&".repeat(long)}`]),
  ];
}
