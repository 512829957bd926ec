import type { SourceClaim } from "@modeldex/schema";
import { byCodeUnits, canonicalDigest } from "./canonical.ts";

/** A claim that a source makes of itself, by a key that stays when the source states it anew. */
export interface KeyedClaim {
  /** 32 hex digits and, of further claims that differ in nothing but their text, a dot and a number. */
  readonly key: string;
  readonly claim: SourceClaim;
}

/** Keys of claims that a source makes of itself: of what kind, by whom, and about which power. What it read and when is no part of it. */
export function keyedClaims(claims: readonly SourceClaim[]): readonly KeyedClaim[] {
  const groups = Map.groupBy(claims, (claim) => canonicalDigest([claim.kind, claim.issuer ?? null, discriminatorOf(claim)]).slice("sha256:".length, "sha256:".length + 32));
  return [...groups].flatMap(([key, group]) =>
    group.toSorted((left, right) => byCodeUnits(left.statement, right.statement)).map((claim, index) => ({ key: index === 0 ? key : `${key}.${String(index)}`, claim })),
  );
}

/**
 * Names one run of a verifier over a claim that a source makes of itself, or over the source.
 *
 * @example
 * sourceCheckId("source-operator/1")
 * // "source-operator/1#source"
 */
export function sourceCheckId(verifierId: string, key?: string): string {
  return `${verifierId}#source${key === undefined ? "" : `:${key}`}`;
}

/** Takes a check id of a source apart; without a key the source itself was looked at. */
export function parseSourceCheckId(check: string): { readonly verifier: string; readonly key?: string } {
  const [verifier = "", target = ""] = check.split("#");
  const key = target.slice("source:".length);
  return { verifier, ...(key === "" ? {} : { key }) };
}

/** What tells two claims of one kind and issuer apart, and stays when the source words them anew. */
export function discriminatorOf(claim: SourceClaim): string {
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

/** Where a claim was written on a chain; empty for what was not. */
function placeOf({ evidence }: SourceClaim): string {
  const log = evidence.find((entry) => entry.kind === "chain");
  return log?.transactionHash === undefined ? "" : `${log.transactionHash} ${String(log.logIndex ?? "")}`;
}
