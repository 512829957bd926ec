import { useSyncExternalStore } from "react";
import { storedText } from "./storage.ts";

/** A list of texts without doubles that this browser keeps, and that all places of the page see change. */
export interface StoredList {
  /** The same array until it changes. */
  readonly items: () => readonly string[];
  readonly change: (next: readonly string[]) => void;
  readonly listen: (listener: () => void) => () => void;
}

/** @param limit how many are kept; the oldest go. */
export function storedList(name: string, limit: number): StoredList {
  const kept = storedText(name);
  let items = parsed(kept.read(), limit);
  const listeners = new Set<() => void>();
  const tell = (): void => {
    for (const listener of listeners) listener();
  };
  // Another window changed it.
  globalThis.addEventListener?.("storage", ({ key }) => {
    if (key !== name) return;
    items = parsed(kept.read(), limit);
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
  };
}

/** The items of a list, anew when they change. */
export function useList({ listen, items }: StoredList): readonly string[] {
  return useSyncExternalStore(listen, items);
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
