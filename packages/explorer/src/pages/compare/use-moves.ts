import { useEffect, useRef, useState } from "react";
import type { KeptFocus } from "../../parts/use-kept-focus.ts";
import { useKeptFocus } from "../../parts/use-kept-focus.ts";
import { exchanged } from "./columns.ts";
import type { Column } from "./columns.ts";
import { useReferences } from "./use-references.ts";

/** How columns are moved and taken away: steps that Back undoes. */
export interface Moves {
  /** What became of the last one, once the columns stand anew. */
  readonly said: string;
  readonly move: (at: number, by: -1 | 1) => void;
  readonly remove: (at: number) => void;
  /** For the element around the table. */
  readonly focus: KeptFocus;
}

/** The id of the button that moves a column to the left (-1) or to the right (1). */
export function moveId(letter: string, by: -1 | 1): string {
  return `move-${letter}-${by === -1 ? "left" : "right"}`;
}

/** Moves columns over what did not resolve between them. The button that moved one goes with it, so that it can be pressed again. */
export function useMoves(columns: readonly Column[]): Moves {
  const { references, change } = useReferences();
  const [said, setSaid] = useState("");
  const after = useRef<{ readonly order: string; readonly button: string; readonly said: string }>(undefined);
  const order = orderOf(columns);
  const focus = useKeptFocus(() => document.getElementById(moveId("A", 1)));
  useEffect(() => {
    if (after.current?.order !== order) return;
    setSaid(after.current.said);
    // Whoever has gone on to something else stays there.
    if (document.activeElement === document.body || document.activeElement?.id.startsWith("move-") === true) document.getElementById(after.current.button)?.focus();
    after.current = undefined;
  }, [order]);
  const move = (at: number, by: -1 | 1): void => {
    const [one, other] = [columns[at], columns[at + by]];
    if (one === undefined || other === undefined) return;
    after.current = { order: orderOf(exchanged(columns, at, at + by)), button: moveId(other.letter, by), said: `${one.model.name} is column ${other.letter} of ${columns.length} now.` };
    change(exchanged(references, one.place, other.place));
  };
  const remove = (at: number): void => {
    const column = columns[at];
    if (column === undefined) return;
    setSaid(`${column.model.name} was taken away.`);
    change(references.toSpliced(column.place, 1));
  };
  return { said, move, remove, focus };
}

/** What stands in which order, by what was asked. */
function orderOf(columns: readonly Column[]): string {
  return JSON.stringify(columns.map(({ resolution }) => resolution.reference));
}
