import { listingKey, parseListingKey, type ClaimKind, type DateTime, type Digest, type Finding, type FindingEvidence, type ListingKey, type SourceClaim } from "@modeldex/schema";
import { byCodeUnits, canonicalDigest } from "./canonical.ts";
import { claimDigest, parseCheckId } from "./check-id.ts";
import { inClaimOrder } from "./judge-rule.ts";
import { reproduceCommand } from "./reproduce.ts";
import {
  sourceStatement, type AnyClaimFacts, type ClaimSubject, type Issuer, type TrustClaim, type TrustFinding, type TrustListing, type TrustOverlay, type TrustSubjectInput,
} from "./trust-claim.ts";
import { verifiability } from "./verifiability.ts";

/**
 * The claims of a report: what the source states (ASSERTED, NEUTRAL: nobody has checked it), with each finding in the place of the claim that
 * it looked at, and findings that look at the listing itself.
 *
 * Left out are findings about another revision than the listing's (unless about an immutable digest), and findings about a claim that the source
 * no longer makes. Order: UNDERMINES first, then FAILED, CAUTION, UNKNOWN, the rest, last what rows beside the listing say.
 */
export function claimsOf(input: TrustSubjectInput): readonly TrustClaim[] {
  const { listing } = input;
  const stated = statedClaims(listing, input.system);
  const byDigest = new Map<string, Stated>(stated.map((entry) => [claimDigest(entry.claim), entry]));
  const beside = overlayClaims(input.overlays ?? []);
  const besideByDigest = new Map<string, Stated>(beside.map((entry) => [claimDigest(entry.claim), entry]));
  const claimsKnown = listing.record.claims !== undefined;
  const answered = new Set<string>();
  const answeredBeside = new Set<string>();
  const drafts: Draft[] = [];
  for (const found of input.findings) {
    if (found.revision !== listing.record.revision && found.finding.artifact === undefined) continue;
    const { claim: digest, overlay } = parseCheckId(found.check);
    if (overlay === true) {
      const stating = besideByDigest.get(digest ?? "");
      if (stating === undefined) continue;
      answeredBeside.add(digest ?? "");
      drafts.push(fromFinding(found, stating, input));
      continue;
    }
    const about = digest === undefined ? undefined : byDigest.get(digest);
    if (digest !== undefined && about === undefined && claimsKnown) continue;
    if (digest !== undefined) answered.add(digest);
    drafts.push(fromFinding(found, about, input));
  }
  for (const [digest, entry] of byDigest) if (!answered.has(digest)) drafts.push(fromStatement(entry, input));
  for (const entry of beside) if (!answeredBeside.has(claimDigest(entry.claim))) drafts.push(fromStatement(entry, input));
  return inClaimOrder(withIds(drafts, input));
}

/** A claim of a source, as it is served while nobody has checked it. */
export function statedClaim(claim: SourceClaim, listing: TrustListing, now: Date): TrustClaim {
  const input = { listing, others: [], findings: [], now };
  return inClaimOrder(withIds([fromStatement({ claim, observedAt: listing.fetchedAt, ofSource: false }, input)], input))[0] as TrustClaim;
}

/** What the record declares as licence, as a claim; licences are read by machines elsewhere, here it is who says what. */
export function licenseClaim(listing: TrustListing): SourceClaim | undefined {
  const { license, url } = listing.record;
  if (license === undefined) return undefined;
  const evidenceUrl = license.url ?? url;
  return {
    kind: "LICENSE_TERMS",
    statement: `${listing.sourceTitle} states the licence ${JSON.stringify(license.stated)}.`,
    evidence: evidenceUrl === undefined ? [] : [{ kind: "document", url: evidenceUrl }],
  };
}

interface Stated {
  readonly claim: SourceClaim;
  readonly observedAt: DateTime;
  /** The source says it of itself, not of the listing. */
  readonly ofSource: boolean;
  /** The row beside the listing that states it. */
  readonly overlay?: TrustOverlay;
}

/** Most claims of rows beside the listing that one report shows. */
const maxBeside = 100;

type Draft = Omit<TrustClaim, "id"> & { readonly discriminator: string };

function statedClaims(listing: TrustListing, system: TrustSubjectInput["system"]): readonly Stated[] {
  const license = licenseClaim(listing);
  const own = [...(listing.record.claims ?? [])];
  if (license !== undefined && !own.some(({ kind }) => kind === "LICENSE_TERMS")) own.push(license);
  const about = system === undefined ? [] : system.claims.filter((claim) => concerns(claim, listing)).map((claim): Stated => ({ claim, observedAt: system.observedAt, ofSource: true }));
  return [...own.map((claim): Stated => ({ claim, observedAt: listing.fetchedAt, ofSource: false })), ...about];
}

function overlayClaims(overlays: readonly TrustOverlay[]): readonly Stated[] {
  return overlays.flatMap((overlay) => overlay.claims.map((claim): Stated => ({ claim, observedAt: overlay.fetchedAt, ofSource: false, overlay }))).slice(0, maxBeside);
}

/** What a source on chains says of one contract (issued by it, or by its operator, in CAIP-10) concerns the entries of that contract. */
function concerns({ issuer }: SourceClaim, { record }: TrustListing): boolean {
  const account = /^eip155:\d+:0x[0-9a-f]{40}$/i.exec(issuer?.key ?? "")?.[0];
  const contract = /^eip155:\d+:0x[0-9a-f]{40}(?=\/)/i.exec(record.nativeId)?.[0];
  return account === undefined || contract === undefined || account.toLowerCase() === contract.toLowerCase();
}

function fromFinding(found: TrustFinding, about: Stated | undefined, input: TrustSubjectInput): Draft {
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
    subject: about?.overlay === undefined ? subjectOf(finding.kind, finding.artifact, finding.evidence, input.listing, about?.ofSource ?? false) : subjectBeside(input.listing),
    issuer: issuerOfFinding(finding, claim, about?.overlay ?? input.listing),
    method: finding.method,
    checks: finding.checks ?? [],
    evidence: stamped(finding.evidence, observedAt),
    observedAt,
    ...(finding.validAt === undefined ? {} : { validAt: finding.validAt }),
    ...(finding.expiresAt === undefined ? {} : { expiresAt: finding.expiresAt }),
    stale: finding.expiresAt !== undefined && Date.parse(finding.expiresAt) <= input.now.getTime(),
    ...(facts === undefined ? {} : { facts }),
    ...besideOf(about),
    discriminator: claim === undefined ? checkedPlace(found.check) : discriminatorOf(claim),
  };
}

function fromStatement(stated: Stated, { listing }: TrustSubjectInput): Draft {
  const { claim, observedAt, ofSource, overlay } = stated;
  const facts = factsOf(claim);
  const kindUri = kindUriOf(claim);
  return {
    kind: claim.kind,
    ...(kindUri === undefined ? {} : { kindUri }),
    statement: claim.statement,
    status: "ASSERTED",
    effect: "NEUTRAL",
    verifiability: verifiability(claim.kind),
    subject: overlay === undefined ? subjectOf(claim.kind, undefined, claim.evidence, listing, ofSource) : subjectBeside(listing),
    issuer: claim.issuer ?? sourceIssuer(overlay ?? listing),
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
function withIds(drafts: readonly Draft[], { listing }: TrustSubjectInput): readonly TrustClaim[] {
  const groups = Map.groupBy(drafts, ({ kind, issuer, method, subject, discriminator, overlay }) =>
    canonicalDigest({ listing: listing.key, kind, issuer: { type: issuer.type, key: issuer.key }, method, subject, discriminator, ...(overlay && { overlay: overlay.key }) }),
  );
  return [...groups].flatMap(([digest, group]) => {
    const ordered = group.toSorted((left, right) => byCodeUnits(left.statement, right.statement));
    return ordered.map(({ discriminator: _, ...claim }, index): TrustClaim => ({
      id: `claim:${digest.slice("sha256:".length, "sha256:".length + 32)}${index === 0 ? "" : `.${String(index)}`}`,
      ...claim,
    }));
  });
}

function subjectOf(kind: ClaimKind, artifact: Digest | undefined, evidence: readonly FindingEvidence[], listing: TrustListing, ofSource: boolean): ClaimSubject {
  const key = brandedKey(listing);
  if (artifact !== undefined) return { type: "ARTIFACT", reference: artifact, digest: artifact, listing: key };
  const contract = evidence.find((entry) => entry.kind === "chain");
  if (kind === "CONTROL_AUTHORITY" && contract !== undefined) return { type: "CONTRACT", reference: `eip155:${String(contract.chainId)}:${contract.address}`, listing: key };
  if (ofSource || kind === "SOURCE_OPERATOR") return { type: "SOURCE", reference: listing.source };
  if (kind === "PUBLISHER_IDENTITY" && listing.record.publisher !== undefined) return { type: "PUBLISHER", reference: listing.record.publisher.name, listing: key };
  const { revision } = listing.record;
  // Scanners and licence tags speak of the listing as it stands; nothing binds them to the revision.
  const mutable = kind === "THIRD_PARTY_SCAN" || kind === "LICENSE_TERMS";
  if (revision === undefined || mutable) return { type: "LISTING", reference: listing.key, listing: key };
  return { type: "REVISION", reference: `${listing.key}@${revision}`, revision, listing: key };
}

/**
 * A finding that was checked speaks for itself: its issuer comes from the evidence that the verifier wrote, never from what a source says of who
 * stands behind its claim.
 */
function issuerOfFinding(finding: Finding, claim: SourceClaim | undefined, listing: Stating): Issuer {
  const evidence = finding.evidence[0];
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
  return { type: "GATEWAY", key: "gateway" };
}

/** Who gave a listing, or a row beside it. */
type Stating = Pick<TrustListing, "source" | "sourceTitle">;

function sourceIssuer({ source, sourceTitle }: Stating): Issuer {
  return { type: "SOURCE", key: source, name: sourceTitle };
}

/** What a row beside a listing says is bound to no revision of it. */
function subjectBeside(listing: TrustListing): ClaimSubject {
  return { type: "LISTING", reference: listing.key, listing: brandedKey(listing) };
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

/** What tells two claims of one kind and issuer apart, and stays when the source words them anew. */
function discriminatorOf(claim: SourceClaim): string {
  switch (claim.kind) {
    case "CONTENT_DIGEST":
      return claim.facts.path ?? claim.facts.digest;
    case "THIRD_PARTY_SCAN":
      return `${claim.facts.scanner} ${claim.facts.path ?? ""}`;
    case "ONCHAIN_REGISTRATION":
      return `${claim.facts.registry} ${claim.facts.key}`;
    case "CONTROL_AUTHORITY":
      return claim.facts.power ?? "";
    case "EXTENSION":
      return `${claim.facts.kindUri} ${placeOf(claim)}`;
    default:
      return "";
  }
}

/** The verifier, and the file that it looked at. */
function checkedPlace(check: string): string {
  const { verifier, file } = parseCheckId(check);
  return file === undefined ? verifier : `${verifier} ${file}`;
}

/** Where a claim was written on a chain; empty for what was not. */
function placeOf({ evidence }: SourceClaim): string {
  const log = evidence.find((entry) => entry.kind === "chain");
  return log?.transactionHash === undefined ? "" : `${log.transactionHash} ${String(log.logIndex ?? "")}`;
}

function brandedKey(listing: TrustListing): ListingKey {
  const parts = parseListingKey(listing.key);
  return parts === undefined ? listingKey(listing.source, listing.record.nativeId) : listingKey(parts.source, parts.nativeId);
}
