import type { Browser } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import { startChromium } from "./chromium.ts";
import { startExplorerWorld } from "./explorer-world.ts";
import type { ExplorerWorld } from "./explorer-world.ts";

/** A browser and the world that it looks at: there from before the first test of a suite until after its last. */
export interface ExplorerHere {
  readonly browser: Browser;
  readonly world: ExplorerWorld;
}

/** Starts both for the suite in which it is called. Read its members within tests alone. */
export function explorerHere(): ExplorerHere {
  const here: { browser?: Browser; world?: ExplorerWorld } = {};
  beforeAll(async () => {
    [here.browser, here.world] = await Promise.all([startChromium(), startExplorerWorld()]);
  });
  afterAll(async () => {
    await here.browser?.close();
    await here.world?.close();
  });
  return here as ExplorerHere;
}
