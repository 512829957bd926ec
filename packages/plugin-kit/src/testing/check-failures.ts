import { SourceError } from "../source-error.ts";
import type { Source } from "../source.ts";
import { foreignError, probes, recordsOf, rowsIn, type Bench, type Probe, type Trial } from "./bench.ts";
import { pageProblems } from "./check-listing.ts";
import { recordProblems } from "./check-records.ts";
import { problem, type SourceProblem } from "./problems.ts";
import { failureCases, onlyRequest, spoiledValues, type FailureCase } from "./spoils.ts";

/** Makes the origin fail in every way, and looks at what the source makes of it. */
export async function checkFailures(source: Source, bench: Bench): Promise<readonly SourceProblem[]> {
  const found: SourceProblem[] = [];
  for (const probe of probes(source, bench.examples)) {
    const normal = await bench.try(probe.run);
    // What already fails with right answers is told by the other checks.
    if ("error" in normal || normal.requests.length === 0) continue;
    // A file may be JSON, and the source cannot know what is to be in it.
    const json = probe.name !== "readFile" && normal.requests.some((request) => request.json);
    for (const failure of failureCases) {
      if (failure.jsonOnly !== true || json) found.push(...failed(probe, await bench.try(probe.run, { spoil: failure.spoil, tolerant: true }), failure));
    }
    if (normal.requests.length > 1) found.push(...(await partial(probe, bench, normal)));
    for (const failure of json ? spoiledValues : []) {
      const trial = await bench.try(probe.run, { spoil: failure.spoil, tolerant: true });
      found.push(...spoiled(source, { probe, trial, normal, when: failure.when }));
    }
  }
  return found;
}

function failed(probe: Probe, trial: Trial, { when, code, retryAfterMs, advice }: FailureCase): readonly SourceProblem[] {
  const at = `${probe.name}()`;
  if ("error" in trial && !(trial.error instanceof SourceError)) return [foreignError(trial.error, at, `when ${when}`)];
  const errors = errorsOf(trial);
  const [error] = errors;
  if (error === undefined) {
    // What a source knows of itself without asking stays true; what is missing is dropped with its reason.
    if (probe.name === "about" && trial.context.drops.length > 0) return [];
    // Some origins answer 401 for what they do not have.
    if (probe.name === "get" && code === "UNAUTHORIZED" && Array.isArray(trial.value) && trial.value.every((answer) => answer === undefined)) return [];
    return [problem("failures", `${at} gives an answer when ${when}; throw a SourceError ${code} (${advice})`)];
  }
  const wrong = errors.find((other) => other.code !== code);
  if (wrong !== undefined) return [problem("failures", `${at} fails with ${wrong.code} when ${when}; the code is to be ${code} (${advice})`)];
  if (retryAfterMs !== undefined && error.retryAfterMs !== retryAfterMs) {
    return [problem("failures", `${at} fails without retryAfterMs ${retryAfterMs} when ${when}; pass it on (${advice})`)];
  }
  return [];
}

async function partial(probe: Probe, bench: Bench, normal: Trial): Promise<readonly SourceProblem[]> {
  for (const index of normal.requests.slice(0, 6).keys()) {
    const trial = await bench.try(probe.run, { spoil: onlyRequest(index), tolerant: true });
    const at = `${probe.name}()`;
    const when = `when request ${index + 1} of ${normal.requests.length} is answered 500`;
    if ("error" in trial && !(trial.error instanceof SourceError)) return [foreignError(trial.error, at, when)];
    if (errorsOf(trial).length === 0 && trial.context.drops.length === 0 && trial.requests.length > index) {
      return [problem("failures", `${at} gives an answer ${when}; a partial record hides the failure: give or throw the SourceError, or drop the row`)];
    }
  }
  return [];
}

interface Spoiled {
  readonly probe: Probe;
  readonly trial: Trial;
  readonly normal: Trial;
  readonly when: string;
}

function spoiled(source: Source, { probe, trial, normal, when }: Spoiled): readonly SourceProblem[] {
  const at = `${probe.name}() when ${when}`;
  if ("error" in trial) return trial.error instanceof SourceError ? [] : [foreignError(trial.error, `${probe.name}()`, `when ${when}`)];
  if (errorsOf(trial).length > 0) return [];
  const lost = rowsIn(normal.value) - rowsIn(trial.value);
  if (lost > 0 && trial.context.drops.length === 0) {
    return [problem("failures", `${at} loses ${lost} of ${rowsIn(normal.value)} rows in silence; report each with context.drop(nativeId, reason), or throw a SourceError BAD_RESPONSE`)];
  }
  if (probe.name === "list") return typeof trial.value === "object" && trial.value !== null ? [...pageProblems(source, trial.value, at)] : [];
  return probe.name === "about" ? [] : [...recordProblems(source, recordsOf(trial.value), at)];
}

function errorsOf(trial: Trial): readonly SourceError[] {
  if ("error" in trial) return trial.error instanceof SourceError ? [trial.error] : [];
  return Array.isArray(trial.value) ? trial.value.filter((answer) => answer instanceof SourceError) : [];
}
