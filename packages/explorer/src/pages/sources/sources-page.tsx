import { useSearchParams } from "react-router";
import { useAnswer } from "../../client/use-answer.ts";
import { counted } from "../../format/numbers.ts";
import { SourcesPage } from "../../generated/sources-page.ts";
import type { SourcesPageQuery } from "../../generated/types.ts";
import { Loading } from "../../parts/loading.tsx";
import { PageHead } from "../../parts/page-head.tsx";
import { AnswerProblem, Problem } from "../../parts/problem.tsx";
import { isInTrouble, ordered, orderOf, sourceOrders, usualOrder } from "./source-order.ts";
import { SourceRow } from "./source-row.tsx";
import styles from "./sources-page.module.css";

/** Every configured source: how it does, how much of it is known here, how old that is. `?order=` is how they are sorted. */
export function SourcesPageView(): React.JSX.Element {
  const { data, error, isAsking, again } = useAnswer(SourcesPage, {});
  return (
    <>
      <PageHead title="Sources">
        <p className={styles.lead}>Where this gateway reads models. Whoever runs it configures them: what is listed here is not all that there is.</p>
      </PageHead>
      {error !== undefined && <AnswerProblem error={error} again={again} />}
      {data === undefined ? isAsking && <Loading what="the sources" lines={12} /> : <Sources sources={data.sources} />}
    </>
  );
}

function Sources({ sources }: Pick<SourcesPageQuery, "sources">): React.JSX.Element {
  const [query, setQuery] = useSearchParams();
  const order = orderOf(query.get("order"));
  if (sources.length === 0) return <Problem tone="plain" title="No source is configured"><p>Whoever runs this gateway names its sources in its configuration.</p></Problem>;
  const choose = (chosen: string): void => setQuery((before) => {
    const after = new URLSearchParams(before);
    if (chosen === usualOrder) after.delete("order");
    else after.set("order", chosen);
    return after;
  }, { preventScrollReset: true });
  const troubled = sources.filter(isInTrouble);
  return (
    <>
      <div className={styles.bar}>
        <p><span role="status">{counted(sources.length, "source")}, {sourceOrders[order]}.</span> {troubled.length === 0 ? "None of them is known to be in trouble." : `Somebody should look at ${troubled.map(({ title }) => title).join(", ")}.`}</p>
        <label className="row small">Order <select value={order} onChange={({ target }) => choose(target.value)}>{Object.entries(sourceOrders).map(([name, label]) => <option key={name} value={name}>{label}</option>)}</select></label>
      </div>
      <ul className={`plain ${styles.sources}`} aria-label={`Sources, ${sourceOrders[order]}`}>
        {ordered(sources, order).map((source) => <li key={source.id}><SourceRow source={source} /></li>)}
      </ul>
    </>
  );
}
