import type { ListRequest, Source } from "@modeldex/plugin-kit";
import { createRecorder, type Recorder, type SentRequest } from "@modeldex/plugin-kit/lend";
import type { ListingRecord, OverlayRecord, RecordField, SourceClaim, SourceId } from "@modeldex/schema";
import { createCaches } from "../cache/caches.ts";
import type { Logger } from "../observe/log.ts";
import { silentLogger } from "../observe/log.ts";
import { createAsker, type Asker, type AskResult } from "../sources/ask.ts";
import { createReferences, type References, type SourceReading } from "../sources/references.ts";
import { createRegistry } from "../sources/registry.ts";

/** How one call of a source went, as the gateway sees it. */
export interface Trial {
  /** The method, with what it was asked. */
  readonly call: string;
  readonly status: "OK" | "FAILED";
  readonly code?: string;
  readonly message?: string;
  /** Where it failed, for a fault of the adapter. */
  readonly cause?: string;
  readonly elapsedMs: number;
  /** Records, overlays, claims or readings that were kept. */
  readonly kept: number;
  readonly records: readonly ListingRecord[];
  /** Of a listing: what it says of models that others list; absent: nothing. */
  readonly overlays?: readonly OverlayRecord[];
  readonly claims?: readonly SourceClaim[];
  readonly readings?: readonly SourceReading["reading"][];
  /** Of a listing: how many pages were asked for, whether there are more, and the last checkpoint and number of rows that any of them gave. */
  readonly page?: { readonly pages: number; readonly more: boolean; readonly checkpoint?: string; readonly expected?: number; readonly gone: number; readonly overlays: number };
  /** Rows that were left out. */
  readonly dropped: readonly { readonly nativeId: string; readonly reason: string }[];
  /** Values within rows that were left out or cut, by their path. */
  readonly valuesLeftOut: Readonly<Record<string, number>>;
  /** What to do about them, by the same paths. */
  readonly advice: Readonly<Record<string, string>>;
  /** What the source wrote to its log. */
  readonly log: readonly { readonly level: "debug" | "warn"; readonly message: string }[];
  readonly requests: readonly SentRequest[];
}

/** What of a listing is asked for. */
export interface ListPart {
  /** How many; absent: until so many rows were kept as the limit says. */
  readonly pages?: number;
  /** Checkpoint of an earlier run. */
  readonly since?: string;
}

/** A source under trial. Whoever opens it closes it. */
export interface TrialBench {
  readonly source: Source;
  readonly recorder: Recorder;
  about(): Promise<Trial>;
  list(limit: number, part?: ListPart): Promise<Trial>;
  search(text: string): Promise<Trial>;
  get(nativeId: string): Promise<Trial>;
  resolve(text: string): Promise<Trial>;
  close(): Promise<void>;
}

export interface TrialOptions {
  readonly offline: boolean;
  readonly signal: AbortSignal;
  /** Credentials that must not be recorded. */
  readonly secrets: readonly string[];
}

const deadlineMs = 30_000;
const searchLimit = 20;
const mostPages = 100;

/**
 * Opens a source in the room through which the gateway asks every source.
 *
 * @throws {SourceConfigurationError} when it cannot be used as it is.
 */
export function openTrials(source: Source, { offline, signal, secrets }: TrialOptions): TrialBench {
  const registry = createRegistry([source]);
  const recorder = createRecorder({ secrets });
  const notes = createNotes();
  const caches = createCaches({ log: silentLogger, now: () => new Date() });
  const ask = createAsker({ registry, cache: caches.answers, log: notes.log, offline, lendFetch: recorder.lendFetch });
  const references = createReferences({ registry, log: notes.log });
  const id = source.id as SourceId;
  const asked = { signal, deadlineMs };

  async function trial(call: string, work: () => Promise<Outcome>): Promise<Trial> {
    const before = recorder.requests().length;
    notes.begin();
    const began = performance.now();
    const outcome = await work();
    return { call, elapsedMs: Math.round(performance.now() - began), records: [], ...outcome, ...notes.taken(), requests: recorder.requests().slice(before) };
  }

  return {
    source,
    recorder,
    about: () => trial("about", async () => outcomeOf(await ask.about(id, asked), (claims) => ({ kept: claims.length, claims }))),
    list: (limit, part = {}) => trial(`list ${limit}${part.since === undefined ? "" : ` since ${JSON.stringify(part.since)}`}`, () => listPages(id, { limit, ...part }, { ask, asked })),
    search: (text) => trial(`search ${JSON.stringify(text)}`, async () => outcomeOf(await ask.search(id, { text, filter: {}, limit: searchLimit }, asked), listed)),
    get: (nativeId) => trial(`get ${JSON.stringify(nativeId)}`, async () => outcomeOf(await ask.get(id, { nativeId }, everyField(source), asked), one)),
    resolve: (text) => trial(`resolve ${JSON.stringify(text)}`, () => resolveText(id, text, { ask, asked, references })),
    close: async () => {
      await ask.close();
      await caches.close();
    },
  };
}

type Outcome = Pick<Trial, "status" | "kept"> & Partial<Omit<Trial, "requests" | "dropped" | "valuesLeftOut" | "advice" | "log" | "cause">>;

interface Asking {
  readonly ask: Asker;
  readonly asked: { readonly signal: AbortSignal; readonly deadlineMs: number };
}

async function listPages(id: SourceId, { limit, pages: wanted, since }: ListPart & { readonly limit: number }, { ask, asked }: Asking): Promise<Outcome> {
  const [records, overlays]: [ListingRecord[], OverlayRecord[]] = [[], []];
  const listed = () => ({ kept: records.length + overlays.length, records, ...(overlays.length > 0 && { overlays }) });
  let [gone, cursor] = [0, undefined as string | undefined];
  let [checkpoint, expected] = [undefined as string | undefined, undefined as number | undefined];
  for (let pages = 1; ; pages += 1) {
    const request: ListRequest = { limit, ...(since !== undefined && { since }), ...(cursor !== undefined && { cursor }) };
    const answer = await ask.list(id, request, asked);
    if (answer.status === "FAILED") return { ...failure(answer), ...listed() };
    const { value } = answer;
    records.push(...(value.records ?? []));
    overlays.push(...(value.overlays ?? []));
    gone += value.gone?.length ?? 0;
    checkpoint = value.checkpoint ?? checkpoint;
    expected = value.expected ?? expected;
    const endless = value.cursor !== undefined && value.cursor === cursor;
    cursor = value.cursor;
    if (endless) return { status: "FAILED", code: "BAD_RESPONSE", message: "It gave the same cursor twice; its pages would never end.", ...listed() };
    const enough = wanted === undefined ? records.length + overlays.length >= limit : pages >= wanted;
    if (cursor !== undefined && !enough && pages < mostPages) continue;
    const page = { pages, more: cursor !== undefined, gone, overlays: overlays.length, ...(checkpoint !== undefined && { checkpoint }), ...(expected !== undefined && { expected }) };
    return { status: "OK", ...listed(), page };
  }
}

async function resolveText(id: SourceId, text: string, { ask, asked, references }: Asking & { readonly references: References }): Promise<Outcome> {
  const readings = references.read(text).map(({ reading }) => reading);
  const [first] = readings;
  if (first === undefined) {
    if (!ask.can(id, "LOOKUP")) return { status: "OK", kept: 0, readings };
    return { ...outcomeOf(await ask.lookup(id, text, asked), listed), readings };
  }
  if (!ask.can(id, "GET")) return { status: "OK", kept: readings.length, readings };
  return { ...outcomeOf(await ask.get(id, first.ref, undefined, asked), one), readings };
}

function everyField(source: Source): ReadonlySet<RecordField> {
  return new Set(source.onDemand);
}

function listed(records: readonly ListingRecord[]): Pick<Trial, "kept" | "records"> {
  return { kept: records.length, records };
}

function one(record: ListingRecord | undefined): Pick<Trial, "kept" | "records"> & { readonly message?: string } {
  return record === undefined ? { kept: 0, records: [], message: "There is no such model." } : { kept: 1, records: [record] };
}

function outcomeOf<T>(answer: AskResult<T>, kept: (value: T) => Omit<Outcome, "status">): Outcome {
  return answer.status === "FAILED" ? failure(answer) : { status: "OK", ...kept(answer.value) };
}

function failure({ code, message }: { readonly code: string; readonly message: string }): Outcome {
  return { status: "FAILED", code, message, kept: 0 };
}

/** Most rows that are told one by one. */
const mostDropped = 1_000;

interface Notes {
  readonly log: Logger;
  begin(): void;
  taken(): Pick<Trial, "dropped" | "valuesLeftOut" | "advice" | "log"> & { readonly cause?: string };
}

/** Reads what the gateway and the source write to the log during one call: left-out rows and values among it. */
function createNotes(): Notes {
  let dropped: { nativeId: string; reason: string }[] = [];
  let values: Record<string, number> = {};
  let advice: Record<string, string> = {};
  let lines: { level: "debug" | "warn"; message: string }[] = [];
  let cause: string | undefined;
  const take = (level: "debug" | "warn", message: string, fields: object = {}): void => {
    const { method, nativeId, reason, values: left, advice: told, error } = fields as Readonly<Record<string, unknown>>;
    if (method !== undefined && message === "a row was left out") {
      if (dropped.length < mostDropped) dropped.push({ nativeId: String(nativeId), reason: String(reason) });
    } else if (method !== undefined && message === "values were left out") {
      for (const [path, count] of Object.entries(left as Readonly<Record<string, number>>)) values[path] = (values[path] ?? 0) + count;
      Object.assign(advice, told);
    } else if (error instanceof Error) cause = error.name === "SourceError" ? cause : shortStack(error);
    else if (lines.length < mostDropped) lines.push({ level, message });
  };
  const log: Logger = { debug: (message, fields) => take("debug", message, fields), info: () => undefined, warn: (message, fields) => take("warn", message, fields), error: (message, fields) => take("warn", message, fields), child: () => log };
  return {
    log,
    begin: () => void ([dropped, values, advice, lines, cause] = [[], {}, {}, [], undefined]),
    taken: () => ({ dropped, valuesLeftOut: values, advice, log: lines, ...(cause !== undefined && { cause }) }),
  };
}

/** The message, and where it was thrown. */
function shortStack(error: Error): string {
  return (error.stack ?? error.message).split("\n").slice(0, 3).map((line) => line.trim()).join(" ");
}
