import type { ComparePageRowFragment } from "../../generated/types.ts";
import { CopyButton } from "../../parts/copy.tsx";
import { saveText } from "../../parts/save-text.ts";
import type { Column } from "./columns.ts";
import { comparisonCsv, comparisonMarkdown } from "./export-table.ts";
import styles from "./compare-page.module.css";

/** The rows that are shown, to be taken along. */
export function TakeAlong({ columns, rows }: { readonly columns: readonly Column[]; readonly rows: readonly ComparePageRowFragment[] }): React.JSX.Element {
  return (
    <div className={styles.along}>
      <button type="button" className="small" onClick={() => saveText("comparison.csv", "text/csv", comparisonCsv(columns, rows))}>Download CSV</button>
      <span className="small muted">As Markdown: <CopyButton text={comparisonMarkdown(columns, rows)} what="the shown rows as Markdown" /></span>
    </div>
  );
}
