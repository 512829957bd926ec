import { workerData, type MessagePort } from "node:worker_threads";
import { loadConfig } from "./config/load.ts";
import { createLogger } from "./observe/log.ts";
import { unwatched } from "./sources/guarded-call.ts";
import { lendThrough } from "./sources/lend-through.ts";
import { startMethods } from "./sources/open-source.ts";
import { answerCalls } from "./sources/threads/answer-calls.ts";
import type { ThreadData } from "./sources/threads/open-in-thread.ts";
import type { FromThread } from "./sources/threads/protocol.ts";

// The entry of the thread of one source; `gateway.ts` names it by its path.
await runSource(workerData as ThreadData & { readonly port: MessagePort });

/** Loads the configuration again, and answers for the one source until the main thread ends it. */
async function runSource({ port, configPath, env, source: id, logLevel, offline, userAgent, proxy }: ThreadData & { readonly port: MessagePort }): Promise<void> {
  const say = (message: FromThread): void => port.postMessage(message);
  const log = createLogger({ level: logLevel, write: (line) => say({ kind: "log", line }) });
  process.on("unhandledRejection", (error) => log.warn("a source left a rejected promise alone", { source: id, error }));
  const closing = new AbortController();
  try {
    const { sources } = await loadConfig(configPath, env);
    const source = sources.find((known) => known.id === id);
    if (source === undefined) throw new Error(`The configuration has no source "${id}" when it is loaded again; it must give the same sources each time.`);
    const options = { log, now: () => new Date(), offline, userAgent, closing: closing.signal, lendFetch: lendThrough(proxy) };
    const { methods, rates, close } = startMethods(source, options, unwatched);
    answerCalls({
      methods, rates, port, log: log.child({ source: id }),
      close: async () => {
        closing.abort();
        await close();
        // Whatever the adapter left running ends with the thread.
        process.exit(0);
      },
    });
  } catch (error) {
    say({ kind: "unusable", message: error instanceof Error ? error.message : String(error) });
    port.close();
  }
}
