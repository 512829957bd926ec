import { useEffect } from "react";
import { storedText } from "../state/storage.ts";

const kept = storedText("modeldex.single-keys");

/** Whether single keys do something, such as `/` and `c`; whoever speaks to the computer switches them off. */
export function singleKeysAreOn(): boolean {
  return kept.read() !== "off";
}

export function setSingleKeys(isOn: boolean): void {
  kept.write(isOn ? undefined : "off");
}

/** The element at which the keys are told, where a page has one: `?` goes there. */
export const keyHelpId = "keys";

/** Lets `/` go to the box of the page and `?` to its keys, unless somebody is typing. */
export function useSingleKeys(): void {
  useEffect(() => {
    const keyDown = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event.target) || !singleKeysAreOn()) return;
      // What lies below a dialog is out of reach.
      if (document.querySelector("dialog[open]") !== null) return;
      if (event.key === "/" && goToBox()) event.preventDefault();
      if (event.key === "?" && openKeyHelp()) event.preventDefault();
    };
    document.addEventListener("keydown", keyDown);
    return () => document.removeEventListener("keydown", keyDown);
  }, []);
}

function goToBox(): boolean {
  const box = document.getElementById("find");
  if (!(box instanceof HTMLInputElement)) return false;
  box.focus();
  box.select();
  return true;
}

function openKeyHelp(): boolean {
  const help = document.getElementById(keyHelpId);
  if (!(help instanceof HTMLDetailsElement)) return false;
  help.open = true;
  help.querySelector("summary")?.focus();
  return true;
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("input:not([type=checkbox], [type=radio]), textarea, select"));
}
