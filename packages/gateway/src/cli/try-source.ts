import { join, resolve } from "node:path";
import type { ListingRecord } from "@modeldex/schema";
import { configFile } from "../config/load.ts";
import { exitCodes } from "./exit-codes.ts";
import { exploreCommand, explores, type ExploreFlags } from "./explore.ts";
import { loadSource, readPlace, type SourcePlace } from "./load-source.ts";
import { stoppable } from "./open-gateway.ts";
import { checkRecordFile, writeRecording } from "./record-file.ts";
import { lendRecorded, readReplay, type ReplayFlags } from "./replay.ts";
import { CommandError } from "./report.ts";
import type { Surroundings } from "./surroundings.ts";
import { openTrials, type Trial, type TrialBench } from "./trials.ts";
import { headText, recordingText, trialText } from "./try-print.ts";
import { watchCommand } from "./watch.ts";
import { wholeNumber } from "./whole-number.ts";

export interface TryFlags extends ExploreFlags, ReplayFlags {
  readonly options?: string;
  readonly list?: string | true;
  readonly pages?: string;
  readonly since?: string;
  readonly search?: readonly string[];
  readonly get?: readonly string[];
  readonly resolve?: readonly string[];
  readonly record?: string;
  readonly unread?: boolean;
  readonly watch?: boolean;
  readonly json?: boolean;
}

/** Calls a source as the gateway does, and prints what was kept, what was left out and why, and what it asked. */
export async function trySourceCommand(text: string, flags: TryFlags, around: Surroundings): Promise<void> {
  if (explores(flags)) {
    const other = (["options", "list", "pages", "since", "search", "get", "resolve", "record", "replay", "answer", "unread", "watch"] as const).find((flag) => flags[flag] !== undefined);
    if (other !== undefined) throw new CommandError(`--${other} is for a source that there is already; with --chain and --address there are --rpc, --abi, --from and --json. Put the mapping into modeldex.config.ts first.`);
    return exploreCommand(text, flags, around);
  }
  if (flags.record !== undefined && (flags.replay !== undefined || flags.answer !== undefined)) throw new CommandError("--record writes what the service answers; with --replay and --answer it is not asked. Leave one out.");
  const plan = readPlan(flags);
  const place = readPlace(text, around.directory);
  if (flags.watch === true) return watchCommand(watchedFile(place, around), around);
  const options = readOptions(flags.options);
  const source = await loadSource(place, options, around);
  const recordPath = flags.record === undefined ? undefined : resolve(around.directory, flags.record);
  if (recordPath !== undefined) await checkRecordFile(recordPath);
  const exchanges = await readReplay(flags, around.directory);
  await stoppable(async (signal) => {
    const bench = openTrials(source, {
      // What is recorded is answered without a connection.
      offline: exchanges === undefined && around.env.MODELDEX_OFFLINE === "1", ...(exchanges !== undefined && { lend: lendRecorded(exchanges) }),
      signal, secrets: secretsIn(options), watchReads: flags.unread === true,
    });
    try {
      const show = (trial: Trial): void => void (flags.json === true || around.out.write(`${trialText(trial)}\n`));
      if (flags.json !== true) around.out.write(`${headText(source)}\n`);
      const trials = await run(bench, plan, show);
      signal.throwIfAborted();
      const recording = recordPath === undefined ? undefined : bench.recorder.recording();
      if (recordPath !== undefined && recording !== undefined) await writeRecording(recordPath, recording, new Date());
      const recorded = recordPath === undefined || recording === undefined ? undefined : { file: recordPath, exchanges: recording.exchanges.length, leftOut: recording.leftOut };
      if (flags.json === true) around.out.write(`${JSON.stringify({ source: { id: source.id, kind: source.kind, title: source.title }, trials, ...(recorded && { recorded }) }, null, 2)}\n`);
      else if (recorded !== undefined) around.out.write(`${recordingText(recorded)}\n`);
      process.exitCode = exitCodeOf(trials);
    } finally {
      await bench.close();
    }
  });
}

type Plan = readonly { readonly method: "list" | "search" | "get" | "resolve"; readonly argument: string; readonly pages?: number; readonly since?: string }[];

const defaultList = 20;
const mostListed = 100_000;
const mostPages = 100;

/** What the flags ask for; empty: everything that the source can do. */
function readPlan({ list, pages, since, search = [], get = [], resolve: texts = [] }: TryFlags): Plan {
  const limit = list === true || list === undefined ? defaultList : wholeNumber("--list", list, mostListed);
  return [
    ...(list === undefined && pages === undefined && since === undefined ? [] : [{ method: "list" as const, argument: String(limit), ...(pages !== undefined && { pages: wholeNumber("--pages", pages, mostPages) }), ...(since !== undefined && { since }) }]),
    ...search.map((argument) => ({ method: "search" as const, argument })),
    ...get.map((argument) => ({ method: "get" as const, argument })),
    ...texts.map((argument) => ({ method: "resolve" as const, argument })),
  ];
}

async function run(bench: TrialBench, plan: Plan, show: (trial: Trial) => void): Promise<readonly Trial[]> {
  const trials: Trial[] = [];
  const add = async (work: Promise<Trial>): Promise<Trial> => {
    const trial = await work;
    trials.push(trial);
    show(trial);
    return trial;
  };
  for (const { method, argument, ...part } of plan) await add(method === "list" ? bench.list(Number(argument), part) : bench[method](argument));
  if (plan.length === 0) await everything(bench, add);
  return trials;
}

/** Each method that it has, with what the first ones brought as examples. */
async function everything(bench: TrialBench, add: (work: Promise<Trial>) => Promise<Trial>): Promise<void> {
  const { source } = bench;
  const has = (method: "about" | "list" | "search" | "get" | "parseReference"): boolean => typeof source[method] === "function";
  if (has("about")) await add(bench.about());
  const listed = has("list") ? await add(bench.list(defaultList)) : undefined;
  let example: Pick<ListingRecord, "nativeId" | "url"> & { readonly name?: string } | undefined = listed?.records[0] ?? listed?.overlays[0];
  if (has("search")) {
    const found = await add(bench.search(example?.name ?? "llama"));
    example ??= found.records[0];
  }
  if (example === undefined) return;
  if (has("get")) await add(bench.get(example.nativeId));
  if (has("parseReference")) await add(bench.resolve(example.url ?? example.nativeId));
}

function exitCodeOf(trials: readonly Trial[]): number {
  if (trials.some(({ status }) => status === "FAILED")) return exitCodes.sourceTrouble;
  return trials.some(({ kept }) => kept > 0) ? exitCodes.ok : exitCodes.notFound;
}

function readOptions(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null) return value;
  } catch {
    // The message is the same as for other values.
  }
  throw new CommandError(`--options is ${text}; write a JSON object, such as --options '{"url":"https://shelf.example/models.json"}'.`);
}

/** Texts of options that are called like a credential. */
function secretsIn(options: unknown): readonly string[] {
  if (typeof options !== "object" || options === null) return [];
  return Object.entries(options).flatMap(([name, value]) => (typeof value === "string" ? (/token|secret|password|key|credential|auth/i.test(name) ? [value] : []) : secretsIn(value)));
}

/** The module whose changes are waited for. A package is installed anew rather than changed. */
function watchedFile(place: SourcePlace, around: Surroundings): string {
  if (place.kind === "CONFIGURED") return configFile(around.env, around.directory);
  return place.path ?? join(around.directory, "package.json");
}
