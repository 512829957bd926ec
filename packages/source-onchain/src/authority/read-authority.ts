import { asUnixTime, type SourceClaim } from "@modeldex/plugin-kit";
import { zeroAddress, type Address } from "viem";
import { registryAccount, type Registry } from "../mapping/registry.ts";
import { upgradedTopic } from "../rpc/eip1967.ts";
import type { RawLog } from "../rpc/raw.ts";
import { authorityClaim, contractOf, type Contract } from "./contract.ts";
import { ownershipClaims, ownershipOf } from "./ownership.ts";
import type { Probe } from "./probe.ts";
import { roleClaims, rolesOf, roleTopics } from "./roles.ts";
import { upgradeClaim } from "./upgrade.ts";
import { pauseClaims, pauseOf, writingClaims } from "./writing.ts";

/** Accounts as which calls are tried, beside a stranger. */
const maxTried = 5;

/**
 * Who can change one registry contract, read at one block: its code, its owner, its roles, its entries. Every power is a claim of its own.
 *
 * @param registries - all of one contract: several where it has several id spaces.
 */
export async function readAuthority(probe: Probe, registries: readonly [Registry, ...Registry[]]): Promise<readonly SourceClaim[]> {
  const contract = contractOf(registries[0], probe);
  const { registry } = contract;
  const logs = probe.logs({
    addresses: [registry.address],
    topics: [[...roleTopics(), upgradedTopic]],
    fromBlock: Math.min(...registries.map(({ startBlock }) => startBlock)),
  });
  const [code, ownership, roles, pause, read] = await Promise.all([probe.code(registry.address), ownershipOf(contract), rolesOf(contract, logs), pauseOf(contract), logs]);
  if (code === undefined) return [authorityClaim(contract, { power: "code", statement: `The code of ${contract.name} could not be read.`, evidence: [] })];
  if (code.hex === "0x") {
    return [authorityClaim(contract, { power: "code", statement: `There is no contract at ${contract.name} in block ${probe.block.number}.`, evidence: [code.evidence] })];
  }
  const members = roles.roles.flatMap((role) => role.members.map(({ address }) => address));
  const accounts = [...new Set([ownership.owner, ...members])].filter((address): address is Address => address !== undefined && address !== zeroAddress).slice(0, maxTried);
  const claims = await Promise.all([
    upgradeClaim(contract, code, accounts).then((claim) => [claim]),
    ownershipClaims(contract, ownership),
    roleClaims(contract, roles),
    pauseClaims(contract, pause, accounts),
    ...registries.map(async (each) => await writingClaims(contract, each, { accounts, pause })),
  ]);
  return [...claims.flat(), ...upgradeHistory(contract, read)];
}

/** How often the code behind a proxy was set, by its logs. */
function upgradeHistory({ registry, probe, name }: Contract, logs: readonly RawLog[] | undefined): readonly SourceClaim[] {
  const upgrades = (logs ?? []).filter(({ topics }) => topics[0] === upgradedTopic);
  const last = upgrades.at(-1);
  if (last === undefined) return [];
  const validAt = asUnixTime(probe.block.timestamp);
  const times = upgrades.length === 1 ? "once" : `${upgrades.length} times`;
  return [
    {
      kind: "CHANGE_HISTORY",
      statement: `The code of ${name} was set ${times} between blocks ${registry.startBlock} and ${probe.block.number}, the last time in block ${last.blockNumber}.`,
      facts: { visible: true },
      evidence: [probe.evidenceOf(last, "Upgraded(address)")],
      ...(validAt === undefined ? {} : { validAt }),
      issuer: { type: "CHAIN", key: registryAccount(registry) },
    },
  ];
}
