import { useRef, useState } from "react";
import type { RefObject } from "react";
import { flushSync } from "react-dom";
import { count } from "../format/numbers.ts";

/** The first of many items, until somebody asks for all. */
export interface Fold<Item> {
  readonly shown: readonly Item[];
  readonly total: number;
  /** For the list or table that holds them, so that the focus moves to the first new one. */
  readonly list: RefObject<HTMLElement | null>;
  readonly showAll: () => void;
}

/**
 * Folds a long list.
 *
 * @param most how many are shown at first. One more alone is shown too: it takes no more room than the button.
 */
export function useFold<Item>(items: readonly Item[], most: number): Fold<Item> {
  const [isWhole, setWhole] = useState(false);
  const list = useRef<HTMLElement>(null);
  const showAll = (): void => {
    const before = new Set(rowsOf(list.current));
    flushSync(() => setWhole(true));
    const first = rowsOf(list.current).find((row) => !before.has(row));
    const target = first?.querySelector<HTMLElement>("summary, a, button") ?? first;
    if (target === first) first?.setAttribute("tabindex", "-1");
    target?.focus();
  };
  return { shown: isWhole || items.length <= most + 1 ? items : items.slice(0, most), total: items.length, list, showAll };
}

/** The way to the rest of a folded list: `Show all 21 listings`. */
export function FoldButton<Item>({ fold: { shown, total, showAll }, what }: { readonly fold: Fold<Item>; readonly what: string }): React.JSX.Element | null {
  if (shown.length === total) return null;
  return <div><button type="button" className="small" onClick={showAll}>Show all {count(total)} {what}</button></div>;
}

function rowsOf(list: HTMLElement | null): readonly HTMLElement[] {
  return list === null ? [] : [...list.querySelectorAll<HTMLElement>(":scope > li, :scope > tbody > tr")];
}
