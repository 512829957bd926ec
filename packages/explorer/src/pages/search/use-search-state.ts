import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useSearchParams } from "react-router";
import { holdsCredential } from "../../shell/credential.ts";
import { readState, writeState } from "./filter-state.ts";
import type { SearchState } from "./filter-state.ts";

/** Browsers refuse more than about three changes of the address a second for long. */
const addressFollowsMs = 300;

export interface SearchControl {
  /** What is asked for now; the words as typed, which the address follows. */
  readonly state: SearchState;
  /** What the address says and this page does not understand. */
  readonly problems: readonly string[];
  /** Whether the address does not say yet what was typed: the next key may come any moment. */
  readonly isTyping: boolean;
  readonly type: (text: string) => void;
  /** The address stays as it is: another page is gone to. */
  readonly leave: () => void;
  /** Puts a change into the address, by default as a step that Back undoes. */
  readonly change: (next: Partial<SearchState>, how?: "push" | "replace") => void;
}

/** The state of the search page: in the address, but for the words of the last moment. */
export function useSearchState(): SearchControl {
  const [query, setQuery] = useSearchParams();
  const { state: addressed, problems } = useMemo(() => readState(query), [query]);
  const [typed, setTyped] = useState<string>();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const written = useRef(addressed.text);
  const state = useMemo(() => (typed === undefined || typed === addressed.text ? addressed : { ...addressed, text: typed, live: false }), [addressed, typed]);
  const latest = useRef(state);
  useEffect(() => void (latest.current = state), [state]);

  const write = useCallback((next: SearchState, how: "push" | "replace") => {
    clearTimeout(timer.current);
    if (holdsCredential(next.text)) return;
    written.current = next.text;
    setQuery(writeState(next), { replace: how === "replace", preventScrollReset: true });
  }, [setQuery]);

  useEffect(() => {
    // Another address than the last one written here: Back, or a link. It wins over what was typed.
    if (written.current === addressed.text) return;
    clearTimeout(timer.current);
    written.current = addressed.text;
    setTyped(undefined);
  }, [addressed]);
  useEffect(() => () => clearTimeout(timer.current), []);

  const type = useCallback((text: string) => {
    setTyped(text);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      // While the code of another page is on its way this one still stands; the address is that of the other page then.
      if (location.pathname === "/") write({ ...latest.current, text, live: false }, "replace");
    }, addressFollowsMs);
  }, [write]);
  const change = useCallback((next: Partial<SearchState>, how: "push" | "replace" = "push") => {
    const changed = { ...latest.current, ...next };
    if (next.text !== undefined) setTyped(next.text);
    write(changed, how);
  }, [write]);
  const leave = useCallback(() => clearTimeout(timer.current), []);
  return { state, problems, isTyping: state.text.trim() !== addressed.text.trim(), type, leave, change };
}
