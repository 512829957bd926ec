import { namings } from "@modeldex/schema";
import { SourceError } from "../source-error.ts";
import type { Source } from "../source.ts";
import { isRecordField } from "./check-declaration.ts";
import { asRef, probes, recordsOf, unexpectedFailure, type Bench, type Trial } from "./bench.ts";
import { claimShape } from "./claim-shape.ts";
import { problem, shown, type SourceProblem } from "./problems.ts";
import { listingShape } from "./record-shape.ts";
import { listOf } from "./shape.ts";

/** Looks at what `get`, `search`, `lookup` and `about` give for the examples. `list` has a check of its own. */
export async function checkAnswers(source: Source, bench: Bench): Promise<readonly SourceProblem[]> {
  const found: SourceProblem[] = [];
  for (const probe of probes(source, bench.examples)) {
    if (probe.name === "list") continue;
    const at = `${probe.name}()`;
    const trial = await bench.try(probe.run);
    const failed = [...unexpectedFailure(trial, at)];
    found.push(...failed);
    if (failed.length > 0) continue;
    if (probe.name === "about") found.push(...listOf(claimShape)(trial.value, "about(): claims"));
    else if (probe.name === "readFile") found.push(...fileProblems(bench, trial));
    else if (probe.name === "get") found.push(...answersOfGet(source, bench, trial));
    else found.push(...recordProblems(source, trial.value, at), ...emptyAnswer(trial.value, at));
    if (probe.name === "search") found.push(...searchProblems(bench, trial));
  }
  if (source.get !== undefined && (bench.examples.known ?? []).length > 0) found.push(...(await unknownAmongKnown(source, bench)));
  return found;
}

/** What is wrong with a list of records, and with the native ids in it. */
export function* recordProblems(source: Source, records: unknown, at: string): Iterable<SourceProblem> {
  if (!Array.isArray(records)) {
    yield problem("types", `${at} gives ${shown(records)}; give a list of records`);
    return;
  }
  const seen = new Set<string>();
  const shape = listingShape(source);
  for (const [index, record] of records.entries()) {
    const place = `${at}: records[${index}]`;
    if (record instanceof Promise) {
      yield problem("types", `${place} is a promise; wait for it (await Promise.all)`);
      continue;
    }
    yield* shape(record, place);
    for (const { nativeId } of recordsOf([record])) {
      if (seen.has(nativeId)) yield problem("identity", `${place}.nativeId ${shown(nativeId)} is there twice; give each model once`);
      seen.add(nativeId);
      yield* namingProblems(source, nativeId);
    }
  }
}

/** What is wrong with who can give an entry its name, where the source says so for each. */
export function* namingProblems({ naming }: Source, nativeId: string): Iterable<SourceProblem> {
  const given: unknown = typeof naming === "function" ? naming(nativeId) : namings[0];
  if (!namings.some((word) => word === given)) yield problem("declaration", `naming(${shown(nativeId)}) is ${shown(given)}; give one of ${namings.join(", ")}`);
}

function* emptyAnswer(value: unknown, at: string): Iterable<SourceProblem> {
  if (Array.isArray(value) && value.length === 0) yield problem("recorded", `${at} finds nothing for the example; give an example that it finds something for`);
}

function* answersOfGet(source: Source, bench: Bench, trial: Trial): Iterable<SourceProblem> {
  const refs = (bench.examples.known ?? []).map(asRef);
  yield* sameNumber(trial.value, refs.length);
  if (!Array.isArray(trial.value)) return;
  for (const [index, answer] of trial.value.entries()) {
    const asked = refs[index]?.nativeId;
    if (answer === undefined) yield problem("recorded", `get() does not find ${shown(asked)} of examples.known; give a model that its answers have`);
    else if (answer instanceof SourceError) yield problem("failures", `get() answers ${answer.code} (${answer.message}) for ${shown(asked)}, whose answers are right`);
    else yield* identityOf(answer, asked, `get(): records[${index}]`);
  }
  // Two references may lead to one model, so each answer is looked at alone.
  for (const [index, answer] of trial.value.entries()) {
    if (answer === undefined || answer instanceof SourceError) continue;
    for (const { rule, message } of recordProblems(source, [answer], "get()")) yield problem(rule, message.replace("records[0]", `records[${index}]`));
  }
}

function* sameNumber(value: unknown, asked: number): Iterable<SourceProblem> {
  if (!Array.isArray(value)) yield problem("types", `get() gives ${shown(value)}; give a list with one answer per reference`);
  else if (value.length !== asked) {
    yield problem("identity", `get() gives ${value.length} answers to ${asked} references; give one for each, in their order, undefined where there is no such model`);
  }
}

function* identityOf(answer: unknown, asked: string | undefined, at: string): Iterable<SourceProblem> {
  for (const record of recordsOf([answer])) {
    const names = [record.nativeId, ...(record.aliases ?? []), ...(record.movingAliases ?? [])];
    if (asked !== undefined && !names.includes(asked)) {
      yield problem("identity", `${at}.nativeId is ${shown(record.nativeId)}, asked was ${shown(asked)}; answer in the order asked, and write the asked id into aliases or movingAliases when it leads elsewhere`);
    }
  }
}

function* searchProblems(bench: Bench, trial: Trial): Iterable<SourceProblem> {
  const { searchLimit = 20 } = bench.examples;
  const hits = recordsOf(trial.value).length;
  if (hits > searchLimit) yield problem("limits", `search() gives ${hits} records where ${searchLimit} were asked for; give at most request.limit`);
  const { length } = trial.requests;
  if (length > 2 && length >= hits) yield problem("requests", `search() makes ${length} requests for ${hits} records; read one page, and leave what needs a request per hit to get (onDemand)`);
}

async function unknownAmongKnown(source: Source, bench: Bench): Promise<readonly SourceProblem[]> {
  const { known = [], unknown = "modeldex-suite/no-such-model" } = bench.examples;
  const refs = [{ nativeId: unknown }, ...known.map(asRef).toReversed()];
  const trial = await bench.try(async (opened, context) => await opened.get?.({ refs, need: new Set() }, context));
  const at = `get() of ${shown(unknown)} among others`;
  const failed = [...unexpectedFailure(trial, at)];
  if (failed.length > 0 || !Array.isArray(trial.value)) return failed;
  const found = [...sameNumber(trial.value, refs.length)];
  if (found.length > 0) return found;
  const [first, ...others] = trial.value;
  if (first !== undefined) {
    found.push(problem("identity", `get() answers ${first instanceof SourceError ? first.code : "with a record"} for ${shown(unknown)}, which does not exist; answer undefined`));
  }
  for (const [index, answer] of others.entries()) {
    found.push(...identityOf(answer, refs[index + 1]?.nativeId, `get() in another order: records[${index + 1}]`));
    for (const field of source.onDemand ?? []) {
      // Some offers are known without asking for them, and so is many a card.
      if (isRecordField(field) && field !== "offers" && field !== "hasCard" && recordsOf([answer]).some((record) => record[field] !== undefined)) {
        found.push(problem("identity", `get() fills ${field}, which is declared onDemand and was not asked for; fill it only when request.need has it`));
      }
    }
  }
  return found;
}

function fileProblems(bench: Bench, trial: Trial): readonly SourceProblem[] {
  const { file } = bench.examples;
  if (file === undefined) return [];
  if (!(trial.value instanceof Uint8Array)) return [problem("recorded", `readFile() has no file ${shown(file.path)}; give one that its answers have as examples.file`)];
  const wanted = file.range === undefined ? trial.value.byteLength : file.range.end - file.range.start + 1;
  return trial.value.byteLength === wanted
    ? []
    : [problem("limits", `readFile() gives ${trial.value.byteLength} bytes for a range of ${wanted}; give exactly the range, also when the origin answers with the whole file`)];
}
