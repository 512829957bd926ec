import type { Logger } from "../observe/log.ts";
import { createCache } from "./cache.ts";
import type { Cache } from "./cache.ts";
import { createKindTiers } from "./kind-tier.ts";
import type { KindCounters } from "./kind-tier.ts";
import { memoryTier } from "./memory-tier.ts";
import { connectRedis } from "./redis-connection.ts";
import type { RedisAddress } from "./redis-connection.ts";
import { redisTier } from "./redis-tier.ts";
import { createResponseStore } from "./response-store.ts";
import type { ResponseStore } from "./response-store.ts";
import type { Tier } from "./tier.ts";

/** The caches of one gateway. */
export interface Caches {
  /** Answers of sources. */
  readonly answers: Cache;
  /** Whole answers, in the same tiers. */
  readonly responses: ResponseStore;
  /** Texts of queries by their hash; in memory apart from the others, so that whoever registers many of them drives out no answer. */
  readonly queries: ResponseStore;
  /** Counts since the start, by kind and tier; `errors` are those of a tier, whatever the kind. */
  counters(): { readonly kinds: readonly KindCounters[]; readonly errors: Readonly<Record<string, number>> };
  close(): Promise<void>;
}

const queryMemory = { maxEntries: 1_000, maxBytes: 4 * 1024 * 1024 };

/** In-process memory always; Redis besides when an address is given. Redis is not waited for: until it answers, only memory is used. */
export function createCaches({ redis, log, now }: { readonly redis?: RedisAddress; readonly log: Logger; readonly now: () => Date }): Caches {
  const connection = redis && connectRedis(redis, log);
  const shared = connection && redisTier({ redis: connection.client, log });
  const memory = memoryTier();
  const kinds = createKindTiers();
  const within = (nearest: Tier): readonly Tier[] => (shared === undefined ? [nearest] : [nearest, shared]);
  return {
    answers: createCache({ tiers: kinds.of("answers", within(memory)), now, log }),
    responses: createResponseStore(kinds.of("responses", within(memory)), now),
    queries: createResponseStore(kinds.of("queries", within(memoryTier(queryMemory))), now),
    counters: () => ({ kinds: kinds.counters(), errors: Object.fromEntries(within(memory).map(({ name, counters }) => [name, counters.errors])) }),
    close: async () => {
      shared?.close();
      await connection?.close();
    },
  };
}
