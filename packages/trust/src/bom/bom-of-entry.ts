import type { LockEntry } from "../pins/lock-entry.ts";
import type { BomClaim, BomSubject } from "./bom-subject.ts";

/** What a bill of materials tells of a lock entry: what was pinned, and what had been found then. What an entry does not hold is said to be unknown. */
export function bomOfEntry(entry: LockEntry): BomSubject {
  const { source, nativeId, name, revision, publisher, url, license, files, fileCount, trust, policy } = entry;
  const isHubModel = source.kind === "huggingface";
  return {
    reference: `${source.id}:${nativeId}@${revision}`,
    name,
    revision,
    level: trust.level,
    systemLevel: trust.systemLevel,
    claims: trust.findings.map((finding, place) => bomClaim(finding, place, entry)),
    decision: { policy: { id: policy.id, version: policy.digest, title: `Policy ${policy.id}` }, outcome: policy.outcome, rules: [] },
    files: files.map(({ path, sizeBytes, digest, otherDigests }) => ({
      path,
      ...(sizeBytes === undefined ? {} : { sizeBytes }),
      ...(isSha256(digest) ? { digest } : {}),
      ...(otherDigests === undefined ? {} : { otherDigests }),
    })),
    ...(fileCount === undefined ? {} : { fileCount }),
    ...(publisher === undefined ? {} : { publisher }),
    ...(url === undefined ? {} : { url }),
    ...(isHubModel ? { purl: `pkg:huggingface/${nativeId}@${revision}` } : {}),
    ...(license === undefined ? {} : { license: { stated: license.stated, ...(license.spdx === undefined ? {} : { spdx: license.spdx }) } }),
  };
}

function bomClaim({ kind, status, effect, method, statement, evidence = [] }: LockEntry["trust"]["findings"][number], place: number, { pinnedAt }: LockEntry): BomClaim {
  return {
    id: `finding ${String(place)}`, kind, status, effect, method, observedAt: pinnedAt,
    ...(statement === undefined ? {} : { statement }),
    evidence: evidence.filter(isSha256).map((digest) => ({ digest })),
  };
}

function isSha256(digest: string | undefined): digest is `sha256:${string}` {
  return digest !== undefined && /^sha256:[0-9a-f]{64}$/.test(digest);
}
