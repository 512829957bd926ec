import type { StoredListing } from "@modeldex/catalog";
import { readLicense } from "@modeldex/schema";
import type { BomClaim, BomDecision, BomSubject, PolicyDecision, TrustClaim, TrustReport } from "@modeldex/trust";

/** What a bill of materials tells of one listing. @param purl its package URL, where there is one. */
export function bomSubject({ key, record }: StoredListing, purl: string | undefined, judged: { readonly report: TrustReport; readonly decision: PolicyDecision }): BomSubject {
  const { report, decision } = judged;
  const { name, revision, publisher, url, description, task, architecture, license, artifacts, artifactCount, lineage, evaluations } = record;
  const spdx = license === undefined ? undefined : readLicense(license).spdx;
  return {
    reference: revision === undefined ? key : `${key}@${revision}`,
    name,
    level: report.level,
    systemLevel: report.systemLevel,
    claims: report.claims.map(bomClaim),
    decision: bomDecision(decision),
    ...withoutAbsent({ revision, publisher: publisher?.name, purl, url, description, task, architecture, files: artifacts, fileCount: artifactCount, bases: lineage, evaluations }),
    ...(license === undefined ? {} : { license: { stated: license.name ?? license.stated, ...withoutAbsent({ spdx, url: license.url }) } }),
  };
}

function bomClaim(claim: TrustClaim): BomClaim {
  const { id, kind, statement, status, effect, unknownReason, method, issuer, observedAt, expiresAt, evidence } = claim;
  return {
    id, kind, statement, status, effect, method, issuer: issuer.key, observedAt, ...withoutAbsent({ unknownReason, expiresAt }),
    evidence: evidence.map((entry) => withoutAbsent({ digest: entry.kept, url: entry.sourceUrl ?? (entry.kind === "document" ? entry.url : undefined), reproduce: entry.reproduce })),
  };
}

function bomDecision({ policy, outcome, rules }: PolicyDecision): BomDecision {
  const { id, version, title } = policy;
  return {
    policy: { id, version, title },
    outcome,
    rules: rules.map(({ rule, outcome: result, explanation, because }) => ({ key: rule.key, title: rule.title, outcome: result, explanation, because: because.map((claim) => claim.id) })),
  };
}

function withoutAbsent<Fields extends object>(values: Fields): { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> };
}
