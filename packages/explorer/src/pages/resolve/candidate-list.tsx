import { Link, useNavigate } from "react-router";
import { short } from "../../format/numbers.ts";
import type { ResolvePageQuery } from "../../generated/types.ts";
import { Foreign } from "../../parts/foreign.tsx";
import { Mark } from "../../parts/mark.tsx";
import { paths } from "../../paths.ts";
import { licenseClasses } from "../../words/licenses.ts";
import { confidenceWord } from "../../words/resolution.ts";
import styles from "./resolve-page.module.css";

type Candidates = NonNullable<ResolvePageQuery["resolve"]>["candidates"];

/** What a text could mean, ranked; nothing is chosen. With the focus within, a number key opens that candidate. */
export function CandidateList({ candidates, reference }: { readonly candidates: Candidates; readonly reference: string }): React.JSX.Element {
  const navigate = useNavigate();
  const choose = ({ key, ctrlKey, metaKey, altKey }: React.KeyboardEvent): void => {
    const chosen = /^[1-9]$/.test(key) && !ctrlKey && !metaKey && !altKey ? candidates[Number(key) - 1] : undefined;
    if (chosen !== undefined) void navigate(paths.model(chosen.listing?.key ?? chosen.model.id));
  };
  return (
    <>
      <ol className={styles.candidates} onKeyDown={choose}>
        {candidates.map((candidate) => <Candidate key={`${candidate.model.id} ${candidate.readAs}`} candidate={candidate} />)}
      </ol>
      <p className="small muted">With the focus in this list, a number key opens that candidate.</p>
      <p><Link to={paths.search({ q: reference })}>None of these: search for the same words</Link></p>
    </>
  );
}

function Candidate({ candidate: { model, listing, confidence, reason, readAs } }: { readonly candidate: Candidates[number] }): React.JSX.Element {
  const target = listing?.key ?? model.id;
  const { label, note, tone } = licenseClasses[model.license.class];
  return (
    <li className="card">
      <div className={styles.candidateHead}>
        <Link className={styles.candidateName} to={paths.model(target)}><Foreign text={model.name} /></Link>
        <span>{model.publisher === null ? "publisher not stated" : <>by <strong><Foreign text={model.publisher.name} /></strong></>}{listing !== null && <>, at {listing.source.title}</>}</span>
      </div>
      <p>Because <Foreign text={reason} maxLength={300} />. Read as <Foreign text={readAs} />.</p>
      <div className={styles.under}>
        <span>{confidenceWord(confidence)}</span>
        <span>{typeof model.parameters?.total === "number" ? `${short(model.parameters.total)} parameters` : "size not stated"}</span>
        <Mark tone={tone} title={note}>{label}</Mark>
        <span>{model.task === null ? "task not stated" : <Foreign text={model.task} />}</span>
      </div>
      <div className={styles.under}>
        <code className="small"><Foreign text={target} maxLength={160} /></code>
        <Link className="button small" to={paths.model(target)}>Choose this one</Link>
      </div>
    </li>
  );
}
