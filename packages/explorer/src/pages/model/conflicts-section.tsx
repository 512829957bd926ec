import { Link } from "react-router";
import { counted } from "../../format/numbers.ts";
import type { ModelPageConflictsFragment } from "../../generated/types.ts";
import { Foreign } from "../../parts/foreign.tsx";
import facts from "../../parts/facts-table.module.css";
import { Section } from "../../parts/section.tsx";
import { paths } from "../../paths.ts";
import { conflictFields } from "../../words/models.ts";
import { conflictValue } from "./conflict-values.ts";
import styles from "./model-view.module.css";

export interface ConflictsSectionProps {
  readonly conflicts: ModelPageConflictsFragment["conflicts"];
  /** How many sources list the model. */
  readonly sourceCount: number;
  /** Whether claims contradict each other, such as digests of two listings; they stand with what is against the model. */
  readonly hasContradiction: boolean;
}

/** Where sources state different things, field by field: each value with who states it. */
export function ConflictsSection({ conflicts, sourceCount, hasContradiction }: ConflictsSectionProps): React.JSX.Element {
  if (conflicts.length === 0) {
    return (
      <Section id="conflicts" title="Where its sources disagree">
        <p>{hasContradiction ? <>Statements about it contradict each other: see <a href="#against">what stands against it</a>. In the fields that are compared here no disagreement is known; a field that one source leaves out is no agreement.</> : sourceCount <= 1 ? "One source only lists it: there is nothing to hold its statements against." : "Its sources do not disagree in what is known here. A field that one of them leaves out is no agreement."}</p>
      </Section>
    );
  }
  return (
    <Section id="conflicts" title="Where its sources disagree" aside={counted(conflicts.length, "field")}>
      <div className="scroll" tabIndex={0} role="region" aria-label="Conflicts between sources">
        <table className={facts.table}>
          <caption className="only-heard">Fields in which sources disagree, each value with who states it</caption>
          <thead><tr><th scope="col">Field</th><th scope="col">Value</th><th scope="col">Stated by</th></tr></thead>
          {conflicts.map(({ field, positions }) => (
            <tbody key={field}>
              {positions.map(({ value, statedBy, listings }, place) => (
                <tr key={place}>
                  {place === 0 && <th scope="rowgroup" rowSpan={positions.length}>{conflictFields[field] ?? field}</th>}
                  <td data-label="Value"><Foreign text={conflictValue(field, value)} maxLength={300} /></td>
                  <td data-label="Stated by">
                    {statedBy.map(({ id, title }, index) => <span key={id}>{index > 0 && ", "}<Link to={paths.source(id)}>{title}</Link></span>)}
                    {listings.length > 0 && <div className="small muted">{listings.map(({ key }, index) => <span key={key}>{index > 0 && ", "}<Foreign text={key} /></span>)}</div>}
                  </td>
                </tr>
              ))}
            </tbody>
          ))}
        </table>
      </div>
      {hasContradiction && <p>Other statements about it contradict each other too: see <a href="#against">what stands against it</a>.</p>}
      <p className={`small muted ${styles.note}`}>This page shows the value of the listing that gives the id. That it stands first here does not make it right.</p>
    </Section>
  );
}
