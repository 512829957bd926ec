import { testContext } from "@modeldex/plugin-kit/testing";
import type { Artifact, Digest, Finding, FoundListing, ListingRecord, Namesake, Naming, SubjectListing, Verifier, VerifierTools } from "@modeldex/plugin-kit";
import { parseSourceId, type SourceClaim, type SourceId } from "@modeldex/schema";
import { createHash } from "node:crypto";
import { checkId } from "../src/check-id.ts";
import type { TrustFinding, TrustListing, TrustSubjectInput } from "../src/trust-claim.ts";

export const now = new Date("2026-11-01T12:00:00Z");
export const commit = "0123456789abcdef0123456789abcdef01234567";

/** A sha256 that is told by one letter. */
export function sha(letter: string): Digest {
  return `sha256:${letter.repeat(64)}`;
}

export function weights(path: string, digest?: Digest, more: Partial<Artifact> = {}): Artifact {
  return { path, ...(digest === undefined ? {} : { digest }), ...more };
}

export function listing(key: string, record: Partial<ListingRecord> = {}, naming: Naming = "namespaced"): TrustListing {
  const [source = "", ...rest] = key.split(":");
  const nativeId = rest.join(":");
  return {
    key, naming, sourceKind: source === "hf" ? "huggingface" : source,
    record: { nativeId, name: nativeId, ...record },
    fetchedAt: "2026-11-01T10:00:00Z",
    source: parseSourceId(source) as SourceId,
    sourceTitle: source === "hf" ? "Hugging Face" : source,
  };
}

export function input(subject: TrustListing, more: Partial<TrustSubjectInput> = {}): TrustSubjectInput {
  return { listing: subject, others: [], findings: [], now, ...more };
}

/** A finding as the catalog would keep it. */
export function stored(finding: Finding, more: Partial<TrustFinding> = {}): TrustFinding {
  return { check: "some-check/1", finding, observedAt: "2026-11-01T11:00:00Z", revision: commit, ...more };
}

export interface TestTools extends VerifierTools {
  readonly kept: readonly string[];
}

/** What tools are made over. */
export interface TestGround {
  readonly fetch?: typeof globalThis.fetch;
  /** What `find` answers, by reference; others are not known. */
  readonly found?: Readonly<Record<string, FoundListing>>;
  readonly namesakes?: readonly Namesake[];
}

/** Tools over files in memory; a missing file is `undefined`, an error is thrown. */
export function tools(files: Readonly<Record<string, string | Uint8Array | Error>> = {}, { fetch, found = {}, namesakes = [] }: TestGround = {}): TestTools {
  const kept: string[] = [];
  return {
    ...testContext({ now, ...(fetch === undefined ? {} : { fetch }) }),
    readFile: async (path, range) => {
      const content = files[path];
      if (content instanceof Error) throw content;
      if (content === undefined) return undefined;
      const bytes = Buffer.from(content);
      return new Blob([range === undefined ? bytes : bytes.subarray(range.start, range.end + 1)]).stream();
    },
    keep: async (bytes) => {
      kept.push(Buffer.from(bytes).toString("utf8"));
      return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
    },
    find: async (reference) => found[reference] ?? { status: "NOT_KNOWN", unknownReason: "SOURCE_UNAVAILABLE", because: `nobody answers for ${reference}` },
    namesakes: async () => namesakes,
    kept,
  };
}

/** Runs verifiers as the gateway does, over the listing and over each claim of their kind, and gives findings to be served. */
export async function assessed(subject: TrustListing, others: readonly TrustListing[], verifiers: readonly Verifier[], lent: VerifierTools = tools()): Promise<readonly TrustFinding[]> {
  const shown = (each: TrustListing): SubjectListing => ({ key: each.key, naming: each.naming, record: each.record, sourceKind: each.sourceKind });
  const { revision } = subject.record;
  const found: TrustFinding[] = [];
  for (const verifier of verifiers) {
    const ofKind: readonly (SourceClaim | undefined)[] = (subject.record.claims ?? []).filter(({ kind }) => kind === verifier.kind);
    for (const claim of [undefined, ...ofKind]) {
      const request = { subject: { listing: shown(subject), others: others.map(shown) }, ...(claim === undefined ? {} : { claim: claim as never }) };
      for (const finding of await verifier.verify(request, lent)) {
        found.push({ check: checkId(verifier.id, claim === undefined ? {} : { claim }), finding, observedAt: now.toISOString(), ...(revision === undefined ? {} : { revision }) });
      }
    }
  }
  return found;
}

/** What a table of a verifier's cases compares. */
export function verdict(findings: readonly Finding[]): string {
  return findings.map((finding) => `${finding.status}${finding.status === "UNKNOWN" ? `(${finding.unknownReason})` : ""} ${finding.effect}`).join("; ");
}
