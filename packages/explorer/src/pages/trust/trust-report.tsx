import { useRef } from "react";
import type { ReactNode } from "react";
import { Link, useSearchParams } from "react-router";
import { counted } from "../../format/numbers.ts";
import type { TrustDepth, TrustPageQuery, TrustPageReportFragment } from "../../generated/types.ts";
import { Digest } from "../../parts/copy.tsx";
import { Foreign } from "../../parts/foreign.tsx";
import { FilesLadder, SystemLadder } from "../../parts/ladder.tsx";
import { FurtherLook } from "../../parts/look-further.tsx";
import { Loading } from "../../parts/loading.tsx";
import { Mark } from "../../parts/mark.tsx";
import { Moment } from "../../parts/moment.tsx";
import { PageHead } from "../../parts/page-head.tsx";
import { Problem } from "../../parts/problem.tsx";
import { RuleResults } from "../../parts/rule-results.tsx";
import { Section } from "../../parts/section.tsx";
import { paths } from "../../paths.ts";
import type { ChosenPolicy } from "../../policy/policy-param.ts";
import { AgainstCard } from "./against.tsx";
import { ClaimsSection } from "./claims-section.tsx";
import { ConflictsSection } from "./conflicts-section.tsx";
import { DecisionCard } from "./decision-card.tsx";
import { withDepth } from "./depth.ts";
import { DepthChoice } from "./depth-choice.tsx";
import { OtherListings } from "./other-listings.tsx";
import { RecordSection } from "./record-section.tsx";
import type { ReportFigures } from "./report-changes.ts";
import type { JudgedListing } from "./trust-page.tsx";
import styles from "./trust-page.module.css";

export interface TrustReportViewProps {
  readonly id: string;
  readonly data: TrustPageQuery;
  readonly listing: JudgedListing;
  readonly policy: ChosenPolicy | undefined;
  readonly depth: TrustDepth;
  readonly isAsking: boolean;
  readonly onPolicy: (policy: ChosenPolicy | undefined) => void;
  readonly onAgain: () => void;
  /** Whether something went wrong; `children` say what. */
  readonly hasProblem: boolean;
  readonly children: ReactNode;
}

/** A trust report, the most important first. */
export function TrustReportView({ id, data, listing, policy, depth, isAsking, onPolicy, onAgain, hasProblem, children }: TrustReportViewProps): React.JSX.Element {
  const [query] = useSearchParams();
  const from = query.get("from");
  const { trust } = listing;
  const before = useReportBefore(trust ?? undefined);
  return (
    <div aria-busy={isAsking}>
      <PageHead title={`Trust report of ${listing.name}`} heading={<>Trust report of <Foreign text={listing.name} maxLength={160} /></>}>
        <Judged id={id} data={data} listing={listing} />
        {from !== null && <p className="small muted"><code><Foreign text={from} maxLength={200} /></code> leads here: it is another id of the same model.</p>}
      </PageHead>
      {children}
      {trust === null
        ? <NoReport hasProblem={hasProblem} isAsking={isAsking} onAgain={onAgain} />
        : (
          <FurtherLook value={depth === "DEEP" ? undefined : withDepth(query, "DEEP")}>
            <div className={styles.first}>
              <DecisionCard decision={trust.decision} assessedAt={trust.assessedAt} policies={data.policies} policy={policy} isAsking={isAsking} onPolicy={onPolicy} />
              <AgainstCard claims={trust.claims.nodes} counts={trust.counts} assessedAt={trust.assessedAt} />
              <FilesLadder level={trust.level} missing={trust.missingForNext} isAssessed={trust.assessedAt !== null} />
              <SystemLadder level={trust.systemLevel} missing={trust.systemMissingForNext} isAssessed={trust.assessedAt !== null} />
            </div>
            <DepthChoice depth={depth} isAsking={isAsking} before={before} now={trust} onAgain={onAgain} />
            <Section id="rules" title="Rules" aside={<>{counted(trust.decision.rules.length, "rule")} of <Foreign text={policy?.kind === "own" ? policy.title : trust.decision.policy.title} maxLength={120} /></>}>
              <RuleResults rules={trust.decision.rules} />
            </Section>
            <ConflictsSection conflicts={trust.conflicts} />
            <ClaimsSection listing={listing.key} claims={trust.claims} counts={trust.counts} />
            <OtherListings model={data.model} shown={listing.key} />
            <RecordSection decision={trust.decision} listingKey={listing.key} />
          </FurtherLook>
        )}
    </div>
  );
}

/** In the place of a report. Where something went wrong, nothing is said of whether there is one. */
function NoReport({ hasProblem, isAsking, onAgain }: Pick<TrustReportViewProps, "hasProblem" | "isAsking" | "onAgain">): React.JSX.Element | null {
  if (isAsking) return <Loading what="the trust report" lines={14} />;
  if (hasProblem) return null;
  return <Problem title="The endpoint gave no report of this listing" tone="caution"><button type="button" onClick={onAgain}>Ask again</button></Problem>;
}

function Judged({ id, data: { model }, listing }: Pick<TrustReportViewProps, "id" | "data" | "listing">): React.JSX.Element {
  const revision = listing.trust?.revision ?? null;
  return (
    <div className={styles.judged}>
      <p>
        About the listing <code><Foreign text={listing.key} maxLength={240} /></code> at <Link to={paths.source(listing.source.id)}><Foreign text={listing.source.title} maxLength={80} /></Link>,{" "}
        {revision === null ? "as it stands: its source has no immutable state, or states none." : <>at revision <Digest value={revision} what="the revision" />.</>}
        {" "}<span className="muted">Facts of <Moment at={listing.fetchedAt} />.</span>
      </p>
      {listing.goneAt !== null && <p><Mark tone="caution">Gone</Mark> Its source no longer has it, noticed <Moment at={listing.goneAt} />. What follows was last known before.</p>}
      {listing.state === "DEPRECATED" && <p><Mark tone="caution">Deprecated</Mark> Its source says that it should no longer be chosen.</p>}
      {model !== null && (
        <p className="small">
          {model.id === id ? "This is the leading listing of " : "It is one listing of "}<Link to={paths.model(model.id)}><Foreign text={model.name} maxLength={120} /></Link>
          {model.listings.totalCount > 1 && <>; <a href="#listings">{counted(model.listings.totalCount - 1, "other listing has a report of its own", "other listings have reports of their own")}</a></>}.
        </p>
      )}
    </div>
  );
}

/** The report by the same policy that was shown before another look, to tell what changed. */
function useReportBefore(now: TrustPageReportFragment | undefined): ReportFigures | undefined {
  const seen = useRef<{ readonly report: TrustPageReportFragment; readonly before?: ReportFigures } | undefined>(undefined);
  if (now !== undefined && seen.current?.report !== now) {
    const earlier = seen.current?.report;
    const isSamePolicy = earlier?.decision.policy.digest === now.decision.policy.digest;
    seen.current = { report: now, ...(earlier !== undefined && isSamePolicy && { before: earlier }) };
  }
  return seen.current?.before;
}
