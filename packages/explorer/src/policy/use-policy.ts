import { useCallback } from "react";
import { useSearchParams } from "react-router";
import { defaultPolicy, parsePolicyParam, policyParam, policyProblem } from "./policy-param.ts";
import type { ChosenPolicy } from "./policy-param.ts";

export interface PolicyOfAddress {
  /** `undefined`: none is named, and the usual one decides. */
  readonly policy: ChosenPolicy | undefined;
  /** Why the one that is named cannot be read, in a sentence. */
  readonly problem: string | undefined;
  /** Puts another into the address. The usual one needs none. */
  readonly choose: (policy: ChosenPolicy | undefined) => void;
}

/** The policy in the address of a page: `?policy=`. */
export function usePolicyOfAddress(): PolicyOfAddress {
  const [query, setQuery] = useSearchParams();
  const text = query.get("policy");
  const choose = useCallback((policy: ChosenPolicy | undefined) => {
    setQuery((before) => {
      const next = new URLSearchParams(before);
      if (policy === undefined || (policy.kind === "gateway" && policy.id === defaultPolicy)) next.delete("policy");
      else next.set("policy", policyParam(policy));
      return next;
    }, { preventScrollReset: true });
  }, [setQuery]);
  return { policy: parsePolicyParam(text), problem: policyProblem(text), choose };
}
