import type { ListRequest, Source } from "@modeldex/plugin-kit";
import { createLentFetch, createRecorder, type LentFetch, type LentFetchOptions, type Recorder, type SentRequest } from "@modeldex/plugin-kit/lend";
import type { ListingRecord, OverlayRecord, RecordField, SourceClaim, SourceId } from "@modeldex/schema";
import { createCaches } from "../cache/caches.ts";
import { silentLogger } from "../observe/log.ts";
import { createAsker, type Asker, type AskResult } from "../sources/ask.ts";
import { recordFields } from "../sources/clean-record.ts";
import { createReferences, type References, type SourceReading } from "../sources/references.ts";
import { createRegistry } from "../sources/registry.ts";
import { watchJsonReads, type UnreadMember } from "./json-reads.ts";
import { createSourceNotes, type TakenNotes } from "./source-notes.ts";

/** How one call of a source went, as the gateway sees it. */
export interface Trial extends TakenNotes {
  /** The method, with what it was asked. */
  readonly call: string;
  readonly status: "OK" | "FAILED";
  readonly code?: string;
  readonly message?: string;
  readonly elapsedMs: number;
  /** Records, overlays, claims or readings that were kept. */
  readonly kept: number;
  readonly records: readonly ListingRecord[];
  /** What it says of models that others list. */
  readonly overlays: readonly OverlayRecord[];
  readonly claims?: readonly SourceClaim[];
  readonly readings?: readonly SourceReading["reading"][];
  /** Of a listing: how many pages were asked for, whether there are more, and the last checkpoint and number of rows that any of them gave. */
  readonly page?: { readonly pages: number; readonly more: boolean; readonly checkpoint?: string; readonly expected?: number; readonly gone: number; readonly overlays: number };
  /** In how many of the records and overlays each field is there. */
  readonly fields: Readonly<Record<string, number>>;
  /** Members of the answers' JSON that were never read; absent where that is not watched, or no answer was parsed. */
  readonly unread?: readonly UnreadMember[];
  readonly requests: readonly SentRequest[];
}

/** What of a listing is asked for. */
export interface ListPart {
  /** How many; absent: until so many models were kept as the limit says. */
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
  /** Makes the `fetch` that the source is lent. @default createLentFetch */
  readonly lend?: (options: LentFetchOptions) => LentFetch;
  /** Whether to watch which members of the answers' JSON are read. @default false */
  readonly watchReads?: boolean;
}

const deadlineMs = 30_000;
const searchLimit = 20;
const mostPages = 100;

/**
 * Opens a source in the room through which the gateway asks every source.
 *
 * @throws {SourceConfigurationError} when it cannot be used as it is.
 */
export function openTrials(source: Source, { offline, signal, secrets, lend = createLentFetch, watchReads = false }: TrialOptions): TrialBench {
  const registry = createRegistry([source]);
  const reads = watchReads ? watchJsonReads() : undefined;
  const recorder = createRecorder({ secrets, lend: (options) => (reads === undefined ? lend(options) : reads.watch(lend(options))) });
  const notes = createSourceNotes();
  const caches = createCaches({ log: silentLogger, now: () => new Date() });
  const ask = createAsker({ registry, cache: caches.answers, log: notes.log, offline, lendFetch: recorder.lendFetch });
  const references = createReferences({ registry, log: notes.log });
  const id = source.id as SourceId;
  const asked = { signal, deadlineMs };

  async function trial(call: string, work: () => Promise<Outcome>): Promise<Trial> {
    const before = recorder.requests().length;
    notes.begin();
    reads?.begin();
    const began = performance.now();
    const { records = [], overlays = [], ...outcome } = await work();
    const unread = reads?.unread();
    return {
      call, elapsedMs: Math.round(performance.now() - began), records, overlays, ...outcome, ...notes.taken(),
      fields: filledFields([...records, ...overlays]), ...(unread !== undefined && { unread }), requests: recorder.requests().slice(before),
    };
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
      reads?.end();
    },
  };
}

type Outcome = Pick<Trial, "status" | "kept"> & Partial<Omit<Trial, "requests" | "fields" | "unread" | keyof TakenNotes>>;

interface Asking {
  readonly ask: Asker;
  readonly asked: { readonly signal: AbortSignal; readonly deadlineMs: number };
}

async function listPages(id: SourceId, { limit, pages: wanted, since }: ListPart & { readonly limit: number }, { ask, asked }: Asking): Promise<Outcome> {
  const records: ListingRecord[] = [];
  const overlays: OverlayRecord[] = [];
  let [gone, cursor] = [0, undefined as string | undefined];
  let [checkpoint, expected] = [undefined as string | undefined, undefined as number | undefined];
  for (let pages = 1; ; pages += 1) {
    const request: ListRequest = { limit, ...(since !== undefined && { since }), ...(cursor !== undefined && { cursor }) };
    const answer = await ask.list(id, request, asked);
    if (answer.status === "FAILED") return { ...failure(answer), kept: records.length + overlays.length, records, overlays };
    const { value } = answer;
    records.push(...(value.records ?? []));
    gone += value.gone?.length ?? 0;
    overlays.push(...(value.overlays ?? []));
    checkpoint = value.checkpoint ?? checkpoint;
    expected = value.expected ?? expected;
    const endless = value.cursor !== undefined && value.cursor === cursor;
    cursor = value.cursor;
    if (endless) return { status: "FAILED", code: "BAD_RESPONSE", message: "It gave the same cursor twice; its pages would never end.", kept: records.length + overlays.length, records, overlays };
    const enough = wanted === undefined ? records.length + overlays.length >= limit : pages >= wanted;
    if (cursor !== undefined && !enough && pages < mostPages) continue;
    const page = { pages, more: cursor !== undefined, gone, overlays: overlays.length, ...(checkpoint !== undefined && { checkpoint }), ...(expected !== undefined && { expected }) };
    return { status: "OK", kept: records.length + overlays.length, records, overlays, page };
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

/** In how many rows each field is there, in the order of the contract. */
function filledFields(rows: readonly (ListingRecord | OverlayRecord)[]): Readonly<Record<string, number>> {
  const counts = (["nativeId", "name", ...recordFields] as const).map((field) => [field, rows.filter((row) => Object.hasOwn(row, field)).length] as const);
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
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
