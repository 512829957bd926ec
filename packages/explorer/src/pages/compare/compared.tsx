import type { ComparePageQuery, PolicyChoiceFragment } from "../../generated/types.ts";
import { ChosenPolicyPicker } from "../../parts/chosen-policy-picker.tsx";
import { Section } from "../../parts/section.tsx";
import { useParam } from "../../parts/use-param.ts";
import { columnsOf, sameModelColumns } from "./columns.ts";
import { ComparisonTable } from "./comparison-table.tsx";
import { PriceSizePlot } from "./price-size-plot.tsx";
import { ResultsPlot } from "./results-plot.tsx";
import { groupsOf, hiddenText, isDifference } from "./rows.ts";
import { TakeAlong } from "./take-along.tsx";
import { Unresolved } from "./unresolved.tsx";
import styles from "./compare-page.module.css";

type Comparison = NonNullable<ComparePageQuery["compare"]>;

export interface ComparedProps {
  readonly comparison: Comparison;
  readonly policies: readonly PolicyChoiceFragment[];
}

/** A whole comparison: what did not resolve, the table, the plots. All rows are there; hiding some asks nothing. */
export function Compared({ comparison: { models, resolutions, rows }, policies }: ComparedProps): React.JSX.Element {
  const [all, setAll] = useParam("all");
  const onlyDifferences = all !== "1";
  const columns = columnsOf(resolutions, models);
  const unresolved = resolutions.flatMap((resolution, place) => (resolution.outcome === "RESOLVED" && resolution.model !== null ? [] : [{ resolution, place }]));
  const hidden = hiddenText(rows);
  const shown = onlyDifferences ? rows.filter(isDifference) : rows;
  return (
    <>
      <Unresolved unresolved={unresolved} />
      <div className={styles.controls}>
        <label className={styles.check}><input type="checkbox" checked={onlyDifferences} onChange={({ target }) => setAll(target.checked ? undefined : "1")} /> Only the differences</label>
        <ChosenPolicyPicker policies={policies} />
        <TakeAlong columns={columns} rows={shown} />
      </div>
      <p role="status" className="small muted">
        {onlyDifferences ? `${shown.length} of ${rows.length} rows differ or cannot be compared.${hidden === undefined ? "" : ` Hidden: ${hidden}.`}` : `All ${rows.length} rows are shown.`}
      </p>
      {sameModelColumns(columns).map((same) => (
        <p key={same.map(({ letter }) => letter).join("")} className="small">Columns {same.map(({ letter }) => letter).join(" and ")} are one model: what differs between them is of the listing or revision that each names.</p>
      ))}
      <ComparisonTable columns={columns} groups={groupsOf(rows, onlyDifferences)} />
      <Section id="results" title="Reported results"><ResultsPlot rows={rows} columns={columns} evaluations={models.map(({ evaluations }) => evaluations?.nodes ?? [])} /></Section>
      <Section id="price-and-size" title="Price against size"><PriceSizePlot rows={rows} columns={columns} /></Section>
    </>
  );
}
