import { useSearchParams } from "react-router";
import { referencesOf } from "./columns.ts";

/** Changes what is compared: a step that Back undoes. */
export function useReferences(): { readonly references: readonly string[]; readonly change: (next: readonly string[]) => void } {
  const [query, setQuery] = useSearchParams();
  const change = (next: readonly string[]): void => {
    const changed = new URLSearchParams(query);
    changed.delete("ref");
    for (const reference of next) changed.append("ref", reference);
    setQuery(changed, { preventScrollReset: true });
  };
  return { references: referencesOf(query), change };
}
