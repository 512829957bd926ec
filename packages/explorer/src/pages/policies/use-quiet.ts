import { useEffect, useState } from "react";

/** A text as it was when it last stood still for a while. */
export function useQuiet(text: string, quietMs: number): string {
  const [quiet, setQuiet] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setQuiet(text), quietMs);
    return () => clearTimeout(timer);
  }, [text, quietMs]);
  return quiet;
}
