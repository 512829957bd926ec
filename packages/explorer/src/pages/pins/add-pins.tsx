import { useId, useState } from "react";
import { readPasted } from "../resolve/pasted.ts";
import styles from "./pins-page.module.css";

/** Adds references to the list, one a line. */
export function AddPins({ references, change }: { readonly references: readonly string[]; readonly change: (next: readonly string[]) => void }): React.JSX.Element {
  const id = useId();
  const [text, setText] = useState("");
  const [said, setSaid] = useState("");
  const submit = (event: React.FormEvent): void => {
    event.preventDefault();
    const pasted = readPasted(text);
    const next = [...new Set([...references, ...pasted.references])];
    setSaid(pasted.problem ?? (next.length > 50 ? "A list has at most 50 references." : pasted.withheld ? "A part that looks like a credential was replaced by ***." : ""));
    if (pasted.problem !== undefined || pasted.references.length === 0 || next.length > 50) return;
    change(next);
    setText("");
  };
  return (
    <form className={styles.add} onSubmit={submit}>
      <label htmlFor={id}>Add to the list: a name, an id with its revision, an address</label>
      <div className={styles.addRow}>
        <input id={id} value={text} maxLength={1_024} autoComplete="off" spellCheck={false} dir="auto" placeholder="org/name@revision" onChange={({ target }) => setText(target.value)} />
        <button type="submit">Add</button>
      </div>
      <p role="status" className="small">{said}</p>
    </form>
  );
}
