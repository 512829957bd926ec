import { useSyncExternalStore } from "react";
import type { PinsPageResultFragment } from "../../generated/types.ts";

let made: ReadonlyMap<string, PinsPageResultFragment> = new Map();
const listeners = new Set<() => void>();

/** Pins that were made since this page was opened, by reference: they outlive a look at another page, and nothing else. */
export function useMadePins(): ReadonlyMap<string, PinsPageResultFragment> {
  return useSyncExternalStore(listen, () => made);
}

export function keepMade(results: readonly PinsPageResultFragment[]): void {
  made = new Map([...made, ...results.map((result) => [result.reference, result] as const)]);
  for (const listener of listeners) listener();
}

function listen(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
