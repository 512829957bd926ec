import { setTimeout as delay } from "node:timers/promises";

import { askOnce, type Load, type LoadOptions, type LoadSample } from "./load.ts";

/** As {@link LoadOptions}, at a fixed rate whatever the answers take. */
export interface PacedLoadOptions extends Omit<LoadOptions, "concurrency"> {
  readonly perSecond: number;
}

/** Begins to ask at a fixed rate. A request's time counts from when it was due, so that a server which holds everybody up is not measured less often. */
export function startPacedLoad({ endpoint, perSecond, next, wrong }: PacedLoadOptions): Load {
  let samples: LoadSample[] = [];
  let stopped = false;
  const underWay = new Set<Promise<void>>();
  const ask = async (due: number): Promise<void> => {
    const failure = await askOnce(endpoint, next(), wrong).catch((error: unknown) => String(error));
    samples.push({ elapsedMs: performance.now() - due, ...(failure !== undefined && { failure }) });
  };
  const pace = async (): Promise<void> => {
    const began = performance.now();
    for (let turn = 0; !stopped; turn += 1) {
      const due = began + (1000 * turn) / perSecond;
      await delay(Math.max(0, due - performance.now()));
      const asked = ask(due).finally(() => underWay.delete(asked));
      underWay.add(asked);
    }
  };
  const pacing = pace();
  return {
    take: () => {
      const taken = samples;
      samples = [];
      return taken;
    },
    stop: async () => {
      stopped = true;
      await pacing;
      await Promise.all(underWay);
    },
  };
}
