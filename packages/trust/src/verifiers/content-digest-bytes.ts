import type { Artifact, Digest, Finding, FindingEvidence, SubjectListing, Verifier, VerifierTools } from "@modeldex/plugin-kit";
import { createHash } from "node:crypto";
import { NoFileError, subjectFile } from "../formats/byte-source.ts";
import { statedSizeSource } from "../formats/stated-size.ts";
import { digestCommand, fetchCommand } from "../reproduce.ts";
import { unknownReasonOf } from "../unknown-reason.ts";
import { isImmutable } from "./immutable-revision.ts";
import { named, namesAllFiles, roleOf, weightFiles } from "./weight-files.ts";

const method = "digest.bytes/1";
/** Longest file that is read whole. */
const maxBytes = 1_048_576;
/** Most files that are no weights. */
const maxOthers = 2;
/** Bytes may be corrected, and a branch may be moved between two requests. */
const mutableValidMs = 24 * 3_600_000;
/** Files that every loader reads, and those that people read; the most telling first. */
const otherFiles = ["config.json", "generation_config.json", "tokenizer_config.json", "README.md"];

/**
 * Whether small files have the digests that their source states: recomputed from the bytes. Weights first; where all weights are large, some small files
 * beside them, which show whether the source serves what it lists. Of large files nothing is said here: `contentDigest` says what is stated of them.
 */
export const contentDigestOfBytes: Verifier<"CONTENT_DIGEST"> = {
  id: "content-digest-bytes/1",
  kind: "CONTENT_DIGEST",
  depth: "STANDARD",
  cost: "HIGH",
  reads: ["artifacts"],
  files: "WEIGHTS",
  verify: async ({ subject: { listing }, claim, file }, tools) => {
    // What a claim states is held against the list of files, which is what is recomputed here.
    if (claim !== undefined) return [];
    if (file !== undefined) return isChecked(file) ? ofWeights(listing, file, tools) : [];
    return (weightFiles(listing.record) ?? []).some(isChecked) ? [] : ofOthers(listing, tools);
  },
};

const base = { kind: "CONTENT_DIGEST", method } as const;

interface StatedDigest {
  readonly algorithm: "sha256" | "git-sha1";
  readonly digest: `${string}:${string}`;
}

/** What became of one file. */
interface Recomputed {
  readonly file: Artifact;
  readonly stated: StatedDigest;
  readonly actual: `${string}:${string}`;
  /** Absent: the bytes have the digest. */
  readonly difference?: string;
  /** There are more or fewer bytes than the source states. */
  readonly otherLength?: true;
}

/**
 * The sha256, else git's own. Git's is over a pointer where the file lies in large storage, which an xet hash tells; such a file without a sha256 is
 * not checked.
 */
function statedDigest({ digest, otherDigests = [] }: Artifact): StatedDigest | undefined {
  if (digest !== undefined) return { algorithm: "sha256", digest };
  const git = otherDigests.find((other) => /^git-sha1:[0-9a-f]{40}$/.test(other));
  return git === undefined || otherDigests.some((other) => other.startsWith("xet:")) ? undefined : { algorithm: "git-sha1", digest: git as `${string}:${string}` };
}

function isChecked(file: Artifact): boolean {
  return file.sizeBytes !== undefined && file.sizeBytes <= maxBytes && statedDigest(file) !== undefined;
}

async function ofWeights(listing: SubjectListing, file: Artifact, tools: VerifierTools): Promise<readonly Finding[]> {
  const result = await recomputeAll([file], tools);
  if ("unknown" in result) return result.unknown;
  const { record, naming } = listing;
  if (result.some(({ difference }) => difference !== undefined)) return [differing(result, listing, tools)];
  // One file with a digest is no reason to trust the others without.
  const allStated = namesAllFiles(record) && (weightFiles(record) ?? []).every(({ digest }) => digest !== undefined);
  const supports = naming !== "open" && file.digest !== undefined && allStated && isImmutable(record);
  return [{
    ...base,
    statement: `The bytes of ${file.path} have the ${file.digest === undefined ? "git hash" : "sha256"} that the source states.${naming === "open" ? " Anybody may write this record." : ""}`,
    status: "VERIFIED",
    effect: supports ? "SUPPORTS" : "NEUTRAL",
    ...term(file, listing, tools),
    evidence: result.map((each) => evidenceOf(each, listing)),
  }];
}

async function ofOthers(listing: SubjectListing, tools: VerifierTools): Promise<readonly Finding[]> {
  const { artifacts = [] } = listing.record;
  const files = otherFiles.flatMap((name) => artifacts.filter((file) => file.path === name && roleOf(file) !== "WEIGHTS" && isChecked(file))).slice(0, maxOthers);
  if (files.length === 0) return [];
  const result = await recomputeAll(files, tools);
  if ("unknown" in result) return result.unknown;
  const wrong = result.filter(({ difference }) => difference !== undefined);
  if (wrong.some(({ stated, otherLength }) => stated.algorithm === "sha256" || otherLength === undefined)) return [differing(result, listing, tools)];
  if (wrong.length > 0) return [anotherState(wrong, listing, tools)];
  return [{
    ...base,
    statement: `The bytes of ${named(result.map(({ file }) => file.path))} have the digests that the source states; the weights are too large to be read here.`,
    status: "VERIFIED",
    // It says nothing of the weights.
    effect: "NEUTRAL",
    ...(isImmutable(listing.record) ? {} : { expiresAt: inADay(tools) }),
    evidence: result.map((each) => evidenceOf(each, listing)),
  }];
}

/** A mirror may serve small files of another state than it lists; a hash of git over that state cannot be held against them. */
function anotherState(wrong: readonly Recomputed[], listing: SubjectListing, tools: VerifierTools): Finding {
  return {
    ...base,
    statement: `What the source serves as ${named(wrong.map(({ file }) => file.path))} is of another length than it lists, so that the hash of git that it states cannot be held against it: ${wrong[0]?.difference ?? ""}.`,
    status: "UNKNOWN",
    unknownReason: "INCOMPARABLE",
    effect: "CAUTION",
    expiresAt: inADay(tools),
    evidence: wrong.map((each) => evidenceOf(each, listing)),
  };
}

/** A difference is never kept for good: it may lie in the moment. */
function differing(results: readonly Recomputed[], listing: SubjectListing, tools: VerifierTools): Finding {
  const wrong = results.filter(({ difference }) => difference !== undefined);
  const [first] = wrong;
  const of = wrong.length === 1 ? (first?.file.path ?? "") : named(wrong.map(({ file }) => file.path));
  const artifact = wrong.length === 1 && results.length === 1 ? first?.file.digest : undefined;
  return {
    ...base,
    statement: `The source serves other bytes for ${of} than it states: ${first?.difference ?? ""}.`,
    status: "FAILED",
    effect: "UNDERMINES",
    ...(artifact === undefined ? {} : { artifact }),
    expiresAt: inADay(tools),
    evidence: wrong.map((each) => evidenceOf(each, listing)),
  };
}

/** Reads the files one after the other. A source that gives no files is nothing to tell; others are unknown with their reason. */
async function recomputeAll(files: readonly Artifact[], tools: VerifierTools): Promise<readonly Recomputed[] | { readonly unknown: readonly Finding[] }> {
  const results: Recomputed[] = [];
  for (const file of files) {
    try {
      const stated = statedDigest(file);
      if (stated !== undefined) results.push(await recompute(file, stated, tools));
    } catch (error) {
      if (error instanceof NoFileError) continue;
      const statement = `The digest of ${file.path} could not be recomputed: ${error instanceof Error ? error.message.replace(/\.$/, "") : "its source failed"}.`;
      return { unknown: [{ ...base, statement, status: "UNKNOWN", unknownReason: unknownReasonOf(error), effect: "NEUTRAL", evidence: [] }] };
    }
  }
  return results.length === 0 ? { unknown: [] } : results;
}

async function recompute(file: Artifact, stated: StatedDigest, tools: VerifierTools): Promise<Recomputed> {
  const sizeBytes = file.sizeBytes ?? maxBytes;
  const source = statedSizeSource(subjectFile({ path: file.path }, tools, { maxBytes: maxBytes + 1, maxReads: 1 }), sizeBytes);
  const bytes = await source.read(0, sizeBytes);
  const actual = stated.algorithm === "sha256" ? sha256(bytes) : gitBlob(bytes);
  if (source.contradiction !== undefined) return { file, stated, actual, difference: `it states ${String(sizeBytes)} bytes, and ${source.contradiction}`, otherLength: true };
  const isSame = actual === stated.digest || (stated.algorithm === "git-sha1" && gitBlob(pointerTo(bytes)) === stated.digest);
  return { file, stated, actual, ...(isSame ? {} : { difference: `they have ${actual}, and it states ${stated.digest}` }) };
}

function sha256(bytes: Uint8Array): Digest {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}

/** Name of a git object: SHA-1 over `blob <length>`, a zero byte, and the content (Pro Git, 10.2). */
function gitBlob(bytes: Uint8Array): `git-sha1:${string}` {
  return `git-sha1:${createHash("sha1").update(`blob ${String(bytes.byteLength)}\0`).update(bytes).digest("hex")}`;
}

/** What git holds for a file in large storage (git-lfs, docs/spec.md). */
function pointerTo(bytes: Uint8Array): Uint8Array {
  return Buffer.from(`version https://git-lfs.github.com/spec/v1\noid ${sha256(bytes)}\nsize ${String(bytes.byteLength)}\n`);
}

function term({ digest }: Artifact, { record }: SubjectListing, tools: VerifierTools): Pick<Finding, "artifact" | "expiresAt"> {
  if (digest !== undefined) return { artifact: digest };
  return isImmutable(record) ? {} : { expiresAt: inADay(tools) };
}

function inADay(tools: VerifierTools): string {
  return new Date(tools.now().getTime() + mutableValidMs).toISOString();
}

function evidenceOf({ file, stated, actual }: Recomputed, { key, record }: SubjectListing): FindingEvidence {
  const at = record.revision === undefined ? key : `${key}@${record.revision}`;
  const fetched = fetchCommand(file.url);
  const reproduce = stated.algorithm === "sha256" ? digestCommand(file.url) : fetched === undefined ? undefined : `${fetched} | git hash-object --stdin`;
  return {
    kind: "digest",
    left: stated.digest, leftFrom: `the list of files of ${at}, ${file.path}`,
    right: actual, rightFrom: "the bytes that were read",
    ...(file.url === undefined ? {} : { sourceUrl: file.url }),
    ...(reproduce === undefined ? {} : { reproduce }),
  };
}
