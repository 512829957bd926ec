import { Link } from "react-router";
import type { ComparePageRowFragment } from "../../generated/types.ts";
import { Foreign } from "../../parts/foreign.tsx";
import { Mark } from "../../parts/mark.tsx";
import { Moment } from "../../parts/moment.tsx";
import { paths } from "../../paths.ts";
import { valueOrigins } from "../../words/comparison.ts";
import { decisionOutcomes } from "../../words/policies.ts";
import { leaderWord } from "./rows.ts";
import styles from "./comparison-table.module.css";

export interface ComparisonCellProps {
  readonly cell: ComparePageRowFragment["cells"][number];
  readonly row: ComparePageRowFragment;
  /** The column, from 0. */
  readonly at: number;
  readonly modelId: string;
}

/** One value: whether it is known, whether it leads, who states it, and as of when. */
export function ComparisonCell({ cell: { value, text, known, origin, asOf, statedBy, conflicting }, row, at, modelId }: ComparisonCellProps): React.JSX.Element {
  if (!known) return <span className="muted">not known</span>;
  const { attribute, leaders, better } = row;
  const word = leaderWord(row, at);
  const decision = attribute === "trust.decision" ? decisionOf(value) : undefined;
  return (
    <div className={styles.cell}>
      {decision === undefined ? <span className={word !== undefined ? styles.leading : undefined}><Foreign text={text} maxLength={240} /></span> : <Mark tone={decision.tone} title={decision.note}>{decision.label}</Mark>}
      {word !== undefined && <Mark tone="accent"><span aria-hidden="true">{better === "HIGHER" ? "▲" : "▼"} </span>{word}{leaders.length > 1 && ", shared"}</Mark>}
      {conflicting && <Mark tone="caution"><Link to={`${paths.model(modelId)}#conflicts`}>listings disagree</Link></Mark>}
      <span className={styles.stated}>{[statedBy.map(({ title }) => title).join(", "), ...(origin === null ? [] : [valueOrigins[origin]])].filter((part) => part !== "").join(", ")}{asOf !== null && <>{statedBy.length > 0 || origin !== null ? " · " : ""}<Moment at={asOf} /></>}</span>
    </div>
  );
}

function decisionOf(value: unknown): (typeof decisionOutcomes)[keyof typeof decisionOutcomes] | undefined {
  return Object.entries(decisionOutcomes).find(([outcome]) => outcome === value)?.[1];
}
