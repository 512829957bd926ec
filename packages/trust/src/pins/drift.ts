import { driftKinds, type DriftKind, type RuleSeverity } from "@modeldex/schema";

/** One thing that is not as it was pinned. */
export interface Drift {
  readonly kind: DriftKind;
  /** BLOCK when the pin can no longer be trusted. */
  readonly severity: RuleSeverity;
  /** What was pinned, as far as it differs. */
  readonly before?: unknown;
  readonly after?: unknown;
  /** Names old and new, and which pinned facts no longer apply. */
  readonly statement: string;
}

const weights = { BLOCK: 0, WARN: 1, INFO: 2 } as const satisfies Record<RuleSeverity, number>;

/** The worst first: by severity, then by the order of the kinds. */
export function worstFirst(drifts: readonly Drift[]): readonly Drift[] {
  return drifts.toSorted((left, right) => weights[left.severity] - weights[right.severity] || driftKinds.indexOf(left.kind) - driftKinds.indexOf(right.kind));
}

/** `a`, `a and b`, `a, b and 3 more`. */
export function listed(parts: readonly string[], most = 3): string {
  const shown = parts.length > most + 1 ? [...parts.slice(0, most), `${String(parts.length - most)} more`] : parts;
  return shown.length < 2 ? shown.join("") : `${shown.slice(0, -1).join(", ")} and ${shown.at(-1) ?? ""}`;
}

/** A digest or commit short enough for a sentence; `before` and `after` have it whole. */
export function short(text: string): string {
  return text.replace(/[0-9a-f]{32,}/g, (hex) => `${hex.slice(0, 12)}…`);
}
