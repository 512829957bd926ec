import type { AnyDigest, Finding, FindingCheck, FindingEvidence, Subject, SubjectListing, Verifier } from "@modeldex/plugin-kit";
import { digestCommand } from "../reproduce.ts";
import { isElses, sameOperator, sourceOf } from "./independence.ts";
import { baseName, named, namesAllFiles, roleOf } from "./weight-files.ts";

const method = "digest.compare/1";
const maxEvidence = 20;
/** Most records that anybody may write, and listings of the same operator, that are named. */
const maxBeside = 100;

/**
 * Whether independent sources report the same digest for the same file.
 *
 * The listing's own digests (its files and its claims) are held against the files of the model's listings in other sources. A record that anybody
 * may write counts for nothing about somebody else's listing: an equal one is named in the checks, for whoever knows its writer, and a different one
 * is left out, so that nobody can harm a model by writing. So is a different one of another publisher in a source where everybody has names of their own:
 * it says something of the copy there. Its own report says whether what it claims agrees with the others. A second source of the same operator agrees with
 * itself: it is named, and is no second source.
 *
 * The key of a check is that of the other listing; VERIFIED says that it states all digests of this one.
 */
export const crossSourceDigest: Verifier<"CROSS_SOURCE_DIGEST_MATCH"> = {
  id: "cross-source-digest/1",
  kind: "CROSS_SOURCE_DIGEST_MATCH",
  depth: "STANDARD",
  needs: "records",
  reads: ["artifacts", "claims"],
  verify: async ({ subject, claim }) => {
    if (claim !== undefined) {
      // A source that says so of itself is no second source.
      return [{ kind: "CROSS_SOURCE_DIGEST_MATCH", statement: claim.statement, status: "ASSERTED", effect: "NEUTRAL", method, evidence: claim.evidence }];
    }
    const own = statementsOf(subject.listing, "weights");
    const { independent, beside } = othersOf(subject);
    // A source that keeps its names need not be confirmed by others; a record that anybody may write should be.
    if (own.length === 0) return independent.length > 0 && subject.listing.naming === "open" ? [statesNone(independent)] : [];
    const holdings = independent.map((other) => hold(own, subject.listing, other)).filter(({ listing, different }) => different.length === 0 || subject.listing.naming === "open" || !isElses(listing, subject.listing));
    const alsoNamed = beside.map((other) => hold(own, subject.listing, other)).filter((holding) => counts(holding, subject.listing)).slice(0, maxBeside);
    const checks = [...holdings, ...alsoNamed].map((holding) => checkOf(holding, own, subject.listing));
    const concluding = [...holdings, ...alsoNamed.filter(({ different }) => different.length > 0)];
    if (concluding.length > 0) return [{ ...conclude(own, concluding), checks }];
    return alsoNamed.length === 0 ? [] : [{ ...vouchesForNothing(alsoNamed, subject.listing), checks }];
  },
};

/** One digest that a listing states for one file. */
interface Statement {
  readonly digest: AnyDigest;
  /** Absent: it names no file. */
  readonly path?: string;
  readonly url?: string;
}

/** A document about the entry, of which every record has its own: no file of the model. */
const documentPath = /^metadata(?:\[\d+\])?$/;

/** How the own statements compare with one other listing. */
interface Holding {
  readonly listing: SubjectListing;
  readonly equal: readonly Pair[];
  readonly different: readonly Pair[];
  readonly incomparable: readonly Statement[];
  /** For files of which the other listing states nothing. */
  readonly unmatched: readonly Statement[];
}

interface Pair {
  readonly own: Statement;
  readonly other: Statement;
  readonly evidence: FindingEvidence;
}

/** Listings of other sources: a source that agrees with itself says nothing. `beside`: those that vouch for nothing, however equal. */
function othersOf({ listing, others }: Subject): { readonly independent: readonly SubjectListing[]; readonly beside: readonly SubjectListing[] } {
  const elsewhere = others.filter((other) => sourceOf(other) !== sourceOf(listing)).toSorted((left, right) => (left.key < right.key ? -1 : 1));
  const vouches = (other: SubjectListing): boolean => other.naming !== "open" && !sameOperator(listing, other);
  return { independent: elsewhere.filter(vouches), beside: elsewhere.filter((other) => !vouches(other)) };
}

/** What is named of those: equal digests, and a contradiction of an operator's with itself. What a stranger writes against a model is left out. */
function counts({ listing, equal, different }: Holding, subject: SubjectListing): boolean {
  return listing.naming === "open" ? equal.length > 0 && different.length === 0 : equal.length > 0 || (different.length > 0 && sameOperator(listing, subject));
}

/** Digests of the files (of the listing's own, only weights) and of what its claims name; what is said twice counts once. */
function statementsOf({ record }: SubjectListing, files: "weights" | "all"): readonly Statement[] {
  const ofFiles = (record.artifacts ?? []).filter((file) => files === "all" || roleOf(file) === "WEIGHTS").flatMap((file) => {
    const digests: readonly string[] = [...(file.digest === undefined ? [] : [file.digest]), ...(file.otherDigests ?? [])];
    return digests.map((digest): Statement => ({ digest: digest as AnyDigest, path: file.path, ...(file.url === undefined ? {} : { url: file.url }) }));
  });
  const ofClaims = (record.claims ?? []).flatMap((claim): readonly Statement[] =>
    claim.kind === "CONTENT_DIGEST" && !documentPath.test(claim.facts.path ?? "")
      ? [{ digest: claim.facts.digest, ...(claim.facts.path === undefined ? {} : { path: claim.facts.path }) }]
      : [],
  );
  const distinct = new Map([...ofFiles, ...ofClaims].map((statement) => [`${statement.digest} ${statement.path ?? ""}`, statement]));
  // A file that has a sha256 needs no digest of another kind to be compared by.
  const bySha256 = new Set([...distinct.values()].flatMap(({ digest, path }) => (kindOf(digest) === "sha256" && path !== undefined ? [path] : [])));
  return [...distinct.values()].filter(({ digest, path }) => kindOf(digest) === "sha256" || path === undefined || !bySha256.has(path));
}

function hold(own: readonly Statement[], listing: SubjectListing, other: SubjectListing): Holding {
  const theirs = statementsOf(other, "all");
  const equal: Pair[] = [];
  const different: Pair[] = [];
  const incomparable: Statement[] = [];
  const unmatched: Statement[] = [];
  const pair = (mine: Statement, their: Statement): Pair => ({ own: mine, other: their, evidence: evidenceOf(mine, listing, their, other) });
  for (const mine of own) {
    const same = kindOf(mine.digest) === gitObject ? undefined : theirs.find(({ digest }) => digest === mine.digest);
    if (same !== undefined) {
      equal.push(pair(mine, same));
      continue;
    }
    const sameFile = ofSameFile(mine, theirs);
    const contradicting = sameFile.find(({ digest }) => kindOf(digest) === kindOf(mine.digest) && decides.has(kindOf(digest)));
    if (contradicting !== undefined) different.push(pair(mine, contradicting));
    else if (sameFile.length > 0 || (theirs.length > 0 && !theirs.some(({ digest }) => kindOf(digest) === kindOf(mine.digest)))) incomparable.push(mine);
    else unmatched.push(mine);
  }
  return { listing: other, equal, different, incomparable, unmatched };
}

/** The other's statements about the same path or, where that says which file is meant, about the same file name. */
function ofSameFile({ path }: Statement, theirs: readonly Statement[]): readonly Statement[] {
  if (path === undefined) return [];
  const samePath = theirs.filter((their) => their.path === path);
  if (samePath.length > 0) return samePath;
  const sameName = theirs.filter((their) => their.path !== undefined && baseName(their.path) === baseName(path));
  return new Set(sameName.map((their) => their.path)).size === 1 ? sameName : [];
}

function statesNone(others: readonly SubjectListing[]): Finding {
  const statement = `This record states no digest that could be held against ${named(others.map(({ key }) => key))}.`;
  return { kind: "CROSS_SOURCE_DIGEST_MATCH", statement, status: "UNKNOWN", unknownReason: "NO_EVIDENCE_PUBLISHED", effect: "NEUTRAL", method, evidence: [] };
}

function conclude(own: readonly Statement[], holdings: readonly Holding[]): Finding {
  const base = { kind: "CROSS_SOURCE_DIGEST_MATCH", method } as const;
  const different = holdings.flatMap((holding) => holding.different);
  const equal = holdings.flatMap((holding) => holding.equal);
  if (different.length > 0) {
    const where = named(holdings.filter((holding) => holding.different.length > 0).map(({ listing }) => listing.key));
    const files = named([...new Set(different.map((pair) => pair.own.path ?? pair.own.digest))]);
    return { ...base, statement: `${where} states another digest for ${files}.`, status: "FAILED", effect: "UNDERMINES", evidence: evidenceOfPairs(different) };
  }
  if (equal.length > 0) {
    const matched = new Set(equal.map((pair) => pair.own));
    const where = named(holdings.filter((holding) => holding.equal.length > 0).map(({ listing }) => listing.key));
    const share = matched.size === own.length ? (own.length === 1 ? "the digest" : `all ${String(own.length)} digests`) : `${String(matched.size)} of ${String(own.length)} digests`;
    return {
      ...base,
      statement: `${where} states the same for ${share} of this listing.`,
      status: "VERIFIED",
      effect: matched.size === own.length ? "SUPPORTS" : "NEUTRAL",
      evidence: evidenceOfPairs(equal),
    };
  }
  const where = named(holdings.map(({ listing }) => listing.key));
  if (holdings.some((holding) => holding.incomparable.length > 0)) {
    const kinds = named([...new Set(holdings.flatMap((holding) => holding.incomparable).map(({ digest }) => kindOf(digest)))]);
    return { ...base, statement: `This listing states ${kinds}, which cannot be held against the digests that ${where} states.`, status: "UNKNOWN", unknownReason: "INCOMPARABLE", effect: "NEUTRAL", evidence: [] };
  }
  const asked = holdings.every(({ listing }) => listing.record.artifacts !== undefined);
  return asked
    ? { ...base, statement: `${where} states no digest for the files that this listing names.`, status: "UNKNOWN", unknownReason: "NO_EVIDENCE_PUBLISHED", effect: "NEUTRAL", evidence: [] }
    : { ...base, statement: `The files of ${where} are not known here.`, status: "UNKNOWN", unknownReason: "NOT_REQUESTED", effect: "NEUTRAL", evidence: [] };
}

/** Only records of which nothing follows state the same. */
function vouchesForNothing(holdings: readonly Holding[], subject: SubjectListing): Finding {
  const keys = (which: (holding: Holding) => boolean): string => named(holdings.filter(which).map(({ listing }) => listing.key));
  const isOpen = ({ listing }: Holding): boolean => listing.naming === "open";
  const parts = [
    ...(holdings.some(isOpen) ? [`${keys(isOpen)}, which anybody may write`] : []),
    ...(holdings.every(isOpen) ? [] : [`${keys((holding) => !isOpen(holding))}, of the same operator as ${sourceOf(subject)}`]),
  ];
  return {
    kind: "CROSS_SOURCE_DIGEST_MATCH",
    statement: `The same digests are stated only by ${parts.join(", and by ")}: no independent source confirms them.`,
    status: "UNKNOWN",
    unknownReason: "NO_TRUST_ANCHOR",
    effect: "NEUTRAL",
    method,
    evidence: evidenceOfPairs(holdings.flatMap(({ equal }) => equal)),
  };
}

function checkOf({ listing, equal, different, incomparable, unmatched }: Holding, own: readonly Statement[], subject: SubjectListing): FindingCheck {
  const parts = [
    ...(equal.length > 0 ? [`${String(equal.length)} equal`] : []),
    ...(different.length > 0 ? [`${String(different.length)} different`] : []),
    ...(incomparable.length > 0 ? [`${String(incomparable.length)} of another kind`] : []),
    ...(unmatched.length > 0 ? [`${String(unmatched.length)} not stated there${namesAllFiles(listing.record) ? "" : ", as far as its files are known"}`] : []),
  ];
  const isSame = listing.naming !== "open" && sameOperator(listing, subject);
  const status = different.length > 0 ? "FAILED" : equal.length === own.length && !isSame ? "VERIFIED" : "UNKNOWN";
  const limits = listing.naming === "open" ? " Anybody may write this record." : isSame ? " It is of the same operator, so no second source." : "";
  return { key: listing.key, status, statement: `${listing.key}: ${parts.join(", ")}.${limits}` };
}

function evidenceOf(own: Statement, listing: SubjectListing, their: Statement, other: SubjectListing): FindingEvidence {
  const reproduce = kindOf(their.digest) === "sha256" ? digestCommand(their.url) : undefined;
  return {
    kind: "digest",
    left: own.digest, leftFrom: place(listing, own),
    right: their.digest, rightFrom: place(other, their),
    ...(their.url === undefined ? {} : { sourceUrl: their.url }),
    ...(reproduce === undefined ? {} : { reproduce }),
  };
}

function evidenceOfPairs(pairs: readonly Pair[]): readonly FindingEvidence[] {
  return pairs.slice(0, maxEvidence).map(({ evidence }) => evidence);
}

function place({ key, record }: SubjectListing, { path }: Statement): string {
  return [key, ...(record.revision === undefined ? [] : [`@${record.revision}`]), ...(path === undefined ? [] : [` ${path}`])].join("");
}

function kindOf(digest: string): string {
  return digest.slice(0, digest.indexOf(":"));
}

/** Kinds of which two different values mean different bytes. Trees, encodings and chunkings give one file many CIDs. */
const decides: ReadonlySet<string> = new Set(["sha256", "sha512", "blake3"]);

/** Git's hash is over the pointer where a file is in large file storage, so equal ones say nothing between sources. */
const gitObject = "git-sha1";
