import { Link } from "react-router";
import { counted } from "../../format/numbers.ts";
import type { ModelPageConflictsFragment, ModelPageTrustFragment } from "../../generated/types.ts";
import { claimAnchor } from "../../parts/claim-anchor.ts";
import { ClaimMarks } from "../../parts/claim-view.tsx";
import { Foreign } from "../../parts/foreign.tsx";
import { Mark } from "../../parts/mark.tsx";
import { Moment } from "../../parts/moment.tsx";
import { Section } from "../../parts/section.tsx";
import { paths } from "../../paths.ts";
import { conflictFields } from "../../words/models.ts";
import { digestConflict, otherContradictions } from "./digest-conflict.ts";
import type { DigestConflict } from "./digest-conflict.ts";
import styles from "./against-section.module.css";

export interface AgainstSectionProps {
  readonly id: string;
  readonly trust: ModelPageTrustFragment["trust"];
  readonly conflicts: ModelPageConflictsFragment["conflicts"];
}

/** Claims that are shown here; the rest are in the trust report. */
const mostClaims = 5;

/** What stands against it, before what speaks for it: findings, and what its sources disagree on. */
export function AgainstSection({ id, trust, conflicts }: AgainstSectionProps): React.JSX.Element {
  const claims = trust?.against.nodes.slice(0, mostClaims) ?? [];
  const more = (trust?.against.totalCount ?? 0) - claims.length;
  const contradictions = otherContradictions(trust?.conflicts ?? [], claims);
  const isOfBytes = claims.some((claim) => digestConflict(claim) !== undefined);
  // That bytes differ stands beside its claim already.
  const fields = conflicts.filter(({ field }) => field !== "artifacts" || !isOfBytes);
  return (
    <Section id="against" title="What stands against it">
      <ul className={`plain ${styles.list}`}>
        {claims.map((claim) => (
          <li key={claim.id}>
            <p className="row"><ClaimMarks claim={claim} /></p>
            <p><Foreign text={claim.statement} maxLength={400} /></p>
            <OtherBytes conflict={digestConflict(claim)} isInTable={conflicts.length > fields.length} />
            <p className="small muted">Found <Moment at={claim.observedAt} />{claim.issuer.name !== null && <>, stated by <Foreign text={claim.issuer.name} /></>}{claim.stale && ", out of date"}. <Link to={`${paths.trust(id)}#${claimAnchor(claim.id)}`}>Evidence</Link></p>
          </li>
        ))}
        {contradictions.map(({ kind, note }) => <li key={`${kind} ${note}`}><p><Mark tone="caution">contradiction</Mark> <Foreign text={note} maxLength={400} /></p></li>)}
        {fields.length > 0 && <li><p><Mark tone="caution">sources disagree</Mark> <a href="#conflicts">{fields.map(({ field }) => conflictFields[field] ?? field).join(", ")}</a></p></li>}
      </ul>
      {more > 0 && <p className="small"><Link to={paths.trust(id)}>{counted(more, "more finding")} of this kind</Link></p>}
      {claims.length + contradictions.length === 0 && <p className={styles.nothing}>{nothingFound(trust)}</p>}
    </Section>
  );
}

/** That two places state different bytes is said with both, since it tells nothing of which is right. */
function OtherBytes({ conflict, isInTable }: { readonly conflict: DigestConflict | undefined; readonly isInTable: boolean }): React.JSX.Element | null {
  if (conflict === undefined) return null;
  const places = [conflict.own, ...conflict.others];
  return (
    <p>
      {places.length === 2 ? "Two places state" : `${places.length} places state`} different bytes for a file of one name. That does not tell which of them is right:{" "}
      {places.map((key, at) => <span key={key}>{at > 0 && (at === places.length - 1 ? " and " : ", ")}<code><Foreign text={key} /></code> (<Link to={paths.trust(key)} aria-label={`trust report of ${key}`}>its trust</Link>)</span>)}.
      {isInTable && <> <a href="#conflicts">Both values side by side</a></>}
    </p>
  );
}

function nothingFound(trust: ModelPageTrustFragment["trust"]): React.ReactNode {
  if (trust === null || trust.assessedAt === null) return "No check of it is stored yet: what checks would find for or against it is not known. The trust report makes them.";
  return <>The checks until <Moment at={trust.assessedAt} /> found nothing against it; {counted(trust.counts.unknown, "claim is", "claims are")} unknown.</>;
}
