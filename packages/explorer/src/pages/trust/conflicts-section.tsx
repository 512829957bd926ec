import type { TrustPageReportFragment } from "../../generated/types.ts";
import { claimAnchor } from "../../parts/claim-anchor.ts";
import { ClaimMarks } from "../../parts/claim-view.tsx";
import { Foreign } from "../../parts/foreign.tsx";
import { Section } from "../../parts/section.tsx";
import { claimKinds, issuerTypes } from "../../words/claims.ts";
import styles from "./trust-page.module.css";

/** Claims that cannot all be true, side by side; none is shown as the right one. */
export function ConflictsSection({ conflicts }: { readonly conflicts: TrustPageReportFragment["conflicts"] }): React.JSX.Element | null {
  if (conflicts.length === 0) return null;
  return (
    <Section id="conflicts" title="Claims that contradict each other" aside="None of them is settled here.">
      <ul className="plain stack">
        {conflicts.map(({ kind, note, claims }) => (
          <li key={`${kind} ${note}`} className="card">
            <h3>{claimKinds[kind].label}</h3>
            <p><Foreign text={note} maxLength={600} /></p>
            <ul className={`plain ${styles.sides}`}>
              {claims.map((claim) => (
                <li key={claim.id}>
                  <ClaimMarks claim={claim} />
                  <p><a href={`#${claimAnchor(claim.id)}`}><Foreign text={claim.statement} maxLength={400} /></a></p>
                  <p className="small muted">{issuerTypes[claim.issuer.type].label}: <Foreign text={claim.issuer.name ?? claim.issuer.key} maxLength={120} /></p>
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </Section>
  );
}
