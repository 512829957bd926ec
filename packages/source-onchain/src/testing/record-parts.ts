import type { ListingRecord } from "@modeldex/plugin-kit";

type Claim = NonNullable<ListingRecord["claims"]>[number];

/** The claims of others than the registry, the newest first. */
export function extensions(record: ListingRecord | undefined) {
  return (record?.claims ?? []).filter((claim) => claim.kind === "EXTENSION");
}

/** What a claim of somebody says for machines. */
export function valueOf(claim: Claim | undefined): unknown {
  return claim?.kind === "EXTENSION" ? claim.facts.value : undefined;
}

/** Whether a claim says, to persons and to machines, that it was taken back. */
export function isRevoked(claim: Claim | undefined): boolean {
  const value = valueOf(claim);
  return /^Revoked in block \d+: /.test(claim?.statement ?? "") && typeof value === "object" && value !== null && "revoked" in value && value.revoked === true;
}

/** What a mapping sets as `extra.<name>`. */
export function extraOf(record: ListingRecord | undefined): unknown {
  return record?.details?.extra;
}
