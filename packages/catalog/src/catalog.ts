import type {
  AnyDigest, DateTime, Digest, Finding, ListingKey, ModelId, SourceId,
} from "@modeldex/schema";
import type { Assessment, FileFindingsRequest, LackingAssessmentRequest, StoredAssessment } from "./assessment.ts";
import type { ChangePage, ChangeQuery, StoredChange } from "./change-query.ts";
import type { ExportCount, ExportedListing, ImportedListing } from "./exported.ts";
import type { ListingWrite } from "./listing-write.ts";
import type {
  BenchmarkKnown, CallName, DerivedPage, DerivedRequest, DigestFilesPage, DigestModelsPage, DigestPageRequest, FilePosition, LackingRequest, LineageStatement, NameSuggestion, SimilarRequest,
} from "./reading.ts";
import type { CatalogQuery, Facet, FacetRequest, SearchSort, SearchWindow, SortedPosition, SortedPage, WindowPage } from "./query.ts";
import type { ExportedOverlay, ImportedOverlay, OverlayWrite, StoredOverlay } from "./overlay.ts";
import type { SourceFindingsWrite, StoredSourceFinding } from "./source-finding.ts";
import type { StoredLink, StoredListing, StoredModel } from "./stored.ts";

/**
 * Everything that Modeldex remembers. Asynchronous, so that worker threads and other engines change no caller.
 * Each method is one transaction. Reads see everything that was committed before they began, also by another process.
 */
export interface Catalog {
  // ---- writing listings
  /** One page of a harvest: listings, links, changes, cursor and counts, in one transaction. @throws {LeaseLostError} when the run's lease is gone. */
  applyPage(page: PageWrite): Promise<WriteResult>;
  /** Listings that came during a request (pull-through) or by an import; no run, no cursor. */
  applyListings(writes: readonly ListingWrite[]): Promise<WriteResult>;
  /** Marks listings that the source says it no longer has; an overlay with the same key stays. */
  markGone(keys: readonly ListingKey[], at: DateTime): Promise<WriteResult>;
  /** Listings of an export, with their history. Nothing older is put over something newer; what is stored already changes nothing. */
  importListings(listings: readonly ImportedListing[]): Promise<WriteResult>;
  /** Overlays of an export. As with listings, nothing older is put over something newer. */
  importOverlays(overlays: readonly ImportedOverlay[]): Promise<WriteResult>;
  /** The operator's rules about identity; replaces the earlier ones and recomputes what they touch. */
  /** @param options.unlessSet leaves rules that were given before as they are. @default false */
  setIdentityRules(rules: IdentityRules, options?: { readonly unlessSet?: boolean }): Promise<void>;

  // ---- reading
  /** In the order asked, `undefined` where none is known. */
  listings(keys: readonly ListingKey[]): Promise<readonly (StoredListing | undefined)[]>;
  /** By id, by an old id, by the key of a listing or of an alias of one; in the order asked. */
  models(ids: readonly string[]): Promise<readonly (StoredModel | undefined)[]>;
  /** Listings of each model: the leading one first, then by source and key. Gone ones too. */
  listingsOf(ids: readonly ModelId[]): Promise<readonly (readonly StoredListing[])[]>;
  /** Overlays of each model, at most 200: those first whose source vouches for its names, then by source and key. */
  overlaysOf(ids: readonly ModelId[]): Promise<readonly (readonly StoredOverlay[])[]>;
  /** Listings that may be the model but are not joined to it. */
  candidateListingsOf(ids: readonly ModelId[]): Promise<readonly (readonly CandidateListing[])[]>;
  /** Other ids that lead to each model: keys of its listings, former ids; sorted. */
  aliasesOf(ids: readonly ModelId[]): Promise<readonly (readonly string[])[]>;
  /** A listing by native id within one source, whatever case or former path it is asked by. Moving aliases are found last. */
  findListing(source: SourceId, nativeId: string): Promise<StoredListing | undefined>;
  /**
   * What each text names that is no id of a listing: overlays by their key, offers by the id under which they are called. ASCII case does not count.
   * Those first whose source vouches for its names; at most 100 for each. Nothing that is gone.
   */
  callNames(texts: readonly string[]): Promise<readonly (readonly CallName[])[]>;
  /** Listings that hold a file with this digest, or whose revision it is. At most 100 for each. */
  listingsByDigest(digests: readonly AnyDigest[]): Promise<readonly (readonly StoredListing[])[]>;
  /** Files with each digest, also of other kinds than sha256: page by page, in the order in which their listings came. */
  filesByDigest(digests: readonly AnyDigest[], request: DigestPageRequest<FilePosition>): Promise<readonly DigestFilesPage[]>;
  /** Models that hold a file with each digest, or whose listings state it: page by page, each once. */
  modelsByDigest(digests: readonly AnyDigest[], request: DigestPageRequest<number>): Promise<readonly DigestModelsPage[]>;

  /** What each model was made from, as its listings state it: those of the leading one first. Never itself. */
  lineageOf(ids: readonly ModelId[]): Promise<readonly (readonly LineageStatement[])[]>;
  /** Models that were made from each one, directly: the most used first. */
  derivedFrom(ids: readonly ModelId[], request: DerivedRequest): Promise<readonly DerivedPage[]>;

  /** Listings of the most used models of a source that lack a field and were not asked for it at their revision; the most used first. */
  lackingDetails(request: LackingRequest): Promise<readonly StoredListing[]>;
  /** Remembers that the source was asked for everything it has of these listings, at the revision that is stored. */
  noteAsked(keys: readonly ListingKey[], at: DateTime): Promise<void>;

  // ---- searching
  /** Hits of one window in no particular order: the caller ranks them. Without `window` the first one. */
  searchWindow(query: CatalogQuery, window?: SearchWindow): Promise<WindowPage>;
  /** A page in the order of a stored value; unknown values last, after them what is listed only where anybody may write, in the same order; ties by id. */
  searchSorted(query: CatalogQuery, sort: SearchSort, limit: number, after?: SortedPosition): Promise<SortedPage>;
  /** Whether a benchmark, in any case, is one to sort by. */
  benchmark(name: string): Promise<BenchmarkKnown>;
  /** How many models match. Equal to what all pages together hold, when `exact`. */
  count(query: CatalogQuery): Promise<{ readonly count: number; readonly exact: boolean }>;
  /** Counts by value within the query; each facet leaves out its own selection. In the order asked. */
  facets(query: CatalogQuery, facets: readonly FacetRequest[]): Promise<readonly Facet[]>;
  /** For each of these models whether the words find it (added by the gateway's search: it tells live hits that words alone would miss). At most 200. */
  matchesWords(words: CatalogQuery["words"], ids: readonly ModelId[]): Promise<readonly boolean[]>;
  /** Models with the same task and about the same size as each one, where its size is known: the most used first. None for a model without a task. */
  similarTo(ids: readonly ModelId[], request: SimilarRequest): Promise<readonly (readonly StoredModel[])[]>;
  /** How many models hold each word (one token each, as `nameTokens` writes them). For weighing words in a ranking; what is listed only where anybody may write does not count. */
  tokenCounts(tokens: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** Those of the tokens that no model holds, each with the nearest one that some do, where there is one: one letter wrong, or two in a long one. */
  nearestTokens(tokens: readonly string[]): Promise<ReadonlyMap<string, string | undefined>>;
  /** Names that complete a text, the most used first: those that begin with it before others, and what is listed only where anybody may write last. At most 100. */
  suggest(prefix: string, limit: number): Promise<readonly NameSuggestion[]>;

  // ---- harvest
  /** Takes or refuses the right to harvest a source. A lease that was not renewed in `ttlMs` is free. */
  acquireLease(request: LeaseRequest): Promise<LeaseAnswer>;
  /** `false` when it was lost meanwhile. */
  renewLease(source: SourceId, holder: string, ttlMs: number): Promise<boolean>;
  releaseLease(source: SourceId, holder: string): Promise<void>;
  /** Begins a run or takes up the one that was interrupted. */
  beginRun(request: RunRequest): Promise<HarvestRun>;
  /** Listings and overlays of the source that this run has not seen and that are not gone yet; how many there are in all, and how many of these are overlays. */
  countUnseen(source: SourceId, run: number): Promise<{ readonly unseen: number; readonly listed: number; readonly overlays: number }>;
  /** Some of those, the oldest fetched first; also of a run that has ended. At most 1,000. */
  unseenListings(source: SourceId, run: number, limit: number): Promise<readonly StoredListing[]>;
  /** Of those only what was stored with evidence of a chain that was not final yet. At most 1,000. */
  pendingListings(source: SourceId, run: number, limit: number): Promise<readonly StoredListing[]>;
  /** Ends a run. With `sweep`, unseen listings and overlays become gone. */
  endRun(request: EndRunRequest): Promise<WriteResult>;
  harvestState(source: SourceId): Promise<HarvestState>;
  /** Remembers how the source fared when it was last asked, by whatever process. */
  recordSourceHealth(source: SourceId, health: SourceHealth): Promise<void>;
  coverage(source: SourceId): Promise<SourceCoverage>;

  // ---- trust
  /** Replaces the stored findings of one listing that carry the given check ids, and keeps what they come to. */
  saveFindings(write: FindingsWrite): Promise<void>;
  findings(keys: readonly ListingKey[]): Promise<readonly (readonly StoredFinding[])[]>;
  /** Replaces the stored findings of one source about itself that carry the given check ids. What was made later than this is left as it is. */
  saveSourceFindings(write: SourceFindingsWrite): Promise<void>;
  /** Findings of each source about itself, by check, in the order in which they were found. */
  sourceFindings(sources: readonly SourceId[]): Promise<readonly (readonly StoredSourceFinding[])[]>;
  /**
   * What each check found about the same bytes (by sha256, under the same path) in another listing of the same source, the newest; empty where nothing
   * was. Only of checks that found nothing else there, and of no source where anybody may write: who serves bytes need not serve those it states.
   */
  findingsOfFiles(request: FileFindingsRequest): Promise<readonly (readonly StoredFinding[])[]>;
  /** What each listing was last found to be, in the order asked. */
  assessments(keys: readonly ListingKey[]): Promise<readonly (StoredAssessment | undefined)[]>;
  /**
   * Leading listings of the most used models to assess: those that never were, then those of which something has expired or changed; the most used
   * first. At most 1,000.
   */
  lackingAssessment(request: LackingAssessmentRequest): Promise<readonly ListingKey[]>;
  /** Stores bytes by their sha256. At most 1 MiB each. */
  putEvidence(bytes: Uint8Array, mediaType: string): Promise<Digest>;
  evidence(digest: Digest): Promise<{ readonly bytes: Uint8Array; readonly mediaType: string } | undefined>;

  // ---- the catalog itself
  /** Listings with all that is kept of them, private and gone ones too, in the order in which they came. At most 1,000 at once. */
  exportListings(after: number, limit: number): Promise<readonly ExportedListing[]>;
  /** Overlays with all that is kept of them, unmatched and gone ones too, in the order in which they came. At most 1,000 at once. */
  exportOverlays(after: number, limit: number): Promise<readonly ExportedOverlay[]>;
  /** How many listings and overlays of each source an export gives, by source. */
  exportCounts(): Promise<readonly ExportCount[]>;
  /** Changes, oldest first, after a sequence number. */
  changes(after: number, limit: number): Promise<readonly StoredChange[]>;
  /**
   * One page of the log, oldest first within the page: the first rows that fit, or with `newest` the last ones.
   *
   * @throws {CatalogInputError} when `after` or `before` is no row of this log.
   */
  findChanges(query: ChangeQuery): Promise<ChangePage>;
  /** The newest changes of each listing itself, under all its names, oldest first; at most 1,000 each. Also those of an earlier model whose name was given to it. */
  changesOf(keys: readonly ListingKey[], limit: number): Promise<readonly (readonly StoredChange[])[]>;
  /** Rows of the log by number, in the order asked. */
  changesAt(sequences: readonly number[]): Promise<readonly (StoredChange | undefined)[]>;
  /** Names this catalog; another one, also over the same sources, has another. */
  catalogId(): Promise<string>;
  /** Text that is the same as long as no answer could have changed; moves at most every few seconds, and when a run ends. Unique to this catalog. */
  generation(): Promise<string>;
  isEmpty(): Promise<boolean>;
  close(): Promise<void>;
}

/** One page of a harvest. */
export interface PageWrite {
  readonly source: SourceId;
  readonly run: number;
  readonly holder: string;
  readonly writes: readonly ListingWrite[];
  /** What the source says of models that others list. */
  readonly overlays?: readonly OverlayWrite[];
  /** Keys of listings and of overlays. */
  readonly gone: readonly ListingKey[];
  /** Place after this page; absent after the last one. */
  readonly cursor?: string;
  readonly checkpoint?: string;
  readonly expected?: number;
  readonly asOf?: DateTime;
  /** Entries read that are no listings, on this page. */
  readonly notListed?: number;
  /** Rows left out because they could not be read, on this page. */
  readonly dropped?: number;
  /** Where the reading of each contract stands; positions of other contracts stay. */
  readonly chains?: readonly ChainProgress[];
  readonly at: DateTime;
}

export interface ChainProgress {
  readonly chainId: number;
  readonly address: string;
  readonly head: number;
  readonly finalized: number;
  readonly indexed: number;
}

export interface WriteResult {
  readonly added: number;
  readonly changed: number;
  /** Written as they were stored, or older than what is stored. */
  readonly unchanged: number;
  /** How many of them, though older, told what was not known yet of the revision that is stored. Absent: none. */
  readonly completed?: number;
  readonly gone: number;
  /** Entries and overlays of accounts that have as many as are kept. Absent: none. */
  readonly notStored?: number;
}

/** Pairs of listing keys that are, or are not, the same model. */
export interface IdentityRules {
  readonly same: readonly (readonly [ListingKey, ListingKey])[];
  readonly different: readonly (readonly [ListingKey, ListingKey])[];
  /** Source ids in the configuration's order, for the choice of the leading listing. */
  readonly sourceOrder: readonly SourceId[];
  /** Sources whose accounts are those of the Hugging Face Hub, so that an owner there tells a publisher. @default none */
  readonly hubSources?: readonly SourceId[];
}

export interface CandidateListing {
  readonly listing: StoredListing;
  /** What speaks for it and what is missing. */
  readonly statement: string;
  /** The link that would join it, with its evidence; `link.statement` is `statement`. */
  readonly link: StoredLink;
}

export interface LeaseRequest {
  readonly source: SourceId;
  /** Who asks, for a person: `host:pid`. */
  readonly holder: string;
  readonly ttlMs: number;
}

export type LeaseAnswer = { readonly acquired: true } | { readonly acquired: false; readonly holder: string; readonly until: DateTime };

export interface RunRequest {
  readonly source: SourceId;
  readonly holder: string;
  /** Whether the run is meant to show every model. An interrupted run of the same kind is taken up. */
  readonly full: boolean;
  readonly at: DateTime;
}

export interface HarvestRun {
  readonly run: number;
  readonly full: boolean;
  readonly startedAt: DateTime;
  /** Where to go on; absent at the beginning. */
  readonly cursor?: string;
  /** Checkpoint of the last run that ended; given to `list` as `since` unless the run is full. */
  readonly since?: string;
  readonly listingsSeen: number;
}

export interface EndRunRequest {
  readonly source: SourceId;
  readonly run: number;
  readonly holder: string;
  readonly sweep: boolean;
  /** The run was not meant to show every model, and did: it counts as a full one. @default false */
  readonly whole?: boolean;
  /** Why unseen listings were not swept, for the operator. */
  readonly heldBackBecause?: string;
  readonly at: DateTime;
}

export interface HarvestState {
  readonly checkpoint?: string;
  readonly lastFullRunAt?: DateTime;
  readonly lastRunAt?: DateTime;
  /** State of the origin that the last page showed. */
  readonly asOf?: DateTime;
  /** A run under way or interrupted. */
  readonly running?: {
    readonly startedAt: DateTime;
    /** Whether it is meant to show every model. */
    readonly full: boolean;
    readonly listingsSeen: number;
    readonly expected?: number;
    readonly holder?: string;
  };
  readonly heldBackBecause?: string;
  /** The run that was held back last, when `heldBackBecause` is there. */
  readonly heldBack?: { readonly startedAt: DateTime; readonly listingsSeen: number };
  /** Entries read that are no listings, over the last full run and what followed. */
  readonly notListed: number;
  readonly dropped: number;
  /**
   * Entries read and not stored, since anybody may write there and their accounts have as many as are kept. Over the last full run and what followed:
   * one that changes meanwhile is counted again.
   */
  readonly notStored: number;
  readonly chains: readonly ChainProgress[];
  readonly health: SourceHealth;
}

export interface SourceHealth {
  readonly lastSuccessAt?: DateTime;
  readonly lastErrorAt?: DateTime;
  readonly lastErrorCode?: string;
  readonly lastErrorMessage?: string;
}

export interface SourceCoverage {
  readonly listings: number;
  readonly artifactsWithDigest: number;
  /** Rows about models that others list. */
  readonly overlays: number;
  /** Those of them that fit no listing as yet. */
  readonly overlaysUnmatched: number;
  readonly oldestFetchedAt?: DateTime;
  /** How many entries of one account are kept; absent where no entry is stored that anybody may write. */
  readonly entriesPerRegistrant?: number;
}

/** Findings of one run of verifiers over one listing. */
export interface FindingsWrite {
  readonly listing: ListingKey;
  readonly revision?: string;
  readonly observedAt: DateTime;
  /** `observedAt` of one that was made at another time than the others. */
  readonly findings: readonly { readonly check: string; readonly finding: Finding; readonly observedAt?: DateTime }[];
  /** Ids of all checks that were run; earlier findings of these are replaced. */
  readonly checks: readonly string[];
  /** What all findings of the listing come to. Absent: what is kept of that stays. */
  readonly assessment?: Assessment;
}

export interface StoredFinding {
  /** Stable over processes: a digest of listing, check, kind and subject. */
  readonly id: string;
  readonly listing: ListingKey;
  /** The listing's revision that was checked. */
  readonly revision?: string;
  /** Verifier, and digest of the claim it looked at, if any. */
  readonly check: string;
  readonly finding: Finding;
  readonly observedAt: DateTime;
}

/** A write by somebody whose lease was taken over. */
export class LeaseLostError extends Error {
  override readonly name = "LeaseLostError";
}
