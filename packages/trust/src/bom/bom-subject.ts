import type { Artifact, ClaimEffect, ClaimKind, ClaimStatus, DateTime, Digest, Evaluation, SystemTrustLevel, TrustLevel, UnknownReason } from "@modeldex/schema";

/** One model at one immutable state, as a bill of materials tells of it. Absent: not known, which the document says in so many words. */
export interface BomSubject {
  /** `<source id>:<native id>`, with `@<revision>` where there is one; unique in a document. */
  readonly reference: string;
  readonly name: string;
  readonly revision?: string;
  readonly publisher?: string;
  readonly purl?: string;
  readonly url?: string;
  readonly description?: string;
  readonly task?: string;
  readonly architecture?: string;
  /** As stated, and its SPDX expression where it has one. */
  readonly license?: { readonly stated: string; readonly spdx?: string; readonly url?: string };
  readonly files?: readonly Pick<Artifact, "path" | "sizeBytes" | "digest" | "otherDigests" | "url">[];
  /** Where the source names fewer files than there are: how many there are. */
  readonly fileCount?: number;
  /** What it was made from, as it is stated. */
  readonly bases?: readonly { readonly reference: string; readonly relation: string }[];
  readonly evaluations?: readonly Evaluation[];
  readonly level: TrustLevel;
  readonly systemLevel: SystemTrustLevel;
  readonly claims: readonly BomClaim[];
  readonly decision?: BomDecision;
}

/** One claim, how it is known and whether it helps. */
export interface BomClaim {
  /** Unique among the claims of its model. */
  readonly id: string;
  readonly kind: ClaimKind;
  readonly statement?: string;
  readonly status: ClaimStatus;
  readonly effect: ClaimEffect;
  readonly unknownReason?: UnknownReason;
  readonly method: string;
  /** Who makes it: a source id, an account, a scanner's name, `gateway`. */
  readonly issuer?: string;
  readonly observedAt?: DateTime;
  readonly expiresAt?: DateTime;
  readonly evidence?: readonly { readonly digest?: Digest; readonly url?: string; readonly reproduce?: string }[];
}

/** What a policy made of it. */
export interface BomDecision {
  readonly policy: { readonly id: string; readonly version: string; readonly title: string };
  readonly outcome: string;
  readonly rules: readonly {
    readonly key: string;
    readonly title: string;
    readonly outcome: string;
    readonly explanation: string;
    /** Ids of the claims that decided it. */
    readonly because: readonly string[];
  }[];
}
