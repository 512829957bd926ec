import { useId, useState } from "react";
import styles from "./pins-page.module.css";

/** Files that are larger are no lock files that could be checked here. */
const mostBytes = 50_000_000;

/** Takes a lock file: chosen, dropped, or pasted. It is read in this page. */
export function LockFileInput({ take }: { readonly take: (text: string, name: string) => void }): React.JSX.Element {
  const id = useId();
  const [isOver, setOver] = useState(false);
  const [said, setSaid] = useState("");
  const [pasted, setPasted] = useState("");
  const readFile = (file: File | undefined): void => {
    if (file === undefined) return;
    setSaid(file.size > mostBytes ? `${file.name} is larger than a lock file that can be checked here (50 MB).` : "");
    if (file.size > mostBytes) return;
    file.text().then((text) => take(text, file.name), () => setSaid(`${file.name} could not be read.`));
  };
  return (
    <div className={`${styles.drop} ${isOver ? styles.over : ""}`} onDragOver={(event) => { event.preventDefault(); setOver(true); }} onDragLeave={() => setOver(false)} onDrop={(event) => { event.preventDefault(); setOver(false); readFile(event.dataTransfer.files[0]); }}>
      <label htmlFor={id}>Choose a lock file, or drop it here</label>
      <input id={id} type="file" accept=".json,application/json" onChange={({ target }) => { readFile(target.files?.[0]); target.value = ""; }} />
      <details>
        <summary>Paste its text instead</summary>
        <form onSubmit={(event) => { event.preventDefault(); take(pasted, "The pasted text"); }}>
          <label htmlFor={`${id}-text`} className="small">Text of models.lock.json</label>
          <textarea id={`${id}-text`} rows={6} value={pasted} spellCheck={false} onChange={({ target }) => setPasted(target.value)} />
          <button type="submit">Read it</button>
        </form>
      </details>
      <p role="status" className="small">{said}</p>
    </div>
  );
}
