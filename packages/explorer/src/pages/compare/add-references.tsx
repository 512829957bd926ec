import { useId, useState } from "react";
import { compareTray } from "../../state/compare-tray.ts";
import { useList } from "../../state/stored-list.ts";
import { readPasted } from "../resolve/pasted.ts";
import { mostReferences } from "./columns.ts";
import { useReferences } from "./use-references.ts";
import styles from "./compare-page.module.css";

/** Adds anything that can be looked up, or what was chosen on other pages. */
export function AddReferences({ references }: { readonly references: readonly string[] }): React.JSX.Element {
  const id = useId();
  const [text, setText] = useState("");
  const [said, setSaid] = useState("");
  const { change } = useReferences();
  const chosen = useList(compareTray).filter((each) => !references.includes(each));
  const room = mostReferences - references.length;
  const add = (more: readonly string[]): void => {
    change([...references, ...more].slice(0, mostReferences));
    setSaid(more.length > room ? `Eight is the most: ${more.length - room} of these ${more.length} were left out.` : "");
  };
  const submit = (event: React.FormEvent): void => {
    event.preventDefault();
    const pasted = readPasted(text);
    setSaid(pasted.problem ?? "");
    if (pasted.problem !== undefined || pasted.references.length === 0) return;
    add(pasted.references);
    setText("");
  };
  return (
    <form className={styles.add} onSubmit={submit}>
      <label htmlFor={id}>Add a model: a name, an address, an id, a digest</label>
      <div className={styles.addRow}>
        <input id={id} value={text} maxLength={1_024} disabled={room <= 0} autoComplete="off" spellCheck={false} dir="auto" placeholder={room <= 0 ? "Eight is the most; take one away first" : "openai/whisper-large-v3"} onChange={({ target }) => setText(target.value)} />
        <button type="submit" disabled={room <= 0}>Add</button>
        {chosen.length > 0 && room > 0 && <button type="button" onClick={() => add(chosen)}>Add the {chosen.length === 1 ? "one" : chosen.length} chosen elsewhere</button>}
      </div>
      <p role="status" className="small">{said}</p>
    </form>
  );
}
