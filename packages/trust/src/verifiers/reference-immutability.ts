import type { ClaimOf, Finding, FindingEvidence, SubjectListing, UnknownReason, Verifier, VerifierTools } from "@modeldex/plugin-kit";
import { isAbbreviated } from "@modeldex/schema";
import { canonicalJson } from "../canonical.ts";
import { blockCommand } from "../reproduce.ts";
import { batchedRpc } from "./batched-rpc.ts";
import { attempt } from "./endpoint-panel.ts";
import { heldBlockCalls, readHeldBlock, type HeldBlock, type NamedBlock } from "./held-block.ts";
import { blockOfRevision, isSaidToBeFinal, revisionForm } from "./immutable-revision.ts";
import { maxEndpoints, readEndpoints, type RpcEndpoints } from "./rpc-endpoints.ts";

const method = "reference.form/1";
const blockMethod = "reference.block/1";
/** How long a block that is not final is taken to be so. */
const unfinalValidMs = 15_000;
/** Nodes may lie apart for some blocks, and one that is behind catches up. */
const contradictedValidMs = 600_000;
/** It costs nothing to look again, and an operator who adds an endpoint wants to see it. */
const unaskedValidMs = 60_000;

export interface ReferenceImmutabilityOptions {
  /** The operator's own JSON-RPC endpoints by chain id: whom a verdict on a block trusts. http or https URLs. @default none: a block is UNKNOWN */
  readonly rpc?: RpcEndpoints;
}

type Endpoints = ReadonlyMap<number, readonly string[]>;

/**
 * Whether the revision can come to mean other bytes. Of a commit, a digest or a name that can be moved its form says it, no source has to be believed, and
 * nothing is asked. That a block is final is no matter of form: it is looked up at the operator's endpoints, by its number and hash.
 *
 * What a source states of its references in general stays asserted.
 *
 * @throws {RangeError} when an endpoint is no http or https URL.
 */
export function referenceImmutability({ rpc = {} }: ReferenceImmutabilityOptions = {}): Verifier<"REFERENCE_IMMUTABILITY"> {
  const endpoints = readEndpoints(rpc, "referenceImmutability");
  return {
    id: "reference-immutability/1",
    kind: "REFERENCE_IMMUTABILITY",
    depth: "STANDARD",
    ...(endpoints.size === 0 ? { needs: "records" } : { baseAddresses: [...endpoints.values()].flat() }),
    verify: async ({ subject: { listing }, claim }, tools) => [claim === undefined ? await ofRevision(listing, endpoints, tools) : ofClaim(claim)],
  };
}

function ofClaim({ statement, facts, evidence }: ClaimOf<"REFERENCE_IMMUTABILITY">): Finding {
  return { kind: "REFERENCE_IMMUTABILITY", statement, status: "ASSERTED", effect: facts.references === "MUTABLE" ? "CAUTION" : "NEUTRAL", method, evidence };
}

async function ofRevision(listing: SubjectListing, endpoints: Endpoints, tools: VerifierTools): Promise<Finding> {
  const { revision } = listing.record;
  if (revision === undefined) return unknown("NOT_REQUESTED", "No revision is known here: the source was not asked for it, or does not state one, so what the name stands for may change.", method);
  if (isAbbreviated(revision)) return unknown("NOT_REQUESTED", `Only the beginning of a digest is known here, ${revision}: the source was not asked for the whole one, or does not state it.`, method);
  const byForm = (effect: "SUPPORTS" | "CAUTION", statement: string): Finding => ({ kind: "REFERENCE_IMMUTABILITY", statement, status: "VERIFIED", effect, method, evidence: [] });
  switch (revisionForm(revision)) {
    case "commit":
      return byForm("SUPPORTS", `The revision is the commit ${revision}: its content cannot change, though its host can delete it.`);
    case "digest":
      return byForm("SUPPORTS", `The revision is the digest ${revision}: it stands for these bytes alone.`);
    case "block":
      return await ofBlock(listing, endpoints, tools);
    case undefined:
      return byForm("CAUTION", `The revision "${revision}" is no commit, digest or block: it can be moved.`);
  }
}

async function ofBlock(listing: SubjectListing, endpoints: Endpoints, tools: VerifierTools): Promise<Finding> {
  const { revision = "" } = listing.record;
  const named = blockOfRevision(revision);
  const chainId = chainOf(listing);
  const said = `The revision is the entry as of ${revision}`;
  if (named === undefined || chainId === undefined) return unknown("NO_EVIDENCE_PUBLISHED", `${said}, and its source does not say of which chain, so that the block cannot be looked up.`);
  const urls = (endpoints.get(chainId) ?? []).slice(0, maxEndpoints);
  if (urls.length === 0) {
    const word = isSaidToBeFinal(listing.record) ? "its source says that it is final" : "its source does not say that it is final";
    return within(unaskedValidMs, unknown("NO_TRUST_ANCHOR", `${said}: ${word}, and no endpoint of chain ${String(chainId)} is configured to look.`), tools);
  }
  const block = { chainId, ...named };
  const answers = await Promise.all(urls.map(async (url) => await heldAt(url, block, tools)));
  return await conclude({ listing, block, said }, answers, tools);
}

/** Ids of entries name their chain (CAIP-10); else the evidence for this very block does. The chain decides then: another one does not have the block. */
function chainOf({ record: { nativeId, revision, claims = [] } }: SubjectListing): number | undefined {
  const [, inId] = /^eip155:(\d{1,15}):/.exec(nativeId) ?? [];
  if (inId !== undefined) return Number(inId);
  const hash = blockOfRevision(revision)?.blockHash.toLowerCase();
  const evidence = claims.flatMap((claim) => claim.evidence).filter((entry) => entry.kind === "chain" && entry.blockHash.toLowerCase() === hash);
  const [chainId, ...others] = new Set(evidence.flatMap((entry) => (entry.kind === "chain" ? [entry.chainId] : [])));
  return others.length === 0 ? chainId : undefined;
}

async function heldAt(url: string, block: NamedBlock, tools: VerifierTools): Promise<HeldBlock> {
  const { host } = new URL(url);
  const held = await attempt(host, async () => readHeldBlock(block, await batchedRpc(url, tools)(heldBlockCalls(block)), host));
  return "status" in held ? held : { status: "unread", ...held };
}

interface Looked {
  readonly listing: SubjectListing;
  readonly block: NamedBlock;
  /** Beginning of a sentence. */
  readonly said: string;
}

async function conclude({ listing, block, said }: Looked, answers: readonly HeldBlock[], tools: VerifierTools): Promise<Finding> {
  const equal = answers.filter((answer) => answer.status === "equal");
  const different = answers.find((answer) => answer.status === "different");
  const [first] = equal;
  if (different !== undefined && first !== undefined) return within(contradictedValidMs, unknown("NO_TRUST_ANCHOR", `The configured endpoints do not agree: to one of them ${different.because}.`), tools);
  const counted = `${String(equal.length)} of ${String(answers.length)} endpoints`;
  if (different !== undefined) {
    const evidence = [blockEvidence(listing, block, { hash: different.hash, at: "a configured endpoint" })];
    return within(different.final ? contradictedValidMs : unfinalValidMs, { ...base, statement: `${said}, and the chain does not have that block: ${different.because}.`, status: "FAILED", effect: "UNDERMINES", evidence }, tools);
  }
  if (first === undefined) {
    const unread = answers.find((answer) => answer.status === "unread");
    return unknown(unread?.unknownReason ?? "SOURCE_UNAVAILABLE", `${said}, and the block could not be read: ${unread?.because ?? "no endpoint answered"}.`);
  }
  const kept = await tools.keep(Buffer.from(canonicalJson(first.block)));
  const evidence = [{ ...blockEvidence(listing, block, { hash: block.blockHash, at: counted }), kept }];
  if (equal.every(({ final }) => final)) return { ...base, statement: `${said}, which chain ${String(block.chainId)} holds and which is final at ${counted}: it cannot change.`, status: "VERIFIED", effect: "SUPPORTS", evidence };
  return within(unfinalValidMs, { ...base, statement: `${said}, which chain ${String(block.chainId)} holds and which is not final yet: it may still be reorganised.`, status: "VERIFIED", effect: "CAUTION", evidence }, tools);
}

function blockEvidence({ key }: SubjectListing, { chainId, blockNumber, blockHash }: NamedBlock, found: { readonly hash: string; readonly at: string }): FindingEvidence {
  return {
    kind: "digest",
    left: `keccak256:${blockHash.toLowerCase()}`, leftFrom: `the revision of ${key}`,
    right: `keccak256:${found.hash.toLowerCase()}`, rightFrom: `block ${String(blockNumber)} of chain ${String(chainId)}, at ${found.at}`,
    reproduce: blockCommand(chainId, blockNumber),
  };
}

const base = { kind: "REFERENCE_IMMUTABILITY", method: blockMethod } as const;

function unknown(unknownReason: UnknownReason, statement: string, by: string = blockMethod): Finding {
  return { ...base, method: by, statement, status: "UNKNOWN", unknownReason, effect: "NEUTRAL", evidence: [] };
}

function within(validMs: number, finding: Finding, tools: VerifierTools): Finding {
  return { ...finding, expiresAt: new Date(tools.now().getTime() + validMs).toISOString() };
}
