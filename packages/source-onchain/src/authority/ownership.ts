import type { SourceClaim } from "@modeldex/plugin-kit";
import { zeroAddress, type Address } from "viem";
import { accountOf, authorityClaim, type Contract } from "./contract.ts";
import { addressIn, view, type Reading } from "./probe.ts";

export interface Ownership {
  /** `owner()` of the contract; absent where it has none. */
  readonly owner?: Address;
  readonly reading?: Reading;
}

export async function ownershipOf({ registry, probe }: Contract): Promise<Ownership> {
  const reading = await probe.call({ to: registry.address, abi: view("function owner() view returns (address)") });
  const owner = addressIn(reading?.hex);
  return reading === undefined || owner === undefined ? {} : { owner, reading };
}

/** Who owns the contract, by its own word. */
export async function ownershipClaims(contract: Contract, { owner, reading }: Ownership): Promise<readonly SourceClaim[]> {
  if (owner === undefined || reading === undefined) return [];
  const { name } = contract;
  if (owner === zeroAddress) {
    const statement = `${name} has no owner: its ownership was given up.`;
    return [authorityClaim(contract, { power: "owner", statement, authority: "NONE", evidence: [reading.evidence] })];
  }
  const holder = await contract.holder(owner);
  const account = accountOf(contract, owner);
  const owned = authorityClaim(contract, {
    power: "owner",
    statement: `The owner of ${name} is ${holder.text}.`,
    authority: holder.authority,
    holder: account,
    evidence: [reading.evidence, ...holder.evidence],
  });
  const { evidence, validAt, issuer } = owned;
  const operated: SourceClaim = {
    kind: "SOURCE_OPERATOR",
    statement: `On the chain, ${name} is owned by ${account}.`,
    facts: { operator: account },
    evidence: evidence.slice(0, 1),
    ...(validAt === undefined ? {} : { validAt }),
    ...(issuer === undefined ? {} : { issuer }),
  };
  return [owned, operated];
}
