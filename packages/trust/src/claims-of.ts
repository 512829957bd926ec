import type { SourceClaim } from "@modeldex/schema";
import { claimDigest, parseCheckId } from "./check-id.ts";
import { fromFinding, fromStatement, withIds, type Draft, type ReportGround, type Stated } from "./claim-drafts.ts";
import { inClaimOrder } from "./judge-rule.ts";
import { keyedClaims, parseSourceCheckId } from "./source-claim-key.ts";
import type { TrustClaim, TrustListing, TrustOverlay, TrustSubjectInput, TrustSystem } from "./trust-claim.ts";

/**
 * The claims of a report: what the source states (ASSERTED, NEUTRAL: nobody has checked it), with each finding in the place of the claim that
 * it looked at, and findings that look at the listing itself.
 *
 * What the source states of itself stands there too, as far as it concerns the listing, with what was found of it in its place.
 *
 * Left out are findings about another revision than the listing's (unless about an immutable digest), and findings about a claim that the source
 * no longer makes. Order: UNDERMINES first, then FAILED, CAUTION, UNKNOWN, the rest, last what rows beside the listing say.
 */
export function claimsOf(input: TrustSubjectInput): readonly TrustClaim[] {
  const { listing } = input;
  const ground = groundOf(listing, input.now);
  const stated = statedClaims(listing, input);
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
      drafts.push(fromFinding(found, stating, ground));
      continue;
    }
    const about = digest === undefined ? undefined : byDigest.get(digest);
    if (digest !== undefined && about === undefined && claimsKnown) continue;
    if (digest !== undefined) answered.add(digest);
    drafts.push(fromFinding(found, about, ground));
  }
  for (const [digest, entry] of byDigest) if (!answered.has(digest)) drafts.push(fromStatement(entry, ground));
  for (const entry of beside) if (!answeredBeside.has(claimDigest(entry.claim))) drafts.push(fromStatement(entry, ground));
  if (input.system !== undefined) drafts.push(...systemDrafts(input.system, ground));
  return inClaimOrder(withIds(drafts, ground));
}

/** What a source states of itself, with what was found of it in the place of each claim, and what was found of the source as such. */
export function claimsOfSource(system: TrustSystem, ground: Omit<ReportGround, "listing">): readonly TrustClaim[] {
  return inClaimOrder(withIds(systemDrafts(system, ground), ground));
}

/** A claim of a source, as it is served while nobody has checked it. */
export function statedClaim(claim: SourceClaim, listing: TrustListing, now: Date): TrustClaim {
  const ground = groundOf(listing, now);
  return inClaimOrder(withIds([fromStatement({ claim, observedAt: listing.fetchedAt, ofSource: false }, ground)], ground))[0] as TrustClaim;
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

/** Most claims of rows beside the listing that one report shows. */
const maxBeside = 100;

function groundOf(listing: TrustListing, now: Date): ReportGround {
  return { listing, source: listing.source, sourceTitle: listing.sourceTitle, now };
}

function statedClaims(listing: TrustListing, input: TrustSubjectInput): readonly Stated[] {
  const license = licenseClaim(listing);
  const own = [...(listing.record.claims ?? [])];
  if (license !== undefined && !own.some(({ kind }) => kind === "LICENSE_TERMS") && !licenseIsLookedAt(input)) own.push(license);
  return own.map((claim) => ({ claim, observedAt: listing.fetchedAt, ofSource: false }));
}

/** What was found of the declared licence takes the place of its declaration, unless it is not known or out of date. */
function licenseIsLookedAt({ listing, findings, now }: TrustSubjectInput): boolean {
  const found = findings.filter(({ check, revision, finding }) => finding.kind === "LICENSE_TERMS" && revision === listing.record.revision && parseCheckId(check).claim === undefined);
  return found.length > 0 && found.every(({ finding: { status, expiresAt } }) => status !== "UNKNOWN" && (expiresAt === undefined || Date.parse(expiresAt) > now.getTime()));
}

function systemDrafts({ claims, observedAt, findings = [] }: TrustSystem, ground: ReportGround): readonly Draft[] {
  const byKey = Map.groupBy(findings, ({ check }) => parseSourceCheckId(check).key);
  const ofClaims = keyedClaims(claims).flatMap(({ key, claim }) => {
    if (ground.listing !== undefined && !concerns(claim, ground.listing)) return [];
    const stated = { claim, observedAt, ofSource: true };
    const found = byKey.get(key) ?? [];
    return found.length === 0 ? [fromStatement(stated, ground)] : found.map((each) => fromFinding(each, stated, ground));
  });
  const { listing: _, ...ofSource } = ground;
  const ofItself = (byKey.get(undefined) ?? []).map((found) => fromFinding(found, undefined, ofSource));
  return [...ofClaims, ...ofItself];
}

function overlayClaims(overlays: readonly TrustOverlay[]): readonly Stated[] {
  return overlays.flatMap((overlay) => overlay.claims.map((claim): Stated => ({ claim, observedAt: overlay.fetchedAt, ofSource: false, overlay }))).slice(0, maxBeside);
}

/**
 * What a source on chains says of one contract (issued by it, or by its operator, in CAIP-10) concerns the entries of that contract. Who has a power over a
 * contract says nothing of a listing that no contract keeps, whatever is found of it.
 */
function concerns({ kind, issuer }: SourceClaim, { record }: TrustListing): boolean {
  const account = /^eip155:\d+:0x[0-9a-f]{40}$/i.exec(issuer?.key ?? "")?.[0];
  const contract = /^eip155:\d+:0x[0-9a-f]{40}(?=\/)/i.exec(record.nativeId)?.[0];
  if (account === undefined) return true;
  return contract === undefined ? kind !== "CONTROL_AUTHORITY" : account.toLowerCase() === contract.toLowerCase();
}

