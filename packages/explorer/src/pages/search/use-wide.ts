import { useSyncExternalStore } from "react";

const wide = "(min-width: 60rem)";

/** Whether there is room for the conditions beside the hits. */
export function useWide(): boolean {
  return useSyncExternalStore(listen, () => matchMedia(wide).matches);
}

function listen(listener: () => void): () => void {
  const query = matchMedia(wide);
  query.addEventListener("change", listener);
  return () => query.removeEventListener("change", listener);
}
