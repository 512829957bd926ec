import { useState } from "react";
import { keyHelpId, setSingleKeys, singleKeysAreOn } from "../../shell/single-keys.ts";
import styles from "./search-page.module.css";

/** The keys of the hits and of every page, and the switch of those that are pressed alone. */
export function KeyHelp(): React.JSX.Element {
  const [isOn, setOn] = useState(singleKeysAreOn);
  const change = (next: boolean): void => {
    setSingleKeys(next);
    setOn(next);
  };
  return (
    <details id={keyHelpId} className={styles.keys}>
      <summary>Keys</summary>
      <ul>
        <li><kbd>/</kbd> goes to the box, on every page; <kbd>?</kbd> comes here.</li>
        <li><kbd>↓</kbd> in the box goes to the first hit; on a hit, <kbd>↓</kbd> <kbd>↑</kbd> or <kbd>j</kbd> <kbd>k</kbd> go to the next and the one before, <kbd>c</kbd> puts it into the comparison, <kbd>p</kbd> into the pin list.</li>
        <li><kbd>Enter</kbd> opens a hit, <kbd>Escape</kbd> goes back to the box.</li>
        <li><label className="row"><input type="checkbox" checked={isOn} onChange={({ target }) => change(target.checked)} /> <span>Single keys: <kbd>/</kbd> <kbd>?</kbd> <kbd>↓</kbd> <kbd>↑</kbd> <kbd>j</kbd> <kbd>k</kbd> <kbd>c</kbd> <kbd>p</kbd>. Without them, <kbd>Tab</kbd> and <kbd>Enter</kbd> do the same by the links and buttons.</span></label></li>
      </ul>
    </details>
  );
}
