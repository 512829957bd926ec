import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useLocation, useSearchParams } from "react-router";
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

/** The state of the search page: in the address, but for the words of the last moment, and for what was chosen until the address says it: that takes a while on a busy machine. */
export function useSearchState(): SearchControl {
  const [query, setQuery] = useSearchParams();
  const { key } = useLocation();
  const { state: addressed, problems } = useMemo(() => readState(query), [query]);
  const [typed, setTyped] = useState<string>();
  const [chosen, setChosen] = useState<SearchState>();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  /** Addresses that were written here and have not come, the oldest first. */
  const awaited = useRef<readonly string[]>([]);
  const base = chosen ?? addressed;
  const state = useMemo(() => (typed === undefined || typed === base.text ? base : { ...base, text: typed, live: false }), [base, typed]);
  const latest = useRef(state);
  useEffect(() => void (latest.current = state), [state]);

  const write = useCallback((next: SearchState, how: "push" | "replace") => {
    clearTimeout(timer.current);
    if (holdsCredential(next.text)) return;
    const address = writeState(next);
    awaited.current = [...awaited.current, address.toString()];
    setQuery(address, { replace: how === "replace", preventScrollReset: true });
  }, [setQuery]);

  useEffect(() => {
    const at = awaited.current.indexOf(query.toString());
    awaited.current = at < 0 ? [] : awaited.current.slice(at + 1);
    if (awaited.current.length === 0) setChosen(undefined);
    if (at >= 0) return;
    // Another address than one written here: Back, or a link. It wins over what was typed.
    clearTimeout(timer.current);
    setTyped(undefined);
  }, [query, key]);
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
    latest.current = changed;
    if (next.text !== undefined) setTyped(next.text);
    if (!holdsCredential(changed.text)) setChosen(changed);
    write(changed, how);
  }, [write]);
  const leave = useCallback(() => clearTimeout(timer.current), []);
  return { state, problems, isTyping: state.text.trim() !== addressed.text.trim(), type, leave, change };
}
