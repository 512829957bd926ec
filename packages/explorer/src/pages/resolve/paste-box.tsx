import { useEffect, useId, useState } from "react";
import { useNavigate } from "react-router";
import { paths } from "../../paths.ts";
import { longestReference, readPasted } from "./pasted.ts";
import styles from "./resolve-page.module.css";

/** The box that takes anything that was copied. What looks like a credential goes neither to the endpoint nor into the address. */
export function PasteBox({ references }: { readonly references: readonly string[] }): React.JSX.Element {
  const navigate = useNavigate();
  const id = useId();
  const shown = references.join("\n");
  const [text, setText] = useState(shown);
  const [withheld, setWithheld] = useState(false);
  useEffect(() => setText(shown), [shown]);
  const pasted = readPasted(text);
  const find = (): void => {
    setWithheld(pasted.withheld);
    if (pasted.problem !== undefined || pasted.references.length === 0) return;
    void navigate(paths.resolveAll(pasted.references));
  };
  const isLong = pasted.references.some(({ length }) => length > longestReference - 200);
  return (
    <form className={styles.box} onSubmit={(event) => { event.preventDefault(); find(); }}>
      <label htmlFor={id}>Anything you copied: a name, an address, an id, a command, a digest, a contract</label>
      <textarea
        id={id} value={text} rows={Math.min(8, Math.max(2, text.split("\n").length))} dir="auto" spellCheck={false} autoCapitalize="none" autoComplete="off"
        aria-describedby={`${id}-help`} aria-invalid={pasted.problem !== undefined} onChange={({ target }) => setText(target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
          event.preventDefault();
          find();
        }}
      />
      <div className="row">
        <button type="submit" className="primary">Look it up</button>
        <span id={`${id}-help`} className="small muted">Enter looks it up, Shift and Enter begin another line; each line is looked up by itself.{isLong && ` At most ${longestReference} characters each.`}</span>
      </div>
      {pasted.problem !== undefined && <p role="alert" className={styles.mistake}>{pasted.problem}</p>}
      {withheld && <p role="status" className={styles.withheld}>A part that looks like a credential was replaced by ***. It was sent to nobody and stands in no address. If others may have seen it, revoke it where it was made.</p>}
    </form>
  );
}
