import { useSyncExternalStore } from "react";

const query = "(max-width: 48rem)";

/** Whether the window is so narrow that wide pictures become lists. */
export function useNarrow(): boolean {
  return useSyncExternalStore(onChange, () => matchMedia(query).matches);
}

function onChange(listener: () => void): () => void {
  const media = matchMedia(query);
  media.addEventListener("change", listener);
  return () => media.removeEventListener("change", listener);
}
