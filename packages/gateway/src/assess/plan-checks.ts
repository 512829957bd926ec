import type { StoredFinding, StoredListing } from "@modeldex/catalog";
import { artifactRole, type Artifact, type Verifier } from "@modeldex/plugin-kit";
import type { Finding, SourceClaim, TrustDepth } from "@modeldex/schema";
import { checkId, parseCheckId } from "@modeldex/trust";
import { claimsFor } from "./claims-for.ts";

/** One run of a verifier: over the subject, over one claim, or over one file. */
export interface Check {
  readonly id: string;
  readonly verifier: Verifier;
  readonly claim?: SourceClaim;
  readonly file?: Artifact;
  /** A row beside the listing states the claim. */
  readonly overlay?: true;
  /** What is stored of it at the listing's revision. */
  readonly stored: readonly StoredFinding[];
}

/** What is to be done for one listing. */
export interface Plan {
  /** On stored records alone; run for every report. */
  readonly onRecords: readonly Check[];
  /** Never made, or expired; with `DEEP` also what needed more bytes than were read. */
  readonly due: readonly Check[];
  /** Made and still good. */
  readonly settled: readonly Check[];
  /** Ids of stored checks of claims that the source no longer makes, and of files that it no longer lists. */
  readonly obsolete: readonly string[];
}

/** Most claims of one kind that are looked at. */
const maxClaims = 100;
/** Most files of weights that are looked at one by one. */
const maxFiles = 100;
/** The same of all rows beside the listing together: where anybody may write, anybody can bring more. */
const maxBeside = 20;

export interface PlanOptions {
  readonly depth: TrustDepth;
  readonly now: Date;
  /** Claims of rows beside the listing. @default none */
  readonly beside?: readonly SourceClaim[];
}

/**
 * Says which checks there are for a listing, and which of them are due.
 *
 * With `CACHED` nothing is due, and what rests on records is worked out only where it was before: then it follows the records as they are now.
 */
export function planChecks(listing: StoredListing, verifiers: readonly Verifier[], stored: readonly StoredFinding[], options: PlanOptions): Plan {
  const { depth, now, beside = [] } = options;
  const atRevision = stored.filter((finding) => finding.revision === listing.record.revision || finding.finding.artifact !== undefined);
  const byCheck = Map.groupBy(atRevision, ({ check }) => check);
  const all = verifiers
    .flatMap((verifier) => [...checksOf(listing, verifier, verifiers), ...checksBeside(beside, verifier, verifiers)])
    .map((check): Check => ({ ...check, stored: byCheck.get(check.id) ?? [] }));
  const reached = all.filter(({ verifier }) => depth === "DEEP" || verifier.depth === "STANDARD");
  const onRecords = reached.filter(({ verifier, stored: known }) => verifier.needs === "records" && (depth !== "CACHED" || known.length > 0));
  // Whatever depth it was made at, since that is not kept: such a finding is looked at again after an hour anyway.
  const isDeeper = ({ stored: known }: Check): boolean => depth === "DEEP" && known.some(({ finding }) => needsBytes(finding));
  const isDue = (check: Check): boolean =>
    depth !== "CACHED" && check.verifier.needs !== "records" && reached.includes(check) && (check.stored.length === 0 || check.stored.some((finding) => isExpired(finding, now)) || isDeeper(check));
  const due = all.filter(isDue);
  return {
    onRecords,
    due,
    settled: all.filter((check) => !onRecords.includes(check) && !due.includes(check)),
    obsolete: obsoleteChecks(listing, verifiers, stored, new Set(all.map(({ id }) => id))),
  };
}

/** Whether a finding has passed its time. */
export function isExpired({ finding }: StoredFinding, now: Date): boolean {
  return finding.expiresAt !== undefined && Date.parse(finding.expiresAt) <= now.getTime();
}

/** Whether it says that more bytes would have to be read. */
export function needsBytes(finding: Finding): boolean {
  return finding.status === "UNKNOWN" && finding.unknownReason === "NEEDS_BYTES";
}

function checksOf({ record }: StoredListing, verifier: Verifier, all: readonly Verifier[]): readonly Omit<Check, "stored">[] {
  const claims = claimsFor(verifier, record.claims ?? [], all).slice(0, maxClaims);
  return [
    ...(verifier.inspects === false ? [] : [{ id: checkId(verifier.id), verifier }]),
    ...claims.map((claim) => ({ id: checkId(verifier.id, { claim }), verifier, claim })),
    ...(verifier.files === undefined ? [] : filesOf(record).map((file) => ({ id: checkId(verifier.id, { file }), verifier, file }))),
  ];
}

/** Files of weights, the smallest first: of equal ones (by sha256) one. */
function filesOf({ artifacts = [] }: StoredListing["record"]): readonly Artifact[] {
  const weights = artifacts.filter((file) => (file.role ?? artifactRole(file.path)) === "WEIGHTS");
  const distinct = new Map(weights.toReversed().map((file) => [file.digest ?? file.path, file]));
  const size = ({ sizeBytes = Number.POSITIVE_INFINITY }: Artifact): number => sizeBytes;
  return [...distinct.values()].sort((left, right) => (size(left) === size(right) ? (left.path < right.path ? -1 : 1) : size(left) - size(right))).slice(0, maxFiles);
}

/** A verifier that never looks at the subject itself reads a claim in the same way whoever states it. */
function checksBeside(claims: readonly SourceClaim[], verifier: Verifier, all: readonly Verifier[]): readonly Omit<Check, "stored">[] {
  if (verifier.inspects !== false) return [];
  const ofKind = claimsFor(verifier, claims, all).slice(0, maxBeside);
  return ofKind.map((claim) => ({ id: checkId(verifier.id, { claim, overlay: true }), verifier, claim, overlay: true }));
}

/** Findings of verifiers that are not configured now are left as they are. */
function obsoleteChecks({ record }: StoredListing, verifiers: readonly Verifier[], stored: readonly StoredFinding[], planned: ReadonlySet<string>): readonly string[] {
  const configured = new Set(verifiers.map(({ id }) => id));
  const ids = stored.filter(({ check }) => {
    const { verifier, claim, overlay, file } = parseCheckId(check);
    if (!configured.has(verifier) || planned.has(check)) return false;
    if (overlay === true) return true;
    // Files that are not known now may be known again, and be the same.
    if (file !== undefined) return record.artifacts !== undefined;
    // Claims that are not known now may be known again, and what turned is told when they are.
    return claim === undefined || record.claims !== undefined;
  });
  return [...new Set(ids.map(({ check }) => check))];
}
