import type { ReactNode } from "react";
import { Link } from "react-router";
import type { ModelPageListingFragment } from "../../generated/types.ts";
import { Digest } from "../../parts/copy.tsx";
import { Foreign } from "../../parts/foreign.tsx";
import { Mark } from "../../parts/mark.tsx";
import { Moment } from "../../parts/moment.tsx";
import { Outside } from "../../parts/outside.tsx";
import { paths } from "../../paths.ts";
import { accesses, linkKinds, listingRelations, listingStates } from "../../words/listings.ts";
import styles from "./listing-card.module.css";

export interface ListingCardProps {
  readonly listing: ModelPageListingFragment;
  /** Why it belongs here; of a candidate, what speaks for it. @default that of the listing */
  readonly link?: ModelPageListingFragment["link"];
  readonly isCandidate?: boolean;
  readonly children?: ReactNode;
}

/** One listing: where, at which state, who can get it, and why it belongs to the model. Nothing in it is merged. */
export function ListingCard({ listing, link = listing.link, isCandidate = false, children }: ListingCardProps): React.JSX.Element {
  const { source, key, nativeId, url, revision, access, state, fetchedAt, goneAt, license, precisions } = listing;
  const [accessWord, stateWord] = [accesses[access], listingStates[state]];
  const terms = license.name ?? license.spdx;
  return (
    <li className={styles.card}>
      <h3 className={styles.name}><Link to={paths.source(source.id)}>{source.title}</Link> <span className={styles.nativeId}><Foreign text={nativeId} /></span></h3>
      <p className="row">
        {isCandidate ? <Mark tone="unknown">not joined</Mark> : <Mark tone={linkKinds[link.kind].tone} title={linkKinds[link.kind].note}>{linkKinds[link.kind].label}</Mark>}
        {state !== "LISTED" && <Mark tone={stateWord.tone} title={stateWord.note}>{stateWord.label}{goneAt !== null && <>, noticed <Moment at={goneAt} /></>}</Mark>}
        <Mark tone={accessWord.tone} title={accessWord.note}>{accessWord.label}</Mark>
        <span className="small muted">facts of <Moment at={fetchedAt} to="day" /></span>
      </p>
      <p className={styles.why}><Foreign text={link.statement} maxLength={400} /> {!isCandidate && <span className="muted">It holds {listingRelations[link.relation]}.</span>}</p>
      <dl className={styles.facts}>
        <div><dt>Revision</dt><dd>{revision === null ? <span className={styles.unstated}>no immutable state is known</span> : <Digest value={revision} what="the revision" />}</dd></div>
        <div><dt>Licence</dt><dd>{terms === null ? <span className={styles.unstated}>not stated</span> : <Foreign text={terms} />}</dd></div>
        {precisions.length > 0 && <div><dt>Precisions</dt><dd><Foreign text={precisions.join(", ")} /></dd></div>}
      </dl>
      <p className={`row small ${styles.links}`}>
        {url !== null && <Outside href={url}>page at {source.title}</Outside>}
        <Link to={paths.trust(key)}>its own trust report</Link>
        {link.evidence.map(({ sourceUrl, retrievedAt }, place) => <span key={place}>evidence read <Moment at={retrievedAt} />{sourceUrl !== null && <>: <Outside href={sourceUrl}>where</Outside></>}</span>)}
      </p>
      {children}
    </li>
  );
}
