import { useEffect } from "react";
import { Link, Navigate, useParams, useSearchParams } from "react-router";
import { useAnswer } from "../../client/use-answer.ts";
import { TrustPage } from "../../generated/trust-page.ts";
import type { TrustPageQuery } from "../../generated/types.ts";
import { Foreign } from "../../parts/foreign.tsx";
import { Loading } from "../../parts/loading.tsx";
import { PageHead } from "../../parts/page-head.tsx";
import { AnswerProblem, Problem } from "../../parts/problem.tsx";
import { idOf, paths } from "../../paths.ts";
import { fitsAddress, policyInput } from "../../policy/policy-param.ts";
import { usePolicyOfAddress } from "../../policy/use-policy.ts";
import { depthOf } from "./depth.ts";
import { TrustReportView } from "./trust-report.tsx";

/** A listing as this page asks for it. */
export type JudgedListing = Extract<NonNullable<TrustPageQuery["node"]>, { readonly key: string }>;

/** What is known of one listing, how it is known, and whether it meets a policy. */
export function TrustPageView(): React.JSX.Element {
  const { "*": splat } = useParams();
  const [query] = useSearchParams();
  const id = idOf(splat, query);
  if (id === undefined) return <><PageHead title="Trust report" /><Problem title="The address names no model" tone="plain"><p>Find one first: the words, or anything you copied, go into the box at the top.</p></Problem></>;
  return <Report key={id} id={id} />;
}

function Report({ id }: { readonly id: string }): React.JSX.Element {
  const [query] = useSearchParams();
  const { policy: named, problem, choose } = usePolicyOfAddress();
  const isTooLong = named !== undefined && !fitsAddress(named);
  const policy = isTooLong ? undefined : named;
  const depth = depthOf(query.get("depth"));
  const answer = useAnswer(TrustPage, { id, listing: `listing:${id}`, policy: policyInput(policy), depth });
  const { data, error, isAsking, again, isCurrent } = answer;
  const listing = listingOf(data);
  useEffect(() => {
    if (listing !== undefined && location.hash !== "") document.getElementById(location.hash.slice(1))?.scrollIntoView();
    // Once, when what the address points to is there.
  }, [listing?.key]);

  if (data === undefined) return <><PageHead title={`Trust report of ${id}`} heading={<>Trust report of <Foreign text={id} maxLength={120} /></>} />{error === undefined ? <Loading what="the trust report" lines={14} /> : <AnswerProblem error={error} again={again} />}</>;
  if (listing === undefined) {
    if (isCurrent && data.model !== null && data.model.id !== id) return <Navigate replace to={movedPath(data.model.id, id, query)} />;
    return <>
      <PageHead title={`Trust report of ${id}`} heading={<>Trust report of <Foreign text={id} maxLength={120} /></>} />
      {error !== undefined ? <AnswerProblem error={error} again={again} /> : isCurrent ? <Unknown id={id} /> : <Loading what="the trust report" lines={14} />}
    </>;
  }
  return (
    <>
      {problem !== undefined && <Problem title="The policy of this address cannot be read" tone="caution"><p>{problem} What follows is decided by the usual policy.</p></Problem>}
      {isTooLong && <Problem title="The policy of this address is too long" tone="caution"><p>What follows is decided by the usual policy.</p></Problem>}
      <TrustReportView id={id} data={data} listing={listing} policy={policy} depth={depth} isAsking={isAsking || !isCurrent} onPolicy={choose} onAgain={again} hasProblem={error !== undefined}>
        {error !== undefined && <div className="stack"><AnswerProblem error={error} again={again} />{policy !== undefined && <p><button type="button" onClick={() => choose(undefined)}>Decide by the usual policy</button></p>}</div>}
      </TrustReportView>
    </>
  );
}

function Unknown({ id }: { readonly id: string }): React.JSX.Element {
  return (
    <Problem title="No such listing is known here" tone="plain">
      <p>No source that was asked knows <code><Foreign text={id} maxLength={300} /></code>, or it is hidden from this gateway.</p>
      <p className="row"><Link className="button" to={paths.resolve(id)}>Read it as a reference</Link><Link className="button" to={paths.search({ q: id })}>Search for these words</Link></p>
    </Problem>
  );
}

function listingOf(data: TrustPageQuery | undefined): JudgedListing | undefined {
  const node = data?.node;
  return node !== undefined && node !== null && isListing(node) ? node : undefined;
}

function isListing(node: NonNullable<TrustPageQuery["node"]>): node is JudgedListing {
  return "key" in node;
}

/** An alias has no listing of its own: its model's leading listing is shown, and where one came from is said. */
function movedPath(id: string, from: string, query: URLSearchParams): string {
  const kept = Object.fromEntries([...query].filter(([name]) => name !== "id"));
  return paths.trust(id, { ...kept, from });
}
