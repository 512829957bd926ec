import { systemTrustLevels, trustLevels } from "@modeldex/schema";
import type { ClaimKind } from "@modeldex/schema";
import type { TrustClaim } from "@modeldex/trust";
import { count } from "./attribute.ts";
import type { Attribute, CompareSubject, KnownValue } from "./attribute.ts";

/** Levels, decision and single checks; known only where a report was made. */
export const trustAttributes: readonly Attribute[] = [
  {
    key: "trust.level", label: "Trust level", group: "TRUST", better: "HIGHER",
    read: ({ trust }) => trust && ranked(trust.report.level, trustLevels),
  },
  {
    key: "trust.systemLevel", label: "Trust level of the system", group: "TRUST", better: "HIGHER",
    read: ({ trust }) => trust && ranked(trust.report.systemLevel, systemTrustLevels),
  },
  { key: "trust.decision", label: "Decision of the policy", group: "TRUST", read: ({ trust }) => trust && { value: trust.decision.outcome, text: trust.decision.outcome.toLowerCase() } },
  { key: "trust.verified", label: "Claims verified", group: "TRUST", unit: "claims", better: "HIGHER", read: counted("verified") },
  { key: "trust.failed", label: "Claims failed", group: "TRUST", unit: "claims", better: "LOWER", read: counted("failed") },
  { key: "trust.scan", label: "Scan by others", group: "TRUST", read: worstOf("THIRD_PARTY_SCAN") },
  { key: "trust.codeExecution", label: "Runs its own code", group: "TRUST", read: worstOf("CODE_EXECUTION_REQUIRED") },
  { key: "trust.immutability", label: "Reference can change", group: "TRUST", read: worstOf("REFERENCE_IMMUTABILITY") },
  { key: "trust.crossSource", label: "Same digest elsewhere", group: "TRUST", read: worstOf("CROSS_SOURCE_DIGEST_MATCH") },
  { key: "trust.registration", label: "Registered on a chain", group: "TRUST", read: worstOf("ONCHAIN_REGISTRATION") },
];

/** Place of a row's value in its scale, for leaders; plain numbers are their own. */
export function rankOf(attribute: Attribute, value: unknown): number | undefined {
  if (typeof value === "number") return value;
  if (attribute.key === "trust.level") return placeIn(trustLevels, value);
  if (attribute.key === "trust.systemLevel") return placeIn(systemTrustLevels, value);
  return undefined;
}

function placeIn(scale: readonly string[], value: unknown): number | undefined {
  const place = scale.findIndex((level) => level === value);
  return place < 0 ? undefined : place;
}

function ranked(level: string, scale: readonly string[]): KnownValue {
  return { value: level, text: `${level.toLowerCase()} (${scale.indexOf(level)} of ${scale.length - 1})` };
}

function counted(field: "verified" | "failed"): (subject: CompareSubject) => KnownValue | undefined {
  return ({ trust }) => trust && { value: trust.report.counts[field], text: count(trust.report.counts[field]) };
}

/** The most telling claim of a kind: what speaks against it, then what was checked, then what somebody says. */
function worstOf(kind: ClaimKind): (subject: CompareSubject) => KnownValue | undefined {
  return ({ trust }) => {
    const known = (trust?.report.claims ?? []).filter((claim) => claim.kind === kind && claim.overlay === undefined && claim.status !== "NOT_APPLICABLE" && claim.status !== "UNKNOWN");
    const claim = known.toSorted((a, b) => tellingOf(a) - tellingOf(b))[0];
    return claim && described(claim);
  };
}

function tellingOf({ status, effect }: TrustClaim): number {
  if (effect === "UNDERMINES" || status === "FAILED") return 0;
  if (effect === "CAUTION") return 1;
  return status === "VERIFIED" ? 2 : 3;
}

function described({ status, effect, statement }: TrustClaim): KnownValue {
  return { value: { status, effect }, text: `${status.toLowerCase()}, ${effect.toLowerCase()}: ${statement}` };
}
