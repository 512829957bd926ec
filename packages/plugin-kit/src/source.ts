import type { DateTime, ListingRecord, Naming, OverlayRecord, PublisherKind, RecordField, SourceClaim } from "@modeldex/schema";
import type { SourceError } from "./source-error.ts";

/**
 * A place where models are registered.
 *
 * A plain object from a factory. Each method that is present is a capability; at least one of `get`, `list`, `search` is.
 * The gateway owns loops, retries, rate budgets, deadlines, checkpoints, removals and caching.
 */
export interface Source {
  /** `[a-z][a-z0-9-]*`, unique in the configuration. */
  readonly id: string;
  /** What people see. */
  readonly title: string;
  /** Page that people can open. Absent: it has none, as a file has. */
  readonly homepage?: string;
  /** Version of this contract. */
  readonly contract: 1;
  /** The adapter: `huggingface`, `onchain`, `oci`. */
  readonly kind: string;

  /**
   * Addresses that the operator configured (origin, with a path where only that path is meant). The lent `fetch` lets only these be private
   * or loopback addresses; every other address must be a public one.
   * Headers with credentials (`authorization`, `cookie`, `proxy-authorization`, `x-api-key`) go to their origins only.
   */
  readonly baseAddresses?: readonly string[];
  /**
   * Says whose view the answers are, when credentials change what is seen or how often may be asked: a name or a hash, never the secret.
   * Answers are cached and budgets kept apart by it. Absent: everybody's.
   */
  readonly credentialScope?: string;
  /** Used until the origin's own headers say more; the longest matching prefix counts. */
  readonly limits?: readonly RateLimit[];

  /**
   * `full`: a run without `since` shows every model, unseen ones are gone. `bounded`: so does a run that is asked to be `whole`; any other brings a
   * part, such as the most used. `partial`: no run shows every model. @default "partial"
   */
  readonly listing?: "full" | "bounded" | "partial";
  /**
   * `guarded`: a run that would let more than a fifth of the listings go removes nothing until the operator says so. `trusted`: what a whole run
   * has not seen is gone, however much it is, since somebody keeps the list by hand. @default "guarded"
   */
  readonly removals?: "guarded" | "trusted";
  /**
   * Who can give an entry its name. Only `curated` entries join by name; `open` ones (anybody may write) join as `REGISTERED` and add no
   * value. @default "namespaced"
   */
  readonly naming?: Naming | ((nativeId: string) => Naming);
  /**
   * Whose accounts own the entries of a `namespaced` source: those of the Hugging Face Hub, which are known by their publishers. Elsewhere anybody may take the
   * name of a publisher, so that entries join nothing by their names. @default anybody's
   */
  readonly accounts?: "huggingface";
  /**
   * `false`: words that people type are never sent to this source (no `search`, no `lookup`, no `get` of an id that only this source was guessed
   * to mean). What is listed is found all the same. @default true
   */
  readonly live?: boolean;
  /**
   * Fields that only `get` fills and only when asked, because they cost further requests. Elsewhere absent means "not asked". Complete whenever present.
   * Of `offers` a source that declares them may give some without being asked, such as its own beside those of the providers behind it: they take the
   * place of what is known of the same providers, and the others stay as they are, dated, until `get` is asked for offers again and gives all.
   * `hasCard` may be given as well without being asked, where a list tells it; where it does not, what is known stays.
   */
  readonly onDemand?: readonly RecordField[];
  /** How many requests `get` of one model makes at most when fields of `onDemand` are asked for; so many of what a person's request may cost are set aside for it. @default 1 */
  readonly requestsPerGet?: number;
  /** How long an answer of `get` or `search` is fresh. @default 900_000 */
  readonly freshMs?: number;
  /**
   * Time between harvests by a serving process. Absent: it harvests the source once, when that was never done; `false`: it does not. In both cases
   * the command `modeldex harvest` does, and a configuration that names the source in `harvest`.
   */
  readonly harvestEveryMs?: number | false;
  /** Fields of its own that the source adds to the public schema. */
  readonly details?: DetailsType;

  /**
   * Claims about the source itself: who operates it, who may change an entry. Also called while the source is left alone after failures; requests are
   * refused then. Where the origin fails it may give what it knows without asking, and `drop` the rest with its reason.
   */
  about?(context: SourceContext): Promise<readonly SourceClaim[]>;
  /**
   * What the source says of one who publishes there, by `publisher.id`, or the name where there is no id. Asked for one model at a time, never for a
   * page, and kept for a day. `undefined`: nobody of that name, or the source does not say.
   */
  publisher?(id: string, context: SourceContext): Promise<PublisherStatement | undefined>;
  /**
   * One answer per reference, in their order. `undefined`: the service says that there is no such model, also where it says so (404) of what is
   * hidden from these credentials. A `SourceError` in its place: for that model alone, such as one that is refused (403, `UNAUTHORIZED`). What
   * fails the whole call is thrown, and so is everything once the signal is aborted. Under another `nativeId` only when `aliases` or `movingAliases` has the asked one.
   */
  get?(request: GetRequest, context: SourceContext): Promise<readonly (ListingRecord | SourceError | undefined)[]>;
  /**
   * One page of records, of overlays, or of both; the same cursor gives the same page. At most `limit` rows; only one document that comes whole, as one page without a cursor, may
   * have more.
   */
  list?(request: ListRequest, context: SourceContext): Promise<ListPage>;
  /** The source's own best first; one page, never a request per hit. */
  search?(request: SearchRequest, context: SourceContext): Promise<readonly ListingRecord[]>;
  /** Models behind a text that is no native id: transaction hash, file hash, short digest. For `resolve`. */
  lookup?(text: string, context: SourceContext): Promise<readonly ListingRecord[]>;
  /** Exactly the range; `undefined`: no such file. Gated or disabled: `UNAUTHORIZED`. */
  readFile?(request: FileRequest, context: SourceContext): Promise<ReadableStream<Uint8Array> | undefined>;
  /**
   * Pure, no network; empty when the text is not of this source's forms. Bare ids of its form are read too, with `certain: false`: other sources
   * may have the same id, and without a reading this one is not asked for it.
   */
  parseReference?(text: string): readonly ReferenceReading[];
  /** Ends what the factory opened. */
  close?(): Promise<void>;
}

/** What a source says of one who publishes there. */
export interface PublisherStatement {
  readonly kind?: PublisherKind;
  /** About the publisher: who stands behind the name, and who confirms it. */
  readonly claims: readonly SourceClaim[];
}

/** Lent for one call; a source uses these, never the globals. */
export interface SourceContext {
  /**
   * Refuses private addresses that are not configured, bounds redirects, bytes, time and rate, and never sends a credential to another host.
   *
   * @throws {SourceError} `TIMEOUT`, `UNREACHABLE`, `RATE_LIMITED`, `BAD_RESPONSE` (too large, too many redirects), `UNSUPPORTED` (address refused).
   */
  readonly fetch: typeof globalThis.fetch;
  /** Ends the call: given to every request. */
  readonly signal: AbortSignal;
  /** The time, in the place of `Date.now()`. */
  now(): Date;
  /** For whoever operates the gateway. */
  readonly log: SourceLog;
  /** Reports a row that is left out, and why. One bad row never fails a page. */
  drop(nativeId: string, reason: string): void;
}

/** Log lines of a source; the gateway adds the source's id and the request's. */
export interface SourceLog {
  debug(message: string, fields?: object): void;
  warn(message: string, fields?: object): void;
}

/** One model of a source, perhaps at a revision, perhaps one file of it. */
export interface ModelRef {
  readonly nativeId: string;
  /** Commit, tag, digest or block. */
  readonly revision?: string;
  readonly path?: string;
}

export interface GetRequest {
  readonly refs: readonly ModelRef[];
  /** The fields of `Source.onDemand` that somebody asked for; the others are left out. */
  readonly need: ReadonlySet<RecordField>;
}

/** Both texts are hostile: keep a parameter in them, never a URL. */
export interface ListRequest {
  /** Place within a run. */
  readonly cursor?: string;
  /** The checkpoint of an earlier run; then only what changed is wanted. The same with every page of a run. */
  readonly since?: string;
  /** Every model is wanted, whatever the source's own bound; only asked of a `bounded` source, and never with `since`. */
  readonly whole?: boolean;
  /** Most rows of the page; the gateway asks for 500. */
  readonly limit: number;
}

export interface ListPage {
  /** Models that are registered here. */
  readonly records?: readonly ListingRecord[];
  /** Changed listings that a `bounded` run brings only where they are stored already; elsewhere they are passed over. They count as rows of the page. */
  readonly updates?: readonly ListingRecord[];
  /** What it says of models that others list; a source that lists none has these alone. They are rows of the page as records are. */
  readonly overlays?: readonly OverlayRecord[];
  /** Native ids that are removed, says the origin. */
  readonly gone?: readonly string[];
  /** Absent on the last page. */
  readonly cursor?: string;
  /**
   * Where the next run may start; the last one given on any page counts, once the run has ended. Of times only that at which the run began is
   * safe, given on the first page: what changes while pages are read is listed again. A source without it is always listed whole.
   */
  readonly checkpoint?: string;
  /**
   * Nothing has changed since the checkpoint that was given as `since`: the run ends, nothing is written and nothing removed. Such a page says
   * nothing else. What only confirms is not dated anew, so a source says it at most for half of its `freshMs`.
   */
  readonly unchanged?: true;
  /** The run shows every model although `since` was given, so unseen ones are gone as after a run without it. On every page of such a run. */
  readonly whole?: true;
  /** Rows in the whole run, when the origin says. */
  readonly expected?: number;
  /** State of the origin shown here (block time, export date), for the lag. */
  readonly asOf?: DateTime;
  readonly chain?: ChainPosition;
  /** Where several contracts are read: the position of each, `chain` among them. */
  readonly chains?: readonly ChainPosition[];
  /** Entries that were read and are no listings (an agent that names no model), counted in `sources`. */
  readonly notListed?: number;
}

/** Where the reading of one contract stands; block numbers. */
export interface ChainPosition {
  readonly chainId: number;
  readonly address: string;
  readonly head: number;
  readonly finalized: number;
  readonly indexed: number;
}

export interface SearchRequest {
  readonly text: string;
  readonly filter: LiveFilter;
  /** Up to 100; a source asks for no more than its service allows. */
  readonly limit: number;
}

/** Hints that narrow a live search; any may be ignored, the gateway filters again. */
export interface LiveFilter {
  readonly tasks?: readonly string[];
  readonly libraries?: readonly string[];
  readonly languages?: readonly string[];
  readonly licenses?: readonly string[];
  readonly publishers?: readonly string[];
  readonly tags?: readonly string[];
}

/** `end` is inclusive, as in HTTP. */
export interface FileRequest {
  readonly ref: ModelRef;
  readonly path: string;
  readonly range?: { readonly start: number; readonly end: number };
}

export interface ReferenceReading {
  readonly ref: ModelRef;
  /** How the text was read, for a person: `Hugging Face URL`, `CAIP-10 account`. */
  readonly readAs: string;
  /** No other source could mean this text (own host, own scheme). */
  readonly certain: boolean;
  /**
   * Asked for beside certain readings of other sources: the text is another source's, and what it names may be registered here as well, under a key
   * that is computed from it. It counts only where those find nothing. @default false
   */
  readonly beside?: boolean;
}

/** So many requests in a window. */
export interface RateLimit {
  /** Of the path of an address, at any origin: `/` for all. */
  readonly pathPrefix: string;
  readonly requests: number;
  readonly windowMs: number;
}

export type DetailScalar = "String" | "Int" | "SafeInt" | "Float" | "Boolean" | "DateTime" | "URL" | "Digest" | "JSON" | "Finality";
export type DetailField = `${DetailScalar}${"" | "!"}` | `[${DetailScalar}!]${"" | "!"}`;

/** A flat GraphQL type of the source's own fields: the gateway writes its SDL and sets `__typename`. Without it `details` is a `GenericDetails`. */
export interface DetailsType {
  /** PascalCase, unique over all sources unless the fields are equal. */
  readonly typeName: string;
  readonly fields: Readonly<Record<string, readonly [type: DetailField, description: string]>>;
}

/**
 * What a package may export under its subpath `./explore`, for origins that are looked at before there is a configuration, such as a contract of
 * which only the address is known. `modeldex try-source <name> --…` calls it, and tries the source that it suggests.
 */
export interface Explorer {
  /** Addresses among the options, as `Source.baseAddresses`. */
  exploreAddresses(options: unknown): readonly string[];
  /** @throws {OptionsError | SourceError} with what is wrong. */
  explore(options: unknown, context: SourceContext): Promise<Explored>;
}

/** What was found. */
export interface Explored {
  /** For a person. */
  readonly text: string;
  /** For programs: plain data. */
  readonly data: unknown;
  /** With a configuration that was guessed. */
  readonly source?: Source;
}
