import { defaultPolicy, fitsAddress, parsePolicyParam, policyParam } from "./policy-param.ts";
import type { ChosenPolicy } from "./policy-param.ts";

/** The policy that is used everywhere, from what this browser keeps; `undefined`: the usual one, also where what is kept cannot be read or asked about. */
export function everywhereOf(kept: readonly string[]): ChosenPolicy | undefined {
  const policy = parsePolicyParam(kept[0] ?? null);
  return policy === undefined || !fitsAddress(policy) || policyParam(policy) === defaultPolicy ? undefined : policy;
}

/** What this browser keeps so that a policy is used everywhere. */
export function keptFor(policy: ChosenPolicy | undefined): readonly string[] {
  const text = policy === undefined ? defaultPolicy : policyParam(policy);
  return text === defaultPolicy ? [] : [text];
}

/**
 * Which policy decides on a page: the one that its address names, then the one that is used everywhere; `undefined`: the usual one. An address whose policy
 * cannot be read is decided by the usual one, which is what the page says then.
 */
export function policyHere(address: string | null, everywhere: ChosenPolicy | undefined): ChosenPolicy | undefined {
  return address === null || address === "" ? everywhere : parsePolicyParam(address);
}

/** What the address of a page says so that a policy decides there; `undefined` where it needs no word for that. */
export function addressFor(policy: ChosenPolicy | undefined, everywhere: ChosenPolicy | undefined): string | undefined {
  const [wanted, without] = [policy, everywhere].map((each) => (each === undefined ? defaultPolicy : policyParam(each)));
  return wanted === without ? undefined : wanted;
}
