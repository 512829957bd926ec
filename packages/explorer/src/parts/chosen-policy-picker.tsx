import type { PolicyChoiceFragment } from "../generated/types.ts";
import { usePolicyOfAddress } from "../policy/use-policy.ts";
import { PolicyPicker } from "./policy-picker.tsx";

/** The policy picker of a page that decides by the policy of its address, or by the one that is used everywhere. */
export function ChosenPolicyPicker({ policies }: { readonly policies: readonly PolicyChoiceFragment[] }): React.JSX.Element {
  const { policy, choose } = usePolicyOfAddress();
  return <PolicyPicker policies={policies} value={policy} label="Decided by" onChange={choose} />;
}
