import { SourceError, type Artifact, type Finding, type FindingCheck, type ListingRecord, type Subject, type UnknownReason, type Verifier, type VerifierTools } from "@modeldex/plugin-kit";
import { firstByteCommand } from "../reproduce.ts";
import { unknownReasonOf } from "../unknown-reason.ts";
import { sameOperator } from "./independence.ts";
import { named, weightFiles } from "./weight-files.ts";

const method = "availability.probe/1";
/** How long what could be had is taken to be there. */
const validMs = 86_400_000;
const maxOthers = 20;

/**
 * Whether the bytes can still be had: one byte of the smallest weight file is read from the source, at the revision, in one request. Other sources of
 * other operators that state the same bytes are named; they are not asked.
 */
export const availability: Verifier<"AVAILABILITY"> = {
  id: "availability/1",
  kind: "AVAILABILITY",
  depth: "STANDARD",
  reads: ["artifacts"],
  verify: async ({ subject, claim }, tools) => {
    if (claim !== undefined) return [{ kind: "AVAILABILITY", statement: claim.statement, status: "ASSERTED", effect: "NEUTRAL", method, evidence: claim.evidence }];
    const file = probedFile(subject.listing.record);
    return [file === undefined ? withoutFiles(subject.listing.record) : await probe(file, subject, tools)];
  },
};

/** The smallest of its weight files, as far as sizes are known; without weights its first file. */
function probedFile(record: ListingRecord): Artifact | undefined {
  const size = ({ sizeBytes = Number.POSITIVE_INFINITY }: Artifact): number => sizeBytes;
  const [smallest] = (weightFiles(record) ?? []).toSorted((left, right) => (size(left) === size(right) ? 0 : size(left) - size(right)));
  return smallest ?? record.artifacts?.[0];
}

function withoutFiles({ artifacts, offers = [] }: ListingRecord): Finding {
  if (artifacts === undefined && offers.length === 0) return unknown("NOT_REQUESTED", "No files are known here: the source was not asked for its list of files, or does not give one.");
  const statement = artifacts === undefined ? "It is offered as a service: no files are listed that could be had." : "Its list of files is empty.";
  return { kind: "AVAILABILITY", statement, status: "NOT_APPLICABLE", effect: "NEUTRAL", method, evidence: [] };
}

async function probe(file: Artifact, subject: Subject, tools: VerifierTools): Promise<Finding> {
  const { listing } = subject;
  const { revision } = listing.record;
  const others = elsewhere(subject);
  const also = others.length === 0 ? "" : ` The same bytes are listed by ${named(others.map(({ key }) => key))}.`;
  const at = revision === undefined ? "" : ` at ${revision}`;
  const checks = others.map(({ key, files }): FindingCheck => ({ key: `also:${key}`, status: "VERIFIED", statement: `${key} lists ${files} of its weight files by the same sha256; it was not asked for them.` }));
  const base = { kind: "AVAILABILITY", method, checks } as const;
  const until = { expiresAt: new Date(tools.now().getTime() + validMs).toISOString() };
  const evidence = [{ kind: "file" as const, path: file.path, revision: revision ?? "not known", ...(file.digest === undefined ? {} : { digest: file.digest }), ...reproducible(file) }];
  try {
    const stream = await tools.readFile(file.path, { start: 0, end: 0 });
    if (stream !== undefined) {
      await stream.cancel();
      return { ...base, statement: `${file.path} could be read from its source${at}.${also}`, status: "VERIFIED", effect: "SUPPORTS", evidence, validAt: tools.now().toISOString(), ...until };
    }
  } catch (error) {
    return { ...unknown(unknownReasonOf(error), `${file.path} could not be read${at}: ${messageOf(error)}${also}`), checks };
  }
  if (tools.readsFiles !== true) return { ...unknown("NEEDS_BYTES", `Its source gives no files here, so that ${file.path} could not be read.${also}`), checks };
  // That a listed file is away is a fact about the moment; it contradicts whoever says that it can be had.
  const isClaimed = (listing.record.claims ?? []).some(({ kind }) => kind === "AVAILABILITY");
  return { ...base, statement: `${file.path} is listed, and cannot be had from its source${at}.${also}`, status: isClaimed ? "FAILED" : "VERIFIED", effect: "CAUTION", evidence, ...until };
}

/** Listings of other operators that state the sha256 of weight files of this one; records that anybody may write promise nothing. */
function elsewhere({ listing, others }: Subject): readonly { readonly key: string; readonly files: string }[] {
  const own = digestsOf(listing.record);
  const holding = others.flatMap((other) => {
    if (other.naming === "open" || sameOperator(listing, other)) return [];
    const same = digestsOf(other.record).intersection(own).size;
    return same === 0 ? [] : [{ key: other.key, files: `${String(same)} of ${String(own.size)}` }];
  });
  return holding.toSorted((left, right) => (left.key < right.key ? -1 : 1)).slice(0, maxOthers);
}

function digestsOf(record: ListingRecord): ReadonlySet<string> {
  return new Set((weightFiles(record) ?? []).flatMap(({ digest }) => digest ?? []));
}

function reproducible({ url }: Artifact): { readonly sourceUrl?: string; readonly reproduce?: string } {
  const reproduce = firstByteCommand(url);
  return { ...(url === undefined ? {} : { sourceUrl: url }), ...(reproduce === undefined ? {} : { reproduce }) };
}

/** Only messages that are written for people are shown. */
function messageOf(error: unknown): string {
  return error instanceof SourceError ? error.message : "the reading ended early.";
}

function unknown(unknownReason: UnknownReason, statement: string): Finding {
  return { kind: "AVAILABILITY", statement, status: "UNKNOWN", unknownReason, effect: "NEUTRAL", method, evidence: [] };
}
