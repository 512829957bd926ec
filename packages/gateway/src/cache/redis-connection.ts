import { Cluster, Redis } from "ioredis";
import type { Logger } from "../observe/log.ts";

/** A connection that this process opened to a Redis, or to a cluster of them. */
export interface RedisConnection {
  readonly client: Redis | Cluster;
  /** @returns whether it answered within the time. Also starts the connection. */
  ready(timeoutMs: number): Promise<boolean>;
  close(): Promise<void>;
}

/** Where Redis is: one URL (`redis://`, `rediss://`), or some nodes of a cluster, from which the others are found. */
export type RedisAddress = { readonly url: string } | { readonly nodes: readonly { readonly host: string; readonly port: number }[] };

/**
 * Prepares a connection; nothing is opened before `ready` or the first command.
 * Commands fail at once while there is no connection, which is tried again without end. Trouble is logged when it begins and when it is over.
 *
 * @throws {TypeError} when the address cannot be read.
 */
export function connectRedis(address: RedisAddress, log: Logger): RedisConnection {
  const client = "url" in address ? single(address.url) : cluster(address.nodes);
  const state = { troubled: false, closing: false };
  const onTrouble = (error?: Error) => {
    if (state.troubled || state.closing) return;
    state.troubled = true;
    log.warn("Redis cannot be reached; answers are cached in this process only", error === undefined ? {} : { error });
  };
  client.on("error", onTrouble);
  client.on("close", () => onTrouble());
  client.on("ready", () => {
    if (state.troubled) log.info("Redis can be reached again");
    state.troubled = false;
  });
  const end = () => {
    state.closing = true;
    return close(client);
  };
  return { client, ready: (timeoutMs) => untilReady(client, timeoutMs), close: end };
}

/**
 * Waits for a connection, and begins one when there is none yet.
 *
 * @returns false when the first attempt fails, or takes longer than `timeoutMs`. Attempts go on in the background.
 */
export async function untilReady(client: Redis | Cluster, timeoutMs: number): Promise<boolean> {
  if (client.status === "ready") return true;
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const onReady = () => resolve(true);
  const onFailure = () => resolve(false);
  const timer = setTimeout(onFailure, timeoutMs);
  client.once("ready", onReady);
  client.once("close", onFailure);
  // A failed attempt is told by the "error" event and tried again.
  if (client.status === "wait") client.connect().catch(onFailure);
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    client.off("ready", onReady);
    client.off("close", onFailure);
  }
}

const common = {
  connectTimeout: 2_000,
  // A peer that vanished without a word is given up, so that the connection is made anew.
  socketTimeout: 10_000,
  maxRetriesPerRequest: 0,
  keepAlive: 30_000,
} as const;

function single(text: string): Redis {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !["redis:", "rediss:"].includes(url.protocol)) {
    throw new TypeError("The address of Redis is not a URL such as redis://127.0.0.1:6379.");
  }
  return new Redis(text, {
    ...common,
    lazyConnect: true,
    enableOfflineQueue: false,
    enableAutoPipelining: true,
    autoResendUnfulfilledCommands: false,
    retryStrategy: (times) => Math.min(100 * times, 1_000),
  });
}

function cluster(nodes: readonly { readonly host: string; readonly port: number }[]): Cluster {
  if (nodes.length === 0) throw new TypeError("The Redis cluster has no address; give at least one node as host:port.");
  return new Cluster(nodes.map(({ host, port }) => ({ host, port })), {
    lazyConnect: true,
    enableOfflineQueue: false,
    enableAutoPipelining: true,
    clusterRetryStrategy: (times) => Math.min(100 * times, 1_000),
    clusterNodeRetryStrategy: (times) => Math.min(100 * times, 1_000),
    slotsRefreshTimeout: 1_000,
    slotsRefreshInterval: 5_000,
    maxRedirections: 3,
    retryDelayOnFailover: 50,
    retryDelayOnClusterDown: 50,
    redisOptions: common,
  });
}

/** Commands that were sent before are answered first, for at most half a second. */
async function close(client: Redis | Cluster): Promise<void> {
  if (client.status === "ready") {
    const { promise: late, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, 500);
    // What cannot be ended in order is ended by the disconnect below.
    await Promise.race([client.quit().catch(() => undefined), late]);
    clearTimeout(timer);
  }
  client.disconnect();
}
