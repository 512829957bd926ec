import { useLayoutEffect, useRef } from "react";
import type { FocusEvent } from "react";

/** For the element around a part of a page. */
export interface KeptFocus {
  readonly onFocus: (event: FocusEvent<HTMLElement>) => void;
  readonly onBlur: () => void;
}

/**
 * Keeps the focus in a part of a page whose buttons come and go: what had it and was only moved gets it back; when it was taken out, `place` gets it instead
 * of the body.
 *
 * @param place asked at that moment, and only where nothing else has the focus.
 */
export function useKeptFocus(place: () => HTMLElement | null | undefined): KeptFocus {
  const last = useRef<HTMLElement | undefined>(undefined);
  useLayoutEffect(() => {
    if (last.current === undefined || !isNowhere()) return;
    if (last.current.isConnected) last.current.focus({ preventScroll: true });
    if (isNowhere()) place()?.focus();
  });
  return {
    onFocus: ({ target }) => void (last.current = target),
    // A window that is left for another keeps its focus for later.
    onBlur: () => {
      if (document.hasFocus()) last.current = undefined;
    },
  };
}

function isNowhere(): boolean {
  return document.activeElement === null || document.activeElement === document.body;
}
