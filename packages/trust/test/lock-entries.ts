import type { ListingRecord } from "@modeldex/schema";
import { builtInPolicies } from "../src/built-in-policies.ts";
import { decide } from "../src/decide.ts";
import type { LockEntry } from "../src/pins/lock-entry.ts";
import { listingFacts, type PresentFacts } from "../src/pins/listing-facts.ts";
import { makeEntry, type PinGround } from "../src/pins/make-entry.ts";
import { buildReport } from "../src/report.ts";
import type { TrustClaim, TrustListing } from "../src/trust-claim.ts";
import { claim, stated } from "./claims.ts";
import { commit, input, listing, now, sha } from "./subjects.ts";

export const account = "eip155:1:0x00000000000000000000000000000000000000aa";

/** A record with something in every field that entries have. */
export const record: Partial<ListingRecord> = {
  name: "chat", stableId: "62aa", publisher: { name: "acme" }, createdAt: "2024-01-01T00:00:00Z", revision: commit, url: "https://hub.example/acme/chat",
  access: "OPEN", license: { stated: "apache-2.0" }, tags: ["text-generation", "de"], artifactCount: 7,
  artifacts: [
    { path: "model.safetensors", sizeBytes: 9, digest: sha("a"), otherDigests: ["git-sha1:1111111111111111111111111111111111111111"] },
    { path: "config.json", sizeBytes: 5, otherDigests: ["git-sha1:2222222222222222222222222222222222222222"] },
    { path: "modeling_chat.py", otherDigests: ["git-sha1:3333333333333333333333333333333333333333"] },
    { path: "LICENSE", otherDigests: ["git-sha1:4444444444444444444444444444444444444444"] },
    { path: "README.md", otherDigests: ["git-sha1:5555555555555555555555555555555555555555"] },
    { path: "model.sig", otherDigests: ["git-sha1:6666666666666666666666666666666666666666"] },
  ],
};

/** Claims with something in every part of `system`, `signatures` and `trust` that entries have. */
export function claims({ owner = "0x00000000000000000000000000000000000000c1", implementation = "0x00000000000000000000000000000000000000b1", code = "NEUTRAL" as "NEUTRAL" | "CAUTION", signer = "me@acme.example" } = {}): readonly TrustClaim[] {
  const at = { kind: "chain", chainId: 1, address: account.slice("eip155:1:".length), blockNumber: 5, blockHash: "0x05", finality: "FINALIZED", endpointsAgreeing: 1, endpointsAsked: 1, retrievedAt: "2026-11-01T11:00:00Z" } as const;
  const word = (address: string): string => `0x${address.slice(2).padStart(64, "0")}`;
  const implementationSlot = { ...at, raw: { slot: "0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc", value: word(implementation) } };
  const safe = { ...at, address: owner, raw: { call: "0xe75235b8", result: word("0x2") } };
  return [
    claim("CODE_EXECUTION_REQUIRED", "VERIFIED", code, { method: "code.auto-map/1" }),
    claim("PUBLISHER_SIGNATURE", "VERIFIED", "SUPPORTS", { evidence: [{ kind: "signature", format: "oms", signer, signedFiles: [], unsignedFiles: [], retrievedAt: "2026-11-01T11:00:00Z" } as unknown as TrustClaim["evidence"][number]] }),
    stated("SOURCE_OPERATOR", { facts: { operator: "Acme, Inc." } }),
    stated("CONTROL_AUTHORITY", { statement: `Code of ${account}, now ${implementation}.`, facts: { power: "upgrade", authority: "MULTI_PARTY", holder: `eip155:1:${owner}` }, evidence: [implementationSlot, safe] }),
    stated("CONTROL_AUTHORITY", { statement: `The owner of ${account} is ${owner}.`, facts: { power: "owner", authority: "MULTI_PARTY", holder: `eip155:1:${owner}` }, evidence: [safe] }),
    stated("ONCHAIN_REGISTRATION", { facts: { registry: account, key: "1", owner: "0x00000000000000000000000000000000000000d1" } }),
    claim("THIRD_PARTY_SCAN", "ASSERTED", "CAUTION", { statement: "One file is rated caution.", evidence: [{ kind: "scan", scanner: "s", verdict: "CAUTION", kept: sha("9"), retrievedAt: "2026-11-01T11:00:00Z" }] }),
  ];
}

/** A pinned entry of `hf:acme/chat`. */
export function entry(more: Partial<ListingRecord> = {}, { claims: said = claims(), ...ground }: Partial<PinGround> & { readonly claims?: readonly TrustClaim[] } = {}): LockEntry {
  const made = makeEntry(pinGround(listing("hf:acme/chat", { ...record, ...more }), said, ground));
  if (made.status === "REFUSED") throw new Error(made.problem);
  return made.entry;
}

/** What an entry is made of. */
export function pinGround(subject: TrustListing, said: readonly TrustClaim[], more: Partial<PinGround> = {}): PinGround {
  const report = { ...buildReport(input(subject)), claims: said };
  const [policy] = builtInPolicies;
  if (policy === undefined) throw new Error("There are no policies.");
  return { requested: "acme/chat", listing: subject, others: [], report, decision: decide(report, policy, "listing:hf:acme/chat"), hasFiles: true, pinnedAt: now.toISOString(), ...more };
}

/** What the same listing is now. */
export function facts(more: Partial<ListingRecord> = {}, said: readonly TrustClaim[] = claims()): PresentFacts {
  return listingFacts(listing("hf:acme/chat", { ...record, ...more }), said);
}
