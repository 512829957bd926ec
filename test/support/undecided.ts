/// <reference lib="dom" />

/** What axe-core left open at one place. */
export interface Undecided {
  /** The rule of axe-core. */
  readonly rule: string;
  /** Its place, as a selector. */
  readonly target: string;
}

/**
 * Decides what axe-core cannot, on the page itself; what is not said to hold here stays open.
 *
 * `label-content-name-mismatch`: a control whose visible text is a sign without letters or digits ("✕", "←") has no words that its name could leave out
 * (WCAG 2.2, 2.5.3 speaks of "images of text" and text). `th-has-data-cells`: axe-core looks for the cells of a `rowgroup` header in its own row; they are in the rows that follow it in its group
 * (https://html.spec.whatwg.org/multipage/tables.html#attr-th-scope-rowgroup), and a folded group has none.
 */
export function holdOnPage(undecided: readonly Undecided[]): readonly boolean[] {
  const headerHasCells = (header: HTMLTableCellElement): boolean => {
    const row = header.closest("tr");
    const table = header.closest("table");
    if (row === null || table === null) return false;
    const isBelow = (other: Element): boolean => (row.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
    const rowsBelow = [...(row.parentElement?.querySelectorAll("tr") ?? [])].filter(isBelow);
    if (header.scope === "rowgroup") return rowsBelow.length === 0 || rowsBelow.some((each) => each.querySelector("td") !== null);
    if (header.scope === "row") return row.querySelector("td") !== null;
    return header.scope === "col" && [...table.rows].some((each) => isBelow(each) && each.cells[header.cellIndex]?.matches("td, th[scope=row]") === true);
  };
  return undecided.map(({ rule, target }) => {
    const element = document.querySelector(target);
    if (rule === "label-content-name-mismatch") return !/[\p{L}\p{N}]/u.test(element?.textContent ?? "a");
    if (rule === "th-has-data-cells") return [...(element?.querySelectorAll("th") ?? [])].filter((header) => (header.textContent ?? "").trim() !== "").every(headerHasCells);
    return false;
  });
}
