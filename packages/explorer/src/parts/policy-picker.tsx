import { useId, useRef } from "react";
import { Link } from "react-router";
import type { PolicyChoiceFragment } from "../generated/types.ts";
import { paths } from "../paths.ts";
import { defaultPolicy, parsePolicyParam, policyParam } from "../policy/policy-param.ts";
import type { ChosenPolicy } from "../policy/policy-param.ts";
import { usePolicyEverywhere } from "../policy/use-policy.ts";
import { ownPolicies } from "../state/own-policies.ts";
import { useList } from "../state/stored-list.ts";
import { EverywhereButton } from "./everywhere-button.tsx";
import styles from "./policy-picker.module.css";
import { useKeptFocus } from "./use-kept-focus.ts";

export interface PolicyPickerProps {
  /** Those of the gateway, from the page's own request. */
  readonly policies: readonly PolicyChoiceFragment[];
  /** `undefined`: the usual one. */
  readonly value: ChosenPolicy | undefined;
  readonly onChange: (policy: ChosenPolicy) => void;
  /** @default "Policy" */
  readonly label?: string;
}

/** Chooses by which policy to decide: one of the gateway, or one that was written in this browser or came with the address. */
export function PolicyPicker({ policies, value, onChange, label = "Policy" }: PolicyPickerProps): React.JSX.Element {
  const id = useId();
  const kept = useList(ownPolicies);
  const everywhere = usePolicyEverywhere();
  const select = useRef<HTMLSelectElement>(null);
  const focus = useKeptFocus(() => select.current);
  const chosen = value ?? { kind: "gateway", id: defaultPolicy } as const;
  const param = policyParam(chosen);
  const own = kept.flatMap((text) => {
    const policy = parsePolicyParam(text);
    return policy?.kind === "own" ? [{ text, title: policy.title }] : [];
  });
  const isElsewhere = chosen.kind === "own" ? !own.some(({ text }) => text === param) : !policies.some((policy) => policy.id === chosen.id);
  return (
    <div className={styles.picker} {...focus}>
      <label htmlFor={id}>{label}</label>
      <select ref={select} id={id} value={param} onChange={({ target }) => {
        const policy = parsePolicyParam(target.value);
        if (policy !== undefined) onChange(policy);
      }}>
        {isElsewhere && <optgroup label="Chosen elsewhere"><option value={param}>{chosen.kind === "own" ? shown(chosen.title) : `${shown(chosen.id)} (not known here)`}</option></optgroup>}
        <optgroup label="Of this gateway">{policies.map((policy) => <option key={policy.id} value={policy.id}>{shown(policy.title)}{policy.id === defaultPolicy ? " (usual)" : ""}</option>)}</optgroup>
        {own.length > 0 && <optgroup label="Your own, in this browser">{own.map(({ text, title }) => <option key={text} value={text}>{shown(title)}</option>)}</optgroup>}
      </select>
      <EverywhereButton policy={chosen} onChange={onChange} />
      <span role="status" className="small muted">{everywhere === undefined ? "" : policyParam(everywhere) === param ? "used everywhere here" : `elsewhere here: ${shown(titleOf(everywhere, policies))}`}</span>
      <span className={styles.links}><Link to={paths.policies()}>All policies</Link><Link to={paths.policy(param)}>Edit a copy</Link></span>
    </div>
  );
}

/** What a policy is called; its id where it is none of the gateway that answers. */
export function titleOf(policy: ChosenPolicy, policies: readonly PolicyChoiceFragment[]): string {
  return policy.kind === "own" ? policy.title : (policies.find(({ id }) => id === policy.id)?.title ?? policy.id);
}

/** Options hold plain text alone: what would turn it round or hide in it is left out. */
function shown(title: string): string {
  return title.replaceAll(/[\p{Cc}\p{Cf}]/gu, "").slice(0, 80);
}
