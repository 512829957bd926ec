import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chromiumMissing, startChromium } from "../support/chromium.ts";
import { openPage, settled, tabOrder } from "../support/explorer-page.ts";
import { startExplorerWorld } from "../support/explorer-world.ts";
import type { ExplorerWorld } from "../support/explorer-world.ts";

const llama = "hf:meta-llama/Llama-3.1-8B-Instruct";
const qwen = "hf:Qwen/Qwen3-32B";

/** Far more stops than a page has. */
const most = 600;

/** Each with what it needs to be reached. The beginning of each page, up to the end of what is the same on all, is written out below. */
const pages = ["/", "/?q=llama", "/resolve", "/resolve?reference=llama%203.1", `/model/${llama}`, `/trust/${llama}`, `/compare?ref=${llama}&ref=${qwen}`, `/pins?ref=${qwen}`, "/policies", "/policies/edit", "/sources", "/sources/hf", "/models/of/mine"] as const;

describe.skipIf(chromiumMissing !== undefined)(`by keyboard alone${chromiumMissing === undefined ? "" : ` (${chromiumMissing})`}`, () => {
  let browser: Browser;
  let world: ExplorerWorld;
  beforeAll(async () => {
    [browser, world] = await Promise.all([startChromium(), startExplorerWorld()]);
  });
  afterAll(async () => {
    await browser?.close();
    await world?.close();
  });

  it.each(pages)("%s: Tab begins at the skip link, goes through box and pages, and leaves at the end; each stop can be seen and has a mark", async (path) => {
    const opened = await openPage(browser, `${world.url}${path}`);
    try {
      const stops = await tabOrder(opened.page, most);
      const hasOwnBox = path === "/" || path.startsWith("/?");
      const box = hasOwnBox ? [] : [`input search "Find a model: words, or anything you copied"`, `button "Find"`];
      const same = [`a "Skip to the content"`, `a "Modeldex"`, ...box, `a "Search"`, `a "Look up"`, `a "Compare"`, `a "Pins"`, `a "Policies"`, `a "Sources"`, `a "GraphiQL"`, `select "Theme"`];
      expect(stops.slice(0, same.length).map((stop) => (stop.startsWith("select") ? `select "Theme"` : stop))).toEqual(same);
      expect(stops.filter((stop) => /NOT SHOWN|NO FOCUS MARK|""/.test(stop))).toEqual([]);
      // It ended by itself: nothing holds the focus.
      expect(stops.length).toBeLessThan(most);
    } finally {
      await opened.close();
    }
  });

  it("the skip link leads past what is the same on each page; a page that was gone to begins at its content", async () => {
    const { page, close } = await openPage(browser, `${world.url}/sources`);
    try {
      await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      expect(await focused(page)).toMatch(/^main /);
      await tabTo(page, /^a .*Hugging Face Hub/);
      await page.keyboard.press("Enter");
      await page.waitForURL("**/sources/hf");
      await settled(page);
      expect(await focused(page)).toMatch(/^main /);
    } finally {
      await close();
    }
  });

  it("conditions on a narrow screen open, let the focus through, and close by Escape where they were opened", async () => {
    const { page, close } = await openPage(browser, `${world.url}/?q=llama`, { width: 390 });
    try {
      await tabTo(page, /^summary Conditions/);
      await page.keyboard.press("Enter");
      await tabTo(page, /^button Show \d+ models/);
      await page.keyboard.press("Tab");
      expect(await focused(page)).not.toMatch(/^body/);
      await page.keyboard.press("Shift+Tab");
      await page.keyboard.press("Escape");
      expect(await focused(page)).toMatch(/^summary Conditions/);
      expect(await page.locator("main details[open]").count()).toBe(0);
    } finally {
      await close();
    }
  });

  it("from words to a model, its evidence, and a comparison", async () => {
    const { page, faults, close } = await openPage(browser, `${world.url}/`);
    try {
      await page.keyboard.type("llama 3.1 8b instruct");
      await page.waitForURL("**/?q=llama*");
      await page.locator(`a[data-hit="${llama}"]`).waitFor();
      await settled(page);
      await page.keyboard.press("ArrowDown");
      while (!(await page.locator(`a[data-hit="${llama}"]`).evaluate((link) => link === document.activeElement))) await page.keyboard.press("ArrowDown");
      await page.keyboard.press("c");
      await page.keyboard.press("Enter");
      await page.waitForURL(`**/model/${llama}`);
      await settled(page);

      await tabTo(page, /^a .*trust report/i);
      await page.keyboard.press("Enter");
      await page.waitForURL("**/trust/**");
      await settled(page);
      await tabTo(page, /^summary status:/);
      await page.keyboard.press("Enter");
      await tabTo(page, /^a Link to this claim/);

      await page.keyboard.press("/");
      await page.keyboard.type("Qwen/Qwen3-32B");
      await page.keyboard.press("Enter");
      await page.waitForURL("**/resolve?*");
      await settled(page);
      await tabTo(page, /^button .*compar/i);
      await page.keyboard.press("Enter");
      await tabTo(page, /^a Compare \(2\)/, "Shift+Tab");
      await page.keyboard.press("Enter");
      await page.waitForURL("**/compare?*");
      await settled(page);
      expect(await page.getByRole("columnheader").count()).toBe(3);
      expect(await page.locator("main").innerText()).toMatch(/Llama-3\.1-8B-Instruct[^]*Qwen3-32B/);
      expect(faults).toEqual([]);
    } finally {
      await close();
    }
  });
});

/** What has the focus: its element and its text. */
async function focused(page: Page): Promise<string> {
  return page.evaluate(() => `${document.activeElement?.tagName.toLowerCase() ?? ""} ${(document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent ?? "").replaceAll(/\s+/g, " ").trim()}`);
}

/** Presses a key until the focus is at what is wanted; fails where the stops come round. */
async function tabTo(page: Page, wanted: RegExp, key = "Tab"): Promise<void> {
  for (let step = 0; step < most; step++) {
    await page.keyboard.press(key);
    if (wanted.test(await focused(page))) return;
  }
  throw new Error(`No stop is ${wanted}; the last was ${await focused(page)}.`);
}
