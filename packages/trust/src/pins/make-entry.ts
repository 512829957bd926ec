import { claimKinds, isAbbreviated, type DateTime } from "@modeldex/schema";
import { byCodeUnits, canonicalJson } from "../canonical.ts";
import type { PolicyDecision } from "../decide.ts";
import type { TrustReport } from "../report.ts";
import { isAssessed, type TrustClaim, type TrustListing } from "../trust-claim.ts";
import { isSaidToBeFinal, revisionForm } from "../verifiers/immutable-revision.ts";
import { listingFacts } from "./listing-facts.ts";
import { lockVersion, type LockEntry, type LockFile, type LockFinding, type LockLink } from "./lock-entry.ts";
import { readLockEntry, sealed } from "./read-entry.ts";

/** What an entry is made of. */
export interface PinGround {
  readonly requested: string;
  /** The revision that the reference named. */
  readonly requestedRevision?: string;
  /** What the listing is at otherwise, where the reference named a revision. */
  readonly presentRevision?: string;
  /** The listing at the revision that is pinned. */
  readonly listing: TrustListing;
  readonly others: readonly TrustListing[];
  readonly report: Pick<TrustReport, "claims" | "level" | "systemLevel">;
  readonly decision: PolicyDecision;
  /** The source fills the list of files when it is asked: one that is missing could not be had. */
  readonly hasFiles: boolean;
  readonly pinnedAt: DateTime;
}

/** The entry, or why nothing can be pinned. */
export type Made = { readonly status: "PINNED"; readonly entry: LockEntry } | { readonly status: "REFUSED"; readonly problem: string };

const maxFindings = 100;
const maxLinks = 100;

/** Makes the lock entry of a listing. An immutable revision is required, and a digest of every file of weights where there are files. */
export function makeEntry(ground: PinGround): Made {
  const { listing, report, decision, requested, requestedRevision, presentRevision } = ground;
  const { powersAreRead: _, revision, files, ...facts } = listingFacts(listing, report.claims);
  const problem = whyNot(ground, files);
  if (revision === undefined || problem !== undefined) return { status: "REFUSED", problem: problem ?? "" };
  const entry = sealed({
    ...facts,
    lockVersion,
    requested,
    ...(requestedRevision === undefined ? {} : { requestedRevision }),
    revision,
    ...(requestedRevision !== revision || presentRevision === undefined || presentRevision === revision ? {} : { presentRevision }),
    files: files ?? [],
    links: linksOf(ground, files ?? []),
    trust: { level: report.level, systemLevel: report.systemLevel, findings: report.claims.filter(isFinding).slice(0, maxFindings).map(findingOf).toSorted(inLockOrder) },
    policy: { id: decision.policy.id, digest: decision.policy.digest, outcome: decision.outcome, inputDigest: decision.inputDigest },
    pinnedAt: ground.pinnedAt,
  });
  // What a record holds and an entry cannot would only be found out when the pin is checked.
  const reading = readLockEntry(entry);
  if (reading.status === "INVALID") return { status: "REFUSED", problem: `What ${listing.sourceTitle} states of ${listing.key} does not fit into a pin. ${reading.problem}` };
  return { status: "PINNED", entry };
}

function whyNot({ listing: { key, record, sourceTitle }, report, hasFiles }: PinGround, files: readonly LockFile[] | undefined): string | undefined {
  const { revision } = record;
  if (revision === undefined) return `${sourceTitle} states no immutable revision of ${key} (a commit, a digest, a block): what its name stands for can change, so there is nothing to pin.`;
  const form = revisionForm(revision);
  if (isAbbreviated(revision)) return `Of the revision of ${key} ${sourceTitle} states only the beginning, ${revision}: it does not name bytes for certain, so there is nothing to pin.`;
  if (form === undefined) return `The revision "${revision}" of ${key} is no commit, digest or block: it can be moved, so there is nothing to pin.`;
  // Whoever pins says whether that word is enough: the entry keeps what was found of it. What was looked up weighs more.
  const [doubt] = form === "block" ? report.claims.filter(isDoubt) : [];
  if (doubt !== undefined) return `${key} cannot be pinned as it is: ${doubt.statement}`;
  if (form === "block" && !isSaidToBeFinal(record)) return `${key} is as it is since ${revision}, which is not final yet and may still be reorganised; pin it when it is.`;
  if (files === undefined && hasFiles) return `${sourceTitle} did not say which files ${key} has; without them and their digests it cannot be pinned.`;
  const bare = (files ?? []).filter(({ role, digest, otherDigests = [] }) => role === "WEIGHTS" && digest === undefined && otherDigests.length === 0);
  if (bare.length > 0) return `${sourceTitle} states no digest of ${named(bare.map(({ path }) => path))} in ${key}; without the digest of each file of weights it cannot be pinned.`;
  return undefined;
}

function named(paths: readonly string[]): string {
  return `${paths.slice(0, 3).join(", ")}${paths.length > 3 ? ` and ${String(paths.length - 3)} more` : ""}`;
}

/** The block of the revision was looked up, and is not final, or is another one. */
function isDoubt({ kind, status, effect, overlay }: TrustClaim): boolean {
  return kind === "REFERENCE_IMMUTABILITY" && overlay === undefined && (status === "FAILED" || (status === "VERIFIED" && effect === "CAUTION"));
}

/** What rows beside the listing say is no part of a pin. */
function isFinding(claim: TrustClaim): boolean {
  return isAssessed(claim) && claim.overlay === undefined;
}

function findingOf({ kind, status, effect, method, statement, evidence }: TrustClaim): LockFinding {
  const kept = [...new Set(evidence.flatMap((each) => each.kept ?? []))].slice(0, 20);
  const speaksAgainst = effect === "CAUTION" || effect === "UNDERMINES" || status === "FAILED" || status === "UNKNOWN";
  return { kind, status, effect, method, ...(speaksAgainst ? { statement: statement.slice(0, 4_000) } : {}), ...(kept.length === 0 ? {} : { evidence: kept }) };
}

/** The same findings stand in the same order in every entry, so that two lock files can be compared line by line. */
function inLockOrder(left: LockFinding, right: LockFinding): number {
  return claimKinds.indexOf(left.kind) - claimKinds.indexOf(right.kind) || byCodeUnits(canonicalJson(left), canonicalJson(right));
}

/** Listings that hold a file of these weights, by its sha256. */
function linksOf({ others }: PinGround, files: readonly LockFile[]): readonly LockLink[] {
  const weights = new Set(files.flatMap(({ role, digest }) => (role === "WEIGHTS" && digest !== undefined ? [digest] : [])));
  const same = others.filter(({ record }) => (record.artifacts ?? []).some(({ digest }) => digest !== undefined && weights.has(digest)));
  const links = same.map(({ key, record: { revision } }) => ({ key, ...(revision === undefined ? {} : { revision }) }));
  return links.toSorted((left, right) => (left.key < right.key ? -1 : 1)).slice(0, maxLinks);
}
