import type { Finding } from "@modeldex/schema";

/** A finding with its check: `<verifier>` for a look at the listing, `<verifier>#<target>` for one at a claim or a file. */
export interface CheckedFinding {
  readonly check: string;
  readonly finding: Finding;
}

/** A verdict that turned. */
export interface ReplacedVerdict {
  readonly before: Finding;
  readonly after: Finding;
  /** Statements of others that turned with it. */
  readonly alike: readonly string[];
}

/** What one write does to the findings of a listing. */
export interface Replacement {
  /** All that were stored until now. */
  readonly before: readonly CheckedFinding[];
  readonly gone: readonly CheckedFinding[];
  /** Those that no check of the same id made before. */
  readonly came: readonly CheckedFinding[];
}

/**
 * What turned where a source states a claim anew or lists another file: that is another check of the same verifier, in place of one that is there no more.
 * Verdicts that the verifier had of nothing before are told once, by the worst of them.
 *
 * What comes beside what stays turns nothing: it was only looked at now. Claims of rows beside the listing are left out, since anybody may bring them.
 */
export function turnsOfReplaced({ before, gone, came }: Replacement): readonly ReplacedVerdict[] {
  const byVerifier = Map.groupBy(came.filter(isOwn), verifierOf);
  return [...byVerifier].flatMap(([verifier, found]) => {
    const ofVerifier = (each: CheckedFinding): boolean => verifierOf(each) === verifier && isOwn(each) && says(each);
    const replaced = gone.filter(ofVerifier);
    const known = new Set(before.filter(ofVerifier).map(verdictOf));
    const now = new Set(found.map(verdictOf));
    const former = replaced.find((each) => !now.has(verdictOf(each))) ?? replaced[0];
    if (former === undefined) return [];
    const [worst, ...others] = found.filter((each) => !known.has(verdictOf(each))).toSorted((left, right) => gravity(left) - gravity(right));
    return worst === undefined ? [] : [{ before: former.finding, after: worst.finding, alike: others.map(({ finding }) => finding.statement) }];
  });
}

function verifierOf({ check }: CheckedFinding): string {
  return check.split("#", 1)[0] ?? check;
}

function isOwn({ check }: CheckedFinding): boolean {
  return !check.includes("#overlay:");
}

/** That there was nothing to look at yet is no verdict. */
function says({ check, finding }: CheckedFinding): boolean {
  return check.includes("#") || finding.status !== "UNKNOWN";
}

function verdictOf({ finding: { kind, status, effect } }: CheckedFinding): string {
  return `${kind} ${status} ${effect}`;
}

/** As reports order claims: the smaller, the worse. */
function gravity({ finding: { status, effect } }: CheckedFinding): number {
  const place = [effect === "UNDERMINES", status === "FAILED", effect === "CAUTION", status === "UNKNOWN"].indexOf(true);
  return place < 0 ? 4 : place;
}
