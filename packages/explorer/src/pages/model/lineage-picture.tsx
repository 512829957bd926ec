import { Link } from "react-router";
import { cut } from "../../format/cut.ts";
import { count, counted } from "../../format/numbers.ts";
import type { ModelPageLineageFragment, ModelPageRelativeFragment } from "../../generated/types.ts";
import { Foreign, foreignTitle } from "../../parts/foreign.tsx";
import { paths } from "../../paths.ts";
import { lineageRelations } from "../../words/lineage.ts";
import { layoutLineage, lineageSizes } from "./lineage-layout.ts";
import type { LineageBox, LineageLayout, LineageLine } from "./lineage-layout.ts";
import styles from "./lineage-picture.module.css";
import type { BaseNode, DerivedGroup } from "./lineage-tree.ts";

export interface LineagePictureProps {
  readonly model: ModelPageLineageFragment;
  readonly bases: readonly BaseNode[];
  readonly groups: readonly DerivedGroup[];
}

/** Letters of a name that a box has room for. */
const mostLetters = 23;
/** Half the width in which a line turns to another height. */
const mostBend = 20;

/** The lineage as boxes and lines: bases at the left, what was made from the model at the right. It scrolls by itself where it is wider than the page. */
export function LineagePicture({ model, bases, groups }: LineagePictureProps): React.JSX.Element {
  const layout = layoutLineage(bases, groups);
  return (
    <div className={`scroll ${styles.region}`} tabIndex={0} role="region" aria-label={describe(bases, groups)}>
      <div className={styles.picture} style={{ width: layout.width, height: layout.height }}>
        <Lines layout={layout} />
        {layout.lines.map((line) => <Label key={line.key} line={line} />)}
        {layout.boxes.map((box) => (
          <div key={box.key} className={`${styles.box} ${styles[box.holds.kind]}`} style={{ left: box.x, top: box.y, width: box.width, height: box.height }}>
            <Inside holds={box.holds} model={model} />
          </div>
        ))}
      </div>
    </div>
  );
}

function Lines({ layout: { width, height, lines } }: { readonly layout: LineageLayout }): React.JSX.Element {
  return (
    <svg className={styles.lines} width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true" focusable="false">
      {lines.map(({ key, fromX, fromY, toX, toY }) => {
        const bend = Math.min(mostBend, (toX - fromX) / 2);
        return <path key={key} d={`M${fromX} ${fromY}H${toX - 2 * bend}C${toX - bend} ${fromY} ${toX - bend} ${toY} ${toX} ${toY}`} />;
      })}
    </svg>
  );
}

/** On a line: how the right one came from the left one, and below, who says so. */
function Label({ line: { fromX, fromY, toX, base } }: { readonly line: LineageLine }): React.JSX.Element | null {
  if (base === undefined) return null;
  const sources = base.statedBy.map(({ title }) => title).join(", ");
  return (
    <div className={styles.label} style={{ left: fromX + 4, top: fromY - 19, width: toX - fromX - 2 * mostBend }} title={`${lineageRelations[base.relation].note} ${sources === "" ? "" : `Stated by ${sources}.`}`}>
      <div>{lineageRelations[base.relation].one}</div>
      <div className={styles.stated}>{sources === "" ? "not said by whom" : <>says {sources}</>}</div>
    </div>
  );
}

function Inside({ holds, model }: { readonly holds: LineageBox["holds"]; readonly model: ModelPageLineageFragment }): React.JSX.Element {
  switch (holds.kind) {
    case "self": return <div className={styles.inner}><strong><Foreign text={cut(model.name, mostLetters)} /></strong><span className={styles.under}>this model</span></div>;
    case "base": return <Base base={holds.base} />;
    case "more": return <span className={styles.inner}>and {count(holds.count)} more, in the list</span>;
    case "group": return <Group group={holds.group} rows={holds.rows} />;
    default: return holds satisfies never;
  }
}

function Base({ base: { model, reference, isAgain } }: { readonly base: BaseNode }): React.JSX.Element {
  if (model === undefined) return <div className={styles.inner}><span><Foreign text={cut(reference, mostLetters)} /></span><span className={styles.under}>not in this catalog</span></div>;
  return (
    <Link className={styles.inner} to={paths.model(model.id)} title={foreignTitle(model.id)}>
      <span className={styles.name}><Foreign text={cut(model.name, mostLetters)} /></span>
      <span className={styles.under}>{isAgain ? "comes round again" : <Publisher model={model} />}</span>
    </Link>
  );
}

function Publisher({ model: { publisher } }: { readonly model: ModelPageRelativeFragment }): React.JSX.Element {
  return publisher === null ? <>publisher not known</> : <Foreign text={cut(publisher.name, mostLetters)} />;
}

function Group({ group: { relation, total, page }, rows }: { readonly group: DerivedGroup; readonly rows: number }): React.JSX.Element {
  const shown = page.edges.slice(0, lineageSizes.mostRows);
  const { many, note } = lineageRelations[relation];
  return (
    <>
      <div className={styles.groupHead} style={{ height: lineageSizes.headHeight }} title={note}><strong>{many}</strong><span className={styles.under}>{total === undefined ? "number not known" : count(total)}</span></div>
      {shown.map(({ node }) => (
        <Link key={node.id} className={styles.row} style={{ height: lineageSizes.rowHeight }} to={paths.model(node.id)} title={foreignTitle(node.id)}>
          <span className={styles.name}><Foreign text={cut(node.name, mostLetters + 11)} /></span>
        </Link>
      ))}
      {rows > shown.length && <div className={`${styles.row} ${styles.under}`} style={{ height: lineageSizes.rowHeight }}>{total === undefined ? "more, in the list" : `and ${count(total - shown.length)} more, in the list`}</div>}
    </>
  );
}

/** What the picture shows, in a sentence. */
function describe(bases: readonly BaseNode[], groups: readonly DerivedGroup[]): string {
  const from = bases.length === 0 ? "no base is stated" : `made from ${counted(bases.length, "base")}, at the left`;
  const made = groups.map(({ relation, total }) => `${lineageRelations[relation].many} ${total === undefined ? "" : count(total)}`.trim()).join(", ");
  return `Picture of the lineage: ${from}; ${made === "" ? "nothing is known that was made from it" : `made from it, at the right: ${made}`}. The same follows as a list.`;
}
