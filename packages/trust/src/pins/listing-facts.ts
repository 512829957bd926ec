import { artifactRole, readLicense, type Artifact, type ListingRecord } from "@modeldex/schema";
import { byCodeUnits } from "../canonical.ts";
import type { TrustClaim, TrustListing } from "../trust-claim.ts";
import { systemFacts } from "./system-facts.ts";
import type { LockFacts, LockFile, LockLicense, LockSignature, LockVerdict } from "./lock-entry.ts";

/** What a listing is now. Absent: the source does not say, or was not asked. */
export interface PresentFacts extends Omit<LockFacts, "revision" | "files"> {
  readonly revision?: string;
  readonly files?: readonly LockFile[];
  readonly powersAreRead: boolean;
}

/** Most tags that an entry has. */
const maxTags = 1_000;

/** What can be told of a listing at its revision, in the form of a lock entry. Pure: the same listing and claims give the same facts, in whatever order. */
export function listingFacts({ record, source, sourceKind }: Pick<TrustListing, "record" | "source" | "sourceKind">, claims: readonly TrustClaim[]): PresentFacts {
  const owner = ownerOf(record, claims);
  const license = licenseOf(record);
  const { system, powersAreRead } = systemFacts(record.nativeId, claims);
  return {
    source: { id: source, kind: sourceKind },
    nativeId: record.nativeId,
    name: record.name,
    ...(record.stableId === undefined ? {} : { stableId: record.stableId }),
    ...(record.publisher === undefined ? {} : { publisher: record.publisher.id ?? record.publisher.name }),
    ...(owner === undefined ? {} : { owner }),
    ...(record.createdAt === undefined ? {} : { createdAt: record.createdAt }),
    ...(record.revision === undefined ? {} : { revision: record.revision }),
    ...(record.url === undefined ? {} : { url: record.url }),
    ...(record.access === undefined ? {} : { access: record.access }),
    ...(license === undefined ? {} : { license }),
    codeExecution: verdictOf(claims),
    signatures: signaturesOf(claims),
    ...(record.artifacts === undefined ? {} : { files: record.artifacts.map(fileOf).toSorted((left, right) => byCodeUnits(left.path, right.path)) }),
    ...(record.artifactCount === undefined || record.artifactCount <= (record.artifacts?.length ?? 0) ? {} : { fileCount: record.artifactCount }),
    system,
    powersAreRead,
    ...(record.tags === undefined ? {} : { tags: [...new Set(record.tags)].toSorted(byCodeUnits).slice(0, maxTags) }),
  };
}

function ownerOf({ details }: ListingRecord, claims: readonly TrustClaim[]): string | undefined {
  const registered = claims.flatMap(({ kind, facts, overlay }) => (kind === "ONCHAIN_REGISTRATION" && overlay === undefined && facts !== undefined && "registry" in facts ? [facts.owner] : []));
  const [owner = details?.["owner"]] = registered;
  return typeof owner === "string" && owner !== "" ? owner.slice(0, 200) : undefined;
}

function licenseOf({ license, artifacts = [] }: ListingRecord): LockLicense | undefined {
  if (license === undefined) return undefined;
  const { spdx, class: licenseClass } = readLicense(license);
  const [text, ...more] = artifacts.map(fileOf).filter(({ role }) => role === "LICENSE");
  const fileDigest = more.length > 0 ? undefined : (text?.digest ?? text?.otherDigests?.[0]);
  return { stated: license.stated, ...(spdx === undefined ? {} : { spdx }), class: licenseClass, ...(fileDigest === undefined ? {} : { fileDigest }) };
}

/** A check that found that code runs, or none does; what a source says alone is no finding. */
function verdictOf(claims: readonly TrustClaim[]): LockVerdict {
  const found = claims.filter(({ kind, method, overlay }) => kind === "CODE_EXECUTION_REQUIRED" && method !== "source.statement/1" && overlay === undefined);
  if (found.some(({ effect }) => effect === "CAUTION" || effect === "UNDERMINES")) return "YES";
  return found.some(({ status }) => status === "VERIFIED" || status === "NOT_APPLICABLE") ? "NO" : "UNKNOWN";
}

function signaturesOf(claims: readonly TrustClaim[]): readonly LockSignature[] {
  const signatures = claims.filter(({ kind, overlay }) => kind === "PUBLISHER_SIGNATURE" && overlay === undefined).flatMap(({ facts, evidence }): LockSignature[] => {
    const signed = evidence.filter((each) => each.kind === "signature").map(({ format, signer }) => ({ format, signer }));
    return signed.length > 0 ? signed : facts !== undefined && "bundle" in facts ? [{ format: facts.format }] : [];
  });
  const distinct = new Map(signatures.map((signature) => [`${signature.format}\n${signature.signer ?? ""}`, signature]));
  return [...distinct].toSorted(([left], [right]) => byCodeUnits(left, right)).map(([, signature]) => signature).slice(0, 20);
}

function fileOf({ path, role = artifactRole(path), sizeBytes, digest, otherDigests = [] }: Artifact): LockFile {
  return {
    path, role,
    ...(sizeBytes === undefined ? {} : { sizeBytes }),
    ...(digest === undefined ? {} : { digest }),
    ...(otherDigests.length === 0 ? {} : { otherDigests: otherDigests.toSorted(byCodeUnits).slice(0, 20) }),
  };
}
