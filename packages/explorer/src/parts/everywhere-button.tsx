import { keptFor } from "../policy/policy-here.ts";
import { defaultPolicy, fitsAddress, policyParam } from "../policy/policy-param.ts";
import type { ChosenPolicy } from "../policy/policy-param.ts";
import { usePolicyEverywhere } from "../policy/use-policy.ts";
import { policyEverywhere } from "../state/policy-everywhere.ts";
import { Foreign } from "./foreign.tsx";

export interface EverywhereButtonProps {
  readonly policy: ChosenPolicy;
  /** Its name, where several of these buttons stand on a page. */
  readonly title?: string;
  /** Follows the policy that is used everywhere from now on. */
  readonly onChange?: (policy: ChosenPolicy) => void;
}

const usual: ChosenPolicy = { kind: "gateway", id: defaultPolicy };

/** Lets a policy decide on each page of this browser whose address names no other, and leads back to the usual one; nothing where the usual one does so already. */
export function EverywhereButton({ policy, title, onChange }: EverywhereButtonProps): React.JSX.Element | null {
  const everywhere = usePolicyEverywhere() ?? usual;
  const isUsed = policyParam(policy) === policyParam(everywhere);
  if ((isUsed && policyParam(policy) === defaultPolicy) || !fitsAddress(policy)) return null;
  const use = (next: ChosenPolicy): void => {
    policyEverywhere.change(keptFor(next));
    onChange?.(next);
  };
  return <button type="button" className="small" onClick={() => use(isUsed ? usual : policy)}>{isUsed ? "Use the usual policy again" : "Use it everywhere here"}{title !== undefined && <span className="only-heard">{isUsed ? " instead of " : ": "}<Foreign text={title} maxLength={160} /></span>}</button>;
}
