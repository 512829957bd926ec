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
import styles from "./listing-row.module.css";

export interface ListingRowProps {
  readonly listing: ModelPageListingFragment;
  /** Why it belongs here; of a candidate, what speaks for it. @default that of the listing */
  readonly link?: ModelPageListingFragment["link"];
  readonly isCandidate?: boolean;
  readonly children?: ReactNode;
}

/** One listing in a row: where, and why it belongs to the model. It opens to its state, its licence and the evidence; nothing in it is merged. */
export function ListingRow({ listing, link = listing.link, isCandidate = false, children }: ListingRowProps): React.JSX.Element {
  const { source, key, nativeId, url, revision, access, state, fetchedAt, goneAt, license, precisions } = listing;
  const [accessWord, stateWord] = [accesses[access], listingStates[state]];
  const terms = license.name ?? license.spdx;
  return (
    <li>
      <details className={styles.listing}>
        <summary>
          <span className={styles.name}><strong>{source.title}</strong> <span className={styles.nativeId}><Foreign text={nativeId} /></span></span>
          <span className={styles.marks}>
            {isCandidate ? <Mark tone="unknown">not joined</Mark> : <Mark tone={linkKinds[link.kind].tone} title={linkKinds[link.kind].note}>{linkKinds[link.kind].label}</Mark>}
            {state !== "LISTED" && <Mark tone={stateWord.tone} title={stateWord.note}>{stateWord.label}{goneAt !== null && <>, noticed <Moment at={goneAt} /></>}</Mark>}
            <Mark tone={accessWord.tone} title={accessWord.note}>{accessWord.label}</Mark>
          </span>
          <span className={styles.as}>facts of <Moment at={fetchedAt} /></span>
          {isCandidate && <span className={styles.why}><Foreign text={link.statement} maxLength={400} /></span>}
        </summary>
        <div className={styles.inside}>
          {!isCandidate && <p><Foreign text={link.statement} maxLength={400} />{link.kind !== "LEADING" && <span className="muted"> {link.relation === "UNKNOWN" ? "What it holds of it is not known." : `Taken as ${listingRelations[link.relation]}.`}</span>}</p>}
          <div className={styles.facts}>
            <span>Revision {revision === null ? <em>no immutable state is known</em> : <Digest value={revision} what="the revision" />}</span>
            <span>Licence {terms === null ? <em>not stated</em> : <Foreign text={terms} />}</span>
            <span>Facts of <Moment at={fetchedAt} /></span>
            {precisions.length > 0 && <span>Precision <Foreign text={precisions.join(", ")} /></span>}
          </div>
          <div className={styles.facts}>
            {url !== null && <Outside href={url}>page at {source.title}</Outside>}
            <Link to={paths.trust(key)}>its own trust report</Link>
            <Link to={paths.source(source.id)}>about {source.title}</Link>
            {link.evidence.map(({ sourceUrl, retrievedAt }, place) => <span key={place}>evidence read <Moment at={retrievedAt} />{sourceUrl !== null && <>: <Outside href={sourceUrl}>where</Outside></>}</span>)}
          </div>
          {children}
        </div>
      </details>
    </li>
  );
}
