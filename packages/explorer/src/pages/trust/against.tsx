import { counted } from "../../format/numbers.ts";
import type { ClaimRowFragment, TrustPageReportFragment } from "../../generated/types.ts";
import { claimAnchor } from "../../parts/claim-anchor.ts";
import { ClaimMarks } from "../../parts/claim-view.tsx";
import { Foreign } from "../../parts/foreign.tsx";
import { groupOf } from "./group-claims.ts";
import styles from "./trust-page.module.css";

export interface AgainstCardProps {
  readonly claims: readonly ClaimRowFragment[];
  readonly counts: TrustPageReportFragment["counts"];
  readonly assessedAt: string | null;
}

const mostShown = 6;

/** What stands against it, before what speaks for it; without any, what that says and what not. */
export function AgainstCard({ claims, counts, assessedAt }: AgainstCardProps): React.JSX.Element {
  const against = claims.filter((claim) => ["against", "caution"].includes(groupOf(claim)));
  const all = counts.verified + counts.asserted + counts.unknown + counts.failed;
  return (
    <section id="against" className={`card ${styles.againstCard}`} aria-labelledby="against-title">
      <h2 id="against-title">What speaks against it {against.length > 0 && <span className="small muted">{counted(against.length, "claim")}</span>}</h2>
      {against.length === 0
        ? <p>{assessedAt === null
          ? "Not assessed yet: nothing was checked here, so nothing could be found."
          : `Nothing found against it in ${counted(all, "claim")}, of which ${counts.unknown === 0 ? "none is unknown" : `${counted(counts.unknown, "is unknown", "are unknown")} and may hide something`}.`}</p>
        : (
          <ul className={`plain ${styles.against}`}>
            {against.slice(0, mostShown).map((claim) => <li key={claim.id}><ClaimMarks claim={claim} /> <a href={`#${claimAnchor(claim.id)}`}><Foreign text={claim.statement} maxLength={200} /></a></li>)}
            {against.length > mostShown && <li><a href="#claims">and {counted(against.length - mostShown, "more claim")}</a></li>}
          </ul>
        )}
    </section>
  );
}
