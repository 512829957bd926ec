import type { SourceClaim } from "@modeldex/plugin-kit";
import { toFunctionSignature, type Address } from "viem";
import { registryAccount, type Registry } from "../mapping/registry.ts";
import { accountOf, authorityClaim, joined, nameOf, tryCall, type Contract } from "./contract.ts";
import { weakest } from "./holder.ts";
import { numberIn, view, type Reading } from "./probe.ts";

/** Whether the contract says that it is paused; absent where it cannot be. */
export interface Pause {
  readonly paused?: boolean;
  readonly reading?: Reading;
}

export async function pauseOf({ registry, probe }: Contract): Promise<Pause> {
  const reading = await probe.call({ to: registry.address, abi: view("function paused() view returns (bool)") });
  const word = numberIn(reading?.hex);
  return reading === undefined || (word !== 0n && word !== 1n) ? {} : { paused: word === 1n, reading };
}

/** Who can pause the contract, by trying it. */
export async function pauseClaims(contract: Contract, { paused, reading }: Pause, accounts: readonly Address[]): Promise<readonly SourceClaim[]> {
  if (paused === undefined || reading === undefined) return [];
  const { registry, name } = contract;
  const trial = await tryCall(contract, { to: registry.address, abi: view(paused ? "function unpause()" : "function pause()") }, accounts);
  const holders = await Promise.all(trial.accepted.map(async ({ address }) => await contract.holder(address)));
  const now = `It is ${paused ? "" : "not "}paused at block ${contract.probe.block.number}.`;
  const can = paused ? "resumed" : "paused";
  const by = trial.anybody ? "anybody" : joined(holders.map(({ text }) => text));
  const [only] = trial.accepted;
  return [
    authorityClaim(contract, {
      power: "pause",
      statement: by === "" ? `${name} can be paused; by whom is not known here. ${now}` : `${name} can be ${can} by ${by}. ${now}`,
      authority: trial.anybody ? "PERMISSIONLESS" : holders.length === 0 ? undefined : weakest(holders),
      holder: trial.accepted.length === 1 && only !== undefined ? accountOf(contract, only.address) : undefined,
      evidence: [reading.evidence, trial.stranger?.evidence, ...trial.accepted.map((each) => each.reading.evidence), ...holders.flatMap(({ evidence }) => evidence)],
    }),
  ];
}

/** Who may write entries, by trying `writeCall`; it is never sent. */
export async function writingClaims(contract: Contract, registry: Registry, { accounts, pause }: { readonly accounts: readonly Address[]; readonly pause: Pause }): Promise<readonly SourceClaim[]> {
  const { writeCall } = registry;
  if (writeCall === undefined) return [];
  const name = nameOf(registry);
  const call = toFunctionSignature(writeCall.abi);
  const trial = await tryCall(contract, { to: registry.address, abi: writeCall.abi, args: writeCall.args }, accounts);
  const { stranger, anybody, accepted } = trial;
  const power = registry.space === undefined ? "write" : `write:${registry.space}`;
  if (stranger === undefined) return [authorityClaim(contract, { power, statement: `Who may write entries of ${name} could not be tried.`, evidence: [] })];
  if (anybody) {
    const statement = `Anybody may write entries of ${name}: a call of ${call} by a stranger is accepted.`;
    return [authorityClaim(contract, { power, statement, authority: "PERMISSIONLESS", evidence: [stranger.evidence] })];
  }
  const refused = `A stranger's call of ${call} to ${name} is refused${pause.paused === true ? " while it is paused" : ""}`;
  const holders = await Promise.all(accepted.map(async ({ address }) => await contract.holder(address)));
  const [only] = accepted;
  return [
    authorityClaim(contract, {
      power,
      statement: holders.length === 0 ? `${refused}; whose is accepted is not known here.` : `${refused}; the same call is accepted of ${joined(holders.map(({ text }) => text))}.`,
      authority: holders.length === 0 ? undefined : weakest(holders),
      holder: accepted.length === 1 && only !== undefined ? accountOf(contract, only.address) : undefined,
      evidence: [stranger.evidence, ...accepted.map(({ reading }) => reading.evidence), ...holders.flatMap(({ evidence }) => evidence)],
    }),
  ];
}

/** What the configuration says of who may write; only where nothing was tried. */
export function configuredWriting(registry: Registry): SourceClaim {
  const who = { open: "anybody may write entries, and name them", namespaced: "each account may write entries of its own", curated: "its operator decides on entries" }[registry.writers];
  return {
    kind: "CONTROL_AUTHORITY",
    statement: `Of ${nameOf(registry)} the configuration says: ${who}.`,
    facts: { ...(registry.writers === "open" ? { authority: "PERMISSIONLESS" as const } : {}), power: registry.space === undefined ? "write" : `write:${registry.space}` },
    evidence: [],
    issuer: { type: "OPERATOR", key: registryAccount(registry) },
  };
}
