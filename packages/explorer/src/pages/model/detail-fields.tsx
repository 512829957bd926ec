import { Foreign } from "../../parts/foreign.tsx";
import { plainFields } from "./plain-fields.ts";
import styles from "./facts-section.module.css";

/** Fields that only one source has, as it gives them. */
export function DetailFields({ source, fields }: { readonly source: string; readonly fields: unknown }): React.JSX.Element | null {
  const listed = plainFields(fields);
  if (listed.length === 0) return null;
  return (
    <details>
      <summary className="small">Fields that only {source} has ({listed.length})</summary>
      <dl className={styles.facts}>
        {listed.map(([name, text]) => <div key={name}><dt><Foreign text={name} maxLength={80} /></dt><dd><Foreign text={text} maxLength={400} multiline /></dd></div>)}
      </dl>
    </details>
  );
}
