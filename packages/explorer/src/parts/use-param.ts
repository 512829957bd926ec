import { useSearchParams } from "react-router";

/** One part of the address, and what changes it; `undefined` takes it out. */
export function useParam(name: string): readonly [string | null, (value: string | undefined) => void] {
  const [query, setQuery] = useSearchParams();
  const set = (value: string | undefined): void => {
    const changed = new URLSearchParams(query);
    if (value === undefined) changed.delete(name);
    else changed.set(name, value);
    setQuery(changed, { preventScrollReset: true });
  };
  return [query.get(name), set];
}
