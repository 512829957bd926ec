import { loadSettings } from "../config/load.ts";
import { createGateway } from "../gateway.ts";
import type { Gateway } from "../gateway.ts";
import type { Surroundings } from "./surroundings.ts";

/** Does something with a gateway of this process that listens to nothing, and closes it. Its log tells errors only, unless MODELDEX_LOG says otherwise. */
export async function withGateway<T>(around: Surroundings, work: (gateway: Gateway) => Promise<T>): Promise<T> {
  const settings = await loadSettings(around.env, around.directory);
  const quiet = around.env.MODELDEX_LOG === undefined ? { ...settings, logLevel: "error" as const } : settings;
  const gateway = await createGateway({ ...quiet, starter: false }, { log: (line) => void around.err.write(line) });
  try {
    return await work(gateway);
  } finally {
    await gateway.close();
  }
}

/** Runs work that SIGINT and SIGTERM end through its signal. */
export async function stoppable<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stopping = new AbortController();
  const stop = (): void => stopping.abort(new StoppedError());
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
  try {
    return await work(stopping.signal);
  } finally {
    process.off("SIGINT", stop);
    process.off("SIGTERM", stop);
  }
}

/** The reason of the signal that `stoppable` gives. */
export class StoppedError extends Error {
  override readonly name = "StoppedError";

  constructor() {
    super("Stopped before its end; run it again.");
  }
}
