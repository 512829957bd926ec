import { compareTray } from "../state/compare-tray.ts";
import { pinList } from "../state/pin-list.ts";
import { useList } from "../state/stored-list.ts";
import type { StoredList } from "../state/stored-list.ts";
import { Foreign } from "./foreign.tsx";
import styles from "./tray-buttons.module.css";

export interface TrayButtonsProps {
  /** What goes into the comparison or the pin list: the id of a model, or any reference. */
  readonly reference: string;
  /** Its name, for a screen reader. */
  readonly name: string;
}

/** Puts a model into the comparison and into the pin list of this browser, or takes it out. */
export function TrayButtons({ reference, name }: TrayButtonsProps): React.JSX.Element {
  return (
    <div className={styles.buttons}>
      <Toggle list={compareTray} most={8} label="Compare" full="The comparison takes 8; take one out first." reference={reference} name={name} />
      <Toggle list={pinList} most={50} label="Pin" full="The pin list takes 50; take one out first." reference={reference} name={name} />
    </div>
  );
}

interface ToggleProps extends TrayButtonsProps {
  readonly list: StoredList;
  readonly most: number;
  readonly label: string;
  /** Why nothing more goes in. */
  readonly full: string;
}

function Toggle({ list, most, label, full, reference, name }: ToggleProps): React.JSX.Element {
  const items = useList(list);
  const isIn = items.includes(reference);
  const isFull = !isIn && items.length >= most;
  return (
    <button
      type="button" className={`small ${styles.toggle} ${isIn ? styles.in : ""}`} aria-pressed={isIn} aria-disabled={isFull} title={isFull ? full : undefined}
      onClick={() => isFull || toggle(list, reference)}
    >
      <span className={styles.sign} aria-hidden="true">{isIn ? "✓" : "+"}</span>
      {label}<span className="only-heard"> <Foreign text={name} />{isFull && `. ${full}`}</span>
    </button>
  );
}

/** Puts it in, or takes it out. */
export function toggle(list: StoredList, reference: string): void {
  const items = list.items();
  list.change(items.includes(reference) ? items.filter((item) => item !== reference) : [...items, reference]);
}
