import { counted } from "../../format/numbers.ts";
import type { LeftOut } from "./left-out.ts";
import styles from "./active-chips.module.css";

export interface LeftOutLineProps {
  readonly left: readonly LeftOut[];
  /** Whether the counts are those of this search; until then there stands a sign of the same height. */
  readonly areCounted: boolean;
}

/** Below the chips: how many models they leave out because their value is not known, or that this is not counted. */
export function LeftOutLine({ left, areCounted }: LeftOutLineProps): React.JSX.Element | null {
  if (left.length === 0) return null;
  const numbered = left.filter(({ isCounted }) => isCounted);
  const others = left.filter(({ isCounted }) => !isCounted);
  return (
    <p className={styles.left} title={numbered.length > 1 ? "Each among the models that meet everything else" : undefined}>
      Left out, since it is not known:{" "}
      {numbered.map(({ field, count }, at) => <span key={field}>{at > 0 && ", "}{field} of {areCounted && count !== undefined ? counted(count, "model") : "… models"}</span>)}
      {others.length > 0 && <>{numbered.length > 0 && "; "}{others.map(({ field }) => field).join(", ")} (how many is not counted)</>}.
    </p>
  );
}
