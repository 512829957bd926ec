import { useEffect, useState } from "react";
import { policyFile, readPolicyFile } from "../../policy/policy-file.ts";
import type { PolicyDraft } from "../../policy/policy-file.ts";
import styles from "./policy-editor.module.css";

/** The same policy as JSON. What can be read is taken at once; until then the text stays as it is typed. */
export function JsonView({ draft, onChange }: { readonly draft: PolicyDraft; readonly onChange: (draft: PolicyDraft) => void }): React.JSX.Element {
  const [text, setText] = useState(() => policyFile(draft));
  const [problem, setProblem] = useState("");
  useEffect(() => {
    const read = readPolicyFile(text);
    // Changed from elsewhere: the text no longer says what the draft says.
    if (typeof read !== "string" && JSON.stringify(read) !== JSON.stringify({ title: draft.title, rules: draft.rules })) setText(policyFile(draft));
    // Whenever the draft changes, and not while a person types.
  }, [draft]);
  const change = (next: string): void => {
    setText(next);
    const read = readPolicyFile(next);
    setProblem(typeof read === "string" ? read : "");
    if (typeof read !== "string") onChange(read);
  };
  return (
    <div className={styles.field}>
      <label htmlFor="policy-json">Title and rules as JSON</label>
      <textarea id="policy-json" rows={24} spellCheck={false} value={text} aria-invalid={problem !== ""} aria-describedby="policy-json-problem" onChange={({ target }) => change(target.value)} />
      <p id="policy-json-problem" role="status" className={styles.wrong}>{problem !== "" && `${problem} The last text that could be read stands.`}</p>
    </div>
  );
}
