import { Foreign } from "../../parts/foreign.tsx";
import { Mark } from "../../parts/mark.tsx";
import { driftKinds, driftSeverities } from "../../words/pins.ts";
import type { PinCheckResult } from "./check-rows.ts";
import styles from "./pins-page.module.css";

/** One thing that is not as it was pinned: what, how much it weighs, before and after, and what to do. */
export function DriftView({ drift: { kind, severity, before, after, statement } }: { readonly drift: PinCheckResult["drifts"][number] }): React.JSX.Element {
  const { label, note, tone } = driftSeverities[severity];
  return (
    <div className={styles.drift}>
      <div className="row"><Mark tone={tone} title={note}>{label}</Mark><strong>{driftKinds[kind].label}</strong></div>
      <p><Foreign text={statement} maxLength={800} /></p>
      <div className={styles.sides}>
        <Side title="As it was pinned" value={before} />
        <Side title="Now" value={after} />
      </div>
      <p className="small"><strong>What to do:</strong> {driftKinds[kind].remedy}</p>
    </div>
  );
}

function Side({ title, value }: { readonly title: string; readonly value: unknown }): React.JSX.Element {
  return (
    <div>
      <div className="small muted">{title}</div>
      {value === null || value === undefined ? <p className="small">nothing is stated</p> : <pre className={styles.value} tabIndex={0} role="group" aria-label={title}><Foreign text={typeof value === "string" ? value : JSON.stringify(value, undefined, 1)} maxLength={2_000} multiline /></pre>}
    </div>
  );
}
