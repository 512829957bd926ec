import { counted } from "../../format/numbers.ts";
import type { ComparePageRowFragment } from "../../generated/types.ts";
import { Foreign } from "../../parts/foreign.tsx";
import { Mark } from "../../parts/mark.tsx";
import { useOverflow } from "../../parts/use-overflow.ts";
import { useParam } from "../../parts/use-param.ts";
import { comparisonGroups, rowVerdicts } from "../../words/comparison.ts";
import { AskedAs, ColumnHead } from "./column-head.tsx";
import type { Column } from "./columns.ts";
import { ComparisonCell } from "./comparison-cell.tsx";
import { emptyText, foldedGroups } from "./rows.ts";
import type { RowGroup } from "./rows.ts";
import { useMoves } from "./use-moves.ts";
import styles from "./comparison-table.module.css";

export interface ComparisonTableProps {
  readonly columns: readonly Column[];
  readonly groups: readonly RowGroup[];
}

/**
 * Models as columns, attributes as rows; on a narrow screen one card for each row. Where the columns fit, their names stay at the top of the window; where
 * they do not, they scroll sideways beside the row heads, and each cell names its column. Roles are written out, since a card is no row to every browser.
 */
export function ComparisonTable({ columns, groups }: ComparisonTableProps): React.JSX.Element {
  const [fold, setFold] = useParam("fold");
  const { around, overflows } = useOverflow<HTMLDivElement>();
  const { said, move, remove, focus } = useMoves(columns);
  const folded = foldedGroups(fold);
  const toggle = (group: RowGroup["group"]): void => {
    const next = [...folded].filter((each) => each !== group);
    if (!folded.has(group)) next.push(group);
    setFold(next.length === 0 ? undefined : next.join(","));
  };
  const scrolls = overflows ? { tabIndex: 0, role: "region", "aria-label": "Comparison, which scrolls sideways" } : {};
  return (
    <div {...focus}>
      <p role="status" className="only-heard"><Foreign text={said} maxLength={200} /></p>
      {overflows && <p className="small muted">{counted(columns.length, "column")}, more than fit: the table scrolls sideways.</p>}
      <div ref={around} className={`${styles.region} ${overflows ? `scroll ${styles.scrolls}` : ""}`} {...scrolls}>
        <table role="table" className={styles.table}>
          <caption className="only-heard">Attributes of {columns.length} models, group by group. The first model is the one that the others are held against.</caption>
          <thead role="rowgroup">
            <tr role="row" className={styles.names}>
              <th role="columnheader" scope="col" className={styles.corner}>Attribute</th>
              {columns.map((column) => <th role="columnheader" scope="col" key={column.letter}><ColumnHead column={column} /></th>)}
            </tr>
            <tr role="row" className={styles.asked}>
              <th role="rowheader" scope="row" className={styles.rowHead}>What was asked</th>
              {columns.map((column, at) => <td role="cell" key={column.letter}><Whose column={column} /><AskedAs column={column} isFirst={at === 0} isLast={at === columns.length - 1} move={(by) => move(at, by)} remove={() => remove(at)} /></td>)}
            </tr>
          </thead>
          {groups.map(({ group, rows, all, hidden }) => (
            <tbody role="rowgroup" key={group}>
              <tr role="row" className={styles.groupRow}>
                <th role="rowheader" scope="rowgroup" colSpan={columns.length + 1}>
                  <span className={styles.groupHead}>
                    <button type="button" className="quiet small" aria-expanded={!folded.has(group)} onClick={() => toggle(group)}><span aria-hidden="true">{folded.has(group) ? "▸" : "▾"}</span> {comparisonGroups[group]}</button>
                    <span className="small muted">{rows.length === 0 ? emptyText(all) : counted(rows.length, "row")}{hidden > 0 && `, ${hidden} hidden`}</span>
                  </span>
                </th>
              </tr>
              {!folded.has(group) && rows.map((row) => <Row key={row.attribute} row={row} columns={columns} />)}
            </tbody>
          ))}
        </table>
      </div>
    </div>
  );
}

function Row({ row, columns }: { readonly row: ComparePageRowFragment; readonly columns: readonly Column[] }): React.JSX.Element {
  const { label, unit, verdict, note, cells } = row;
  const { label: verdictLabel, note: verdictNote, tone } = rowVerdicts[verdict];
  return (
    <tr role="row">
      <th role="rowheader" scope="row" className={styles.rowHead}>
        <Foreign text={label} maxLength={100} />
        {unit !== null && <span className={styles.unit}><Foreign text={unit} maxLength={60} /></span>}
        {verdict !== "DIFFERENT" && <div><Mark tone={tone} title={verdictNote}>{verdictLabel}</Mark></div>}
        {note !== null && <span className={styles.unit}><Foreign text={note} maxLength={300} /></span>}
      </th>
      {columns.map((column, at) => {
        const cell = cells[at];
        return (
          <td role="cell" key={column.letter}>
            <Whose column={column} />
            {cell !== undefined && <ComparisonCell cell={cell} row={row} at={at} modelId={column.model.id} />}
          </td>
        );
      })}
    </tr>
  );
}

/** The column of a cell, for the eye: a screen reader has the header. */
function Whose({ column: { letter, model } }: { readonly column: Column }): React.JSX.Element {
  return <span className={styles.whose} aria-hidden="true"><span className={styles.letter}>{letter}</span> <Foreign text={model.name} maxLength={60} /></span>;
}
