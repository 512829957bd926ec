import { Link } from "react-router";
import { useMorePages } from "../../client/use-more-pages.ts";
import type { Page } from "../../client/use-more-pages.ts";
import { HistoryBefore } from "../../generated/history-section.ts";
import type { HistoryBeforeQuery, HistoryBeforeQueryVariables, HistoryChangeFragment } from "../../generated/types.ts";
import { Foreign } from "../../parts/foreign.tsx";
import { JsonValue } from "../../parts/json-value.tsx";
import { Mark } from "../../parts/mark.tsx";
import { Moment } from "../../parts/moment.tsx";
import { MoreButton } from "../../parts/more-button.tsx";
import { readable } from "../../parts/readable-json.ts";
import { Section } from "../../parts/section.tsx";
import { paths } from "../../paths.ts";
import { changeKinds } from "../../words/changes.ts";
import styles from "./history-section.module.css";

/** Where older changes begin, as an answer to `changes(last: …)` tells. */
export interface OlderChanges {
  readonly hasPreviousPage: boolean;
  readonly startCursor: string | null;
}

export interface ChangeLogProps {
  /** In the order of the endpoint: oldest first. */
  readonly changes: readonly HistoryChangeFragment[];
  readonly pageInfo: OlderChanges;
  /** What the changes are of. */
  readonly of: Pick<HistoryBeforeQueryVariables, "models"> | Pick<HistoryBeforeQueryVariables, "sources">;
  /** Names the model of each change instead of its source, where they are of several models of one source. @default false */
  readonly namesModels?: boolean;
}

/** Lines of both values together that stand open. */
const mostLines = 10;

/** What changed about a model, the newest first. `id` is that of the model. */
export function HistorySection({ changes, pageInfo, id }: Pick<ChangeLogProps, "changes" | "pageInfo"> & { readonly id: string }): React.JSX.Element {
  return (
    <Section id="history" title="History">
      {changes.length === 0 ? <p className="muted">No change of it was noticed since this gateway knows it.</p> : <ChangeLog key={id} changes={changes} pageInfo={pageInfo} of={{ models: [id] }} />}
    </Section>
  );
}

/** Changes, the newest first, with older ones on request. */
export function ChangeLog({ changes, pageInfo, of, namesModels = false }: ChangeLogProps): React.JSX.Element {
  const pages = useMorePages({ first: pageOf(changes, pageInfo), document: HistoryBefore, variablesAt: (before) => ({ ...of, before }), pageOf: moreOf });
  return (
    <div className="stack">
      <p className="small muted">Times are when this gateway learned of a change, not when it happened.</p>
      <ol className={`plain ${styles.changes}`}>
        {pages.rows.map((change) => <Entry key={change.id} change={change} namesModel={namesModels} />)}
      </ol>
      <MoreButton pages={pages} what="changes" label="Show older changes" />
    </div>
  );
}

function Entry({ change: { kind, at, statement, before, after, source, model }, namesModel }: { readonly change: HistoryChangeFragment; readonly namesModel: boolean }): React.JSX.Element {
  const { label, note, tone } = changeKinds[kind];
  const hasValues = before !== null || after !== null;
  const isLong = readable(before).length + readable(after).length > mostLines;
  return (
    <li className={styles.entry}>
      <div className={styles.when}><Moment at={at} to="minute" /></div>
      <div>
        <div><Mark tone={tone} title={note}>{label}</Mark> <Foreign text={statement} maxLength={400} /></div>
        {hasValues && (isLong ? <details className="small"><summary>Before and after</summary><BeforeAndAfter before={before} after={after} /></details> : <BeforeAndAfter before={before} after={after} />)}
        <div className="small muted">
          {namesModel
            ? model !== null && <>Of <Link to={paths.model(model.id)}><Foreign text={model.id} /></Link></>
            : source === null ? "Not of one source" : <>From <Link to={paths.source(source.id)}><Foreign text={source.title} maxLength={80} /></Link></>}
        </div>
      </div>
    </li>
  );
}

function BeforeAndAfter({ before, after }: Pick<HistoryChangeFragment, "before" | "after">): React.JSX.Element {
  return (
    <dl className={styles.values}>
      {[{ name: "Before", value: before }, { name: "After", value: after }].map(({ name, value }) => (
        <div key={name}><dt>{name}</dt><dd>{value === null ? <span className="muted">nothing, or too long to show</span> : <JsonValue value={value} />}</dd></div>
      ))}
    </dl>
  );
}

function pageOf(nodes: readonly HistoryChangeFragment[], { hasPreviousPage, startCursor }: OlderChanges): Page<HistoryChangeFragment> {
  return { rows: nodes.toReversed(), next: hasPreviousPage ? (startCursor ?? undefined) : undefined };
}

function moreOf({ changes }: HistoryBeforeQuery): Page<HistoryChangeFragment> | undefined {
  return changes === null ? undefined : pageOf(changes.nodes, changes.pageInfo);
}
