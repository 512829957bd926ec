import { Link, useSearchParams } from "react-router";
import type { TrustDepth } from "../../generated/types.ts";
import { depths } from "../../words/policies.ts";
import { allDepths, withDepth } from "./depth.ts";
import { reportChanges } from "./report-changes.ts";
import type { ReportFigures } from "./report-changes.ts";
import styles from "./trust-page.module.css";

export interface DepthChoiceProps {
  readonly depth: TrustDepth;
  readonly isAsking: boolean;
  /** The report that was shown before, where there was one. */
  readonly before: ReportFigures | undefined;
  readonly now: ReportFigures;
  readonly onAgain: () => void;
}

/** How far to look, what that costs, and what another look changed. */
export function DepthChoice({ depth, isAsking, before, now, onAgain }: DepthChoiceProps): React.JSX.Element {
  const [query] = useSearchParams();
  const changes = before === undefined ? undefined : reportChanges(before, now);
  return (
    <div className={styles.depth}>
      <nav aria-label="How far to look" className="row">
        <span className="small muted" aria-hidden="true">How far to look</span>
        {allDepths.map((each) => <Link key={each} className="button small" aria-current={each === depth ? "true" : undefined} title={depths[each].note} preventScrollReset to={withDepth(query, each)}>{depths[each].label}</Link>)}
        <button type="button" className="small quiet" disabled={isAsking} onClick={onAgain}>Ask again</button>
      </nav>
      <p className="small muted">{depths[depth].note} <span role="status">{isAsking ? "Asking…" : changes === undefined ? "" : changes.length === 0 ? "The last look changed nothing in levels, counts and decision." : `The last look changed: ${changes.join("; ")}.`}</span></p>
    </div>
  );
}
