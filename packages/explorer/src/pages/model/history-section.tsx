import { Link } from "react-router";
import { useMorePages } from "../../client/use-more-pages.ts";
import type { Page } from "../../client/use-more-pages.ts";
import { HistoryBefore } from "../../generated/history-section.ts";
import type { HistoryBeforeQuery, HistoryBeforeQueryVariables, HistoryChangeFragment } from "../../generated/types.ts";
import { FoldButton, useFold } from "../../parts/fold.tsx";
import { Foreign } from "../../parts/foreign.tsx";
import { JsonValue } from "../../parts/json-value.tsx";
import { Mark } from "../../parts/mark.tsx";
import { Moment } from "../../parts/moment.tsx";
import { MoreButton } from "../../parts/more-button.tsx";
import { Section } from "../../parts/section.tsx";
import { paths } from "../../paths.ts";
import { changeKinds } from "../../words/changes.ts";
import { changeInWords } from "./change-words.ts";
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

/** Changes that are shown before somebody asks for more. */
const mostAtFirst = 5;

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
  const fold = useFold(pages.rows, mostAtFirst);
  return (
    <div className="stack">
      <p className="small muted">Times are when this gateway learned of a change, not when it happened.</p>
      <ol className={`plain ${styles.changes}`} ref={(list) => { fold.list.current = list; }}>
        {fold.shown.map((change) => <Entry key={change.id} change={change} namesModel={namesModels} />)}
      </ol>
      {fold.shown.length < fold.total ? <FoldButton fold={fold} what={pages.hasMore ? "latest changes" : "changes"} /> : <MoreButton pages={pages} what="changes" label="Show older changes" />}
    </div>
  );
}

function Entry({ change, namesModel }: { readonly change: HistoryChangeFragment; readonly namesModel: boolean }): React.JSX.Element {
  const { kind, at, before, after, source, model } = change;
  const { label, note, tone } = changeKinds[kind];
  const { sentence, isWhole } = changeInWords(change);
  return (
    <li className={styles.entry}>
      <div className={styles.when}><Moment at={at} /></div>
      <div>
        <div>
          <Mark tone={tone} title={note}>{label}</Mark> <Foreign text={sentence} maxLength={400} />{" "}
          <span className="small muted">
            {namesModel
              ? model !== null && <Link to={paths.model(model.id)}><Foreign text={model.id} /></Link>
              : source === null ? "Not of one source." : <Link to={paths.source(source.id)}><Foreign text={source.title} maxLength={80} /></Link>}
          </span>
        </div>
        {!isWhole && <details className="small"><summary>{before === null ? "After" : after === null ? "Before" : "Before and after"}</summary><BeforeAndAfter before={before} after={after} /></details>}
      </div>
    </li>
  );
}

function BeforeAndAfter({ before, after }: Pick<HistoryChangeFragment, "before" | "after">): React.JSX.Element {
  return (
    <dl className={styles.values}>
      {before !== null && <div><dt>Before</dt><dd><JsonValue value={before} /></dd></div>}
      {after !== null && <div><dt>After</dt><dd><JsonValue value={after} /></dd></div>}
    </dl>
  );
}

function pageOf(nodes: readonly HistoryChangeFragment[], { hasPreviousPage, startCursor }: OlderChanges): Page<HistoryChangeFragment> {
  return { rows: nodes.toReversed(), next: hasPreviousPage ? (startCursor ?? undefined) : undefined };
}

function moreOf({ changes }: HistoryBeforeQuery): Page<HistoryChangeFragment> | undefined {
  return changes === null ? undefined : pageOf(changes.nodes, changes.pageInfo);
}
