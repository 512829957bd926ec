import { createHash } from "node:crypto";
import type { ResponseStore } from "../cache/response-store.ts";

/** How long a query is known by its hash after it was sent with it, in milliseconds. */
const keptMs = 86_400_000;

/** Where Apollo keeps the texts of queries that clients name by their SHA-256. */
export interface QueryCache {
  get(key: string): Promise<string | undefined>;
  set(key: string, query: string): Promise<void>;
  delete(key: string): Promise<boolean>;
}

/**
 * Queries by their hash: those of the explorer, known from the start, and what clients sent before, in the caches of the gateway. A text that does not have its hash is taken for unknown, so that nobody who can write to a
 * shared cache chooses what a client asks.
 */
export function persistedQueries(store: ResponseStore, known: ReadonlyMap<string, string>): QueryCache {
  return {
    get: async (key) => {
      const hash = /^apq:([0-9a-f]{64})$/.exec(key)?.[1];
      if (hash === undefined) return undefined;
      const text = known.get(hash);
      if (text !== undefined) return text;
      const query = await store.get(storedAs(hash));
      return typeof query === "string" && createHash("sha256").update(query).digest("hex") === hash ? query : undefined;
    },
    set: async (key, query) => store.set(storedAs(key.replace(/^apq:/, "")), query, keptMs),
    delete: async () => false,
  };
}

function storedAs(hash: string): string {
  return `modeldex:1:query:${hash}`;
}
