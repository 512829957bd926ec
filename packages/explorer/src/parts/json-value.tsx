import { Foreign } from "./foreign.tsx";
import styles from "./json-value.module.css";
import { readable } from "./readable-json.ts";

/** Any JSON value for a person: a word or number in line, what holds several as lines of `name: value`. */
export function JsonValue({ value }: { readonly value: unknown }): React.JSX.Element {
  const lines = readable(value);
  if (lines.length === 1 && lines[0] !== undefined) return <span className={styles.value}><Foreign text={lines[0]} maxLength={160} /></span>;
  return (
    <div className={styles.lines}>
      {lines.map((line, place) => <div key={place} className={styles.value}><Foreign text={line} maxLength={160} /></div>)}
    </div>
  );
}
