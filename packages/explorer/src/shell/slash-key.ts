import { useEffect } from "react";
import { storedText } from "../state/storage.ts";

const kept = storedText("modeldex.slash-key");

/** Whether `/` goes to the box; whoever speaks to the computer switches it off. */
export function slashKeyIsOn(): boolean {
  return kept.read() !== "off";
}

export function setSlashKey(isOn: boolean): void {
  kept.write(isOn ? undefined : "off");
}

/** Lets `/` go to the box of the page, unless somebody is typing. */
export function useSlashKey(): void {
  useEffect(() => {
    const keyDown = (event: KeyboardEvent): void => {
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event.target) || !slashKeyIsOn()) return;
      const box = document.getElementById("find");
      if (!(box instanceof HTMLInputElement)) return;
      event.preventDefault();
      box.focus();
      box.select();
    };
    document.addEventListener("keydown", keyDown);
    return () => document.removeEventListener("keydown", keyDown);
  }, []);
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("input:not([type=checkbox], [type=radio]), textarea, select"));
}
