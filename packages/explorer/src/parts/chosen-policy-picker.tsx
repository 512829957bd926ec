import type { PolicyChoiceFragment } from "../generated/types.ts";
import { defaultPolicy, parsePolicyParam, policyParam } from "../policy/policy-param.ts";
import { PolicyPicker } from "./policy-picker.tsx";
import { useParam } from "./use-param.ts";

/** The policy picker of a page whose address holds the policy as `policy`; the usual one needs no word there. */
export function ChosenPolicyPicker({ policies }: { readonly policies: readonly PolicyChoiceFragment[] }): React.JSX.Element {
  const [param, setParam] = useParam("policy");
  return (
    <PolicyPicker
      policies={policies} value={parsePolicyParam(param)} label="Decided by"
      onChange={(policy) => {
        const text = policyParam(policy);
        setParam(text === defaultPolicy ? undefined : text);
      }}
    />
  );
}
