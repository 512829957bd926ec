import { Link } from "react-router";
import { counted } from "../../format/numbers.ts";
import type { ComparePageRowFragment } from "../../generated/types.ts";
import { Foreign, foreignTitle } from "../../parts/foreign.tsx";
import { Mark } from "../../parts/mark.tsx";
import { useParam } from "../../parts/use-param.ts";
import { paths } from "../../paths.ts";
import { comparisonGroups, rowVerdicts } from "../../words/comparison.ts";
import { moved } from "./columns.ts";
import type { Column } from "./columns.ts";
import { ComparisonCell } from "./comparison-cell.tsx";
import { emptyText, foldedGroups } from "./rows.ts";
import type { RowGroup } from "./rows.ts";
import { useReferences } from "./use-references.ts";
import styles from "./comparison-table.module.css";

export interface ComparisonTableProps {
  readonly columns: readonly Column[];
  readonly groups: readonly RowGroup[];
  readonly references: readonly string[];
}

/** Models as columns, attributes as rows; on a narrow screen one card for each row. Roles are written out, since a card is no row to every browser. */
export function ComparisonTable({ columns, groups }: ComparisonTableProps): React.JSX.Element {
  const [fold, setFold] = useParam("fold");
  const folded = foldedGroups(fold);
  const toggle = (group: RowGroup["group"]): void => {
    const next = [...folded].filter((each) => each !== group);
    if (!folded.has(group)) next.push(group);
    setFold(next.length === 0 ? undefined : next.join(","));
  };
  return (
    <div className={`scroll ${styles.region}`} tabIndex={0} role="region" aria-label="Comparison, which scrolls">
      <table role="table" className={styles.table}>
        <caption className="only-heard">Attributes of {columns.length} models, group by group. The first model is the one that the others are held against.</caption>
        <thead role="rowgroup">
          <tr role="row">
            <th role="columnheader" scope="col" className={styles.corner}>Attribute</th>
            {columns.map((column, at) => <th role="columnheader" scope="col" key={column.letter}><ColumnHead column={column} isFirst={at === 0} isLast={at === columns.length - 1} /></th>)}
          </tr>
        </thead>
        {groups.map(({ group, rows, all, hidden }) => (
          <tbody role="rowgroup" key={group}>
            <tr role="row" className={styles.groupRow}>
              <th role="rowheader" scope="rowgroup" colSpan={columns.length + 1}>
                <button type="button" className="quiet small" aria-expanded={!folded.has(group)} onClick={() => toggle(group)}><span aria-hidden="true">{folded.has(group) ? "▸" : "▾"}</span> {comparisonGroups[group]}</button>
                <span className="small muted">{rows.length === 0 ? emptyText(all) : counted(rows.length, "row")}{hidden > 0 && `, ${hidden} hidden`}</span>
              </th>
            </tr>
            {!folded.has(group) && rows.map((row) => <Row key={row.attribute} row={row} columns={columns} />)}
          </tbody>
        ))}
      </table>
    </div>
  );
}

function ColumnHead({ column: { letter, place, model, resolution }, isFirst, isLast }: { readonly column: Column; readonly isFirst: boolean; readonly isLast: boolean }): React.JSX.Element {
  const { references, change } = useReferences();
  const { listing, revision, readAs, reference, message } = resolution;
  return (
    <div className={styles.columnHead}>
      <div><span className={styles.letter}>{letter}</span> <Link to={paths.model(model.id)}><Foreign text={model.name} maxLength={80} /></Link></div>
      <div className="small">{model.publisher === null ? "publisher not stated" : <>by <Foreign text={model.publisher.name} maxLength={60} /></>}{listing !== null && <>, at {listing.source.title}</>}</div>
      <div className="small muted">Asked as <code><Foreign text={reference} maxLength={60} /></code>{readAs.length > 0 && <>, read as <Foreign text={readAs.join(", ")} maxLength={80} /></>}{revision !== null && <>, at <code title={foreignTitle(revision)}><Foreign text={revision.slice(0, 12)} /></code></>}</div>
      {message !== null && <div className="small"><Foreign text={message} maxLength={160} /></div>}
      <div className={styles.moves}>
        <button type="button" className="small" aria-label={`Move ${letter}, ${model.name}, to the left`} disabled={isFirst} onClick={() => change(moved(references, place, -1))}>←</button>
        <button type="button" className="small" aria-label={`Move ${letter}, ${model.name}, to the right`} disabled={isLast} onClick={() => change(moved(references, place, 1))}>→</button>
        <button type="button" className="small" aria-label={`Remove ${letter}, ${model.name}`} onClick={() => change(references.toSpliced(place, 1))}>Remove</button>
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
            <span className={styles.whose} aria-hidden="true"><span className={styles.letter}>{column.letter}</span> <Foreign text={column.model.name} maxLength={60} /></span>
            {cell !== undefined && <ComparisonCell cell={cell} row={row} at={at} modelId={column.model.id} />}
          </td>
        );
      })}
    </tr>
  );
}
