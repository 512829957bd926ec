import { Link } from "react-router";
import type { SearchPageHitFragment } from "../../generated/types.ts";
import { Mark } from "../../parts/mark.tsx";
import { Moment } from "../../parts/moment.tsx";
import { paths } from "../../paths.ts";
import { filesAre, systemIs, systemLevels, trustLevels } from "../../words/trust.ts";
import { againstWords } from "./hit-words.ts";
import styles from "./hit.module.css";

export interface HitTrustProps {
  readonly id: string;
  /** `undefined` while it was not asked for; its room stays free. */
  readonly trust: SearchPageHitFragment["node"]["trust"];
}

/** What was last found: a search checks nothing. */
export function HitTrust({ id, trust }: HitTrustProps): React.JSX.Element | null {
  if (trust === undefined) return null;
  if (trust === null) return <span className="muted">what was found is not known</span>;
  const { level, systemLevel, assessedAt, claims } = trust;
  const against = againstWords(claims);
  return (
    <>
      {assessedAt === null ? <Mark tone="unknown" title="Nobody has asked for its trust report here.">not assessed yet</Mark> : (
        <>
          <Mark tone={trustLevels[level].tone} title={trustLevels[level].note}>files: {filesAre[level]}</Mark>{" "}
          <Mark tone={systemLevels[systemLevel].tone} title={systemLevels[systemLevel].note}>system: {systemIs[systemLevel]}</Mark>
        </>
      )}
      <div className={styles.found}>
        {against !== undefined && <Link to={paths.trust(id)} className={styles.against}><Mark tone={against.isAgainst ? "bad" : "caution"}>{against.text}<span className={styles.about}>: {against.about}</span></Mark></Link>}
        {assessedAt !== null && <span className="muted">found <Moment at={assessedAt} /></span>}
      </div>
    </>
  );
}
