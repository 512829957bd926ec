import type { DecisionRowFragment } from "../../generated/types.ts";
import { Digest } from "../../parts/copy.tsx";
import { Foreign } from "../../parts/foreign.tsx";
import { Moment } from "../../parts/moment.tsx";
import { SaveButton } from "../../parts/save-button.tsx";
import { Section } from "../../parts/section.tsx";
import styles from "./trust-page.module.css";

/** What of the decision can be kept: its digests, and its statement as a file. */
export function RecordSection({ decision, listingKey }: { readonly decision: DecisionRowFragment; readonly listingKey: string }): React.JSX.Element {
  const { policy, inputDigest, statement, validUntil } = decision;
  return (
    <Section id="record" title="For your records" folds>
      <dl className={styles.record}>
        <div><dt>Policy</dt><dd><Foreign text={policy.title} maxLength={160} />, version <Foreign text={policy.version} maxLength={40} /></dd></div>
        <div><dt>Digest of its rules</dt><dd><Digest value={policy.digest} what="the digest of the policy" /></dd></div>
        <div><dt>Digest of all claims that went in</dt><dd><Digest value={inputDigest} what="the digest of the claims" /></dd></div>
        <div><dt>Void from</dt><dd>{validUntil === null ? "no time is set" : <Moment at={validUntil} to="second" />}</dd></div>
      </dl>
      <p className="small muted">Two reports with both digests equal have the same outcome of each rule, and the same decision.</p>
      {statement === null
        ? <p className="small">The decision cannot be given as a statement: neither the revision nor the weights are known by a digest to bind it to.</p>
        : (
          <div className="row">
            <SaveButton name={`decision-${listingKey}.intoto.json`} text={`${JSON.stringify(statement, undefined, 2)}\n`}>Download the decision as a statement</SaveButton>
            <span className="small muted">An in-toto statement, unsigned: it does not prove who made it.</span>
          </div>
        )}
    </Section>
  );
}
