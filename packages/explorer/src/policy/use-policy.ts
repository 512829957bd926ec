import { useCallback } from "react";
import { useSearchParams } from "react-router";
import { policyEverywhere } from "../state/policy-everywhere.ts";
import { useList } from "../state/stored-list.ts";
import { addressFor, everywhereOf, policyHere } from "./policy-here.ts";
import { parsePolicyParam, policyProblem } from "./policy-param.ts";
import type { ChosenPolicy } from "./policy-param.ts";

export interface PolicyOfAddress {
  /** That of the address, else the one that is used everywhere here. `undefined`: the usual one decides. */
  readonly policy: ChosenPolicy | undefined;
  /** The one that the address names; `undefined` when it names none, or one that cannot be read. */
  readonly named: ChosenPolicy | undefined;
  /** Why the one that is named cannot be read, in a sentence. */
  readonly problem: string | undefined;
  /** Lets another decide on this page, `undefined` the usual one; it is put into the address where it would not decide without a word. */
  readonly choose: (policy: ChosenPolicy | undefined) => void;
}

/** The policy by which a page decides: `?policy=`, or the one that this browser uses everywhere. */
export function usePolicyOfAddress(): PolicyOfAddress {
  const [query, setQuery] = useSearchParams();
  const text = query.get("policy");
  const everywhere = usePolicyEverywhere();
  const choose = useCallback((policy: ChosenPolicy | undefined) => {
    setQuery((before) => {
      const next = new URLSearchParams(before);
      // As it is kept at this moment: the same press may have changed it.
      const param = addressFor(policy, everywhereOf(policyEverywhere.items()));
      if (param === undefined) next.delete("policy");
      else next.set("policy", param);
      return next;
    }, { preventScrollReset: true });
  }, [setQuery]);
  return { policy: policyHere(text, everywhere), named: parsePolicyParam(text), problem: policyProblem(text), choose };
}

/** The policy that decides on each page whose address names none; `undefined`: the usual one. */
export function usePolicyEverywhere(): ChosenPolicy | undefined {
  return everywhereOf(useList(policyEverywhere));
}
