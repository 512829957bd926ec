import { useId } from "react";
import { Link } from "react-router";
import type { PolicyRowFragment } from "../generated/types.ts";
import { paths } from "../paths.ts";
import { defaultPolicy, parsePolicyParam } from "../policy/policy-param.ts";
import { ownPolicies } from "../state/own-policies.ts";
import { useList } from "../state/stored-list.ts";
import { useParam } from "./use-param.ts";
import styles from "./policy-select.module.css";

/** By which policy is decided; it stands in the address. */
export function PolicySelect({ policies }: { readonly policies: readonly Pick<PolicyRowFragment, "id" | "title">[] }): React.JSX.Element {
  const id = useId();
  const [param, setParam] = useParam("policy");
  const own = useList(ownPolicies);
  const chosen = param ?? defaultPolicy;
  const fromHere = [...new Set([...own, ...(chosen.startsWith("~") ? [chosen] : [])])];
  return (
    <div className={styles.policy}>
      <label htmlFor={id}>Decided by</label>
      <select id={id} value={chosen} onChange={({ target }) => setParam(target.value === defaultPolicy ? undefined : target.value)}>
        {policies.map((policy) => <option key={policy.id} value={policy.id}>{policy.title}</option>)}
        {!chosen.startsWith("~") && policies.every((policy) => policy.id !== chosen) && <option value={chosen}>{chosen}, which this gateway does not have</option>}
        {fromHere.map((text) => {
          const policy = parsePolicyParam(text);
          return policy?.kind === "own" ? <option key={text} value={text}>{policy.title} (written here)</option> : null;
        })}
      </select>
      <Link className="small" to={paths.policies()}>Policies</Link>
    </div>
  );
}
