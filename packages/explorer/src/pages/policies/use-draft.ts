import { useEffect, useRef, useState } from "react";
import { useSearchParams } from "react-router";
import type { PolicyRuleInput } from "../../generated/types.ts";
import type { PolicyDraft } from "../../policy/policy-file.ts";
import { fitsAddress, parsePolicyParam, policyParam } from "../../policy/policy-param.ts";
import type { ChosenPolicy } from "../../policy/policy-param.ts";

export interface DraftInAddress {
  /** `undefined` while the address names a policy of the gateway, or none. */
  readonly draft: PolicyDraft | undefined;
  readonly change: (draft: PolicyDraft) => void;
  /** The same as the address holds it. */
  readonly policy: Extract<ChosenPolicy, { readonly kind: "own" }> | undefined;
  readonly fits: boolean;
}

/** How long a person may go on typing before the address follows; browsers refuse to change it all the time. */
const quietMs = 400;

/** A policy that is being written, which the address follows: a link to it is a link to the draft. */
export function useDraft(): DraftInAddress {
  const [query, setQuery] = useSearchParams();
  const param = query.get("policy");
  const written = useRef<string | null>(null);
  const [draft, setDraft] = useState<PolicyDraft | undefined>(() => draftOf(param));
  useEffect(() => {
    // Another link, or the way back: not what was written here.
    if (param === written.current) return;
    written.current = param;
    setDraft(draftOf(param));
  }, [param]);
  // What stands in an address may be no rules yet; whoever reads it looks.
  const policy = draft === undefined ? undefined : { kind: "own", title: draft.title, rules: draft.rules as readonly PolicyRuleInput[] } as const;
  const fits = policy === undefined || fitsAddress(policy);
  const text = policy === undefined || !fits ? undefined : policyParam(policy);
  useEffect(() => {
    if (text === undefined || text === written.current) return undefined;
    const timer = setTimeout(() => {
      written.current = text;
      setQuery((before) => {
        const next = new URLSearchParams(before);
        next.set("policy", text);
        return next;
      }, { replace: true, preventScrollReset: true });
    }, quietMs);
    return () => clearTimeout(timer);
  }, [text, setQuery]);
  return { draft, change: setDraft, policy, fits };
}

function draftOf(param: string | null): PolicyDraft | undefined {
  const policy = parsePolicyParam(param);
  return policy?.kind === "own" ? { title: policy.title, rules: policy.rules } : undefined;
}
