import { listingKey, parseListingKey, type ClaimKind, type DateTime, type Digest, type Finding, type FindingEvidence, type ListingKey, type SourceClaim, type SourceId } from "@modeldex/schema";
import { byCodeUnits, canonicalDigest, canonicalJson } from "./canonical.ts";
import { parseCheckId } from "./check-id.ts";
import { reproduceCommand } from "./reproduce.ts";
import { discriminatorOf } from "./source-claim-key.ts";
import { gatewayIssuer, sourceStatement, type AnyClaimFacts, type ClaimSubject, type Issuer, type TrustClaim, type TrustFinding, type TrustListing, type TrustOverlay } from "./trust-claim.ts";
import { verifiability } from "./verifiability.ts";

/** What a report is made of: a listing of a source, or the source itself. */
export interface ReportGround {
  /** Absent: the report is about the source. */
  readonly listing?: TrustListing;
  readonly source: SourceId;
  readonly sourceTitle: string;
  readonly now: Date;
}

/** A claim before it has its id. */
export type Draft = Omit<TrustClaim, "id"> & { readonly discriminator: string };

/** A claim with who states it, and when. */
export interface Stated {
  readonly claim: SourceClaim;
  readonly observedAt: DateTime;
  /** The source says it of itself, not of the listing. */
  readonly ofSource: boolean;
  /** The row beside the listing that states it. */
  readonly overlay?: TrustOverlay;
}

/** What was found, in the place of the claim that it looked at; without one, about the listing or, where there is none, the source. */
export function fromFinding(found: TrustFinding, about: Stated | undefined, ground: ReportGround): Draft {
  const { finding, observedAt } = found;
  const claim = about?.claim;
  const facts = claim === undefined ? undefined : factsOf(claim);
  const kindUri = claim === undefined ? undefined : kindUriOf(claim);
  return {
    kind: finding.kind,
    ...(kindUri === undefined ? {} : { kindUri }),
    statement: finding.statement,
    status: finding.status,
    effect: finding.effect,
    ...(finding.status === "UNKNOWN" ? { unknownReason: finding.unknownReason } : {}),
    verifiability: verifiability(finding.kind),
    subject: subjectOf({ kind: finding.kind, artifact: finding.artifact, evidence: [...(claim?.evidence ?? []), ...finding.evidence], about }, ground),
    issuer: issuerOfFinding(finding, claim, about?.overlay ?? ground),
    method: finding.method,
    checks: finding.checks ?? [],
    evidence: stamped(finding.evidence, observedAt),
    observedAt,
    ...(finding.validAt === undefined ? {} : { validAt: finding.validAt }),
    ...(finding.expiresAt === undefined ? {} : { expiresAt: finding.expiresAt }),
    stale: finding.expiresAt !== undefined && Date.parse(finding.expiresAt) <= ground.now.getTime(),
    ...(facts === undefined ? {} : { facts }),
    ...besideOf(about),
    discriminator: claim === undefined ? checkedPlace(found.check) : discriminatorOf(claim),
  };
}

/** What a source states while nobody has checked it. */
export function fromStatement(stated: Stated, ground: ReportGround): Draft {
  const { claim, observedAt, overlay } = stated;
  const facts = factsOf(claim);
  const kindUri = kindUriOf(claim);
  return {
    kind: claim.kind,
    ...(kindUri === undefined ? {} : { kindUri }),
    statement: claim.statement,
    status: "ASSERTED",
    effect: "NEUTRAL",
    verifiability: verifiability(claim.kind),
    subject: subjectOf({ kind: claim.kind, evidence: claim.evidence, about: stated }, ground),
    issuer: claim.issuer ?? sourceIssuer(overlay ?? ground),
    method: sourceStatement,
    checks: [],
    evidence: stamped(claim.evidence, observedAt),
    observedAt,
    ...(claim.validAt === undefined ? {} : { validAt: claim.validAt }),
    stale: false,
    ...(facts === undefined ? {} : { facts }),
    ...besideOf(stated),
    discriminator: discriminatorOf(claim),
  };
}

/** Claims that differ in nothing but their text are numbered in the order of their texts, so that ids do not depend on the order of the input. */
export function withIds(drafts: readonly Draft[], { listing, source: of }: ReportGround): readonly TrustClaim[] {
  const groups = Map.groupBy(drafts, ({ kind, issuer, method, subject, discriminator, overlay }) =>
    canonicalDigest({ ...(listing === undefined ? { source: of } : { listing: listing.key }), kind, issuer: { type: issuer.type, key: issuer.key }, method, subject, discriminator, ...(overlay && { overlay: overlay.key }) }),
  );
  return [...groups].flatMap(([digest, group]) => {
    const text = (draft: Draft): string => canonicalJson([draft.statement, draft.status, draft.effect, draft.facts, draft.evidence, draft.observedAt]);
    const ordered = group.toSorted((left, right) => byCodeUnits(text(left), text(right)));
    return ordered.map(({ discriminator: _, ...claim }, index): TrustClaim => ({
      id: `claim:${digest.slice("sha256:".length, "sha256:".length + 32)}${index === 0 ? "" : `.${String(index)}`}`,
      ...claim,
    }));
  });
}

interface Spoken {
  readonly kind: ClaimKind;
  readonly artifact?: Digest | undefined;
  readonly evidence: readonly FindingEvidence[];
  readonly about: Stated | undefined;
}

function subjectOf({ kind, artifact, evidence, about }: Spoken, { listing, source }: ReportGround): ClaimSubject {
  const key = listing === undefined ? {} : { listing: brandedKey(listing) };
  // What a row beside a listing says is bound to no revision of it.
  if (about?.overlay !== undefined && listing !== undefined) return { type: "LISTING", reference: listing.key, ...key };
  if (artifact !== undefined) return { type: "ARTIFACT", reference: artifact, digest: artifact, ...key };
  const contract = evidence.find((entry) => entry.kind === "chain");
  if (kind === "CONTROL_AUTHORITY" && contract !== undefined) return { type: "CONTRACT", reference: `eip155:${String(contract.chainId)}:${contract.address}`, ...key };
  if (listing === undefined || about?.ofSource === true || kind === "SOURCE_OPERATOR") return { type: "SOURCE", reference: source };
  const publisher = publisherOf(listing);
  if (kind === "PUBLISHER_IDENTITY" && publisher !== undefined) return { type: "PUBLISHER", reference: publisher, ...key };
  const { revision } = listing.record;
  // Scanners and licence tags speak of the listing as it stands; nothing binds them to the revision.
  const mutable = kind === "THIRD_PARTY_SCAN" || kind === "LICENSE_TERMS";
  if (revision === undefined || mutable) return { type: "LISTING", reference: listing.key, ...key };
  return { type: "REVISION", reference: `${listing.key}@${revision}`, revision, ...key };
}

/**
 * A finding that was checked speaks for itself: its issuer comes from the evidence that the verifier wrote, never from what a source says of who
 * stands behind its claim.
 */
function issuerOfFinding(finding: Finding, claim: SourceClaim | undefined, listing: Stating): Issuer {
  const evidence = finding.evidence[0];
  if (finding.issuer !== undefined && (finding.status === "ASSERTED" || finding.status === "UNKNOWN")) return finding.issuer;
  if (finding.status === "ASSERTED") {
    if (claim?.issuer !== undefined) return claim.issuer;
    return evidence?.kind === "scan" ? { type: "SCANNER", key: evidence.scanner } : sourceIssuer(listing);
  }
  if (finding.status === "VERIFIED" && finding.kind === "ONCHAIN_REGISTRATION" && evidence?.kind === "chain") {
    return { type: "CHAIN", key: `eip155:${String(evidence.chainId)}:${evidence.address}` };
  }
  if (finding.status === "VERIFIED" && finding.kind === "PUBLISHER_SIGNATURE" && evidence?.kind === "signature") {
    return { type: "PUBLISHER", key: evidence.signer };
  }
  return gatewayIssuer;
}

/** In a record that anybody may write the publisher's name is a claim: what is known there is the account that wrote it. */
function publisherOf({ naming, record: { publisher, registrant } }: TrustListing): string | undefined {
  return naming === "open" ? registrant : publisher?.name;
}

/** Who gave a listing, or a row beside it. */
type Stating = Pick<TrustListing, "source" | "sourceTitle">;

function sourceIssuer({ source, sourceTitle }: Stating): Issuer {
  return { type: "SOURCE", key: source, name: sourceTitle };
}

function besideOf(stated: Stated | undefined): Pick<TrustClaim, "overlay"> {
  return stated?.overlay === undefined ? {} : { overlay: { key: stated.overlay.key, source: stated.overlay.source } };
}

function stamped(evidence: readonly FindingEvidence[], retrievedAt: DateTime): TrustClaim["evidence"] {
  return evidence.map((entry) => {
    const reproduce = entry.reproduce ?? (entry.kind === "chain" ? reproduceCommand(entry) : undefined);
    return { ...entry, ...(reproduce === undefined ? {} : { reproduce }), retrievedAt };
  });
}

function factsOf(claim: SourceClaim): AnyClaimFacts | undefined {
  return "facts" in claim ? claim.facts : undefined;
}

function kindUriOf(claim: SourceClaim): string | undefined {
  return claim.kind === "EXTENSION" ? claim.facts.kindUri : undefined;
}

/** The verifier, and the file that it looked at. */
function checkedPlace(check: string): string {
  const { verifier, file } = parseCheckId(check);
  return file === undefined ? verifier : `${verifier} ${file}`;
}

function brandedKey(listing: TrustListing): ListingKey {
  const parts = parseListingKey(listing.key);
  return parts === undefined ? listingKey(listing.source, listing.record.nativeId) : listingKey(parts.source, parts.nativeId);
}
