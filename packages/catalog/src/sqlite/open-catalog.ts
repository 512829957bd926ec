import type { Catalog } from "../catalog.ts";
import { CatalogInputError } from "../errors.ts";
import { assessmentsOf, lackingAssessment } from "./assessments.ts";
import { lackingDetails, noteAsked } from "./asked-details.ts";
import { callNamesOf } from "./call-names.ts";
import { changesOfListings, readChanges, readChangesAt } from "./change-log.ts";
import { findChanges } from "./change-pages.ts";
import { ColumnCache } from "./column-cache.ts";
import { filesOfDigests, modelsOfDigests } from "./digest-pages.ts";
import { countFacets } from "./facets.ts";
import { Database, defaultEntriesPerRegistrant } from "./database.ts";
import { compileFilter } from "./filter.ts";
import { findingsOf, putEvidence, readEvidence, saveFindings } from "./findings.ts";
import { findingsOfFiles } from "./findings-of-files.ts";
import { exportCounts, exportListings, importListings } from "./export.ts";
import { Generation } from "./generation.ts";
import { applyPage, beginRun, countUnseen, coverage, endRun, harvestState, pendingListings, recordHealth, unseenListings } from "./harvest.ts";
import { setIdentityRules } from "./identity-rules.ts";
import { derivedFromModel, lineageOfModels } from "./lineage.ts";
import { acquireLease, releaseLease, renewLease } from "./leases.ts";
import { findAll, select } from "./matches.ts";
import { aliasesOfModels, candidatesOfModels, findSequence, listingsOfDigests, listingsOfModels, modelSequences, readListings, sequencesOfKeys } from "./read-listings.ts";
import { readModels } from "./read-models.ts";
import { exportOverlays, overlaysOfModels } from "./read-overlays.ts";
import { benchmarkKnown } from "./results.ts";
import { textOf } from "./rows.ts";
import { searchWindow } from "./search.ts";
import { similarModels } from "./similar.ts";
import { saveSourceFindings, sourceFindingsOf } from "./source-findings.ts";
import { matchesWords } from "./streams.ts";
import { searchSorted } from "./sorted.ts";
import { remakeStaleModels } from "./stale-models.ts";
import { keyStaleNames } from "./stale-names.ts";
import { suggestNames } from "./suggest.ts";
import { TokenCounts } from "./token-counts.ts";
import { isKnownToken, Vocabulary } from "./vocabulary.ts";
import { writeListings } from "./write-listings.ts";
import { importOverlays } from "./write-overlays.ts";

export interface SqliteCatalogOptions {
  /** File that holds the catalog, made when it does not exist; `:memory:` for one that vanishes with `close()`. */
  readonly path: string;
  /** Refuses every write. @default false */
  readonly readOnly?: boolean;
  /** The clock, for leases and the generation. @default () => new Date() */
  readonly now?: () => Date;
  /** Listed entries of one account that are kept of a source where anybody may write; further ones are counted. @default 100 */
  readonly entriesPerRegistrant?: number;
}

/**
 * Opens a catalog in a SQLite file. Several processes may have it open at once: one writes at a time, readers are never held up.
 *
 * @throws {CatalogFileError} when the file is no catalog, or was written by a newer version.
 * @example
 * const catalog = await openSqliteCatalog({ path: ".modeldex/catalog.sqlite" });
 * await catalog.isEmpty();
 * // true
 */
export async function openSqliteCatalog({ path, readOnly = false, now = () => new Date(), entriesPerRegistrant = defaultEntriesPerRegistrant }: SqliteCatalogOptions): Promise<Catalog> {
  const database = new Database({ path, readOnly, entriesPerRegistrant });
  if (!readOnly) {
    await remakeStaleModels(database, now().toISOString());
    await keyStaleNames(database, now().toISOString());
  }
  const columns = new ColumnCache(database);
  const generation = new Generation(database);
  const tokenCounts = new TokenCounts(database, generation);
  const vocabulary = new Vocabulary(database, generation);
  const time = (): number => now().getTime();
  const read = async <T>(work: () => T): Promise<T> => database.read(work);
  /** For reads that look at columns: most of what is new is read without holding up the event loop. */
  const readColumns = async <T>(work: (fresh: ReturnType<ColumnCache["fresh"]>) => T): Promise<T> => {
    await columns.warm();
    return database.read(() => work(columns.fresh()));
  };
  const models = (ids: readonly string[]): readonly (number | undefined)[] => modelSequences(database, ids);

  return {
    applyPage: (page) => database.write((transaction) => applyPage(transaction, page, time())),
    applyListings: (writes) => database.write((transaction) => writeListings(transaction, { writes, gone: [], at: now().toISOString() })),
    markGone: (keys, at) => database.write((transaction) => writeListings(transaction, { writes: [], gone: keys, at })),
    importListings: (listings) => database.write((transaction) => importListings(transaction, listings, now().toISOString())),
    importOverlays: (overlays) => database.write((transaction) => importOverlays(transaction, overlays, now().toISOString())),
    setIdentityRules: (rules, options) => database.write((transaction) => setIdentityRules(transaction, rules, { ...options, at: now().toISOString() })),

    listings: (keys) => read(() => readListings(database, sequencesOfKeys(database, keys))),
    models: (ids) =>
      read(() => {
        const asked = models(ids);
        const found = new Map(readModels(database, [...new Set(asked.filter((seq) => seq !== undefined))]).map((entry) => [entry.seq, entry.model]));
        return asked.map((seq) => (seq === undefined ? undefined : found.get(seq)));
      }),
    listingsOf: (ids) => read(() => listingsOfModels(database, models(ids))),
    overlaysOf: (ids) => read(() => overlaysOfModels(database, models(ids))),
    candidateListingsOf: (ids) => read(() => candidatesOfModels(database, models(ids))),
    aliasesOf: (ids) => read(() => aliasesOfModels(database, models(ids))),
    findListing: (source, nativeId) => read(() => readListings(database, [findSequence(database, source, nativeId)])[0]),
    callNames: (texts) => read(() => callNamesOf(database, texts)),
    filesByDigest: (digests, request) => read(() => filesOfDigests(database, digests, request)),
    modelsByDigest: (digests, request) => read(() => modelsOfDigests(database, digests, request)),
    similarTo: (ids, request) =>
      readColumns((fresh) => {
        const found = similarModels(fresh, models(ids), request, compileFilter(database, fresh, request.filter));
        const entries = new Map(readModels(database, [...new Set(found.flat())]).map(({ seq, model }) => [seq, model]));
        return found.map((sequences) => sequences.flatMap((seq) => entries.get(seq) ?? []));
      }),
    listingsByDigest: (digests) => read(() => listingsOfDigests(database, digests)),
    lineageOf: (ids) => read(() => lineageOfModels(database, models(ids))),
    derivedFrom: (ids, request) => read(() => models(ids).map((model) => derivedFromModel(database, model, request))),

    lackingDetails: (request) => read(() => lackingDetails(database, request)),
    noteAsked: (keys, at) => database.write((transaction) => noteAsked(transaction, keys, at)),

    searchWindow: (query, window) => readColumns((fresh) => searchWindow(database, fresh, { query, window })),
    searchSorted: (query, sort, limit, after) => readColumns((fresh) => searchSorted(database, fresh, { query, sort, limit, after })),
    benchmark: (name) => read(() => benchmarkKnown(database, name)),
    count: (query) => readColumns((fresh) => ({ count: select(findAll(database, fresh, query), compileFilter(database, fresh, query.filter)).length, exact: true })),
    facets: (query, requests) => readColumns((fresh) => countFacets(database, fresh, { query, requests })),
    matchesWords: (words, ids) => read(() => matchesWords(database, words, ids.slice(0, maxMatched))),
    tokenCounts: (tokens) => read(() => tokenCounts.read(tokens, time())),
    nearestTokens: async (tokens) => {
      const unknown = database.read(() => tokens.filter((token) => !isKnownToken(database, token)));
      if (unknown.length > 0) await vocabulary.warm(time());
      return new Map(unknown.map((token) => [token, vocabulary.nearest(token)]));
    },
    suggest: (prefix, limit) => read(() => suggestNames(database, prefix, limit)),

    acquireLease: (request) => database.write((transaction) => acquireLease(transaction, request, time())),
    renewLease: (source, holder, ttlMs) => database.write((transaction) => renewLease(transaction, { source, holder, ttlMs }, time())),
    releaseLease: (source, holder) => database.write((transaction) => releaseLease(transaction, source, holder)),
    beginRun: (request) => database.write((transaction) => beginRun(transaction, request, time())),
    unseenListings: (source, run, limit) => read(() => unseenListings(database, source, run, limit)),
    pendingListings: (source, run, limit) => read(() => pendingListings(database, source, run, limit)),
    countUnseen: (source, run) => read(() => countUnseen(database, source, run)),
    endRun: (request) => database.write((transaction) => endRun(transaction, request, time())),
    harvestState: (source) => read(() => harvestState(database, source, time())),
    recordSourceHealth: (source, health) => database.write((transaction) => recordHealth(transaction, source, health)),
    coverage: (source) => read(() => coverage(database, source)),

    saveFindings: (write) => database.write((transaction) => saveFindings(transaction, write)),
    findings: (keys) => read(() => findingsOf(database, keys)),
    saveSourceFindings: (write) => database.write((transaction) => saveSourceFindings(transaction, write)),
    sourceFindings: (sources) => read(() => sourceFindingsOf(database, sources)),
    findingsOfFiles: (request) => read(() => findingsOfFiles(database, request)),
    assessments: (keys) => read(() => assessmentsOf(database, keys)),
    lackingAssessment: (request) => read(() => lackingAssessment(database, request)),
    putEvidence: (bytes, mediaType) => database.write((transaction) => putEvidence(transaction, bytes, mediaType)),
    evidence: (digest) => read(() => readEvidence(database, digest)),

    changes: (after, limit) => {
      if (!Number.isSafeInteger(after) || !Number.isSafeInteger(limit) || limit < 0) throw new CatalogInputError("Changes are asked for after a whole number, up to a whole number of rows.");
      return read(() => readChanges(database, after, Math.min(limit, maxChanges)));
    },
    exportListings: (after, limit) => read(() => exportListings(database, after, Math.min(limit, maxExported))),
    exportOverlays: (after, limit) => read(() => exportOverlays(database, after, Math.min(limit, maxExported))),
    exportCounts: () => read(() => exportCounts(database)),
    findChanges: (query) => read(() => findChanges(database, query)),
    changesOf: (keys, limit) => read(() => changesOfListings(database, keys, Math.min(limit, maxChangesOf))),
    changesAt: (sequences) => read(() => readChangesAt(database, sequences)),
    catalogId: () => read(() => textOf(database.sql("SELECT id FROM catalog").get() ?? {}, "id")),
    // One statement, asked for every request: it needs no transaction.
    generation: async () => generation.read(time()),
    isEmpty: () => read(() => database.sql("SELECT 1 FROM listings LIMIT 1").get() === undefined),
    close: async () => {
      columns.close();
      database.close();
    },
  };
}

/** Most models that are held against words at once. */
const maxMatched = 200;
/** Most changes of one listing that are given at once. */
const maxChangesOf = 1_000;
/** Most listings of an export that are given at once. */
const maxExported = 1_000;
/** Most rows of the log that are given at once. */
const maxChanges = 10_000;
