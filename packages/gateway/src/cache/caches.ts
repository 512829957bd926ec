import type { Logger } from "../observe/log.ts";
import { createCache } from "./cache.ts";
import type { Cache } from "./cache.ts";
import { memoryTier } from "./memory-tier.ts";
import { connectRedis } from "./redis-connection.ts";
import type { RedisAddress } from "./redis-connection.ts";
import { redisTier } from "./redis-tier.ts";
import { createResponseStore } from "./response-store.ts";
import type { ResponseStore } from "./response-store.ts";

/** The caches of one gateway: answers of sources and whole answers, in the same tiers. */
export interface Caches {
  readonly answers: Cache;
  readonly responses: ResponseStore;
  close(): Promise<void>;
}

/** In-process memory always; Redis besides when an address is given. Redis is not waited for: until it answers, only memory is used. */
export function createCaches({ redis, log, now }: { readonly redis?: RedisAddress; readonly log: Logger; readonly now: () => Date }): Caches {
  const memory = memoryTier();
  if (redis === undefined) {
    return { answers: createCache({ tiers: [memory], now, log }), responses: createResponseStore([memory], now), close: async () => undefined };
  }
  const connection = connectRedis(redis, log);
  const shared = redisTier({ redis: connection.client, log });
  const tiers = [memory, shared];
  return {
    answers: createCache({ tiers, now, log }),
    responses: createResponseStore(tiers, now),
    close: async () => {
      shared.close();
      await connection.close();
    },
  };
}
