import { Link } from "react-router";
import type { ResolvePageQuery } from "../../generated/types.ts";
import { Foreign } from "../../parts/foreign.tsx";
import { Mark } from "../../parts/mark.tsx";
import { Moment } from "../../parts/moment.tsx";
import { Section } from "../../parts/section.tsx";
import { paths } from "../../paths.ts";
import { linkKinds, listingRelations } from "../../words/resolution.ts";
import { claimEffects, claimStatuses } from "../../words/trust.ts";
import { EvidenceLines } from "./evidence-line.tsx";
import { sameModel } from "./same-model.ts";
import { ModelName } from "./model-line.tsx";
import styles from "./resolve-page.module.css";

type Resolution = NonNullable<ResolvePageQuery["resolve"]>;
type Listing = NonNullable<Resolution["listing"]>;
type Candidates = NonNullable<Resolution["model"]>["candidateListings"];

/** Whether the listing that was named is the model: by what it is joined, who wrote it, and what that does not prove. */
export function SameModelAnswer({ resolution: { listing, model } }: { readonly resolution: Resolution }): React.JSX.Element | null {
  if (listing === null || model === null) return null;
  const { link, key } = listing;
  const { short, sentences, isRegistration } = sameModel({ kind: link.kind, relation: link.relation, hasCandidates: model.candidateListings.length > 0 });
  return (
    <Section id="same" title="Is it the same model?">
      <p className={styles.answer}><strong>{short}</strong> {link.kind !== "LEADING" && <>The model is <ModelName model={model} />.</>}</p>
      {sentences.map((sentence) => <p key={sentence}>{sentence}</p>)}
      {link.kind !== "LEADING" && (
        <div className={`card ${styles.reason}`}>
          <div className="row"><Mark tone={linkKinds[link.kind].tone} title={linkKinds[link.kind].note}>{linkKinds[link.kind].label}</Mark><Mark tone={listingRelations[link.relation].tone} title={listingRelations[link.relation].note}>{listingRelations[link.relation].label}</Mark></div>
          <p>The reason in full: <Foreign text={link.statement} maxLength={600} /></p>
          <EvidenceLines evidence={link.evidence} />
        </div>
      )}
      {isRegistration && <Registration listing={listing} />}
      <CandidateListings candidates={model.candidateListings} />
      <p><Link to={paths.trust(key)}>What is known of the trust of this listing</Link></p>
    </Section>
  );
}

/** Who wrote an entry, as far as stored findings say. */
function Registration({ listing: { publisher, trust } }: { readonly listing: Listing }): React.JSX.Element {
  const claims = trust?.claims.nodes ?? [];
  return (
    <>
      <h3>Who wrote the entry</h3>
      <p>{publisher === null ? "The entry names no publisher." : <>The entry names <strong><Foreign text={publisher.name} /></strong> as publisher. Whoever writes an entry can name anybody there.</>}</p>
      {claims.length === 0 && <p>Who registered it is not known here: no claim about its registration is stored.</p>}
      <ul className="plain">
        {claims.map((claim) => (
          <li key={claim.id} className={`card ${styles.reason}`}>
            <div className="row"><Mark tone={claimStatuses[claim.status].tone} title={claimStatuses[claim.status].note}>{claimStatuses[claim.status].label}</Mark>{claim.effect !== "NEUTRAL" && <Mark tone={claimEffects[claim.effect].tone} title={claimEffects[claim.effect].note}>{claimEffects[claim.effect].label}</Mark>}</div>
            <p><Foreign text={claim.statement} maxLength={600} /></p>
            <p className="small muted">Stated by <Foreign text={claim.issuer.name ?? claim.issuer.key} />, <Moment at={claim.observedAt} /></p>
            {claim.evidence.some((evidence) => evidence.__typename === "ChainEvidence" && evidence.transactionHash !== null) && <p className="small">Which account that was, the transaction says: whoever sent it.</p>}
            <EvidenceLines evidence={claim.evidence} />
          </li>
        ))}
      </ul>
    </>
  );
}

function CandidateListings({ candidates }: { readonly candidates: Candidates }): React.JSX.Element | null {
  if (candidates.length === 0) return null;
  return (
    <>
      <h3>May be the same, not joined</h3>
      <ul className="plain">
        {candidates.map(({ listing, link }) => (
          <li key={listing.key} className={`card ${styles.reason}`}>
            <p><Link to={paths.model(listing.key)}><Foreign text={listing.name} /></Link> <span className="muted">at {listing.source.title}</span></p>
            <p><Foreign text={link.statement} maxLength={600} /></p>
            <EvidenceLines evidence={link.evidence} />
          </li>
        ))}
      </ul>
    </>
  );
}
