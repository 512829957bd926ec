import { Link, useParams, useSearchParams } from "react-router";
import { useAnswer } from "../../client/use-answer.ts";
import { SourcePage } from "../../generated/source-page.ts";
import type { SourcePageQuery } from "../../generated/types.ts";
import { Foreign } from "../../parts/foreign.tsx";
import { Loading } from "../../parts/loading.tsx";
import { Outside } from "../../parts/outside.tsx";
import { PageHead } from "../../parts/page-head.tsx";
import { AnswerProblem, Problem } from "../../parts/problem.tsx";
import { Section } from "../../parts/section.tsx";
import { idOf, paths } from "../../paths.ts";
import { ChangeLog } from "../model/history-section.tsx";
import { SourceAbilities, SourceCoverage } from "./source-coverage.tsx";
import { SourceFreshness } from "./source-freshness.tsx";
import { SourceHealth } from "./source-health.tsx";
import { SourceNotice } from "./source-notice.tsx";
import { SourceStateLine } from "./source-state.tsx";
import { SourceTrustSection } from "./source-trust.tsx";
import styles from "./source-page.module.css";

/** One source: who operates it, what of it can be changed and by whom, how it does, how much of it is known here. */
export function SourcePageView(): React.JSX.Element {
  const id = idOf(useParams()["*"], useSearchParams()[0]) ?? "";
  const { data, isCurrent, error, isAsking, again } = useAnswer(SourcePage, { id });
  const answer = isCurrent ? data : undefined;
  return (
    <>
      {answer?.source ? <Head source={answer.source} /> : <PageHead title={`Source ${id}`} heading={<>Source <Foreign text={id} maxLength={80} /></>} />}
      {/* The endpoint also refuses to tell the changes of a source that it does not have. */}
      {error !== undefined && answer?.source !== null && <AnswerProblem error={error} again={again} />}
      {answer === undefined ? isAsking && <Loading what="the source" lines={14} /> : answer.source === null ? <div className={styles.notices}><UnknownSource id={id} sources={answer.sources} /></div> : (
        <>
          <div className={styles.notices}><SourceNotice source={answer.source} /></div>
          <SourceTrustSection key={id} source={answer.source} />
          <SourceHealth source={answer.source} />
          <SourceFreshness source={answer.source} />
          <SourceCoverage source={answer.source} />
          <SourceAbilities source={answer.source} />
          <Section id="changes" title="Latest changes">
            {answer.changes === null ? <p className="muted">They could not be read.</p>
              : answer.changes.nodes.length === 0 ? <p className="muted">No change of it was noticed yet.</p>
                : <ChangeLog key={id} changes={answer.changes.nodes} pageInfo={answer.changes.pageInfo} of={{ sources: [id] }} namesModels />}
          </Section>
        </>
      )}
    </>
  );
}

function Head({ source }: { readonly source: NonNullable<SourcePageQuery["source"]> }): React.JSX.Element {
  const { id, title, kind, homepage } = source;
  const host = homepage === null ? undefined : URL.parse(homepage)?.host;
  return (
    <PageHead title={title} heading={<Foreign text={title} maxLength={120} />}>
      <SourceStateLine source={source} />
      <p className="row small">
        <span>Id here: <code>{id}</code></span>
        <span>Adapter: <code>{kind}</code></span>
        <span>{host === undefined ? "Its page is not stated" : <>Its page: <Outside href={homepage}>{host}</Outside></>}</span>
        <Link className="button small" to={paths.search({ source: id })}>Search its models</Link>
      </p>
    </PageHead>
  );
}

function UnknownSource({ id, sources }: { readonly id: string; readonly sources: SourcePageQuery["sources"] }): React.JSX.Element {
  return (
    <Problem tone="plain" title="No such source here">
      <p>This gateway has no source named <code><Foreign text={id} maxLength={80} /></code>. {sources.length === 0 ? "It has none at all." : "It has these:"}</p>
      <ul>{sources.map((each) => <li key={each.id}><Link to={paths.source(each.id)}><Foreign text={each.title} maxLength={80} /></Link> (<code>{each.id}</code>)</li>)}</ul>
    </Problem>
  );
}
