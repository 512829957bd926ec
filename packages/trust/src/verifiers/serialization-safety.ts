import type { Artifact, Finding, FindingEvidence, SubjectListing, UnknownReason, Verifier, VerifierTools } from "@modeldex/plugin-kit";
import { subjectFile, type ByteLimits, type ByteSource } from "../formats/byte-source.ts";
import { inspectFile, type NamedInspection, type PickleInspectors } from "../formats/inspect-file.ts";
import { inspectPickle, inspectZip } from "../formats/inspect-pickles.ts";
import { statedSizeSource, type StatedSizeSource } from "../formats/stated-size.ts";
import { fetchCommand } from "../reproduce.ts";
import { unknownReasonOf } from "../unknown-reason.ts";
import { isImmutable } from "./immutable-revision.ts";
import { namesAllFiles, weightFiles } from "./weight-files.ts";

const method = "serialization.static/1";
/** How long a finding holds whose bytes can be replaced, or whose reason may lie in one answer of the source. */
const mutableValidMs = 24 * 3_600_000;
/** As many files as a verifier is called for. */
const maxFiles = 100;

const ownInspectors: PickleInspectors = { zip: inspectZip, pickle: inspectPickle };
const defaultLimits: ByteLimits = { maxBytes: 4_718_592, maxReads: 6 };
/** Vocabularies of GGUF and long headers; the budget of such a request is larger as well. */
const defaultDeepLimits: ByteLimits = { maxBytes: 50_331_648, maxReads: 24 };

export interface SerializationSafetyOptions {
  /** @default the readers of this package */
  readonly inspectors?: PickleInspectors;
  /** What is read of one file at most. @default 4.5 MiB in 6 requests */
  readonly limits?: ByteLimits;
  /** The same for a report of depth `DEEP`. @default 48 MiB in 24 requests */
  readonly deepLimits?: ByteLimits;
}

/**
 * What loading each file of weights can do, by its first bytes, its header or its pickles; never by its name, and never by loading it.
 *
 * A pickle is at best `NEUTRAL`. A record that anybody may write is read like any other: what speaks against its files counts, what speaks for them
 * is `NEUTRAL`, since the writer chose which file stands there. What a source says of it is kept as its word.
 */
export function serializationSafety({ inspectors = ownInspectors, limits = defaultLimits, deepLimits = defaultDeepLimits }: SerializationSafetyOptions = {}): Verifier<"SERIALIZATION_SAFETY"> {
  return {
    id: "serialization-safety/1",
    kind: "SERIALIZATION_SAFETY",
    depth: "STANDARD",
    cost: "HIGH",
    reads: ["artifacts"],
    files: "WEIGHTS",
    verify: async ({ subject: { listing }, claim, file, depth }, tools) => {
      if (claim !== undefined) return [{ ...base, statement: claim.statement, status: "ASSERTED", effect: "NEUTRAL", evidence: claim.evidence }];
      if (file === undefined) return whetherAll(listing);
      return [await look(listing, file, { tools, inspectors, limits: depth === "DEEP" ? deepLimits : limits })];
    },
  };
}

const base = { kind: "SERIALIZATION_SAFETY", method } as const;

/** What is to be said beside the findings on the files: that there are none, or that not all are known. */
function whetherAll({ record }: SubjectListing): readonly Finding[] {
  const unknown = (statement: string): readonly Finding[] => [{ ...base, statement, status: "UNKNOWN", unknownReason: "NOT_REQUESTED", effect: "NEUTRAL", evidence: [] }];
  const weights = weightFiles(record);
  if (weights === undefined) return unknown("The files of this listing are not known, so that nobody has looked at what loading its weights does.");
  if (!namesAllFiles(record)) return unknown(`Only ${String(record.artifacts?.length ?? 0)} of ${String(record.artifactCount ?? 0)} files are known here, so that weights nobody has looked at may be among the others.`);
  if (weights.length === 0) return [{ ...base, statement: "Its list of files has no weight files.", status: "NOT_APPLICABLE", effect: "NEUTRAL", evidence: [] }];
  const distinct = new Set(weights.map(({ digest, path }) => digest ?? path)).size;
  return distinct > maxFiles ? unknown(`It has ${String(distinct)} weight files, of which ${String(maxFiles)} are looked at.`) : [];
}

interface Loan extends Required<Pick<SerializationSafetyOptions, "inspectors" | "limits">> {
  readonly tools: VerifierTools;
}

async function look(listing: SubjectListing, file: Artifact, { tools, inspectors, limits }: Loan): Promise<Finding> {
  const expiresAt = new Date(tools.now().getTime() + mutableValidMs).toISOString();
  const bound = file.digest === undefined ? (isImmutable(listing.record) ? {} : { expiresAt }) : { artifact: file.digest };
  const { sizeBytes } = file;
  // The stated size is what is checked, so the file is read as one of no known size.
  const plain = subjectFile({ path: file.path }, tools, limits);
  const held = sizeBytes === undefined ? undefined : statedSizeSource(plain, sizeBytes);
  const source: ByteSource = held ?? plain;
  const inspection = await inspected(file, source, inspectors);
  const evidence = [await evidenceOf(file, inspection, source, tools)];
  const contradiction = contradictionOf(file, inspection, held);
  if (contradiction !== undefined) return { ...base, ...bound, expiresAt, statement: contradiction, status: "FAILED", effect: "UNDERMINES", evidence };
  return { ...base, ...bound, ...judged(file, inspection, listing), evidence };
}

async function inspected(file: Artifact, source: ByteSource, inspectors: PickleInspectors): Promise<NamedInspection> {
  try {
    return await inspectFile(file.path, source, inspectors);
  } catch (error) {
    return { outcome: "UNREAD", unknownReason: unknownReasonOf(error), format: "not known", because: error instanceof Error ? error.message.replace(/\.$/, "") : "its source failed", found: [] };
  }
}

/** What loading does weighs more than a wrong size. */
function contradictionOf({ path, sizeBytes }: Artifact, { outcome }: NamedInspection, source: StatedSizeSource | undefined): string | undefined {
  if (source?.contradiction === undefined || outcome === "DANGEROUS" || outcome === "UNLISTED_IMPORTS") return undefined;
  return `The source states ${String(sizeBytes)} bytes for ${path}, and ${source.contradiction}.`;
}

type Judgement = Pick<Finding, "statement" | "effect"> & ({ readonly status: "VERIFIED" | "FAILED" } | { readonly status: "UNKNOWN"; readonly unknownReason: UnknownReason });

function judged({ path }: Artifact, inspection: NamedInspection, { naming }: SubjectListing): Judgement {
  const { because, promised } = inspection;
  const misnamed = promised === undefined ? "" : ` Its name promises ${promised}.`;
  // A file that is another than its name says may be read by another loader than the one that it was looked at for.
  const atBest = promised === undefined ? undefined : "CAUTION";
  switch (inspection.outcome) {
    case "SOUND": {
      const open = naming === "open" ? " Anybody may write this record." : "";
      return { status: "VERIFIED", effect: atBest ?? (naming === "open" ? "NEUTRAL" : "SUPPORTS"), statement: `Loading ${path} runs nothing: ${because}.${misnamed}${open}` };
    }
    case "ONLY_KNOWN_IMPORTS":
      return { status: "VERIFIED", effect: atBest ?? "NEUTRAL", statement: `Loading ${path} unpickles it, which can run code: ${because}.${misnamed}` };
    case "UNLISTED_IMPORTS":
      return { status: "VERIFIED", effect: "CAUTION", statement: `Loading ${path} may run code: ${because}.${misnamed}` };
    case "DANGEROUS":
      return { status: "VERIFIED", effect: "UNDERMINES", statement: `Loading ${path} can do harm: ${because}.${misnamed}` };
    case "MALFORMED":
      return { status: "FAILED", effect: "UNDERMINES", statement: `${path} is not in order: ${because}.${misnamed}` };
    case "UNREAD":
      return { status: "UNKNOWN", unknownReason: inspection.unknownReason, effect: "NEUTRAL", statement: `What loading ${path} does could not be seen: ${because}.${misnamed}` };
  }
}

async function evidenceOf({ path, url }: Artifact, { found, reproduce, decisive, format }: NamedInspection, { bytesRead }: ByteSource, tools: VerifierTools): Promise<FindingEvidence> {
  const kept = decisive === undefined ? undefined : await tools.keep(decisive);
  const fetched = fetchCommand(url);
  // Of these formats what was read is the beginning of the file.
  const part = format === "safetensors" || format === "gguf" || format === "pickle" ? ` -r 0-${String(Math.max(bytesRead, 1) - 1)}` : "";
  return {
    kind: "staticAnalysis", path, findings: found, bytesRead,
    ...(kept === undefined ? {} : { kept }),
    ...(url === undefined ? {} : { sourceUrl: url }),
    ...(reproduce === undefined ? {} : { reproduce: fetched === undefined ? reproduce : `${fetched}${part} -o FILE && ${reproduce}` }),
  };
}
