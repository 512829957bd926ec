import type { Source } from "@modeldex/plugin-kit";
import type { ProxyAddresses } from "@modeldex/plugin-kit/lend";
import type { LogLevel } from "../../observe/log.ts";
import { silentLogger } from "../../observe/log.ts";
import { createGuardedCalls } from "../guarded-call.ts";
import { closeSource, opened, watchSource, type OpenSource, type OpenSourceOptions } from "../open-source.ts";
import { createRemoteMethods } from "./remote-methods.ts";
import { createSourceThread } from "./source-thread.ts";

/** Where the threads of sources find them. */
export interface ThreadOrigin {
  /** What a thread runs. */
  readonly entry: URL;
  /** Absolute path of the configuration, which each thread loads anew. */
  readonly configPath: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly logLevel: LogLevel;
  readonly proxy?: ProxyAddresses;
}

/** What the entry of a thread is given, besides its `port`. */
export interface ThreadData extends Omit<ThreadOrigin, "entry"> {
  /** Id of the source. */
  readonly source: string;
  readonly offline: boolean;
  readonly userAgent: string;
}

/**
 * Opens sources each in a thread of its own, so that one that blocks, breaks down or takes too much memory harms only itself. Health and deadlines
 * are kept here; everything else of a call, the checks of its answer too, happens there.
 */
export function openInThread({ entry, ...origin }: ThreadOrigin): (source: Source, options: OpenSourceOptions) => OpenSource {
  return (source, options) => {
    const { log, offline, userAgent, closing } = options;
    const { health, watch } = watchSource(source, options);
    const data: ThreadData = { ...origin, source: source.id, offline, userAgent };
    const thread = createSourceThread({ source, entry, data, log });
    // The thread logs what was wrong with an answer, with its cause.
    const guard = createGuardedCalls({ source, watch, log: silentLogger, closing });
    return {
      ...opened(source, createRemoteMethods(source, thread, guard)),
      start: () => thread.start(),
      health,
      rates: { state: () => thread.rates() },
      close: async () => {
        await thread.close();
        await closeSource(source, log);
      },
    };
  };
}
