import { memo, useId, useState } from "react";
import { Link } from "react-router";
import { count, short, tokens } from "../../format/numbers.ts";
import type { SearchPageHitFragment } from "../../generated/types.ts";
import { Foreign } from "../../parts/foreign.tsx";
import { Mark } from "../../parts/mark.tsx";
import { Moment } from "../../parts/moment.tsx";
import { TrayButtons } from "../../parts/tray-buttons.tsx";
import { paths } from "../../paths.ts";
import { weightFormats } from "../../words/files.ts";
import { licenseClasses } from "../../words/licenses.ts";
import { accesses, listingStates } from "../../words/listings.ts";
import { valueOrigins } from "../../words/models.ts";
import { languageName } from "./filter-fields.ts";
import { HitTrust } from "./hit-trust.tsx";
import { HitWhy } from "./hit-why.tsx";
import { anybodyMayWrite, firstOf, priceWords } from "./hit-words.ts";
import styles from "./hit.module.css";

type Node = SearchPageHitFragment["node"];

/** One model among the hits. */
export const Hit = memo(function Hit({ edge }: { readonly edge: SearchPageHitFragment }): React.JSX.Element {
  const { node, why } = edge;
  const [isAsked, setAsked] = useState(false);
  const reasons = useId();
  return (
    <article className={styles.hit}>
      <Head node={node} isOpen={why.some(({ name }) => name === anybodyMayWrite)} />
      <Known node={node} />
      <div className={styles.does}>
        <button type="button" className={styles.ask} aria-expanded={isAsked} aria-controls={reasons} onClick={() => setAsked(!isAsked)}>Why is this here?<span className="only-heard"> <Foreign text={node.name} /></span></button>
        <TrayButtons reference={node.id} name={node.name} />
      </div>
      <div id={reasons} className={styles.why}>{isAsked && <HitWhy edge={edge} />}</div>
    </article>
  );
});

/** Whether the same would be shown again: an answer to the next key has most hits of the one before. */
function isSame<Props>(before: Props, after: Props): boolean {
  return JSON.stringify(before) === JSON.stringify(after);
}

/** What it is called, and what stands in the way of getting it, as its leading listing says. */
const Head = memo(function Head({ node: { id, name, publisher, listings }, isOpen }: { readonly node: Node; readonly isOpen: boolean }): React.JSX.Element {
  const leading = listings.nodes[0];
  return (
    <div className={styles.head}>
      <h3 className={styles.title}><Link to={paths.model(id)} data-hit={id}><Foreign text={name} maxLength={100} /></Link></h3>
      <span className={styles.by}>{publisher === null ? "publisher not known" : <>by <Foreign text={publisher.name} maxLength={60} /></>}</span>
      {leading !== undefined && <Standing leading={leading} />}
      {isOpen && <Mark tone="caution" title="Nobody vouches for what is written there.">listed only where anybody may write</Mark>}
    </div>
  );
}, isSame);

function Standing({ leading: { state, access, source, goneAt } }: { readonly leading: Node["listings"]["nodes"][number] }): React.JSX.Element {
  return (
    <>
      {state !== "LISTED" && <Mark tone={listingStates[state].tone} title={listingStates[state].note}>{state === "GONE" ? <>gone from {source.title}{goneAt !== null && <>, noticed <Moment at={goneAt} /></>}</> : listingStates[state].label}</Mark>}
      {access !== "OPEN" && access !== "UNKNOWN" && <Mark tone={accesses[access].tone} title={accesses[access].note}>{accesses[access].label}</Mark>}
    </>
  );
}

/** By what people choose, each thing at the same place in each hit. */
const Known = memo(function Known({ node }: { readonly node: Node }): React.JSX.Element {
  return <><Facts node={node} /><div className={styles.trust}><HitTrust id={node.id} trust={node.trust} /></div><Rest node={node} /></>;
}, isSame);

function Facts({ node: { license, task, parameters, contextLength } }: { readonly node: Node }): React.JSX.Element {
  const { label, note, tone } = licenseClasses[license.class];
  const named = license.spdx ?? license.name;
  return (
    <ul className={`plain ${styles.facts}`}>
      <li><Mark tone={tone} title={note}>{license.class === "UNKNOWN" && named !== null ? "licence not classed" : label}</Mark>{named !== null && <> <Foreign text={named} maxLength={40} /></>}</li>
      <li>{task === null ? <span className="muted">task not stated</span> : <Foreign text={task} maxLength={40} />}</li>
      <li>{parameters === null ? <span className="muted">size not known</span> : <span title={`${count(parameters.total)}, ${valueOrigins[parameters.origin]}`}>{short(parameters.total)} parameters{parameters.active !== null && `, ${short(parameters.active)} active`}{parameters.origin === "NAME" && <span className="muted"> (by its name)</span>}</span>}</li>
      <li>{contextLength === null ? <span className="muted">context not known</span> : <>{tokens(contextLength)}</>}</li>
    </ul>
  );
}

function Rest({ node: { languages, formats, popularity, listings, offers } }: { readonly node: Node }): React.JSX.Element {
  const { downloads30d, downloadsAllTime, asOf } = popularity;
  const price = priceWords(offers);
  const downloads = downloads30d ?? downloadsAllTime;
  const unknown = [...(languages.length === 0 ? ["languages"] : []), ...(formats.length === 0 ? ["formats"] : []), ...(downloads === null ? ["downloads"] : [])];
  const titles = [...new Set(listings.nodes.map(({ source }) => source.title))];
  return (
    <ul className={`plain ${styles.rest}`}>
      <li className={price.isKnown ? styles.price : undefined}>{price.text}</li>
      {languages.length > 0 && <li><Foreign text={firstOf(languages.map(languageName), 3)} maxLength={120} /></li>}
      {formats.length > 0 && <li>{firstOf(formats.map((format) => weightFormats[format].label), 3)}</li>}
      {downloads !== null && (
        <li title={`${count(downloads)}${asOf === null ? "" : `, counted ${asOf.slice(0, 10)}`}`}>{short(downloads)} downloads {downloads30d === null ? "in all" : "in 30 days"}{asOf !== null && <span className="only-heard">, counted <Moment at={asOf} /></span>}</li>
      )}
      <li>at {titles.join(", ")}{listings.totalCount > listings.nodes.length && `, ${listings.totalCount} listings`}</li>
      {unknown.length > 0 && <li>not known: {unknown.join(", ")}</li>}
    </ul>
  );
}
