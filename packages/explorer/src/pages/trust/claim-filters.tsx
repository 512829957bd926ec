import { useId } from "react";
import { useSearchParams } from "react-router";
import { counted } from "../../format/numbers.ts";
import type { ClaimRowFragment } from "../../generated/types.ts";
import { claimKinds } from "../../words/claims.ts";
import { claimEffects, claimStatuses } from "../../words/trust.ts";
import { countsOf } from "./group-claims.ts";
import type { ClaimFilter } from "./group-claims.ts";
import styles from "./trust-page.module.css";

export interface ClaimFiltersProps {
  readonly claims: readonly ClaimRowFragment[];
  readonly filter: ClaimFilter;
  readonly hidden: number;
}

/** Filters of the claims by kind, status and effect; they are in the address and keep the place. */
export function ClaimFilters({ claims, filter, hidden }: ClaimFiltersProps): React.JSX.Element {
  const [, setQuery] = useSearchParams();
  const change = (values: Readonly<Record<string, string>>): void => setQuery((before) => {
    const next = new URLSearchParams(before);
    for (const [name, value] of Object.entries(values)) {
      if (value === "") next.delete(name);
      else next.set(name, value.toLowerCase());
    }
    return next;
  }, { preventScrollReset: true, replace: true });
  return (
    <div className={styles.filters}>
      <Filter label="Kind" value={filter.kind} options={countsOf(claims, "kind", filter)} words={claimKinds} onChange={(kind) => change({ kind })} />
      <Filter label="Status" value={filter.status} options={countsOf(claims, "status", filter)} words={claimStatuses} onChange={(status) => change({ status })} />
      <Filter label="Effect" value={filter.effect} options={countsOf(claims, "effect", filter)} words={claimEffects} onChange={(effect) => change({ effect })} />
      <p role="status" className="small">{hidden > 0 && `${counted(hidden, "claim is", "claims are")} hidden by the filters.`}</p>
      {hidden > 0 && <button type="button" className="small" onClick={() => change({ kind: "", status: "", effect: "" })}>Show all</button>}
    </div>
  );
}

interface FilterProps<Value extends string> {
  readonly label: string;
  readonly value: Value | undefined;
  readonly options: ReadonlyMap<Value, number>;
  readonly words: Readonly<Record<Value, { readonly label: string }>>;
  readonly onChange: (value: string) => void;
}

function Filter<Value extends string>({ label, value, options, words, onChange }: FilterProps<Value>): React.JSX.Element {
  const id = useId();
  return (
    <div className={styles.filter}>
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value ?? ""} onChange={({ target }) => onChange(target.value)}>
        <option value="">All</option>
        {value !== undefined && !options.has(value) && <option value={value}>{words[value].label} (0)</option>}
        {[...options].map(([each, number]) => <option key={each} value={each}>{words[each].label} ({number})</option>)}
      </select>
    </div>
  );
}
