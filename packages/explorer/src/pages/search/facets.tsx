import type { SearchPageFacetFragment } from "../../generated/types.ts";
import { ChoiceGroup } from "./choice-group.tsx";
import { choiceFields, possessions, rangeFields } from "./filter-fields.ts";
import type { ChoiceField, ChoiceKey, Possession, RangeField, RangeKey } from "./filter-fields.ts";
import type { SearchState, Scans } from "./filter-state.ts";
import styles from "./facets.module.css";
import { firstFields, laterFields, usualValues } from "./facet-fields.ts";
import type { OpenFacets } from "./facet-fields.ts";
import { RangeGroup } from "./range-group.tsx";

/** What narrows a search besides its words. */
export type Conditions = Pick<SearchState, "choices" | "ranges" | "possessions" | "scans">;

export interface FacetsProps {
  readonly state: Conditions;
  readonly facets: readonly SearchPageFacetFragment[];
  readonly open: OpenFacets;
  readonly onOpen: (open: OpenFacets) => void;
  readonly nameOf: (key: ChoiceKey, value: string) => string;
  readonly onChange: (change: Partial<SearchState>) => void;
}

/** All conditions, those that are used most first; the rest is counted when it is opened. */
export function Facets(props: FacetsProps): React.JSX.Element {
  const { open, onOpen, state, onChange } = props;
  return (
    <div className={styles.facets}>
      {firstFields.map((field) => (field === "scans" ? <ScanGroup key={field} scans={state.scans} onChange={(scans) => onChange({ scans })} /> : <Group key={field} field={field} {...props} />))}
      <details open={open.later} onToggle={({ currentTarget }) => currentTarget.open !== open.later && onOpen({ ...open, later: currentTarget.open })}>
        <summary>More conditions</summary>
        {open.later && laterFields.map((field) => <Group key={field} field={field} {...props} />)}
        {open.later && <PossessionGroup state={state} onChange={onChange} />}
      </details>
      <p className="small muted">Counts are of this result, each without the choice in its own field. A condition leaves out models of which the value is not known; how many stands above the hits, where it is counted.</p>
    </div>
  );
}

function Group({ field, state, facets, open, onOpen, nameOf, onChange }: FacetsProps & { readonly field: ChoiceKey | RangeKey }): React.JSX.Element {
  if (isRange(field)) {
    const { facet } = rangeOf(field);
    return <RangeGroup field={field} facet={facets.find((each) => each.field === facet)} ranges={state.ranges} onChange={(ranges) => onChange({ ranges })} />;
  }
  const { facet }: ChoiceField = choiceFields[field];
  const counted = facets.find((each) => each.field === facet);
  const hasMore = facet !== undefined && counted !== undefined && counted.values.length >= usualValues && !open.whole.includes(facet);
  return (
    <ChoiceGroup
      field={field} facet={counted} choices={state.choices} nameOf={nameOf} onChange={(choices) => onChange({ choices })}
      onMore={hasMore ? () => onOpen({ ...open, whole: [...open.whole, facet] }) : undefined}
    />
  );
}

const scanChoices: readonly (readonly [Scans, string, string])[] = [
  ["any", "Whatever scans say", ""],
  ["no-finding", "No scan is known that speaks against it", "Leaves out models with a finding that speaks against them in a scan by others. Models that nobody scanned stay in."],
  ["scanned", "Scanned, and no scan speaks against it", "Only models with a finished scan by others, none of which speaks against them. Those where a scan advises caution stay in."],
];

/** In sight only while one of them is chosen, by turning a chip round. */
const turnedChoices: typeof scanChoices = [["finding", "A scan speaks against it", ""], ["not-scanned", "Not scanned, or a scan speaks against it", ""]];

/** Scans of others say what one scanner found; the words here claim no more. */
function ScanGroup({ scans, onChange }: { readonly scans: Scans; readonly onChange: (scans: Scans) => void }): React.JSX.Element {
  return (
    <fieldset className={styles.group}>
      <legend>Scans by others, as last found</legend>
      {[...scanChoices, ...turnedChoices.filter(([value]) => value === scans)].map(([value, label, note]) => (
        <label key={value} className={styles.value}>
          <input type="radio" name="scans" checked={scans === value} onChange={() => onChange(value)} />
          <span className={styles.name}>{label}{note !== "" && <span className={styles.note}>{note}</span>}</span>
        </label>
      ))}
    </fieldset>
  );
}

function PossessionGroup({ state, onChange }: Pick<FacetsProps, "state" | "onChange">): React.JSX.Element {
  const toggle = (name: Possession, isOn: boolean): void => onChange({ possessions: [...state.possessions.filter((each) => each.name !== name), ...(isOn ? [{ name, isNot: false }] : [])] });
  return (
    <fieldset className={styles.group}>
      <legend>Has</legend>
      {(["offer", "weights", "card"] as const).map((name) => (
        <label key={name} className={styles.value}>
          <input type="checkbox" checked={state.possessions.some((each) => each.name === name && !each.isNot)} onChange={({ target }) => toggle(name, target.checked)} />
          <span className={styles.name}>{possessions[name].label}</span>
        </label>
      ))}
    </fieldset>
  );
}

function isRange(field: ChoiceKey | RangeKey): field is RangeKey {
  return Object.hasOwn(rangeFields, field);
}

function rangeOf(field: RangeKey): RangeField {
  return rangeFields[field];
}

