import type { AssessedClaim, Assessment, StoredAssessment } from "@modeldex/catalog";
import type { Verifier } from "@modeldex/plugin-kit";
import { canonicalDigest, canonicalJson, isAssessed, type TrustReport } from "@modeldex/trust";

/** After so long what could not be found out is tried again. */
const retryMs = 3_600_000;

/** Names the checks that an assessment was made by; another set of them has another name. */
export function verifierSet(verifiers: readonly Verifier[]): string {
  return canonicalDigest(verifiers.map(({ id }) => id).sort()).slice("sha256:".length, "sha256:".length + 16);
}

export interface SummaryOptions {
  /** See `verifierSet`. */
  readonly verifiers: string;
  /** Whether every check that was due was made. */
  readonly complete: boolean;
  /** What is kept of the listing. */
  readonly stored: StoredAssessment | undefined;
}

/**
 * What a report comes to, for searches. What nobody has checked is left out: there it is unknown, whatever its source says.
 *
 * @returns `undefined` when it is what is stored already.
 */
export function summaryOf(report: TrustReport, { verifiers, complete, stored }: SummaryOptions): Assessment | undefined {
  const now = Date.parse(report.reportedAt);
  const checked = report.claims.filter((claim) => claim.overlay === undefined && isAssessed(claim));
  const ends = checked.flatMap(({ expiresAt }) => (expiresAt === undefined ? [] : [Date.parse(expiresAt)])).filter((end) => end > now);
  const again = complete ? [] : [retryAt(stored, now)];
  const dueAt = [...ends, ...again].reduce<number | undefined>((first, end) => (first === undefined ? end : Math.min(first, end)), undefined);
  const made: Assessment = {
    ...(report.revision === undefined ? {} : { revision: report.revision }),
    level: report.level,
    systemLevel: report.systemLevel,
    claims: checked.map(({ kind, status, effect, subject }) => ({ kind, status, effect, ...(subject.type === "ARTIFACT" && isSha256(subject.digest) ? { artifact: subject.digest } : {}) })),
    verifiers,
    assessedAt: report.reportedAt,
    ...(dueAt === undefined ? {} : { dueAt: new Date(dueAt).toISOString() }),
  };
  return stored !== undefined && said(stored) === said(made) ? undefined : made;
}

/** When it was to be tried again before, it still is. */
function retryAt(stored: StoredAssessment | undefined, now: number): number {
  const before = stored?.dueAt === undefined ? 0 : Date.parse(stored.dueAt);
  return before > now && before < now + retryMs ? before : now + retryMs;
}

/** Everything but the time; claims as they are kept. */
function said({ claims, assessedAt: _assessedAt, ...rest }: StoredAssessment): string {
  const kept = claims.map(({ artifact, ...claim }) => canonicalJson(warns(claim) && artifact !== undefined ? { ...claim, artifact } : claim));
  return canonicalJson({ ...rest, claims: [...new Set(kept)].sort() });
}

function warns({ status, effect }: Pick<AssessedClaim, "status" | "effect">): boolean {
  return status === "FAILED" || effect === "UNDERMINES";
}

function isSha256(digest: string | undefined): digest is NonNullable<AssessedClaim["artifact"]> {
  return digest?.startsWith("sha256:") === true;
}
