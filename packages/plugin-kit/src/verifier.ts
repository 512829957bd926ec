import type { ClaimKind, ClaimOf, Digest, Finding, ListingRecord, Naming, RecordField } from "@modeldex/schema";
import type { FileRequest, SourceContext } from "./source.ts";

/**
 * Checks one kind of claim, or inspects the subject without one.
 * Never lists or searches; never throws for what it cannot decide (that is a finding with status UNKNOWN and its reason).
 */
export interface Verifier<Kind extends ClaimKind = ClaimKind> {
  readonly id: string;
  readonly kind: Kind;
  /** From which `TrustDepth` on it runs: `DEEP` reads weight bytes. */
  readonly depth: "STANDARD" | "DEEP";
  /**
   * `records`: decides on the stored records alone and makes no request, so it runs anew for every report, and its findings follow the records.
   * @default "upstream"
   */
  readonly needs?: "records" | "upstream";
  /** Fields of the record that it decides on; where a source fills them on demand, it is asked for them first. */
  readonly reads?: readonly RecordField[];
  /** `false`: looks at claims only, and is never called without one. @default true */
  readonly inspects?: boolean;
  /** Addresses that the operator configured for it; see `Source.baseAddresses`. */
  readonly baseAddresses?: readonly string[];
  verify(request: VerifyRequest<Kind>, tools: VerifierTools): Promise<readonly Finding[]>;
}

/** Without `claim` the verifier inspects the subject itself. Called once without a claim, and once for each claim of its kind. */
export interface VerifyRequest<Kind extends ClaimKind = ClaimKind> {
  readonly subject: Subject;
  readonly claim?: ClaimOf<Kind>;
}

/** One listing at its revision, and the other listings of the same model. */
export interface Subject {
  readonly listing: SubjectListing;
  readonly others: readonly SubjectListing[];
}

export interface SubjectListing {
  /** `<source id>:<native id>`. */
  readonly key: string;
  /** The adapter that gave it: `huggingface`, `onchain`. */
  readonly sourceKind: string;
  /** Where anybody may write (`open`), a record vouches for nothing but itself. */
  readonly naming: Naming;
  readonly record: ListingRecord;
}

export interface VerifierTools extends SourceContext {
  /** A file of the subject, from its source, within the assessment's budget. `undefined`: no such file, or the source reads no files. */
  readFile(path: string, range?: FileRequest["range"]): Promise<ReadableStream<Uint8Array> | undefined>;
  /** Stores raw evidence; it is served at `/evidence/<sha256>`. */
  keep(bytes: Uint8Array): Promise<Digest>;
}
