import type { Digest, Finding, FindingCheck, FindingEvidence, SubjectListing, Verifier, VerifierTools } from "@modeldex/plugin-kit";
import type { ClaimEffect } from "@modeldex/schema";
import { byCodeUnits } from "../canonical.ts";
import { fetchCommand } from "../reproduce.ts";
import { documentPlaces, keptDocument, type AdvisoryDocument, type DocumentState } from "./advisory-documents.ts";
import { matchedListing, matchProduct, packageKey, type MatchedListing, type ProductMatch } from "./match-advisory.ts";
import type { Advisory, AdvisoryStatus } from "./read-advisories.ts";

const method = "advisory.documents/1";
const validMs = 24 * 3_600_000;
const maxFindings = 50;
const maxChecks = 20;

export interface SecurityAdvisoriesOptions {
  /** Files (paths, from the working directory) and http or https addresses of documents in OSV or OpenVEX. At most 16 MB each, from an address 4 MB. */
  readonly from: readonly string[];
}

/**
 * What published advisories say of a listing: by its package URL and revision, or by the sha256 of one of its files. Always asserted: an advisory is its
 * author's word. It cannot fail for that reason; of two statements of one author about one vulnerability the later one counts, of contradicting ones
 * without an order the worse. Whoever writes a document may give any author's name: only those of one host, or of the operator's files, are of one author.
 *
 * That no advisory matches says so of the documents that were read, and nothing else.
 *
 * @throws {RangeError} when `from` names nothing that could be read.
 */
export function securityAdvisories({ from }: SecurityAdvisoriesOptions): Verifier<"SECURITY_ADVISORY"> {
  const places = documentPlaces(from);
  const documents = places.map(keptDocument);
  return {
    id: "security-advisory/1",
    kind: "SECURITY_ADVISORY",
    depth: "STANDARD",
    baseAddresses: places.flatMap(({ url }) => url ?? []),
    verify: async ({ subject: { listing }, claim }, tools) => {
      // What a source says of advisories is kept as its word by another verifier.
      if (claim !== undefined) return [];
      const states = await Promise.all(documents.map((document) => document.read(tools)));
      const matchable = matchedListing(listing);
      const matched = states.flatMap(({ document }) => (document === undefined ? [] : matchesIn(document, matchable)));
      const found = await Promise.all(latest(matched).slice(0, maxFindings).map((match) => findingOf(match, states, tools)));
      return [...found, ...(matched.length === 0 ? noMatch(states, listing, tools) : []), ...states.flatMap(unreadFinding)];
    },
  };
}

interface Match {
  readonly advisory: Advisory;
  readonly document: AdvisoryDocument;
  readonly match: Exclude<ProductMatch, "NO">;
}

function matchesIn(document: AdvisoryDocument, listing: MatchedListing): readonly Match[] {
  return document.advisories.flatMap((advisory): readonly Match[] => {
    const matches = advisory.products.map((product) => matchProduct(product, listing));
    const match = matches.includes("YES") ? "YES" : matches.includes("OPEN") ? "OPEN" : undefined;
    return match === undefined ? [] : [{ advisory, document, match }];
  });
}

/** Of each author and vulnerability what was said last; the worst first. */
function latest(matches: readonly Match[]): readonly Match[] {
  const groups = Map.groupBy(matches, ({ advisory, document }) => JSON.stringify([advisory.format, originOf(document), authorOf(advisory, document), advisory.id]));
  const last = [...groups.values()].flatMap((group) => {
    const time = ({ advisory: { statedAt } }: Match): number => (Date.parse(statedAt ?? "") || 0);
    const newest = Math.max(...group.map(time));
    return group.filter((match) => time(match) === newest).toSorted((left, right) => badness(right) - badness(left))[0] ?? [];
  });
  return last.toSorted((left, right) => badness(right) - badness(left) || byCodeUnits(left.advisory.id, right.advisory.id));
}

const effects = { affected: "UNDERMINES", under_investigation: "CAUTION", fixed: "SUPPORTS", not_affected: "NEUTRAL" } as const satisfies Record<AdvisoryStatus, ClaimEffect>;

function effectOf({ advisory: { status, withdrawnAt }, match }: Match): ClaimEffect {
  if (withdrawnAt !== undefined) return "NEUTRAL";
  // Which revisions are meant is not to be told: a warning is still one, and an all-clear is none.
  if (match === "OPEN") return status === "affected" || status === "under_investigation" ? "CAUTION" : "NEUTRAL";
  return effects[status];
}

function badness(match: Match): number {
  return (["SUPPORTS", "NEUTRAL", "CAUTION", "UNDERMINES"] as const).indexOf(effectOf(match));
}

async function findingOf(match: Match, states: readonly DocumentState[], tools: VerifierTools): Promise<Finding> {
  const { advisory, document } = match;
  const isOld = states.some(({ place, problem }) => place === document.place && problem !== undefined);
  const kept = await keptEntry(advisory, tools);
  return {
    kind: "SECURITY_ADVISORY",
    statement: `${sentenceOf(match)}${isOld ? ` So it was when ${document.place.name} was last read, at ${document.readAt.toISOString()}.` : ""}`,
    status: "ASSERTED",
    effect: effectOf(match),
    method,
    issuer: { type: advisory.author === undefined && document.place.publicUrl === undefined ? "OPERATOR" : "ATTESTER", key: issuerKeyOf(match) },
    evidence: [evidenceOf(match, kept)],
    ...(advisory.statedAt !== undefined && !Number.isNaN(Date.parse(advisory.statedAt)) ? { validAt: new Date(advisory.statedAt).toISOString() } : {}),
    expiresAt: new Date(tools.now().getTime() + validMs).toISOString(),
  };
}

function sentenceOf({ advisory, document, match }: Match): string {
  const { id, status, summary, severity, withdrawnAt } = advisory;
  const author = authorOf(advisory, document);
  if (withdrawnAt !== undefined) return `${author} had an advisory against it, ${id}, and has withdrawn it.`;
  const about = summary === undefined ? "" : `: ${summary.replace(/[.\s]+$/, "")}`;
  const told = severity === undefined ? "" : ` (severity in its author's words: ${severity})`;
  if (match === "OPEN") return `${id} of ${author} names this model as ${statusWords[status]}, and whether it means this revision cannot be told from it${told}${about}.`;
  return `${author} says that it is ${statusWords[status]} by ${id}${told}${about}.`;
}

const statusWords = { affected: "affected", under_investigation: "being looked into, for whether it is affected,", not_affected: "not affected", fixed: "no longer affected" } as const satisfies Record<AdvisoryStatus, string>;

/** Longest entry that is kept, in bytes. */
const maxKeptBytes = 1_048_576;

/** An entry that is too long to be kept, or nests too deep to be written, is told all the same. */
async function keptEntry({ raw }: Advisory, tools: VerifierTools): Promise<Digest | undefined> {
  const bytes = written(raw);
  return bytes === undefined || bytes.byteLength > maxKeptBytes ? undefined : await tools.keep(bytes);
}

function written(raw: unknown): Uint8Array | undefined {
  try {
    return new TextEncoder().encode(JSON.stringify(raw));
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function evidenceOf({ advisory, document }: Match, digest: Digest | undefined): FindingEvidence {
  const kept = digest === undefined ? {} : { kept: digest };
  const { place, sizeBytes } = document;
  const url = advisory.url ?? place.publicUrl;
  if (url === undefined) return { kind: "staticAnalysis", path: place.name, findings: [`${advisory.id}: ${advisory.status}`], bytesRead: sizeBytes, ...kept };
  const reproduce = fetchCommand(place.publicUrl);
  return { kind: "document", url, ...kept, ...(place.publicUrl === undefined ? {} : { sourceUrl: place.publicUrl }), ...(reproduce === undefined ? {} : { reproduce }) };
}

function noMatch(states: readonly DocumentState[], listing: SubjectListing, tools: VerifierTools): readonly Finding[] {
  const read = states.flatMap(({ document, problem }) => (document === undefined || problem !== undefined ? [] : [document]));
  if (read.length === 0) return [];
  const base = { kind: "SECURITY_ADVISORY", effect: "NEUTRAL", method, evidence: [], issuer: { type: "GATEWAY", key: "gateway" }, checks: read.slice(0, maxChecks).map(checkOf) } as const;
  const byFile = read.some(({ advisories }) => advisories.some(({ products }) => products.some(({ sha256 }) => sha256.length > 0)));
  if (byFile && listing.record.artifacts === undefined) {
    return [{ ...base, statement: "There are advisories that name files by digest, and the files of this listing are not known here.", status: "UNKNOWN", unknownReason: "NOT_REQUESTED" }];
  }
  const advisories = read.reduce((sum, document) => sum + document.advisories.length, 0);
  const oldest = new Date(Math.min(...read.map(({ readAt }) => readAt.getTime()))).toISOString();
  const how = packageKey(listing) === undefined ? "the digests of its files" : "this model or a file of it";
  const statement = `No advisory names ${how}, among ${counted(advisories, "advisory", "advisories")} in ${counted(read.length, "document", "documents")} read at ${oldest} or later.`;
  return [{ ...base, statement, status: "ASSERTED", expiresAt: new Date(tools.now().getTime() + validMs).toISOString() }];
}

function checkOf({ place, advisories, unread, readAt }: AdvisoryDocument): FindingCheck {
  const missed = unread === 0 ? "" : `, and ${counted(unread, "entry", "entries")} that could not be read`;
  return { key: place.name, status: unread === 0 ? "VERIFIED" : "UNKNOWN", statement: `${place.name} was read at ${readAt.toISOString()}: ${counted(advisories.length, "advisory", "advisories")}${missed}.` };
}

function unreadFinding({ place, document, problem }: DocumentState): readonly Finding[] {
  if (problem === undefined) return [];
  const since = document === undefined ? "" : ` What it said at ${document.readAt.toISOString()} is still used.`;
  return [{
    kind: "SECURITY_ADVISORY", statement: `The advisories of ${place.name} could not be read: ${problem.because}.${since}`, status: "UNKNOWN", unknownReason: problem.unknownReason, effect: "NEUTRAL", method,
    issuer: { type: "GATEWAY", key: "gateway" }, evidence: [],
  }];
}

/** Where a document is from: a host, or files of the operator. */
function originOf({ place: { publicUrl } }: AdvisoryDocument): string {
  return publicUrl === undefined ? "" : new URL(publicUrl).host;
}

/** A document may name anybody as its author, so that such a name is never the key of somebody else. */
function issuerKeyOf({ advisory: { author }, document: { place } }: Match): string {
  return author === undefined ? place.name : `advisory:${author}`;
}

/** Its author by the document, else the document. */
function authorOf({ author }: Advisory, { place }: AdvisoryDocument): string {
  return author ?? place.name;
}

function counted(count: number, one: string, many: string): string {
  return `${String(count)} ${count === 1 ? one : many}`;
}
