import { useLayoutEffect, useRef, useState } from "react";
import type { RefObject } from "react";

/** Whether what stands in an element is wider than it, as both change. */
export function useOverflow<Around extends HTMLElement>(): { readonly around: RefObject<Around | null>; readonly overflows: boolean } {
  const around = useRef<Around>(null);
  const [overflows, setOverflows] = useState(false);
  useLayoutEffect(() => {
    const outer = around.current;
    const inner = outer?.firstElementChild;
    if (outer === null || !(inner instanceof HTMLElement)) return undefined;
    const measure = (): void => setOverflows(inner.offsetWidth > outer.clientWidth);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(outer);
    observer.observe(inner);
    return () => observer.disconnect();
  }, []);
  return { around, overflows };
}
