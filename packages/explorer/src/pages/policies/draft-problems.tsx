import { counted } from "../../format/numbers.ts";
import { Foreign } from "../../parts/foreign.tsx";
import type { PolicyProblem } from "../../policy/read-rules.ts";
import { fieldId, fieldOfPath, placeWords } from "./edit-rules.ts";
import styles from "./policy-editor.module.css";

export interface DraftProblemsProps {
  readonly problems: readonly PolicyProblem[];
  /** Whether the fields that they name are there to lead to. */
  readonly hasFields: boolean;
}

/** What is wrong with a policy, each with a link to its field. */
export function DraftProblems({ problems, hasFields }: DraftProblemsProps): React.JSX.Element {
  return (
    <div role="status">
      {problems.length > 0 && (
        <div className={`card ${styles.problems}`}>
          <p><strong>{counted(problems.length, "mistake")}. The endpoint would not take this policy.</strong></p>
          <ul>
            {problems.slice(0, 20).map(({ path, sentence }) => (
              <li key={`${path} ${sentence}`}>
                {hasFields && path !== "rules" ? <a href={`#${fieldId(fieldOfPath(path))}`} onClick={(event) => focusField(event, path)}><Foreign text={placeWords(path)} /></a> : <Foreign text={placeWords(path)} />}: <Foreign text={sentence} maxLength={400} />
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}

/** Opens what the field is folded into, and gives it the focus. */
function focusField(event: React.MouseEvent, path: string): void {
  const field = document.getElementById(fieldId(fieldOfPath(path)));
  if (field === null) return;
  event.preventDefault();
  for (let each = field.closest("details"); each !== null; each = each.parentElement?.closest("details") ?? null) each.open = true;
  field.focus();
  field.scrollIntoView({ block: "center" });
}
