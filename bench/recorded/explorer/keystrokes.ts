/// <reference lib="dom" />
import { setTimeout as wait } from "node:timers/promises";
import { chromiumMissing, startChromium } from "../../../test/support/chromium.ts";
import { randomOf, typedQueries } from "./keystroke-queries.ts";
import { measureFirstView, type FirstView } from "./first-view.ts";
import type { Page } from "./walk-keyboard.ts";

/** How search as you type felt, and how soon the first view stood. */
export interface Typing {
  readonly paces: readonly Pace[];
  readonly firstView: FirstView;
}

/** One way to type. */
export interface Pace {
  readonly name: string;
  /** Keys that changed the words. */
  readonly keys: number;
  /** Keys that a later key overtook before their hits were painted. */
  readonly overtaken: number;
  /** Milliseconds from the key to the painted hits for the words with it. */
  readonly p50: number;
  readonly p95: number;
  readonly most: number;
  /** Milliseconds from the last key of each query to its painted hits. */
  readonly lastKeyP50: number;
  readonly lastKeyP95: number;
  /** Milliseconds of the requests to the endpoint, as the browser saw them. */
  readonly requestP50: number;
  readonly requestP95: number;
  readonly requests: number;
}

export interface TypingOptions {
  /** Base address of the gateway. */
  readonly url: string;
  readonly log: (line: string) => void;
}

/** Milliseconds between keys: waiting for each answer, as somebody types, and in a burst. */
const paces: readonly (readonly [name: string, least: number, spread: number])[] = [["as people type", 90, 180], ["in fast bursts", 20, 25]];

/** Types into the search of a running gateway, in a real browser. No time is held against anything. */
export async function measureTyping({ url, log }: TypingOptions): Promise<Typing> {
  if (chromiumMissing !== undefined) throw new Error(chromiumMissing);
  const browser = await startChromium();
  try {
    const measured: Pace[] = [];
    for (const [place, [name, least, spread]] of paces.entries()) {
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
      const page = await context.newPage();
      await page.addInitScript(watchKeys);
      await page.goto(url);
      await page.waitForSelector("a[data-hit]");
      const random = randomOf(place + 1);
      for (const query of typedQueries) await typeOne(page, query, () => least + spread * random());
      measured.push(await paceOf(page, name));
      log(`typed ${name}`);
      await context.close();
    }
    return { paces: measured, firstView: await measureFirstView(browser, url) };
  } finally {
    await browser.close();
  }
}

async function typeOne(page: Page, query: string, gapMs: () => number): Promise<void> {
  await page.focus("#find");
  await page.keyboard.press("Control+A");
  for (const key of query) {
    await page.keyboard.press(/^[\x20-\x7e]$/.test(key) ? key : "Unidentified").catch(() => page.keyboard.insertText(key));
    await wait(gapMs());
  }
  await page.waitForFunction(() => (globalThis as unknown as { typing: Watch }).typing.pending === undefined, undefined, { timeout: 60_000 });
  await page.evaluate(() => (globalThis as unknown as { typing: Watch }).typing.endQuery());
}

interface Watch {
  pending: { at: number; text: string } | undefined;
  keys: number;
  overtaken: number;
  painted: number[];
  lastKeys: number[];
  endQuery(): void;
}

/** Runs in the page before its scripts: from the key to the frame in which the hits for the words with it stand. */
function watchKeys(): void {
  const typing: Watch = { pending: undefined, keys: 0, overtaken: 0, painted: [], lastKeys: [], endQuery: () => void typing.lastKeys.push(typing.painted.at(-1) ?? Number.NaN) };
  Object.assign(globalThis, { typing });
  performance.setResourceTimingBufferSize(5_000);
  let keyAt = 0;
  let shown = "";
  addEventListener("keydown", ({ timeStamp }) => void (keyAt = timeStamp), true);
  addEventListener("input", ({ target, timeStamp }) => {
    if (!(target instanceof HTMLInputElement) || target.id !== "find" || target.value.trim() === shown) return;
    shown = target.value.trim();
    typing.keys += 1;
    if (typing.pending !== undefined) typing.overtaken += 1;
    typing.pending = { at: Math.max(keyAt, timeStamp - 50), text: shown };
  }, true);
  new MutationObserver(() => {
    const { pending } = typing;
    const box = document.getElementById("find");
    if (pending === undefined || !(box instanceof HTMLInputElement) || box.value.trim() !== pending.text) return;
    if (document.querySelector('section[aria-label="Models"]')?.getAttribute("aria-busy") !== "false") return;
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        if (typing.pending !== pending) return;
        typing.painted.push(performance.now() - pending.at);
        typing.pending = undefined;
      };
      port2.postMessage(undefined);
    });
  }).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
}

async function paceOf(page: Page, name: string): Promise<Pace> {
  const { keys, overtaken, painted, lastKeys, requests } = await page.evaluate(() => {
    const { typing } = globalThis as unknown as { typing: Watch };
    const requests = performance.getEntriesByType("resource").filter((entry) => entry.name.includes("/graphql")).map(({ duration }) => duration);
    return { keys: typing.keys, overtaken: typing.overtaken, painted: typing.painted, lastKeys: typing.lastKeys.filter((each) => !Number.isNaN(each)), requests };
  });
  return {
    name, keys, overtaken, p50: part(painted, 0.5), p95: part(painted, 0.95), most: part(painted, 1), lastKeyP50: part(lastKeys, 0.5), lastKeyP95: part(lastKeys, 0.95),
    requestP50: part(requests, 0.5), requestP95: part(requests, 0.95), requests: requests.length,
  };
}

function part(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN) * 10) / 10;
}

/** As a table for a person, with the same as JSON below. */
export function keystrokeTable(typing: Typing): string {
  const { paces: all, firstView } = typing;
  const rows = all.map(({ name, keys, overtaken, p50, p95, most, lastKeyP50, lastKeyP95, requestP50, requestP95 }) => `| ${name} | ${keys} | ${overtaken} | ${p50} | ${p95} | ${most} | ${lastKeyP50} | ${lastKeyP95} | ${requestP50} | ${requestP95} |`);
  const { coldMs, warmMs, bytes } = firstView;
  return [
    "| typed | keys | overtaken | key to hits p50 ms | p95 ms | most ms | last key p50 ms | p95 ms | request p50 ms | p95 ms |", "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |", ...rows, "",
    `First view, from navigation to painted hits: ${coldMs.join(", ")} ms with an empty cache; ${warmMs.join(", ")} ms with a full one.`,
    `Bytes of the first view over the wire: ${Object.entries(bytes).map(([kind, size]) => `${kind} ${size}`).join(", ")}.`, JSON.stringify(typing),
  ].join("\n");
}
