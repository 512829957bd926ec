import { Link } from "react-router";
import type { ResolvePageQuery } from "../../generated/types.ts";
import { Foreign } from "../../parts/foreign.tsx";
import { Section } from "../../parts/section.tsx";
import { paths } from "../../paths.ts";
import { resolutionOutcomes } from "../../words/resolution.ts";
import { EvidenceLines } from "./evidence-line.tsx";
import type { ContractEntries } from "./entries-of-contract.ts";
import { ModelName } from "./model-line.tsx";
import styles from "./resolve-page.module.css";
import { sameAs } from "./same-as.ts";
import { sameModel } from "./same-model.ts";

type First = NonNullable<ResolvePageQuery["resolve"]>;
type Second = NonNullable<ResolvePageQuery["other"]>;

export interface SameAsAnswerProps {
  readonly first: First;
  readonly second: Second;
  readonly contract: ContractEntries | undefined;
}

/** Whether two texts that were pasted mean one model, as far as is known here. */
export function SameAsAnswer({ first, second, contract }: SameAsAnswerProps): React.JSX.Element {
  return (
    <Section id="as" title="Is it the same as the other?">
      <p>The other: <code><Foreign text={second.reference} maxLength={300} /></code></p>
      <div role="status" className={styles.reason}><Answer first={first} second={second} contract={contract} /></div>
    </Section>
  );
}

function Answer({ first, second, contract }: SameAsAnswerProps): React.JSX.Element {
  const known = sameAs(first, second);
  switch (known.answer) {
    case "same": return <Same first={first} second={second} />;
    case "not known to be the same": return <Different first={first} second={second} />;
    case "some of several": return <Several first={first} second={second} places={known.places} isContract={contract !== undefined} />;
    case "cannot be said": return known.unclear === "second" ? <Unclear side={second} what="The other" beside={first} /> : <Unclear side={first} what="The first" beside={second} />;
    default: return known satisfies never;
  }
}

function Same({ first, second }: { readonly first: First; readonly second: Second }): React.JSX.Element {
  return (
    <>
      <p className={styles.answer}><strong>Both lead to the same model here.</strong> {second.model !== null && <ModelName model={second.model} />}</p>
      <LinkLine listing={first.listing} />
      {first.listing?.key !== second.listing?.key && <LinkLine listing={second.listing} />}
      <p>That is of the model; two revisions or files of it can be different bytes.</p>
    </>
  );
}

/** What joins a listing to the model, where it is not the leading one. */
function LinkLine({ listing }: { readonly listing: Pick<NonNullable<Second["listing"]>, "key" | "link"> | null }): React.JSX.Element | null {
  if (listing === null || listing.link.kind === "LEADING") return null;
  const { kind, relation, statement, evidence } = listing.link;
  const { short, sentences } = sameModel({ kind, relation, hasCandidates: false });
  return <div className="card"><p><code><Foreign text={listing.key} maxLength={160} /></code>: <strong>{short}</strong> {sentences.join(" ")}</p><p><Foreign text={statement} maxLength={400} /></p><EvidenceLines evidence={evidence} /></div>;
}

function Different({ first, second }: { readonly first: First; readonly second: Second }): React.JSX.Element {
  const between = (first.model?.candidateListings ?? []).filter(({ listing }) => listing.model.id === second.model?.id);
  return (
    <>
      <p className={styles.answer}><strong>Not the same, as far as is known here.</strong> They are kept as two models: {first.model !== null && <ModelName model={first.model} />} and {second.model !== null && <ModelName model={second.model} />}.</p>
      {between.map(({ listing, link }) => <div key={listing.key} className="card"><p>Something speaks for their being the same, and is not enough to join them: <Foreign text={link.statement} maxLength={400} /></p><EvidenceLines evidence={link.evidence} /></div>)}
      {between.length === 0 && <p>Nothing that was looked at here joins them: no equal sha256 of a file of weights, no reference of one to the other that holds, no rule of the operator. Digests are not known of every model, so this does not prove that their files differ.</p>}
    </>
  );
}

function Several({ first, second, places, isContract }: { readonly first: First; readonly second: Second; readonly places: readonly number[]; readonly isContract: boolean }): React.JSX.Element {
  const all = first.candidates.length;
  const those = isContract ? (all === 1 ? "entry" : "entries") : (all === 1 ? "reading" : "readings");
  const own = places.flatMap((place) => first.candidates[place] ?? []);
  return (
    <>
      <p className={styles.answer}>
        <strong>{own.length === 0 ? `None of its ${all} ${those} shown below belongs to that model, as far as is known here.` : `${own.length} of its ${all} ${those} shown below ${own.length === 1 ? "belongs" : "belong"} to that model; the others do not, as far as is known here.`}</strong>{" "}
        The model is {second.model !== null && <ModelName model={second.model} />}.
      </p>
      <ul className="plain">{own.map(({ model, listing }) => <li key={`${model.id} ${listing?.key ?? ""}`}><Link to={listing === null ? paths.model(model.id) : `${paths.resolve(listing.key)}#same`}><Foreign text={listing?.key ?? model.id} maxLength={160} /></Link></li>)}</ul>
      <p>{isContract ? "The address itself is that of a contract and no model." : "The text itself names no single model."} An entry or listing whose digest nobody stated cannot be held against the model's files.</p>
    </>
  );
}

interface UnclearProps {
  readonly side: Pick<Second, "outcome" | "message" | "candidates">;
  readonly what: string;
  /** What it is held against: to give that itself in its place would answer nothing. */
  readonly beside: Pick<Second, "model">;
}

function Unclear({ side: { outcome, message, candidates }, what, beside }: UnclearProps): React.JSX.Element {
  const others = candidates.filter(({ model }) => model.id !== beside.model?.id);
  return (
    <>
      <p className={styles.answer}><strong>That cannot be said.</strong> {what} means no single model here ({resolutionOutcomes[outcome].label}).</p>
      {message !== null && <p><Foreign text={message} maxLength={400} /></p>}
      {candidates.length > others.length && <p>What is called alike here is what it is held against, which tells nothing: an entry may bear any name.</p>}
      {others.length > 0 && <p>Give one of these ids in its place: {others.map(({ model: { id } }, at) => <span key={id}>{at > 0 && ", "}<code><Foreign text={id} maxLength={160} /></code></span>)}</p>}
    </>
  );
}
