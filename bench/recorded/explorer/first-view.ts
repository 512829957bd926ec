/// <reference lib="dom" />
import type { startChromium } from "../../../test/support/chromium.ts";
import type { Page } from "./walk-keyboard.ts";

type Browser = Awaited<ReturnType<typeof startChromium>>;

export interface FirstView {
  /** Milliseconds from navigation to painted hits, each with an empty cache. */
  readonly coldMs: readonly number[];
  /** The same with the cache of the view before. */
  readonly warmMs: readonly number[];
  /** Bytes over the wire with an empty cache, by kind. */
  readonly bytes: Readonly<Record<string, number>>;
}

const rounds = 5;

/** Opens the first page some times. */
export async function measureFirstView(browser: Browser, url: string): Promise<FirstView> {
  const coldMs: number[] = [];
  const warmMs: number[] = [];
  let bytes: Readonly<Record<string, number>> = {};
  for (let round = 0; round < rounds; round++) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const page = await context.newPage();
    await page.addInitScript(watchFirstHit);
    const counted = await countBytes(page);
    coldMs.push(await openOnce(page, url));
    bytes = counted();
    warmMs.push(await openOnce(page, url));
    await context.close();
  }
  return { coldMs, warmMs, bytes };
}

async function openOnce(page: Page, url: string): Promise<number> {
  await page.goto(url);
  const handle = await page.waitForFunction(() => (globalThis as unknown as { firstHitMs?: number }).firstHitMs);
  await page.waitForLoadState("networkidle");
  return Math.round((await handle.jsonValue()) ?? Number.NaN);
}

async function countBytes(page: Page): Promise<() => Readonly<Record<string, number>>> {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  const kinds = new Map<string, string>();
  const sums: Record<string, number> = {};
  session.on("Network.responseReceived", ({ requestId, type, response }) => void kinds.set(requestId, response.url.includes("/graphql") ? "graphql" : type.toLowerCase()));
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const kind = kinds.get(requestId) ?? "other";
    sums[kind] = (sums[kind] ?? 0) + encodedDataLength;
    sums["all"] = (sums["all"] ?? 0) + encodedDataLength;
  });
  return () => ({ ...sums });
}

/** Runs in the page before its scripts. */
function watchFirstHit(): void {
  const observer = new MutationObserver(() => {
    if (document.querySelector("a[data-hit]") === null) return;
    observer.disconnect();
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => void Object.assign(globalThis, { firstHitMs: performance.now() });
      port2.postMessage(undefined);
    });
  });
  observer.observe(document, { subtree: true, childList: true });
}
