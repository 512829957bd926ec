/** Why this browser does not keep a text: its storage is switched off, is full, or was emptied since. */
export type StorageTrouble = "BLOCKED" | "FULL" | "CLEARED";

/** One text that this browser keeps under a name. Where storage is switched off or full it lives as long as the page. */
export interface StoredText {
  read(): string | undefined;
  /** `undefined` forgets it. */
  write(text: string | undefined): void;
  /** Looks whether what was written here is still kept; `undefined` when it is, or nothing was written. */
  trouble(): StorageTrouble | undefined;
}

export function storedText(name: string): StoredText {
  let held: string | undefined;
  let refusal: StorageTrouble | undefined;
  return {
    read: () => {
      try {
        const kept = refusal === undefined ? (localStorage.getItem(name) ?? undefined) : held;
        held = kept;
        return kept;
      } catch (error) {
        refusal = refusalOf(error);
        return held;
      }
    },
    write: (text) => {
      held = text;
      try {
        if (text === undefined) localStorage.removeItem(name);
        else localStorage.setItem(name, text);
        refusal = undefined;
      } catch (error) {
        refusal = refusalOf(error);
      }
    },
    trouble: () => {
      if (refusal !== undefined || held === undefined) return refusal;
      try {
        return localStorage.getItem(name) === null ? "CLEARED" : undefined;
      } catch (error) {
        return refusalOf(error);
      }
    },
  };
}

function refusalOf(error: unknown): StorageTrouble {
  return error instanceof DOMException && error.name === "QuotaExceededError" ? "FULL" : "BLOCKED";
}
