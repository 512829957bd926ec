/**
 * Gives the focus back to what had it before one of GraphiQL's dialogs was opened: they are opened by no trigger that the dialog knows, and leave the focus nowhere.
 *
 * @returns what ends it.
 */
export function giveFocusBack(): () => void {
  let last: HTMLElement | undefined;
  const note = ({ target }: FocusEvent): void => {
    if (target instanceof HTMLElement && target.closest("[role=dialog], [data-radix-focus-guard]") === null) last = target;
  };
  const observer = new MutationObserver((records) => {
    const isClosed = records.some(({ removedNodes }) => [...removedNodes].some((node) => node instanceof HTMLElement && (node.matches("[role=dialog]") || node.querySelector("[role=dialog]") !== null)));
    if (!isClosed) return;
    // The dialog itself moves the focus once it is gone.
    setTimeout(() => {
      if (document.activeElement === document.body) last?.focus();
    });
  });
  document.addEventListener("focusin", note);
  observer.observe(document.body, { subtree: true, childList: true });
  return () => {
    document.removeEventListener("focusin", note);
    observer.disconnect();
  };
}
