import type { Artifact, ChangeKind, ClaimKind, ClaimOf, DateTime, Digest, Finding, ListingRecord, Naming, RecordField, Reference, TrustDepth, UnknownReason } from "@modeldex/schema";
import type { FileRequest, SourceContext } from "./source.ts";

/**
 * Checks one kind of claim, or inspects the subject without one.
 * Never lists or searches; never throws for what it cannot decide (that is a finding with status UNKNOWN and its reason).
 */
export interface Verifier<Kind extends ClaimKind = ClaimKind> {
  readonly id: string;
  readonly kind: Kind;
  /**
   * Of a verifier of EXTENSION: the kind of its own that it looks at. It is given claims with just this `kindUri`, and verifiers of EXTENSION without one
   * are not given those, so that several plugins check their own kinds side by side. @default every EXTENSION that no other verifier names
   */
  readonly kindUri?: string;
  /** From which `TrustDepth` on it runs: `DEEP` reads many weight bytes. */
  readonly depth: "STANDARD" | "DEEP";
  /**
   * `HIGH`: asks much, so it begins when those of `LOW` cost have ended, or half of the time is over. Within each, checks begin in the order in which
   * the verifiers are configured: put the most telling first. @default "LOW"
   */
  readonly cost?: "LOW" | "HIGH";
  /**
   * `records`: decides on the stored records alone and makes no request, so it runs anew for every report, and its findings follow the records.
   * @default "upstream"
   */
  readonly needs?: "records" | "upstream";
  /** Fields of the record that it decides on; where a source fills them on demand, it is asked for them first. */
  readonly reads?: readonly RecordField[];
  /** `false`: looks at claims and files only, and is never called without one. @default true */
  readonly inspects?: boolean;
  /**
   * `true`: looks at sources themselves as well. It is called once for each source, with `subject.source`, whatever the source states of itself.
   * @default false
   */
  readonly inspectsSource?: boolean;
  /**
   * `WEIGHTS`: called once more for each file of weights, the smallest first, at most 100. What it finds about a file with a sha256, given as `artifact`
   * of the finding, is kept as long as the listing has the file, whatever else of it changes. @default none
   */
  readonly files?: "WEIGHTS";
  /** Addresses that the operator configured for it; see `Source.baseAddresses`. */
  readonly baseAddresses?: readonly string[];
  verify(request: VerifyRequest<Kind>, tools: VerifierTools): Promise<readonly Finding[]>;
}

/** Without `claim` and `file` the verifier inspects the subject itself. Called once without them, and once for each claim of its kind. */
export interface VerifyRequest<Kind extends ClaimKind = ClaimKind> {
  readonly subject: Subject;
  readonly claim?: ClaimOf<Kind>;
  /** The file to look at, where the verifier asks for `files`. */
  readonly file?: Artifact;
  /**
   * How deep the report goes that this is for. Whoever reads bytes may read more of them with `DEEP`: a check whose finding is UNKNOWN with NEEDS_BYTES is
   * then made again. @default "STANDARD"
   */
  readonly depth?: Exclude<TrustDepth, "CACHED">;
}

/**
 * One listing at its revision, and the other listings of the same model.
 *
 * Claims that a source makes of itself (`Source.about`) go to verifiers that look at claims only (`inspects: false`). There is no listing then: `source` is
 * present, and `listing` stands for the source, with its title as name, no revision, and all that it states of itself as claims.
 */
export interface Subject {
  readonly listing: SubjectListing;
  readonly others: readonly SubjectListing[];
  /** What this gateway has seen of the listing over time. Absent: not known, such as in a test. */
  readonly history?: SubjectHistory;
  /** The source that is looked at, where that is the subject itself. */
  readonly source?: SubjectSource;
}

/** A source as its adapter describes it. */
export interface SubjectSource {
  readonly id: string;
  readonly title: string;
  readonly homepage?: string;
  /** Where it is asked, by the operator's configuration. */
  readonly baseAddresses: readonly string[];
}

/** What a gateway has seen of one listing, since it first did. */
export interface SubjectHistory {
  /** When it was first stored here. Of a name that was given to another model: when that model was. */
  readonly firstSeenAt: DateTime;
  /** When its source last said that it has it. Absent: not known, such as in a test. */
  readonly lastSeenAt?: DateTime;
  /** What altered, oldest first; the newest 200. Also of an earlier model under the same name. */
  readonly changes: readonly SubjectChange[];
}

/** One row of the change feed; `before` and `after` as `Change` of the SDL has them. */
export interface SubjectChange {
  readonly kind: ChangeKind;
  readonly at: DateTime;
  readonly statement: string;
  readonly before?: unknown;
  readonly after?: unknown;
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
  /** Whether the source of the subject reads files. Absent: not known, such as in a test. */
  readonly readsFiles?: boolean;
  /** A file of the subject, from its source, within the assessment's budget. `undefined`: no such file, or the source reads no files. */
  readFile(path: string, range?: FileRequest["range"]): Promise<ReadableStream<Uint8Array> | undefined>;
  /** Stores raw evidence; it is served at `/evidence/<sha256>`. */
  keep(bytes: Uint8Array): Promise<Digest>;
  /**
   * The listing that a reference (purl, URL, id of the Hub, CAIP id) means: as it is stored, else asked of its source within the budget. A verifier
   * that needs records only is given what is stored.
   */
  find(reference: Reference, options?: FindOptions): Promise<FoundListing>;
  /**
   * Stored models whose name is equal to this listing's, or looks like it, by other publishers and from sources where not anybody may write: the most used
   * first, at most 20. Makes no request.
   */
  namesakes(): Promise<readonly Namesake[]>;
}

export interface FindOptions {
  /** `false`: what is not stored is NOT_KNOWN, and no request is made. @default true */
  readonly ask?: boolean;
}

/** What became of a reference. `NONE`: the source that it names says that there is no such model. */
export type FoundListing =
  | { readonly status: "FOUND"; readonly listing: SubjectListing }
  | { readonly status: "NONE"; readonly because: string }
  | { readonly status: "NOT_KNOWN"; readonly unknownReason: UnknownReason; readonly because: string };

/** A model that could be mistaken for the listing, or the other way round. */
export interface Namesake {
  readonly listing: SubjectListing;
  /** `EQUAL`: the same name, apart from case and separators. `SIMILAR`: one or two letters or look-alike characters differ. */
  readonly likeness: "EQUAL" | "SIMILAR";
}
