import type { BomClaim, BomDecision, BomSubject } from "./bom-subject.ts";

type Json = Readonly<Record<string, unknown>>;

const assessor = "assessor";

/** Claims, evidence and decisions of the models, as CycloneDX attestations. Conformance is told in words: there is no score. */
export function declarationsOf(subjects: readonly BomSubject[]): Json {
  const claims = subjects.flatMap((subject) => subject.claims.map((claim) => claimOf(claim, subject)));
  if (claims.length === 0) return {};
  const attestations = subjects.flatMap((subject) => (subject.decision === undefined ? [] : [attestationOf(subject, subject.decision)]));
  return {
    declarations: {
      assessors: [{ "bom-ref": assessor, thirdParty: true, organization: { name: "Modeldex gateway" } }],
      ...(attestations.length === 0 ? {} : { attestations }),
      claims,
      evidence: subjects.flatMap((subject) => subject.claims.flatMap((claim) => evidenceOf(claim, subject))),
    },
  };
}

/** The policies by which was decided, each once. */
export function standardsOf(subjects: readonly BomSubject[]): Json {
  const standards = new Map<string, Json>();
  for (const { decision } of subjects) {
    if (decision === undefined || standards.has(standardReference(decision))) continue;
    standards.set(standardReference(decision), {
      "bom-ref": standardReference(decision),
      name: decision.policy.title,
      version: decision.policy.version,
      requirements: decision.rules.map(({ key, title }) => ({ "bom-ref": requirementReference(decision, key), identifier: key, title })),
    });
  }
  return standards.size === 0 ? {} : { definitions: { standards: [...standards.values()] } };
}

function claimOf(claim: BomClaim, subject: BomSubject): Json {
  const { kind, statement = `${claim.kind} is ${claim.status}.`, status, effect, unknownReason, method, issuer, observedAt } = claim;
  const references = evidenceReferences(claim, subject);
  const why = unknownReason === undefined ? "" : ` because of ${unknownReason}`;
  return {
    "bom-ref": claimReference(subject, claim.id),
    target: subject.reference,
    predicate: `${kind}: ${statement}`,
    reasoning: `${status}${why}, ${effect}; by ${method}${issuer === undefined ? "" : `, issued by ${issuer}`}${observedAt === undefined ? "" : `, at ${observedAt}`}.`,
    ...(references.length === 0 ? {} : { [isAgainst(claim) ? "counterEvidence" : "evidence"]: references }),
  };
}

function evidenceOf(claim: BomClaim, subject: BomSubject): readonly Json[] {
  return (claim.evidence ?? []).slice(0, mostEvidence).map(({ digest, url, reproduce }, place) => ({
    "bom-ref": evidenceReference(subject, claim.id, place),
    propertyName: `modeldex:${claim.kind}`,
    description: reproduce === undefined ? "Evidence of the claim." : `To check it again: ${reproduce}`,
    ...(digest === undefined && url === undefined ? {} : { data: [{ name: digest ?? "source", contents: { url: digest === undefined ? url : `/evidence/${digest.slice("sha256:".length)}` } }] }),
    ...(claim.observedAt === undefined ? {} : { created: claim.observedAt }),
    ...(claim.expiresAt === undefined ? {} : { expires: claim.expiresAt }),
  }));
}

function attestationOf(subject: BomSubject, decision: BomDecision): Json {
  const byId = new Map(subject.claims.map((claim) => [claim.id, claim]));
  return {
    summary: `${subject.reference}: ${decision.outcome} by ${decision.policy.id} version ${decision.policy.version}.`,
    assessor,
    map: decision.rules.map(({ key, outcome, explanation, because }) => {
      const deciding = because.flatMap((id) => byId.get(id) ?? []);
      const refer = (claims: readonly BomClaim[]): readonly string[] => claims.map(({ id }) => claimReference(subject, id));
      return {
        requirement: requirementReference(decision, key),
        claims: refer(deciding.filter((claim) => !isAgainst(claim))),
        counterClaims: refer(deciding.filter(isAgainst)),
        conformance: { rationale: `${outcome}: ${explanation}` },
      };
    }),
  };
}

function isAgainst({ status, effect }: BomClaim): boolean {
  return status === "FAILED" || effect === "UNDERMINES" || effect === "CAUTION";
}

/** Most pieces of evidence that are named for one claim. */
const mostEvidence = 20;

function evidenceReferences(claim: BomClaim, subject: BomSubject): readonly string[] {
  return (claim.evidence ?? []).slice(0, mostEvidence).map((_evidence, place) => evidenceReference(subject, claim.id, place));
}

function claimReference({ reference }: BomSubject, id: string): string {
  return `${reference} ${id}`;
}

function evidenceReference({ reference }: BomSubject, id: string, place: number): string {
  return `${reference} ${id} evidence ${String(place)}`;
}

function standardReference({ policy }: BomDecision): string {
  return `policy ${policy.id} ${policy.version}`;
}

function requirementReference(decision: BomDecision, key: string): string {
  return `${standardReference(decision)} ${key}`;
}
