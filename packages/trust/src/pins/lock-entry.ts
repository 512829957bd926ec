import type { Access, ArtifactRole, ClaimEffect, ClaimFacts, ClaimKind, ClaimStatus, DateTime, DecisionOutcome, Digest, LicenseClass, SystemTrustLevel, TrustLevel } from "@modeldex/schema";

/** Version of the form of lock entries and lock files. */
export const lockVersion = 1;

/**
 * One pinned model: what was chosen, at which immutable state, on which evidence. Kept by the caller; its canonical JSON (RFC 8785) is what digests
 * are made of, so spaces and the order of members do not count. Absent means "the source did not say". `lockEntrySchema` describes the same.
 */
export interface LockEntry extends LockFacts {
  readonly lockVersion: typeof lockVersion;
  /** The reference as it was given. */
  readonly requested: string;
  /** The revision that the reference named: a commit, or a branch or tag, which moves. Absent: it named none, and means the present. */
  readonly requestedRevision?: string;
  /** What the listing was at when a commit was pinned that the reference named and that was not the present one: nothing newer is news until it moves. */
  readonly presentRevision?: string;
  /** Other listings of the model that hold one of these files of weights, by its sha256. */
  readonly links: readonly LockLink[];
  readonly trust: LockTrust;
  readonly policy: LockPolicy;
  readonly pinnedAt: DateTime;
  /** sha256 of the canonical JSON of the entry without this member. It finds accidents; whoever edits on purpose can write it anew. */
  readonly integrity: Digest;
}

/** What a listing was, of which a later look can tell whether it still is. */
export interface LockFacts {
  readonly source: LockSource;
  readonly nativeId: string;
  readonly name: string;
  readonly stableId?: string;
  readonly publisher?: string;
  /** Account that owns the entry of a registry. */
  readonly owner?: string;
  readonly createdAt?: DateTime;
  /** Commit, digest, or `block:<number>:<hash>`. */
  readonly revision: string;
  readonly url?: string;
  readonly access?: Access;
  readonly license?: LockLicense;
  /** Whether loading it runs code of the repository, as it was found. */
  readonly codeExecution: LockVerdict;
  readonly signatures: readonly LockSignature[];
  /** By path. */
  readonly files: readonly LockFile[];
  /** How many files there are, where `files` has not all. */
  readonly fileCount?: number;
  readonly system: LockSystem;
  /** In code unit order. */
  readonly tags?: readonly string[];
}

/** Where the listing is. `kind` is the adapter's; ids of sources are chosen by operators. */
export interface LockSource {
  readonly id: string;
  readonly kind: string;
}

export const lockVerdicts = ["YES", "NO", "UNKNOWN"] as const;
export type LockVerdict = (typeof lockVerdicts)[number];

/** As stated, and how it is read. */
export interface LockLicense {
  readonly stated: string;
  readonly spdx?: string;
  readonly class: LicenseClass;
  /** Of the file of its text, where there is exactly one. */
  readonly fileDigest?: string;
}

/** `signer`: as a check of the signature found it. */
export interface LockSignature {
  readonly format: string;
  readonly signer?: string;
}

export interface LockFile {
  readonly path: string;
  readonly role: ArtifactRole;
  readonly sizeBytes?: number;
  /** sha256 of the bytes. */
  readonly digest?: string;
  /** `git-sha1:…`, `keccak256:…` and others. */
  readonly otherDigests?: readonly string[];
}

/** The system around the listing. On a chain: the contract, the code behind it, and who can change what. */
export interface LockSystem {
  readonly operators: readonly string[];
  /** CAIP-10. */
  readonly contract?: string;
  readonly implementation?: string;
  readonly admin?: string;
  readonly beacon?: string;
  readonly codeHash?: string;
  readonly powers: readonly LockPower[];
}

/** One power over the system and who has it. */
export interface LockPower {
  /** `upgrade`, `owner`, `write`, `role:…`; `any` where the source tells no powers apart. */
  readonly power: string;
  readonly authority?: NonNullable<ClaimFacts["CONTROL_AUTHORITY"]["authority"]>;
  readonly holders: readonly string[];
  /** What its holders are bound to, such as the signatures that they need. */
  readonly terms?: readonly string[];
}

export interface LockLink {
  readonly key: string;
  readonly revision?: string;
}

/** What had been found when it was pinned. */
export interface LockTrust {
  readonly level: TrustLevel;
  readonly systemLevel: SystemTrustLevel;
  /** Results of checks, in the order of the report, at most 100. */
  readonly findings: readonly LockFinding[];
}

/** `statement`: where it speaks against the model, or nothing could be found out. `evidence`: digests of what was kept, served at `/evidence/<sha256>`. */
export interface LockFinding {
  readonly kind: ClaimKind;
  readonly status: ClaimStatus;
  readonly effect: ClaimEffect;
  readonly method: string;
  readonly statement?: string;
  readonly evidence?: readonly string[];
}

/** The decision when it was pinned. */
export interface LockPolicy {
  readonly id: string;
  readonly digest: Digest;
  readonly outcome: DecisionOutcome;
  readonly inputDigest: Digest;
}
