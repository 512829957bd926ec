import { Link } from "react-router";
import { paths } from "../../paths.ts";
import { holdsCredential } from "../../shell/credential.ts";
import { isReference } from "../../shell/is-reference.ts";
import { singleKeysAreOn } from "../../shell/single-keys.ts";
import styles from "./search-box.module.css";

export interface SearchBoxProps {
  readonly text: string;
  readonly isLive: boolean;
  readonly onType: (text: string) => void;
  /** Takes the words as they are, and asks the sources. */
  readonly onCommit: (text: string) => void;
  /** Asks no source. */
  readonly onStored: () => void;
  /** Looks up what exactly the text names. */
  readonly onLookUp: (text: string) => void;
  readonly onDown: () => void;
}

/** The one box for words and for anything that was copied elsewhere. */
export function SearchBox({ text, isLive, onType, onCommit, onStored, onLookUp, onDown }: SearchBoxProps): React.JSX.Element {
  const typed = text.trim();
  const names = isReference(typed);
  const submit = (event: React.FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    // What stands in the box, not what was drawn last: Enter may come in the same moment as a text that was pasted.
    const box = event.currentTarget.elements.namedItem("find");
    const now = (box instanceof HTMLInputElement ? box.value : text).trim();
    if (holdsCredential(now)) return;
    if (isReference(now)) onLookUp(now);
    else onCommit(now);
  };
  const keyDown = (event: React.KeyboardEvent): void => {
    if (event.key !== "ArrowDown" || !singleKeysAreOn()) return;
    event.preventDefault();
    onDown();
  };
  return (
    <form role="search" className={styles.form} onSubmit={submit}>
      <div className={styles.line}>
        {/* The page exists for this box; a link to another place on it is the next stop. */}
        <input
          id="find" type="search" className={styles.box} value={text} maxLength={1_024} autoComplete="off" autoCapitalize="off" spellCheck={false} autoFocus enterKeyHint="search"
          placeholder="llama 3.1 8b" aria-describedby="find-next" onChange={({ target }) => onType(target.value)} onKeyDown={keyDown}
        />
        <button type="submit" className="primary">{names ? "Look up" : "Search"}</button>
      </div>
      <div id="find-next" className={styles.next}>
        {holdsCredential(typed) ? <strong>This holds what looks like an access token. It is sent nowhere and stands in no address; take it out to search.</strong>
          : names ? <><Link className="button primary small" to={paths.resolve(typed)}>Look up exactly what this is</Link><span className={styles.key}>or press <kbd>Enter</kbd></span>{!isLive && <button type="button" className="quiet small" onClick={() => onCommit(typed)}>Ask the sources for these words</button>}</>
          : typed === "" ? <span>Hits come as you type.</span>
          : isLive ? <><span>Sources are asked too.</span><button type="button" className="quiet small" onClick={onStored}>Only what is stored here</button></>
          : <span><kbd>Enter</kbd> also sends these words to the sources.</span>}
      </div>
    </form>
  );
}
