import type { ChainEvidence } from "@modeldex/schema";
import { byCodeUnits, canonicalJson } from "../canonical.ts";
import type { TrustClaim } from "../trust-claim.ts";
import { numberIn } from "../verifiers/abi-words.ts";
import type { LockPower, LockSystem } from "./lock-entry.ts";

/** The system around a listing, as its claims tell it. */
export interface SystemFacts {
  readonly system: LockSystem;
  /** Whether it could be read who can change the contract; true where there is none. */
  readonly powersAreRead: boolean;
}

/** Slots of EIP-1967. */
const slots = {
  implementation: "0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc",
  admin: "0xb53127684a568b3173ae13b9f8a6016e243e63b6e8ee1178d6a717850b5d6103",
  beacon: "0xa3f0ad74e5423aebfd80d3ef4346578335a9a72aeaee59ff6cb3582b35133d50",
} as const;

/** Selectors of what a holder is asked: `getThreshold()` and `getOwners()` of a Safe, `getMinDelay()` of a time lock, `owner()`. */
const selectors = { threshold: "0xe75235b8", owners: "0xa0e67e2b", minDelay: "0xf27a0c92", owner: "0x8da5cb5b" } as const;

/** Reads who operates and who can change the system from claims, whether a source states them or a check found them. */
export function systemFacts(nativeId: string, claims: readonly TrustClaim[]): SystemFacts {
  const contract = contractOf(nativeId, claims);
  const control = claims.filter(({ kind, overlay }) => kind === "CONTROL_AUTHORITY" && overlay === undefined);
  const evidence = control.flatMap((claim) => claim.evidence).filter((each) => each.kind === "chain");
  const ofContract = contract === undefined ? [] : evidence.filter((each) => isAt(each, contract));
  const behind = {
    implementation: slotAddress(ofContract, slots.implementation), admin: slotAddress(ofContract, slots.admin), beacon: slotAddress(ofContract, slots.beacon), codeHash: codeHashIn(ofContract),
  };
  const known = new Set([contract?.split(":")[2], behind.implementation].map((account) => account?.toLowerCase()));
  const chain = contract?.slice(0, contract.lastIndexOf(":") + 1) ?? "";
  const powers = control.flatMap((claim) => powerOf(claim, known, chain) ?? []);
  const distinct = new Map(powers.map((power) => [canonicalJson(power), power]));
  const operators = claims.flatMap(({ kind, facts, issuer }) => (kind === "SOURCE_OPERATOR" && issuer.type !== "CHAIN" && facts !== undefined && "operator" in facts ? [facts.operator] : []));
  return {
    system: {
      operators: [...new Set(operators)].toSorted(byCodeUnits).slice(0, 20),
      ...(contract === undefined ? {} : { contract }),
      ...Object.fromEntries(Object.entries(behind).filter(([, value]) => value !== undefined)),
      powers: [...distinct].toSorted(([left], [right]) => byCodeUnits(left, right)).map(([, power]) => power).slice(0, 200),
    },
    powersAreRead: contract === undefined || control.some((claim) => claim.evidence.length > 0),
  };
}

/** The contract that keeps the entry, in CAIP-10. */
function contractOf(nativeId: string, claims: readonly TrustClaim[]): string | undefined {
  const named = claims.flatMap(({ facts }) => (facts !== undefined && "registry" in facts ? [facts.registry] : []));
  return [nativeId, ...named].flatMap((text) => /^eip155:\d+:0x[0-9a-f]{40}/i.exec(text)?.[0] ?? [])[0];
}

function powerOf({ facts, statement, evidence }: TrustClaim, known: ReadonlySet<string | undefined>, chain: string): LockPower | undefined {
  if (facts === undefined) return undefined;
  const [power, authority, holder] = ["power" in facts ? facts.power : undefined, "authority" in facts ? facts.authority : undefined, "holder" in facts ? facts.holder : undefined];
  if (power === undefined && authority === undefined && holder === undefined) return undefined;
  // Where several have it, the claim names them in its sentence.
  const named = [...statement.matchAll(/\b0x[0-9a-fA-F]{40}\b/g)].map(([account]) => account).filter((account) => !known.has(account.toLowerCase())).map((account) => `${chain}${account}`);
  const holders = holder === undefined ? named : [holder];
  const terms = termsOf(evidence.filter((each) => each.kind === "chain"), holders);
  return {
    power: power ?? "any",
    ...(authority === undefined ? {} : { authority }),
    holders: [...new Set(holders)].toSorted(byCodeUnits).slice(0, 100),
    ...(terms.length === 0 ? {} : { terms }),
  };
}

/** What contracts that hold a power answer about who decides in them. */
function termsOf(evidence: readonly ChainEvidence[], holders: readonly string[]): readonly string[] {
  const terms = evidence.flatMap(({ address, raw }) => {
    if (!("result" in raw) || raw.from !== undefined || !holders.some((holder) => holder.toLowerCase().endsWith(address.toLowerCase()))) return [];
    const words = raw.result.slice(2).match(/.{64}/g) ?? [];
    switch (raw.call.slice(0, 10).toLowerCase()) {
      case selectors.threshold: return numbered(raw.result, (count) => `${address} acts when ${count} of its owners sign`);
      case selectors.owners: return [`${address} has the owners ${words.slice(2).map(addressIn).toSorted(byCodeUnits).join(", ")}`.slice(0, 2_000)];
      case selectors.minDelay: return numbered(raw.result, (count) => `${address} waits ${count} seconds`);
      case selectors.owner: return [`${address} is owned by ${addressIn(words[0] ?? "")}`];
      default: return [];
    }
  });
  return [...new Set(terms)].toSorted(byCodeUnits).slice(0, 20);
}

/** A sentence about a number in one word of 32 bytes. An account without code answers nothing at all, and a contract of another kind anything. */
function numbered(result: string, sentence: (count: string) => string): readonly string[] {
  const count = numberIn(result);
  return count === undefined ? [] : [sentence(String(count))];
}

function isAt({ chainId, address }: ChainEvidence, contract: string): boolean {
  return contract.toLowerCase() === `eip155:${chainId}:${address}`.toLowerCase();
}

function slotAddress(evidence: readonly ChainEvidence[], slot: string): string | undefined {
  const value = evidence.flatMap(({ raw }) => ("slot" in raw && raw.slot.toLowerCase() === slot ? [raw.value] : []))[0];
  return value === undefined || /^0x0*$/.test(value) ? undefined : addressIn(value);
}

function codeHashIn(evidence: readonly ChainEvidence[]): string | undefined {
  return evidence.flatMap(({ raw }) => ("codeHash" in raw ? [raw.codeHash.toLowerCase()] : []))[0];
}

/** The last 20 bytes of a word, in lower case: no checksum, so that equal accounts are equal texts. */
function addressIn(word: string): string {
  return `0x${word.slice(-40).toLowerCase()}`;
}
