import { useState } from "react";
import { setSlashKey, slashKeyIsOn } from "../../shell/slash-key.ts";
import styles from "./search-page.module.css";

/** The keys of the hits, and the switch of the one that works everywhere. */
export function KeyHelp(): React.JSX.Element {
  const [isOn, setOn] = useState(slashKeyIsOn);
  const change = (next: boolean): void => {
    setSlashKey(next);
    setOn(next);
  };
  return (
    <details className={styles.keys}>
      <summary>Keys</summary>
      <ul>
        <li><kbd>↓</kbd> in the box goes to the first hit; on a hit, <kbd>↓</kbd> <kbd>↑</kbd> or <kbd>j</kbd> <kbd>k</kbd> go to the next and the one before, <kbd>Enter</kbd> opens it, <kbd>c</kbd> puts it into the comparison, <kbd>p</kbd> into the pin list, <kbd>Escape</kbd> goes back to the box.</li>
        <li><label className="row"><input type="checkbox" checked={isOn} onChange={({ target }) => change(target.checked)} /> <span><kbd>/</kbd> goes to the box, on every page</span></label></li>
      </ul>
    </details>
  );
}
