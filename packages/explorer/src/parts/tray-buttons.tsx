import { compareTray } from "../state/compare-tray.ts";
import { pinList } from "../state/pin-list.ts";
import { useList } from "../state/stored-list.ts";
import type { StoredList } from "../state/stored-list.ts";

/** Puts a reference among those to compare, or takes it away. */
export function CompareButton({ reference }: { readonly reference: string }): React.JSX.Element {
  return <Toggle list={compareTray} reference={reference} add="Add to comparison" added="In comparison" what={`${reference} in the comparison`} />;
}

/** Puts a reference on the pin list, or takes it away. */
export function PinButton({ reference }: { readonly reference: string }): React.JSX.Element {
  return <Toggle list={pinList} reference={reference} add="Add to pins" added="Among pins" what={`${reference} among the pins`} />;
}

function Toggle({ list, reference, add, added, what }: { readonly list: StoredList; readonly reference: string; readonly add: string; readonly added: string; readonly what: string }): React.JSX.Element {
  const items = useList(list);
  const isIn = items.includes(reference);
  const toggle = (): void => list.change(isIn ? items.filter((each) => each !== reference) : [...items, reference]);
  return <button type="button" aria-pressed={isIn} aria-label={what} onClick={toggle}><span aria-hidden="true">{isIn ? "✓" : "+"}</span>{isIn ? added : add}</button>;
}
