import { Mark } from "../../parts/mark.tsx";
import { filesAre, systemIs, systemLevels, trustLevels } from "../../words/trust.ts";
import styles from "./search-page.module.css";

const files = ["LISTED", "PINNED", "INSPECTED", "AUTHENTICATED", "ATTESTED"] as const;
const systems = ["OPAQUE", "NAMED", "PINNABLE", "CONSTRAINED", "INDEPENDENT"] as const;

/** The legend of the two levels beside each hit. */
export function LevelHelp(): React.JSX.Element {
  return (
    <details className={styles.levels}>
      <summary>What do these levels mean?</summary>
      <p>Both were found when somebody last asked for a trust report; the pin list of your browser has nothing to do with them. Each level includes those before it.</p>
      <dl>
        {files.map((level) => <div key={level}><dt><Mark tone={trustLevels[level].tone}>files: {filesAre[level]}</Mark></dt><dd>{trustLevels[level].note}</dd></div>)}
        {systems.map((level) => <div key={level}><dt><Mark tone={systemLevels[level].tone}>system: {systemIs[level]}</Mark></dt><dd>{systemLevels[level].note}</dd></div>)}
      </dl>
    </details>
  );
}
