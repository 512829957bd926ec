import { useCallback, useSyncExternalStore } from "react";
import { storedText } from "./storage.ts";
import type { StorageTrouble } from "./storage.ts";

/** A list of texts without doubles that this browser keeps, and that all places of the page see change. */
export interface StoredList {
  /** The same array until it changes. */
  readonly items: () => readonly string[];
  readonly change: (next: readonly string[]) => void;
  readonly listen: (listener: () => void) => () => void;
  /** Why the list is in this page alone; `undefined` while this browser keeps it. */
  readonly trouble: () => StorageTrouble | undefined;
}

/** @param limit how many are kept; the oldest go. */
export function storedList(name: string, limit: number): StoredList {
  const kept = storedText(name);
  let items = parsed(kept.read(), limit);
  const listeners = new Set<() => void>();
  const tell = (): void => {
    for (const listener of listeners) listener();
  };
  globalThis.addEventListener?.("storage", ({ key, newValue }) => {
    if (key !== name && key !== null) return;
    // Another window changed it. One that was emptied takes nothing from this page: what is shown can still be kept anew.
    if (key !== null && newValue !== null) items = parsed(kept.read(), limit);
    tell();
  });
  return {
    items: () => items,
    change: (next) => {
      items = [...new Set(next)].slice(-limit);
      kept.write(JSON.stringify(items));
      tell();
    },
    listen: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    trouble: () => kept.trouble(),
  };
}

/** The items of a list, anew when they change. */
export function useList({ listen, items }: StoredList): readonly string[] {
  return useSyncExternalStore(listen, items);
}

/** Why a list is in this page alone, looked at whenever the list changes and when the page is come back to. */
export function useListTrouble({ listen, trouble }: StoredList): StorageTrouble | undefined {
  const subscribe = useCallback((listener: () => void) => {
    const end = listen(listener);
    document.addEventListener("visibilitychange", listener);
    return () => {
      end();
      document.removeEventListener("visibilitychange", listener);
    };
  }, [listen]);
  return useSyncExternalStore(subscribe, trouble);
}

function parsed(text: string | undefined, limit: number): readonly string[] {
  if (text === undefined) return [];
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value.filter((item) => typeof item === "string").slice(-limit) : [];
  } catch {
    return [];
  }
}
