import type { SourceHealth } from "@modeldex/catalog";
import { SourceError, type FileRequest, type ListPage, type ListRequest, type ModelRef, type PublisherStatement, type SearchRequest, type Source } from "@modeldex/plugin-kit";
import type { LentFetch, LentFetchOptions } from "@modeldex/plugin-kit/lend";
import type { ListingRecord, RecordField, SourceCapability, SourceClaim, SourceId } from "@modeldex/schema";
import { WaitEndedError, type Cache, type ReadOptions, type ReadPolicy, type ReadResult } from "../cache/cache.ts";
import { upstreamKey } from "../cache/keys.ts";
import type { Logger } from "../observe/log.ts";
import { isObject } from "./clean.ts";
import type { SourceStatus } from "./health.ts";
import { asSourceError } from "./ingest.ts";
import { openSource, type OpenSource, type OpenSourceOptions } from "./open-source.ts";
import { liveIsOff } from "./outcome.ts";
import type { SourceRegistry } from "./registry.ts";
import type { AskAnswer, AskFailure, AskOptions, AskResult } from "./ask-result.ts";
import type { CallOptions } from "./guarded-call.ts";

export type { AskOptions, AskResult } from "./ask-result.ts";

/**
 * The one door to the sources. Nothing here throws for trouble of a source; what comes through has been checked.
 *
 * Answers of `get`, `search`, `lookup` and `about` are cached, and shared by everybody who asks at the same time.
 * A source id that is not configured is a `RangeError`.
 */
export interface Asker {
  readonly registry: SourceRegistry;
  can(source: SourceId, capability: SourceCapability): boolean;
  /** How long an answer of the source is fresh. */
  freshMs(source: SourceId): number;
  /** Fields that only `get` fills, and only when they are needed. */
  onDemand(source: SourceId): readonly RecordField[];
  /** Which runs of `list` show every model, so that unseen ones are gone: see `Source.listing`. */
  listing(source: SourceId): NonNullable<Source["listing"]>;
  /** Whether it has addresses to ask; one that has none, such as a file, works offline too. */
  needsNetwork(source: SourceId): boolean;
  /** Whether what a whole run has not seen is gone, however much it is. */
  trustsRemovals(source: SourceId): boolean;
  /** `value` is undefined when there is no such model. */
  get(source: SourceId, ref: ModelRef, need?: ReadonlySet<RecordField>, options?: AskOptions): Promise<AskResult<ListingRecord | undefined>>;
  /** In the order asked. What is not stored is asked for in one call; one that fails costs only itself. */
  getMany(
    source: SourceId, refs: readonly ModelRef[], need?: ReadonlySet<RecordField>, options?: AskOptions,
  ): Promise<readonly AskResult<ListingRecord | undefined>[]>;
  /** `UNSUPPORTED`, and not asked, where live search is off; so is `lookup`. */
  search(source: SourceId, request: SearchRequest, options?: AskOptions): Promise<AskResult<readonly ListingRecord[]>>;
  lookup(source: SourceId, text: string, options?: AskOptions): Promise<AskResult<readonly ListingRecord[]>>;
  about(source: SourceId, options?: AskOptions): Promise<AskResult<readonly SourceClaim[]>>;
  /** What the source says of a publisher; kept for a day. `value` is undefined when it does not say. */
  publisher(source: SourceId, id: string, options?: AskOptions): Promise<AskResult<PublisherStatement | undefined>>;
  /** Not cached. `dropped`: rows left out because they could not be read. */
  list(source: SourceId, request: ListRequest, options?: AskOptions): Promise<AskResult<ListPage> & { readonly dropped: number }>;
  /**
   * Not cached. `value` is undefined when there is no such file; its reading ends with `options.signal`.
   *
   * @throws {BudgetExceededError} when `options.budget` is used up.
   */
  readFile(source: SourceId, request: FileRequest, options?: FileOptions): Promise<AskResult<ReadableStream<Uint8Array> | undefined>>;
  status(source: SourceId): SourceStatus;
  /** Lets sources begin what takes a while, so that the first question does not wait for it. Without it they begin when they are first asked. */
  start(): Promise<void>;
  /** Ends calls under way, closes connections and sources. */
  close(): Promise<void>;
}

export type FileOptions = AskOptions & Pick<CallOptions, "budget">;

export interface AskerOptions {
  readonly registry: SourceRegistry;
  readonly cache: Cache;
  readonly log: Logger;
  readonly now?: () => Date;
  /** No outbound call at all; sources that need none still answer. @default false */
  readonly offline?: boolean;
  /** @default "modeldex" */
  readonly userAgent?: string;
  /** Told when the health of a source changes. */
  readonly onHealth?: (source: SourceId, health: SourceHealth) => void;
  /** @default createLentFetch */
  readonly lendFetch?: (options: LentFetchOptions) => LentFetch;
  /** How a request waits before it is repeated; for tests. @default a timer */
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<unknown>;
  /** Where sources run. @default openSource */
  readonly open?: (source: Source, options: OpenSourceOptions) => OpenSource;
}

const defaultFreshMs = 900_000;
const deadlines = { person: 5_000, harvest: 120_000 } as const;
/** A call goes on at least so long although nobody waits any more: its answer is stored for the next who ask. */
const shortestCallMs = 8_000;
/** How long answers serve after their freshness: at once while they are loaded anew, and when that fails. */
const staleFactor = 4;
const ifErrorMs = 24 * 60 * 60_000;
const negativeMs = 60_000;
/** Who a publisher is changes seldom, and one answer serves all its models. */
const publisherFreshMs = 24 * 60 * 60_000;
/** What a source is does not change because it is away. */
const aboutIfErrorMs = 30 * 24 * 60 * 60_000;
const needNothing: ReadonlySet<RecordField> = new Set();

export function createAsker(options: AskerOptions): Asker {
  const { registry, cache, log, now = () => new Date(), offline = false, userAgent = "modeldex", onHealth, lendFetch, sleep, open: openOne = openSource } = options;
  const closing = new AbortController();
  const lending = {
    log, now, offline, userAgent, closing: closing.signal,
    ...(onHealth && { onHealth }), ...(lendFetch && { lendFetch }), ...(sleep && { sleep }),
  };
  const opened = new Map(registry.ids.map((id) => [id, openOne(registry.source(id), lending)]));

  function open(id: SourceId): OpenSource {
    return opened.get(id) ?? unknownSource(id, registry);
  }

  function policy<T>(id: SourceId, accept: (value: unknown) => T | undefined): ReadPolicy<T> {
    const freshMs = open(id).source.freshMs ?? defaultFreshMs;
    return { freshMs, staleMs: freshMs * staleFactor, ifErrorMs, negativeMs: Math.min(negativeMs, freshMs), accept };
  }

  /** Reads through the cache. A `load` that is absent is a method that the source has not. */
  async function cached<T>(id: SourceId, request: CachedRequest<T>, asked: AskOptions): Promise<AskResult<T>> {
    const began = performance.now();
    const { method, key, load } = request;
    if (load === undefined) return failed(unsupported(id, method), began);
    try {
      const stored = upstreamKey(id, open(id).scope, method, key);
      return answered(await cache.read(stored, () => load(sharedCall(asked)), request.policy, readOptions(asked)), began);
    } catch (error) {
      return failed(reasonOf(error, id, asked), began);
    }
  }

  async function uncached<T>(id: SourceId, method: string, load: ((call: CallOptions) => Promise<T>) | undefined, asked: FileOptions): Promise<AskResult<T>> {
    const began = performance.now();
    if (load === undefined) return failed(unsupported(id, method), began);
    const storedAt = now().getTime();
    try {
      return answered({ value: await load(ownCall(asked)), origin: "LIVE", storedAt }, began);
    } catch (error) {
      return failed(reasonOf(error, id, asked), began);
    }
  }

  async function getMany(id: SourceId, refs: readonly ModelRef[], need = needNothing, asked: AskOptions = {}) {
    const began = performance.now();
    const { source, scope, getOne } = open(id);
    if (getOne === undefined) return refs.map(() => failed(unsupported(id, "get"), began));
    const wanted = new Set((source.onDemand ?? []).filter((field) => need.has(field)));
    const { priority, deadlineMs } = sharedCall(asked);
    const items = refs.map((ref) => ({
      key: upstreamKey(id, scope, "get", { ref, need: wanted }),
      load: () => getOne({ ref, need: wanted, priority, deadlineMs }),
    }));
    const results = await cache.readMany(items, policy<ListingRecord | undefined>(id, listingOf), readOptions(asked));
    return results.map((result) => (result.status === "fulfilled" ? answered(result.value, began) : failed(reasonOf(result.reason, id, asked), began)));
  }

  /** @throws what is no trouble of the source. */
  function reasonOf(error: unknown, id: SourceId, asked: AskOptions): SourceError {
    const { title } = open(id).source;
    if (error instanceof WaitEndedError) return new SourceError("TIMEOUT", `${title} did not answer within ${waitMs(asked)} ms.`);
    const known = asSourceError(error);
    if (known !== undefined) return known;
    if (asked.signal?.aborted === true) return new SourceError("TIMEOUT", `The request was stopped before ${title} answered.`);
    throw error;
  }

  function unsupported(id: SourceId, method: string): SourceError {
    return new SourceError("UNSUPPORTED", `${open(id).source.title} has no ${method}.`);
  }

  /** Nothing that people type passes the door. */
  function notSent(id: SourceId): SourceError {
    return new SourceError("UNSUPPORTED", `${open(id).source.title} was ${liveIsOff}.`);
  }

  return {
    registry,
    can: registry.can,
    freshMs: (id) => open(id).source.freshMs ?? defaultFreshMs,
    onDemand: (id) => open(id).source.onDemand ?? [],
    listing: (id) => open(id).source.listing ?? "partial",
    needsNetwork: (id) => (open(id).source.baseAddresses ?? []).length > 0,
    trustsRemovals: (id) => open(id).source.removals === "trusted",
    getMany,
    get: async (id, ref, need, asked) => {
      const [only] = await getMany(id, [ref], need, asked);
      return only ?? failed(unsupported(id, "get"), performance.now());
    },
    search: async (id, request, asked = {}) => {
      if (!registry.live(id)) return failed(notSent(id), performance.now());
      const { search } = open(id);
      const load = search && ((call: CallOptions) => search(request, call));
      return cached(id, { method: "search", key: request, load, policy: policy(id, listOf<ListingRecord>) }, asked);
    },
    lookup: async (id, text, asked = {}) => {
      if (!registry.live(id)) return failed(notSent(id), performance.now());
      const { lookup } = open(id);
      const load = lookup && ((call: CallOptions) => lookup(text, call));
      const isNegative = (records: readonly ListingRecord[]) => records.length === 0;
      return cached(id, { method: "lookup", key: text, load, policy: { ...policy(id, listOf<ListingRecord>), isNegative } }, asked);
    },
    about: (id, asked = {}) => cached(id, { method: "about", key: {}, load: open(id).about, policy: { ...policy(id, listOf<SourceClaim>), ifErrorMs: aboutIfErrorMs } }, asked),
    publisher: (id, name, asked = {}) => {
      const { publisher } = open(id);
      const load = publisher && ((call: CallOptions) => publisher(name, call));
      const accept = (value: unknown): PublisherStatement | undefined => (isObject(value) && listOf<SourceClaim>(value["claims"]) !== undefined ? (value as unknown as PublisherStatement) : undefined);
      return cached<PublisherStatement | undefined>(id, { method: "publisher", key: name, load, policy: { ...policy<PublisherStatement | undefined>(id, accept), freshMs: publisherFreshMs, negativeMs: publisherFreshMs } }, asked);
    },
    list: async (id, request, asked = {}) => {
      const { list } = open(id);
      const result = await uncached(id, "list", list && ((call) => list(request, call)), asked);
      return result.status === "OK" ? { ...result, value: result.value.page, dropped: result.value.dropped } : { ...result, dropped: 0 };
    },
    readFile: (id, request, asked = {}) => {
      const { readFile } = open(id);
      return uncached(id, "readFile", readFile && ((call) => readFile(request, call)), asked);
    },
    status: (id) => {
      const { health, rates } = open(id);
      const { requestsLeft, resetsAt } = rates.state();
      return { ...health.status(), ...(requestsLeft !== undefined && { requestsLeft }), ...(resetsAt !== undefined && { resetsAt: resetsAt.toISOString() }) };
    },
    start: async () => {
      await Promise.all([...opened.values()].map(async (source) => source.start?.()));
    },
    close: async () => {
      closing.abort(new SourceError("TIMEOUT", "The gateway is closing."));
      await cache.settle();
      await Promise.all([...opened.values()].map((source) => source.close()));
    },
  };
}

interface CachedRequest<T> {
  readonly method: string;
  /** What the answer depends on. */
  readonly key: unknown;
  readonly load: ((call: CallOptions) => Promise<T>) | undefined;
  readonly policy: ReadPolicy<T>;
}

function unknownSource(id: string, registry: SourceRegistry): never {
  throw new RangeError(`No source "${id}" is configured; ${registry.ids.length === 0 ? "none is: name some in modeldex.config.ts, or its path in MODELDEX_CONFIG" : `there are ${registry.ids.join(", ")}`}.`);
}

/** A call that others may share: it ends by its own deadline, not with whoever began it. */
function sharedCall(asked: AskOptions): CallOptions {
  return { priority: asked.priority ?? "person", deadlineMs: Math.max(waitMs(asked), shortestCallMs) };
}

function ownCall({ signal, budget, ...asked }: FileOptions): CallOptions {
  return { priority: asked.priority ?? "person", deadlineMs: waitMs(asked), ...(signal && { signal }), ...(budget && { budget }) };
}

function waitMs({ deadlineMs, priority = "person" }: AskOptions): number {
  return deadlineMs ?? deadlines[priority];
}

function readOptions({ fresh, maxAgeMs, signal, ...asked }: AskOptions): ReadOptions {
  return { waitMs: waitMs(asked), ...(fresh !== undefined && { fresh }), ...(maxAgeMs !== undefined && { maxAgeMs }), ...(signal && { signal }) };
}

function answered<T>({ value, origin, storedAt }: ReadResult<T>, began: number): AskAnswer<T> {
  return { status: "OK", value, origin, asOf: new Date(storedAt).toISOString(), elapsedMs: elapsedMs(began) };
}

function failed({ code, message, retryAfterMs }: SourceError, began: number): AskFailure {
  return { status: "FAILED", code, message, ...(retryAfterMs !== undefined && { retryAfterMs }), elapsedMs: elapsedMs(began) };
}

function elapsedMs(began: number): number {
  return Math.round(performance.now() - began);
}

/** What was stored passed the checks when it was stored; the outline tells it from what was not. */
function listingOf(value: unknown): ListingRecord | undefined {
  return isObject(value) && typeof value["nativeId"] === "string" && typeof value["name"] === "string" ? (value as unknown as ListingRecord) : undefined;
}

function listOf<T extends ListingRecord | SourceClaim>(value: unknown): readonly T[] | undefined {
  return Array.isArray(value) && value.every(isObject) ? (value as unknown as readonly T[]) : undefined;
}
