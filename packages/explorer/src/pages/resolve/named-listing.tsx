import { Link } from "react-router";
import { bytes } from "../../format/numbers.ts";
import type { ResolvePageQuery } from "../../generated/types.ts";
import { CopyButton, Digest } from "../../parts/copy.tsx";
import { Foreign } from "../../parts/foreign.tsx";
import { Mark } from "../../parts/mark.tsx";
import { Moment } from "../../parts/moment.tsx";
import { Outside } from "../../parts/outside.tsx";
import { Section } from "../../parts/section.tsx";
import { paths } from "../../paths.ts";
import { accesses, listingStates } from "../../words/listings.ts";
import styles from "./resolve-page.module.css";

type Resolution = NonNullable<ResolvePageQuery["resolve"]>;

/** Which listing, revision and file a text named. */
export function NamedListing({ resolution: { listing, revision, artifact } }: { readonly resolution: Resolution }): React.JSX.Element {
  return (
    <Section id="listing" title="What exactly it names">
      <dl className={styles.facts}>
        <div className={styles.wide}><dt>Listing</dt><dd>{listing === null ? "No listing: the model as a whole." : <Listing listing={listing} />}</dd></div>
        <div className={styles.wide}><dt>Revision</dt><dd>{revision === null ? "none known" : <><Digest value={revision} what="the revision" /> {listing !== null && listing.revision === revision && <span className="small muted">the listing's own, when it was last read</span>}</>}</dd></div>
        <div className={styles.wide}><dt>File</dt><dd>{artifact === null ? "no file named" : <><code><Foreign text={artifact.path} /></code>, {artifact.sizeBytes === null ? "size not stated" : bytes(artifact.sizeBytes)}{artifact.digest !== null && <>, <Digest value={artifact.digest} /></>}</>}</dd></div>
        {typeof listing?.purl === "string" && <div className={styles.wide}><dt>Package URL, to paste elsewhere</dt><dd><code><Foreign text={listing.purl} maxLength={400} /></code> <CopyButton text={listing.purl} what="the package URL" /></dd></div>}
      </dl>
    </Section>
  );
}

function Listing({ listing }: { readonly listing: NonNullable<Resolution["listing"]> }): React.JSX.Element {
  const { key, source, url, state, access, fetchedAt, goneAt } = listing;
  return (
    <>
      <code><Foreign text={key} maxLength={300} /></code> <CopyButton text={key} what="the key of the listing" />
      <div className={styles.under}>
        at <Link to={paths.source(source.id)}>{source.title}</Link>
        {state !== "LISTED" && <Mark tone={listingStates[state].tone} title={listingStates[state].note}>{listingStates[state].label}{goneAt !== null && <>, noticed <Moment at={goneAt} /></>}</Mark>}
        <Mark tone={accesses[access].tone} title={accesses[access].note}>{accesses[access].label}</Mark>
        <span className="small muted">facts of <Moment at={fetchedAt} /></span>
        {url !== null && <span className="small"><Outside href={url}>its page</Outside></span>}
      </div>
    </>
  );
}
