/** One text that this browser keeps under a name. Where storage is switched off or full it lives as long as the page. */
export interface StoredText {
  read(): string | undefined;
  /** `undefined` forgets it. */
  write(text: string | undefined): void;
}

export function storedText(name: string): StoredText {
  let held: string | undefined;
  let isHeldAlone = false;
  return {
    read: () => {
      try {
        return isHeldAlone ? held : (localStorage.getItem(name) ?? undefined);
      } catch {
        return held;
      }
    },
    write: (text) => {
      held = text;
      try {
        if (text === undefined) localStorage.removeItem(name);
        else localStorage.setItem(name, text);
        isHeldAlone = false;
      } catch {
        // Storage is switched off or full.
        isHeldAlone = true;
      }
    },
  };
}
