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
import { systemLevels, trustLevels } from "../../words/trust.ts";
import { languageName } from "./filter-fields.ts";
import { HitWhy } from "./hit-why.tsx";
import { againstWords, anybodyMayWrite, firstOf, priceWords } from "./hit-words.ts";
import styles from "./hit.module.css";

type Node = SearchPageHitFragment["node"];

/** One model among the hits. */
export const Hit = memo(function Hit({ edge }: { readonly edge: SearchPageHitFragment }): React.JSX.Element {
  const { node, why } = edge;
  const [isAsked, setAsked] = useState(false);
  const reasons = useId();
  return (
    <article className={styles.hit}>
      <div className={styles.first}>
        <div className={styles.head}>
          <h3 className={styles.title}><Link to={paths.model(node.id)} data-hit={node.id}><Foreign text={node.name} maxLength={100} /></Link></h3>
          <span className={styles.by}>{node.publisher === null ? <span className="muted">publisher not known</span> : <>by <Foreign text={node.publisher.name} maxLength={60} /></>}</span>
          <Standing node={node} />
          {why.some(({ name }) => name === anybodyMayWrite) && <Mark tone="caution" title="Nobody vouches for what is written there.">listed only where anybody may write</Mark>}
        </div>
        <div className={styles.tray}><TrayButtons reference={node.id} name={node.name} /></div>
      </div>
      <div className={styles.line}><Facts node={node} /><Trust node={node} /></div>
      <div className={styles.line}>
        <Rest node={node} />
        <button type="button" className={styles.ask} aria-expanded={isAsked} aria-controls={reasons} onClick={() => setAsked(!isAsked)}>Why is this here?<span className="only-heard"> <Foreign text={node.name} /></span></button>
      </div>
      <div id={reasons}>{isAsked && <HitWhy edge={edge} />}</div>
    </article>
  );
});

/** What stands in the way of getting it, as its leading listing says. */
function Standing({ node: { listings } }: { readonly node: Node }): React.JSX.Element | null {
  const leading = listings.nodes[0];
  if (leading === undefined) return null;
  const { state, access, source, goneAt } = leading;
  return (
    <>
      {state !== "LISTED" && <Mark tone={listingStates[state].tone} title={listingStates[state].note}>{state === "GONE" ? <>gone from {source.title}{goneAt !== null && <>, noticed <Moment at={goneAt} /></>}</> : listingStates[state].label}</Mark>}
      {access !== "OPEN" && access !== "UNKNOWN" && <Mark tone={accesses[access].tone} title={accesses[access].note}>{accesses[access].label}</Mark>}
    </>
  );
}

/** By what people choose, the same things at the same place in each hit. */
function Facts({ node: { license, task, parameters, contextLength } }: { readonly node: Node }): React.JSX.Element {
  const { label, note, tone } = licenseClasses[license.class];
  const named = license.spdx ?? license.name;
  return (
    <ul className={`plain ${styles.facts}`}>
      <li><Mark tone={tone} title={note}>{license.class === "UNKNOWN" && named !== null ? "licence not classed" : label}</Mark>{named !== null && <> <Foreign text={named} maxLength={40} /></>}</li>
      <li>{task === null ? <span className="muted">task not stated</span> : <Foreign text={task} maxLength={40} />}</li>
      <li>{parameters === null ? <span className="muted">parameters not known</span> : <span title={`${count(parameters.total)}, ${valueOrigins[parameters.origin]}`}>{short(parameters.total)} parameters{parameters.active !== null && `, ${short(parameters.active)} active`}{parameters.origin === "NAME" && <span className="muted"> (by its name)</span>}</span>}</li>
      <li>{contextLength === null ? <span className="muted">context not known</span> : <>{tokens(contextLength)}</>}</li>
    </ul>
  );
}

function Rest({ node: { languages, formats, popularity, listings, offers } }: { readonly node: Node }): React.JSX.Element {
  const { downloads30d, downloadsAllTime, asOf } = popularity;
  const price = priceWords(offers);
  const titles = [...new Set(listings.nodes.map(({ source }) => source.title))];
  return (
    <ul className={`plain ${styles.rest}`}>
      <li>{languages.length === 0 ? "languages not stated" : <Foreign text={firstOf(languages.map(languageName), 3)} maxLength={120} />}</li>
      <li>{formats.length === 0 ? "formats not known" : firstOf(formats.map((format) => weightFormats[format].label), 3)}</li>
      <li>
        {downloads30d !== null ? `${count(downloads30d)} downloads in 30 days` : downloadsAllTime !== null ? `${count(downloadsAllTime)} downloads in all` : "downloads not known"}
        {(downloads30d ?? downloadsAllTime) !== null && asOf !== null && <>, <Moment at={asOf} /></>}
      </li>
      <li className={price.isKnown ? styles.price : undefined}>{price.text}</li>
      <li>at {titles.join(", ")}{listings.totalCount > listings.nodes.length && `, ${listings.totalCount} listings`}</li>
    </ul>
  );
}

/** As last found: a search checks nothing. */
function Trust({ node: { id, trust } }: { readonly node: Node }): React.JSX.Element {
  const against = trust === null ? undefined : againstWords(trust.claims);
  return (
    <span className={styles.trust}>
      {trust === null ? <span className="muted">what was found is not known</span>
        : trust.assessedAt === null ? <Mark tone="unknown" title="Nobody has asked for its trust report here.">not assessed yet</Mark>
        : <><Mark tone={trustLevels[trust.level].tone} title={trustLevels[trust.level].note}>files: {trustLevels[trust.level].label}</Mark> <Mark tone={systemLevels[trust.systemLevel].tone} title={systemLevels[trust.systemLevel].note}>system: {systemLevels[trust.systemLevel].label}</Mark> <span className="muted">found <Moment at={trust.assessedAt} /></span></>}
      {against !== undefined && <> <Link to={paths.trust(id)} className={styles.against}><Mark tone={against.isAgainst ? "bad" : "caution"}>{against.text}</Mark></Link></>}
    </span>
  );
}
