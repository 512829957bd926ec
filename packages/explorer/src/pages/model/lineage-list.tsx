import { Link } from "react-router";
import { useMorePages } from "../../client/use-more-pages.ts";
import type { Page } from "../../client/use-more-pages.ts";
import { count } from "../../format/numbers.ts";
import { ModelDerivedMore } from "../../generated/lineage-section.ts";
import type { ModelPageBaseFragment, ModelPageDerivedEdgeFragment, ModelPageDerivedFragment, ModelPageRelativeFragment } from "../../generated/types.ts";
import { Foreign } from "../../parts/foreign.tsx";
import { MoreButton } from "../../parts/more-button.tsx";
import { paths } from "../../paths.ts";
import { lineageRelations } from "../../words/lineage.ts";
import styles from "./lineage-section.module.css";
import type { LineagePictureProps } from "./lineage-picture.tsx";
import type { BaseNode, DerivedGroup } from "./lineage-tree.ts";

/** The lineage as nested lists, with whole names, all bases that are known, and further pages of what was made from the model. */
export function LineageList({ model, bases, groups }: LineagePictureProps): React.JSX.Element {
  return (
    <div className={styles.lists}>
      <div>
        <h3>Made from</h3>
        {bases.length === 0 ? <p className="muted">No source states what it was made from.</p> : <Bases bases={bases} />}
      </div>
      <div>
        <h3>Made from it</h3>
        {groups.length === 0 ? <p className="muted">Nothing is known here that was made from it.</p> : groups.map((group) => <Derived key={group.relation} id={model.id} group={group} />)}
      </div>
    </div>
  );
}

function Bases({ bases }: { readonly bases: readonly BaseNode[] }): React.JSX.Element {
  return (
    <ul className={styles.tree}>
      {bases.map((base) => (
        <li key={base.key}>
          <span>{lineageRelations[base.relation].from} </span>
          {base.model === undefined ? <><code><Foreign text={base.reference} maxLength={1_000} /></code> <span className="muted">(not in this catalog)</span></> : <ModelLink model={base.model} />}
          {base.isAgain && <span> (comes round again: these state each other as their base)</span>}
          <StatedBy sources={base.statedBy} />
          {base.bases.length > 0 && <Bases bases={base.bases} />}
        </li>
      ))}
    </ul>
  );
}

function Derived({ id, group: { relation, total, page } }: { readonly id: string; readonly group: DerivedGroup }): React.JSX.Element {
  const pages = useMorePages({
    first: pageOf(page), document: ModelDerivedMore, variablesAt: (after) => ({ id, relation, after }), pageOf: moreOf,
  });
  const { many, noun, note } = lineageRelations[relation];
  return (
    <div className={styles.group}>
      <h4 title={note}>{many} <span className="muted">{total === undefined ? "(number not known)" : count(total)}</span></h4>
      <ul className={styles.tree}>
        {pages.rows.map(({ node, statedBy }) => <li key={node.id}><ModelLink model={node} /><StatedBy sources={statedBy} /></li>)}
      </ul>
      <MoreButton pages={pages} what={noun} total={total} />
    </div>
  );
}

function ModelLink({ model: { id, name, publisher } }: { readonly model: ModelPageRelativeFragment }): React.JSX.Element {
  return <><Link to={paths.model(id)}><Foreign text={name} maxLength={1_000} /></Link>{publisher !== null && <span className="muted"> by <Foreign text={publisher.name} /></span>}</>;
}

function StatedBy({ sources }: { readonly sources: ModelPageBaseFragment["statedBy"] }): React.JSX.Element {
  return <span className="small muted">{sources.length === 0 ? ", not said by whom" : `, says ${sources.map(({ title }) => title).join(", ")}`}</span>;
}

function pageOf({ edges, pageInfo }: ModelPageDerivedFragment): Page<ModelPageDerivedEdgeFragment> {
  return { rows: edges, next: pageInfo.hasNextPage ? (pageInfo.endCursor ?? undefined) : undefined };
}

function moreOf({ model }: { readonly model: { readonly lineage: { readonly derived: ModelPageDerivedFragment | null } } | null }): Page<ModelPageDerivedEdgeFragment> | undefined {
  const derived = model?.lineage.derived;
  return derived === undefined || derived === null ? undefined : pageOf(derived);
}
