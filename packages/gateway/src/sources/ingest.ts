import { sourceErrorCodes, SourceError, type ChainPosition, type ListPage, type ModelRef, type PublisherStatement, type Source, type SourceErrorCode } from "@modeldex/plugin-kit";
import { publisherKinds, type ListingRecord, type OverlayRecord, type PublisherKind, type SourceClaim } from "@modeldex/schema";
import { isObject, list, object, oneOf, type Clean, type Note } from "./clean.ts";
import { claim } from "./clean-claims.ts";
import { listingCleaner, overlay } from "./clean-record.ts";
import { count, dateTime, id, positiveCount } from "./clean-values.ts";
import { detailsCleaner } from "./details-type.ts";

/** What was left out of the answers of one call. */
export interface IngestReport {
  /** A row that is left out, with the reason. */
  drop(nativeId: string, reason: string): void;
  /** A value within a row that is left out or cut, by its path; and what its author can do. */
  readonly note: Note;
}

/** Everything that a source answers passes here before it goes anywhere else: whatever is not of the contract is left out. */
export interface Ingest {
  /** @throws {SourceError} `BAD_RESPONSE` when the answer is no list, or one of more than 20,000 rows. */
  records(value: unknown, report: IngestReport): readonly ListingRecord[];
  /** @throws {SourceError} `BAD_RESPONSE` when the answer is no page, or one of more than 20,000 rows. */
  page(value: unknown, report: IngestReport): ListPage;
  /** One for each reference asked. @throws {SourceError} `BAD_RESPONSE` when the answer is no list of that length. */
  answers(value: unknown, refs: readonly ModelRef[], report: IngestReport): readonly (ListingRecord | SourceError | undefined)[];
  /** @throws {SourceError} `BAD_RESPONSE` when the answer is no list. */
  claims(value: unknown, report: IngestReport): readonly SourceClaim[];
  /** @throws {SourceError} `BAD_RESPONSE` when the answer is no statement. */
  publisher(value: unknown, report: IngestReport): PublisherStatement | undefined;
}

/** Most rows of one answer. A document that is read whole may have some thousands; more come in pages. */
const mostRows = 20_000;

/** Makes the checks for one source. */
export function createIngest(source: Source): Ingest {
  const cleanListing = listingCleaner(detailsCleaner(source.details));

  const records = (value: unknown, report: IngestReport) => distinctRows(requireRows(value, source), cleanListing, report);

  return {
    records,
    page: (value, report) => {
      if (!isObject(value)) throw badAnswer(source, "list must give a page: { records, cursor, … }");
      const rest = pageRest(value, report.note) ?? {};
      if (rest.unchanged === true && Object.keys(value).some((member) => member !== "unchanged" && value[member] !== undefined)) {
        throw badAnswer(source, "a page that is unchanged says nothing else");
      }
      for (const member of ["cursor", "checkpoint"] as const) {
        if (value[member] === undefined || rest[member] !== undefined) continue;
        throw badAnswer(source, `the ${member} of a page must be left out or be a text that is not empty, of at most 65,536 characters`);
      }
      return {
        ...(value["records"] === undefined ? {} : { records: records(value["records"], report) }),
        ...(value["updates"] === undefined ? {} : { updates: records(value["updates"], report) }),
        ...(value["overlays"] === undefined ? {} : { overlays: distinctRows<OverlayRecord>(requireRows(value["overlays"], source), overlay, report, "nativeId") }),
        ...rest,
      };
    },
    answers: (value, refs, report) => {
      const given = requireList(value, source);
      if (given.length !== refs.length) throw badAnswer(source, `get must give one answer for each of ${refs.length} references and gave ${given.length}`);
      return refs.map((ref, index) => answer(given[index], ref, report));
    },
    claims: (value, report) => list("about", claim, 500)(requireList(value, source), report.note) ?? [],
    publisher: (value, report) => {
      if (value === undefined || value === null) return undefined;
      const statement = attempt(() => publisherStatement(value, report.note));
      if (statement === undefined) throw badAnswer(source, "publisher must give { kind, claims }, or undefined");
      return statement;
    },
  };

  function answer(value: unknown, ref: ModelRef, report: IngestReport): ListingRecord | SourceError | undefined {
    if (value === undefined || value === null) return undefined;
    const error = asSourceError(value);
    if (error !== undefined) return error;
    const record = attempt(() => cleanListing(value, report.note));
    if (record === undefined) return badAnswer(source, `its answer for ${ref.nativeId} is no listing: nativeId and name must be texts`);
    const leads = record.nativeId === ref.nativeId || record.aliases?.includes(ref.nativeId) === true || record.movingAliases?.includes(ref.nativeId) === true;
    return leads ? record : badAnswer(source, `asked for ${ref.nativeId} it answered ${record.nativeId}, which does not have the asked id among its aliases`);
  }
}

/**
 * Reads an error as one of a source.
 *
 * By its shape, since an adapter may bring a copy of plugin-kit of its own.
 */
export function asSourceError(value: unknown): SourceError | undefined {
  if (value instanceof SourceError) return value;
  if (!(value instanceof Error) || value.name !== "SourceError") return undefined;
  const { code, retryAfterMs } = value as Partial<Record<"code" | "retryAfterMs", unknown>>;
  if (!(sourceErrorCodes as readonly unknown[]).includes(code)) return undefined;
  return new SourceError(code as SourceErrorCode, value.message, {
    cause: value.cause,
    ...(typeof retryAfterMs === "number" && retryAfterMs >= 0 ? { retryAfterMs } : {}),
  });
}

/** Kept exactly as it is, or not at all. */
const opaque: Clean<string> = (value) =>
  typeof value === "string" && value !== "" && value.length <= 65_536 && value.isWellFormed() && !value.includes("\0") ? value : undefined;

const yes: Clean<true> = (value) => (value === true ? true : undefined);

const chain = object<ChainPosition>(
  "page.chain.",
  { chainId: positiveCount, address: id, head: count, finalized: count, indexed: count },
  ["chainId", "address", "head", "finalized", "indexed"],
);

const publisherStatement = object<PublisherStatement>(
  "publisher.",
  { kind: oneOf(publisherKinds.filter((kind): kind is PublisherKind => kind !== "UNKNOWN")), claims: list("publisher.claims", claim, 50) },
  ["claims"],
);

const pageRest = object<Omit<ListPage, "records" | "updates" | "overlays">>(
  "page.",
  {
    gone: list("page.gone", id, 100_000),
    cursor: opaque,
    checkpoint: opaque,
    unchanged: yes,
    whole: yes,
    expected: count,
    asOf: dateTime,
    chain,
    chains: list("page.chains", chain, 100),
    notListed: count,
  },
  [],
);

function distinctRows<T extends { readonly nativeId: string }>(rows: readonly unknown[], clean: Clean<T>, report: IngestReport, required = "nativeId or name"): readonly T[] {
  const kept = new Map<string, T>();
  for (const row of rows) {
    const record = attempt(() => clean(row, report.note));
    if (record === undefined) report.drop(labelOf(row), `its ${required} is missing, too long, or holds control characters`);
    else if (kept.has(record.nativeId)) report.drop(record.nativeId, "another row of this answer has the same nativeId");
    else kept.set(record.nativeId, record);
  }
  return [...kept.values()];
}

/** A row may be any object, also one whose members throw when they are read. */
function attempt<T>(clean: () => T | undefined): T | undefined {
  try {
    return clean();
  } catch {
    return undefined;
  }
}

function labelOf(row: unknown): string {
  const nativeId = attempt(() => (isObject(row) ? row["nativeId"] : undefined));
  return typeof nativeId === "string" ? nativeId.slice(0, 100) : "(without nativeId)";
}

function requireList(value: unknown, source: Source): readonly unknown[] {
  if (!Array.isArray(value)) throw badAnswer(source, `a list was expected, and it gave ${value === null ? "null" : typeof value}`);
  return value as readonly unknown[];
}

function requireRows(value: unknown, source: Source): readonly unknown[] {
  const rows = requireList(value, source);
  if (rows.length <= mostRows) return rows;
  throw badAnswer(source, `it gave ${rows.length.toLocaleString("en")} rows at once, and at most ${mostRows.toLocaleString("en")} are taken; give pages with a cursor`);
}

function badAnswer(source: Source, what: string): SourceError {
  return new SourceError("BAD_RESPONSE", `The adapter of ${source.title} answered wrongly: ${what}.`);
}
