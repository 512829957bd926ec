import { useEffect, useId, useState } from "react";
import { useParam } from "../../parts/use-param.ts";
import { longestReference, withoutCredentials } from "./pasted.ts";
import styles from "./resolve-page.module.css";

/** Takes a second text, to be held against the first. It stands in the address. */
export function SameAsBox(): React.JSX.Element {
  const id = useId();
  const [shown, setOther] = useParam("as");
  const [text, setText] = useState(shown ?? "");
  useEffect(() => setText(shown ?? ""), [shown]);
  const ask = (event: React.FormEvent): void => {
    event.preventDefault();
    const { kept } = withoutCredentials(text.trim());
    setOther(kept === "" ? undefined : kept);
  };
  return (
    <form className={styles.as} onSubmit={ask}>
      <label htmlFor={id}>Is it the same as …?</label>
      <input id={id} type="text" value={text} maxLength={longestReference} placeholder="an id, an address, a digest" autoComplete="off" autoCapitalize="none" spellCheck={false} dir="auto" onChange={({ target }) => setText(target.value)} />
      <button type="submit">Hold against it</button>
      {shown !== null && <button type="button" className="quiet" onClick={() => setOther(undefined)}>Without the other</button>}
    </form>
  );
}
