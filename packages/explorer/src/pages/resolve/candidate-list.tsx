import { Link, useNavigate } from "react-router";
import { short } from "../../format/numbers.ts";
import type { ResolvePageQuery } from "../../generated/types.ts";
import { Foreign } from "../../parts/foreign.tsx";
import { Mark } from "../../parts/mark.tsx";
import { paths } from "../../paths.ts";
import { licenseClasses } from "../../words/licenses.ts";
import { confidenceWord } from "../../words/resolution.ts";
import { asksWhetherSame, entryVerbs, isEntry } from "./entries-of-contract.ts";
import { ModelName } from "./model-line.tsx";
import styles from "./resolve-page.module.css";
import { sameModel } from "./same-model.ts";

type Candidates = NonNullable<ResolvePageQuery["resolve"]>["candidates"];
type Candidate = Candidates[number];

export interface CandidateListProps {
  readonly candidates: Candidates;
  readonly reference: string;
  /** Whether they are the entries of a contract: then none is likelier than another. */
  readonly areEntries: boolean;
}

/** What a text could mean, ranked; nothing is chosen. With the focus within, a number key opens that candidate. */
export function CandidateList({ candidates, reference, areEntries }: CandidateListProps): React.JSX.Element {
  const navigate = useNavigate();
  const choose = ({ key, ctrlKey, metaKey, altKey }: React.KeyboardEvent): void => {
    const chosen = /^[1-9]$/.test(key) && !ctrlKey && !metaKey && !altKey ? candidates[Number(key) - 1] : undefined;
    if (chosen !== undefined) void navigate(pathOf(chosen));
  };
  return (
    <>
      <ol className={styles.candidates} onKeyDown={choose}>
        {candidates.map((candidate) => <OneCandidate key={`${candidate.model.id} ${candidate.readAs}`} candidate={candidate} isRanked={!areEntries} />)}
      </ol>
      <p className="small muted">With the focus in this list, a number key opens that candidate.</p>
      <p><Link to={paths.search({ q: reference })}>None of these: search for the same words</Link></p>
    </>
  );
}

/** A listing that is joined to a model, or written by anybody, leads to the answer whether it is the same; others to the model. */
function pathOf({ model, listing }: Candidate): string {
  if (listing === null) return paths.model(model.id);
  return asksWhetherSame(listing) ? `${paths.resolve(listing.key)}#same` : paths.model(listing.key);
}

function OneCandidate({ candidate, isRanked }: { readonly candidate: Candidate; readonly isRanked: boolean }): React.JSX.Element {
  const { model, listing, confidence, reason, readAs } = candidate;
  const { label, note, tone } = licenseClasses[model.license.class];
  const path = pathOf(candidate);
  return (
    <li className="card">
      <div className={styles.candidateHead}>{listing !== null && isEntry(listing) ? <EntryHead candidate={candidate} listing={listing} path={path} /> : <ModelHead candidate={candidate} path={path} />}</div>
      {listing !== null && asksWhetherSame(listing) && <SameInShort model={model} listing={listing} path={path} />}
      <p>Because <Foreign text={reason} maxLength={300} />. Read as <Foreign text={readAs} />.</p>
      <div className={styles.under}>
        {isRanked && <span>{confidenceWord(confidence)}</span>}
        <span>{typeof model.parameters?.total === "number" ? `${short(model.parameters.total)} parameters` : "size not stated"}</span>
        <Mark tone={tone} title={note}>{label}</Mark>
        <span>{model.task === null ? "task not stated" : <Foreign text={model.task} />}</span>
        {listing !== null && listing.link.kind !== "LEADING" && <span className="muted small">as the model's own listings say</span>}
      </div>
      <div className={styles.under}>
        <code className="small"><Foreign text={listing?.key ?? model.id} maxLength={160} /></code>
        <Link className="button small" to={path}>Choose this one</Link>
      </div>
    </li>
  );
}

function ModelHead({ candidate: { model, listing }, path }: { readonly candidate: Candidate; readonly path: string }): React.JSX.Element {
  return (
    <>
      <Link className={styles.candidateName} to={path}><Foreign text={model.name} /></Link>
      <span>{model.publisher === null ? "publisher not stated" : <>by <strong><Foreign text={model.publisher.name} /></strong></>}{listing !== null && <>, at {listing.source.title}</>}</span>
    </>
  );
}

type Listing = NonNullable<Candidate["listing"]>;

/** An entry by its own name: whoever wrote it is not the publisher of the model that it names. */
function EntryHead({ candidate: { model }, listing: { name, publisher, source, link }, path }: { readonly candidate: Candidate; readonly listing: Listing; readonly path: string }): React.JSX.Element {
  return (
    <>
      <span>An entry at {source.title}: <Link className={styles.candidateName} to={path}><Foreign text={name} maxLength={100} /></Link></span>
      {link.kind === "LEADING" ? <span>{publisher === null ? "it names no publisher" : <>it names <strong><Foreign text={publisher.name} /></strong> as publisher</>}</span> : <span>{entryVerbs[link.kind]} <ModelName model={model} /></span>}
      {link.kind === "LEADING" ? <Mark tone="caution" title="Nobody vouches for what is written there.">listed only where anybody may write</Mark> : <Mark tone="caution" title="Nobody vouches for what the entry says.">an entry where anybody may write</Mark>}
    </>
  );
}

function SameInShort({ model, listing: { link }, path }: { readonly model: Candidate["model"]; readonly listing: Listing; readonly path: string }): React.JSX.Element {
  if (link.kind === "LEADING") return <p>Is it the same model as one that is listed elsewhere? <Link to={path}>What is known of it</Link></p>;
  const { short: answer } = sameModel({ kind: link.kind, relation: link.relation, hasCandidates: false });
  return <p>Is it the same model as <Foreign text={model.name} maxLength={100} />? <strong>{answer}</strong> <Foreign text={link.statement} maxLength={300} /> <Link to={path}>The whole answer</Link></p>;
}
