/**
 * Sets what GraphiQL's own markup lacks or says wrongly to a screen reader, now and whenever it changes.
 *
 * - Its tabs are called a list of tabs, hold buttons within tabs, and know no arrow keys: they become what they are, a list of buttons, the present one marked.
 * - The search in the docs names a box that has no role, and its field by the keys that lead to it.
 *
 * @returns what ends it.
 */
export function mendMarkup(root: Element): () => void {
  const mend = (): void => {
    mendTabs(root);
    mendSearch(root);
  };
  const observer = new MutationObserver(mend);
  observer.observe(root, { subtree: true, childList: true, attributeFilter: ["aria-selected", "aria-label"] });
  mend();
  return () => observer.disconnect();
}

function mendTabs(root: Element): void {
  const list = root.querySelector(".graphiql-tabs[role=tablist]");
  list?.removeAttribute("role");
  for (const tab of root.querySelectorAll(".graphiql-tab[aria-selected]")) {
    const button = tab.querySelector(".graphiql-tab-button");
    if (tab.getAttribute("aria-selected") === "true") button?.setAttribute("aria-current", "true");
    else button?.removeAttribute("aria-current");
    tab.removeAttribute("role");
    tab.removeAttribute("aria-selected");
  }
  root.querySelector("#graphiql-session[role=tabpanel]")?.setAttribute("role", "group");
}

function mendSearch(root: Element): void {
  const box = root.querySelector(".graphiql-doc-explorer-search");
  if (box === null) return;
  if (!box.hasAttribute("role")) box.setAttribute("role", "search");
  const label = box.getAttribute("aria-label") ?? "Search";
  const field = box.querySelector("input");
  if (field !== null && field.getAttribute("aria-label") !== label) field.setAttribute("aria-label", label);
}
