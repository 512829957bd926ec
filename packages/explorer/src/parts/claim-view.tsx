import { useEffect, useId, useState } from "react";
import type { RefObject } from "react";
import { Link, useLocation } from "react-router";
import type { ClaimRowFragment } from "../generated/types.ts";
import { paths } from "../paths.ts";
import { claimKinds, issuerTypes, subjectTypes, unknownReasons, verifiabilities } from "../words/claims.ts";
import { isSettledByDepth } from "../words/asks-for-depth.ts";
import { claimEffects, claimStatuses } from "../words/trust.ts";
import { claimAnchor } from "./claim-anchor.ts";
import { ClaimFact } from "./claim-fact.tsx";
import styles from "./claim-view.module.css";
import { CopyButton, Digest } from "./copy.tsx";
import { EvidenceView } from "./evidence-view.tsx";
import { FileDigest } from "./file-digest.tsx";
import { Foreign } from "./foreign.tsx";
import { LookFurther } from "./look-further.tsx";
import { Mark } from "./mark.tsx";
import { Moment } from "./moment.tsx";
import { Outside } from "./outside.tsx";

/** A method by which nobody but the source has looked at a claim. */
const statedAlone = "source.statement/1";

/**
 * One claim in one row, which opens down to its evidence and the command to check it again. The address of the page names it: `#claim-…` opens it.
 *
 * @param level of the headings inside: one below the heading that the claim stands under. @default 4
 */
export function ClaimView({ claim, level = 4 }: { readonly claim: ClaimRowFragment; readonly level?: 3 | 4 }): React.JSX.Element {
  const anchor = claimAnchor(claim.id);
  const { hash } = useLocation();
  const isLinked = hash === `#${anchor}`;
  const [isOpen, setOpen] = useState(isLinked);
  useEffect(() => {
    if (!isLinked) return;
    setOpen(true);
    const element = document.getElementById(anchor);
    element?.scrollIntoView({ block: "start" });
    element?.querySelector("summary")?.focus({ preventScroll: true });
  }, [isLinked, anchor]);
  return (
    <details id={anchor} className={`${styles.claim} ${isLinked ? styles.isLinked : ""}`} open={isOpen} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary><ClaimLine claim={claim} /></summary>
      {isOpen && <Inside claim={claim} anchor={anchor} level={level} />}
    </details>
  );
}

/** Claims one below the other. */
export function ClaimList({ claims, level = 4, list }: { readonly claims: readonly ClaimRowFragment[]; readonly level?: 3 | 4; readonly list?: RefObject<HTMLElement | null> }): React.JSX.Element {
  return <ul className={`plain ${styles.list}`} ref={(made) => { if (list !== undefined) list.current = made; }}>{claims.map((claim) => <li key={claim.id}><ClaimView claim={claim} level={level} /></li>)}</ul>;
}

/** Status and effect of a claim: two words, always both. */
export function ClaimMarks({ claim: { status, effect } }: { readonly claim: Pick<ClaimRowFragment, "status" | "effect"> }): React.JSX.Element {
  return (
    <span className={styles.marks}>
      <Mark tone={claimStatuses[status].tone} title={claimStatuses[status].note}><span className="only-heard">status: </span>{claimStatuses[status].label}</Mark>
      <Mark tone={claimEffects[effect].tone} title={claimEffects[effect].note}><span className="only-heard">effect: </span>{claimEffects[effect].label}</Mark>
    </span>
  );
}

function ClaimLine({ claim }: { readonly claim: ClaimRowFragment }): React.JSX.Element {
  const { kind, statement, status, unknownReason, statedBy, observedAt, expiresAt, stale } = claim;
  return (
    <span>
      <span className={styles.line}>
        <ClaimMarks claim={claim} />
        {stale && <Mark tone="caution" title="It expired, or the source could not be asked again. A policy reads it as unknown unless it allows its age.">out of date</Mark>}
        <span className={styles.statement}>{statement === "" ? "(no statement)" : <Foreign text={statement} maxLength={400} />}</span>
      </span>
      <span className={styles.about}>
        {claimKinds[kind].label} · {status === "ASSERTED" ? "stated by " : "by "}<IssuerName claim={claim} />
        {statedBy !== null && <>, passed on by <Foreign text={statedBy.title} maxLength={60} /></>}
        {" · "}<Moment at={observedAt} />
        {expiresAt !== null && <> · {Date.parse(expiresAt) > Date.now() ? "expires" : "expired"} <Moment at={expiresAt} /></>}
        {status === "UNKNOWN" && unknownReason !== null && <> · {unknownReasons[unknownReason].why}</>}
      </span>
    </span>
  );
}

function IssuerName({ claim: { issuer } }: { readonly claim: ClaimRowFragment }): React.JSX.Element {
  if (issuer.type === "GATEWAY") return <>this gateway</>;
  return <Foreign text={issuer.name ?? issuer.key} maxLength={80} />;
}

function Inside({ claim, anchor, level }: { readonly claim: ClaimRowFragment; readonly anchor: string; readonly level: 3 | 4 }): React.JSX.Element {
  const { status, effect, unknownReason, verifiability, checks, evidence } = claim;
  const Heading = `h${level}` as const;
  const heading = useId();
  const unknown = status === "UNKNOWN" && unknownReason !== null ? unknownReasons[unknownReason] : undefined;
  return (
    <div className={styles.inside}>
      <p className={styles.meanings}>
        <span><strong>Status, {claimStatuses[status].label}:</strong> {claimStatuses[status].note}</span>
        <span><strong>Effect, {claimEffects[effect].label}:</strong> {claimEffects[effect].note}</span>
        <span><strong>The most that such a check can show is {verifiabilities[verifiability].label}:</strong> {verifiabilities[verifiability].note}</span>
      </p>
      {unknown !== undefined && <p className={styles.unknown}><strong>Why it is unknown:</strong> {unknown.why} {unknown.settledBy ?? "Nothing that this gateway can do would settle it."}{isSettledByDepth(unknownReason) && <> <LookFurther /></>}</p>}
      <ClaimFacts claim={claim} />
      {checks.length > 0 && (
        <div>
          <Heading className={styles.head}>Parts of the check</Heading>
          <ul className={`plain ${styles.checks}`}>
            {checks.map(({ key, status: part, statement }) => <li key={key}><Mark tone={claimStatuses[part].tone} title={claimStatuses[part].note}>{claimStatuses[part].label}</Mark> <code><Foreign text={key} maxLength={60} /></code>: <Foreign text={statement} maxLength={500} /></li>)}
          </ul>
        </div>
      )}
      <div>
        <Heading className={styles.head} id={heading}>Evidence</Heading>
        {evidence.length === 0
          ? <p className="muted">No evidence comes with it; there is nothing to look up.</p>
          : <ul className={`plain ${styles.list}`} aria-labelledby={heading}>{evidence.map((each, index) => <li key={index}><EvidenceView evidence={each} place={index + 1} /></li>)}</ul>}
      </div>
      <div className={styles.foot}>
        <a href={`#${anchor}`}>Link to this claim</a>
        <span>Id of the claim: <Digest value={claim.id} what="the id of the claim" /></span>
      </div>
    </div>
  );
}

function ClaimFacts({ claim }: { readonly claim: ClaimRowFragment }): React.JSX.Element {
  const { kind, kindUri, subject, issuer, statedBy, method, observedAt, validAt, expiresAt, stale } = claim;
  return (
    <dl className={styles.facts}>
      <ClaimFact name="Kind">{claimKinds[kind].label}: {claimKinds[kind].note}{kindUri !== null && <> <Outside href={kindUri}><Foreign text={kindUri} /></Outside></>}</ClaimFact>
      <ClaimFact name="Subject">{subjectTypes[subject.type]}: <code><Foreign text={subject.reference} maxLength={300} /></code> {subject.listing !== null && <Link to={paths.trust(subject.listing.key)}>report of its listing</Link>}</ClaimFact>
      <ClaimFact name="Revision that it holds for" without={subject.type === "ARTIFACT" ? "none named: it holds for the digest" : "none named: it may not hold for another state"}>{subject.revision !== null && <><code><Foreign text={subject.revision} maxLength={120} /></code> <CopyButton text={subject.revision} what="the revision" /></>}</ClaimFact>
      <ClaimFact name="File that it holds for">{subject.digest !== null && <FileDigest value={subject.digest} what="the digest of the file" />}</ClaimFact>
      <ClaimFact name="Issuer">{issuerTypes[issuer.type].note} {issuer.name !== null && <><Foreign text={issuer.name} maxLength={120} />, </>}<code><Foreign text={issuer.key} maxLength={200} /></code></ClaimFact>
      <ClaimFact name="Passed on by">{statedBy !== null && <><Link to={paths.source(statedBy.id)}><Foreign text={statedBy.title} maxLength={80} /></Link>, a row beside the listing. No level, count or conflict rests on it, and no rule but one that names its issuer.</>}</ClaimFact>
      <ClaimFact name="Method"><code><Foreign text={method} maxLength={120} /></code>{method === statedAlone && " (nobody has checked it)"}</ClaimFact>
      <ClaimFact name="Observed"><Moment at={observedAt} to="second" withAge /></ClaimFact>
      <ClaimFact name="Time that the proof speaks of">{validAt !== null && <Moment at={validAt} to="second" withAge />}</ClaimFact>
      <ClaimFact name="Must be looked at again" without="no time is set: it is about something that cannot change, or its source sets none">{expiresAt !== null && <Moment at={expiresAt} to="second" withAge />}</ClaimFact>
      {stale && <ClaimFact name="Out of date">It expired, or the source could not be asked again. Policies read it as unknown unless they allow its age.</ClaimFact>}
    </dl>
  );
}
