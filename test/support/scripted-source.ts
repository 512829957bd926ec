import { listing } from "@modeldex/plugin-kit";
import type { ListingRecord, Source } from "@modeldex/plugin-kit";

/** A source without a service behind it, which answers from records in memory. */
export interface ScriptedSource extends Source {
  /** Calls so far, such as `search whisper` and `list`. */
  readonly calls: string[];
  /** From now on each call fails in this way; `undefined`: it answers. */
  fail(error: (() => Promise<never>) | undefined): void;
}

/** Makes one that lists and searches; a record is found by any word of the text that is within its native id. */
export function scriptedSource(id: string, nativeIds: readonly string[], draft: Partial<ListingRecord> = {}): ScriptedSource {
  const calls: string[] = [];
  let failing: (() => Promise<never>) | undefined;
  const records = nativeIds.map((nativeId) => listing({ ...draft, nativeId, name: nativeId.slice(nativeId.indexOf("/") + 1) }));
  return {
    id, calls,
    contract: 1,
    kind: "scripted",
    title: `Scripted ${id}`,
    homepage: "https://scripted.example",
    listing: "full",
    fail: (error) => void (failing = error),
    list: async () => {
      calls.push("list");
      return failing === undefined ? { records } : failing();
    },
    search: async ({ text, limit }) => {
      calls.push(`search ${text}`);
      if (failing !== undefined) return failing();
      const words = text.toLowerCase().split(/\s+/);
      return records.filter(({ nativeId }) => words.some((word) => nativeId.toLowerCase().includes(word))).slice(0, limit);
    },
  };
}
