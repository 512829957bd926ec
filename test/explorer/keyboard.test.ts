import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { chromiumMissing } from "../support/chromium.ts";
import { explorerHere } from "../support/explorer-here.ts";
import { openPage, settled, tabOrder } from "../support/explorer-page.ts";

const llama = "hf:meta-llama/Llama-3.1-8B-Instruct";
const qwen = "hf:Qwen/Qwen3-32B";

/** Far more stops than a page has. */
const most = 600;

/** Each with what it needs to be reached. The beginning of each page, up to the end of what is the same on all, is written out below. */
const pages = ["/", "/?q=llama", "/resolve", "/resolve?reference=llama%203.1", `/model/${llama}`, `/trust/${llama}`, `/compare?ref=${llama}&ref=${qwen}`, `/pins?ref=${qwen}`, "/policies", "/policies/edit", "/sources", "/sources/hf", "/models/of/mine"] as const;

describe.skipIf(chromiumMissing !== undefined)(`by keyboard alone${chromiumMissing === undefined ? "" : ` (${chromiumMissing})`}`, () => {
  const here = explorerHere();

  it.each(pages)("%s: Tab begins at the skip link, goes through box and pages, and leaves at the end; each stop can be seen and has a mark", async (path) => {
    const opened = await openPage(here.browser, `${here.world.url}${path}`);
    try {
      const stops = await tabOrder(opened.page, most);
      const hasOwnBox = path === "/" || path.startsWith("/?");
      const box = hasOwnBox ? [] : [`input search "Find a model: words, or anything you copied"`, `button "Find"`];
      const same = [`a "Skip to the content"`, `a "Modeldex"`, ...box, `a "Search"`, `a "Look up"`, `a "Compare"`, `a "Pins"`, `a "Policies"`, `a "Sources"`, `a "GraphiQL"`, `select "Theme"`];
      expect(stops.slice(0, same.length).map((stop) => (stop.startsWith("select") ? `select "Theme"` : stop))).toEqual(same);
      expect(stops.filter((stop) => /NOT SHOWN|NO FOCUS MARK|""/.test(stop))).toEqual([]);
      // It ended by itself: nothing holds the focus.
      expect(stops.length).toBeLessThan(most);
      // Written out, to be read: what comes after what. After a change of a page that is meant: vitest run test/explorer/keyboard.test.ts -u
      await expect(lasting(stops)).toMatchFileSnapshot(`tab-orders/${path.replaceAll(/\W+/g, "-").replaceAll(/^-|-$/g, "") || "first-page"}.txt`);
    } finally {
      await opened.close();
    }
  });

  it("the skip link leads past what is the same on each page; a page that was gone to begins at its content", async () => {
    const { page, close } = await openPage(here.browser, `${here.world.url}/sources`);
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

  it("conditions on a narrow screen open over the page, keep the focus, and close by Escape or the last button where they were opened", async () => {
    const { page, faults, close } = await openPage(here.browser, `${here.world.url}/?q=llama`, { width: 390, height: 844 });
    const isWithin = (): Promise<boolean> => page.evaluate(() => document.activeElement?.closest("dialog[open]") !== null);
    try {
      await tabTo(page, /^button Conditions/);
      await page.keyboard.press("Enter");
      const dialog = page.getByRole("dialog", { name: "Conditions" });
      expect([await dialog.evaluate((element) => element.matches(":modal")), await focused(page)]).toEqual([true, "h2 Conditions"]);
      await tabTo(page, /^button Show \d+ models/);
      // What lies below is out of reach: after the last stop comes the here.browser, then the first stop again.
      for (let step = 0; step < 5; step++) {
        await page.keyboard.press("Tab");
        if (!(await focused(page)).startsWith("body")) expect(await isWithin()).toBe(true);
      }
      await tabTo(page, /^input permissive/);
      await page.keyboard.press("Space");
      await page.waitForURL("**license=PERMISSIVE**");
      await settled(page);
      expect(await isWithin()).toBe(true);
      await page.keyboard.press("Escape");
      await page.locator("dialog").waitFor({ state: "detached" });
      expect(await focused(page)).toBe("button Conditions (1 chosen)");
      await page.keyboard.press("Enter");
      await tabTo(page, /^button Show \d+ models?/);
      await page.keyboard.press("Enter");
      await page.locator("dialog").waitFor({ state: "detached" });
      expect(await focused(page)).toBe("button Conditions (1 chosen)");
      expect(faults).toEqual([]);
    } finally {
      await close();
    }
  });

  it("a search on a narrow screen shows box, number and the first two hits at once", async () => {
    const { page, close } = await openPage(here.browser, `${here.world.url}/?q=llama`, { width: 390, height: 844 });
    try {
      const ends = await page.locator("ol > li:has(a[data-hit])").evaluateAll((hits) => hits.slice(0, 2).map((hit) => hit.getBoundingClientRect().bottom));
      expect({ count: ends.length, below: ends.filter((end) => end > 844) }).toEqual({ count: 2, below: [] });
    } finally {
      await close();
    }
  });

  it("gone to by its link, the search page has the focus in its box; ? goes to its keys, which can be switched off", async () => {
    const { page, close } = await openPage(here.browser, `${here.world.url}/sources`);
    try {
      await tabTo(page, /^a Search/);
      await page.keyboard.press("Enter");
      await page.waitForURL((url) => url.pathname === "/");
      await page.locator("a[data-hit]").first().waitFor();
      await settled(page);
      expect(await page.evaluate(() => document.activeElement?.id)).toBe("find");
      await page.keyboard.press("ArrowDown");
      expect(await page.evaluate(() => document.activeElement?.matches("a[data-hit]"))).toBe(true);
      await page.keyboard.press("?");
      expect(await focused(page)).toBe("summary Keys");
      await tabTo(page, /^input Single keys/);
      await page.keyboard.press("Space");
      await page.keyboard.press("/");
      expect(await focused(page)).toMatch(/^input Single keys/);
      await page.locator("#find").focus();
      await page.keyboard.press("ArrowDown");
      expect(await page.evaluate(() => document.activeElement?.id)).toBe("find");
      const first = page.locator("a[data-hit]").first();
      await first.focus();
      await page.keyboard.press("c");
      await page.keyboard.press("j");
      expect([await first.evaluate((link) => link === document.activeElement), await page.getByRole("link", { name: /^Compare \(/ }).count()]).toEqual([true, 0]);
    } finally {
      await close();
    }
  });

  it("pins are made and held against the present: the focus goes to what came of it, which is told once", async () => {
    const { page, faults, close } = await openPage(here.browser, `${here.world.url}/pins?ref=${qwen}&ref=${llama}&ref=nobody/nothing`);
    try {
      const said = await told(page);
      await tabTo(page, /^button Make 3 pins/);
      await page.keyboard.press("Enter");
      expect(await focused(page)).toMatch(/^(?:button Make|h3 )/);
      await page.getByText(/^3 of 3 asked/).waitFor();
      expect(await focused(page)).toBe("h3 Result of pinning");
      expect((await said()).filter((text) => text.includes("asked"))).toEqual(["3 of 3 asked: 2 pinned, 1 without a pin."]);

      const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Download the lock file" }).click()]);
      await page.getByLabel("Choose a lock file").setInputFiles(await download.path());
      await tabTo(page, /^button Check 2 entries/);
      await page.keyboard.press("Enter");
      await page.getByText(/^2 of 2 asked/).waitFor();
      expect(await focused(page)).toBe("h3 Result of the check");
      await tabTo(page, /^button Check all again/, "Shift+Tab");
      await page.keyboard.press("Enter");
      await page.waitForFunction(() => document.querySelectorAll("progress").length === 0);
      expect(await focused(page)).not.toMatch(/^body/);
      expect((await said()).filter((text) => text.startsWith("2 of 2 asked"))).toEqual(["2 of 2 asked: 2 unchanged.", "2 of 2 asked: 2 unchanged."]);

      await tabTo(page, /^button Take off: nobody/, "Shift+Tab");
      await page.keyboard.press("Enter");
      await page.getByRole("button", { name: "Take off: nobody/nothing" }).waitFor({ state: "detached" });
      expect(await focused(page)).toBe("button Undo");
      await page.keyboard.press("Enter");
      await page.getByRole("button", { name: "Take off: nobody/nothing" }).waitFor();
      expect(await focused(page)).toMatch(/^ul What is on the list/);
      expect(faults).toEqual([]);
    } finally {
      await close();
    }
  });

  it("a compared model is moved over one that did not resolve; its button goes with it, and the address has the order", async () => {
    const { page, faults, close } = await openPage(here.browser, `${here.world.url}/compare?ref=${llama}&ref=nobody/nothing&ref=${qwen}`);
    try {
      await tabTo(page, /^button Move B, Qwen3-32B, to the left/);
      await page.keyboard.press("Enter");
      await page.waitForURL((url) => url.searchParams.getAll("ref").join() === [qwen, "nobody/nothing", llama].join());
      await settled(page);
      await page.getByRole("columnheader", { name: /A Qwen3-32B/ }).waitFor();
      await page.getByText("Qwen3-32B is column A of 2 now.").waitFor({ state: "attached" });
      expect(await focused(page)).toBe("button Move A, Qwen3-32B, to the left");
      await page.keyboard.press("Enter");
      await page.keyboard.press("Tab");
      await page.keyboard.press("Tab");
      expect(await focused(page)).toBe("button Remove A, Qwen3-32B");
      await page.keyboard.press("Enter");
      await page.getByRole("columnheader", { name: /A Llama-3/ }).waitFor();
      expect(await focused(page)).toBe("button Remove A, Llama-3.1-8B-Instruct");
      await page.keyboard.press("Enter");
      await page.getByRole("table", { name: /Attributes of/ }).waitFor({ state: "detached" });
      expect(await focused(page)).toMatch(/^main /);
      expect(faults).toEqual([]);
    } finally {
      await close();
    }
  });

  it("sources say how they are sorted", async () => {
    const { page, close } = await openPage(here.browser, `${here.world.url}/sources`);
    try {
      expect(await page.getByRole("list", { name: "Sources, those that do not answer first" }).count()).toBe(1);
      const said = await told(page);
      await page.getByLabel("Order").focus();
      await page.keyboard.press("b");
      await page.waitForURL("**/sources?order=title");
      await page.getByRole("list", { name: "Sources, by name" }).waitFor();
      expect(await said()).toEqual([expect.stringMatching(/^\d+ sources, by name\.$/)]);
    } finally {
      await close();
    }
  });

  it("from words to a model, its evidence, and a comparison", async () => {
    const { page, faults, close } = await openPage(here.browser, `${here.world.url}/`);
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

/** Writes down in the page what its live regions come to say. */
async function told(page: Page): Promise<() => Promise<readonly string[]>> {
  await page.evaluate(() => {
    const said: string[] = [];
    Object.assign(globalThis, { said });
    const last = new Map<Element, string>();
    new MutationObserver(() => {
      for (const region of document.querySelectorAll("[role=status], [role=alert]")) {
        const text = (region.textContent ?? "").replaceAll(/\s+/g, " ").trim();
        if (text !== "" && last.get(region) !== text) said.push(text);
        last.set(region, text);
      }
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  return () => page.evaluate(() => (globalThis as unknown as { said: string[] }).said);
}

/** The stops line by line, without what is another in each run: dates and times, ports, digests, how long ago something was. */
function lasting(stops: readonly string[]): string {
  const changing = [[/\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?)?(?: UTC)?/g, "⟨date⟩"], [/127\.0\.0\.1:\d+/g, "⟨host⟩"], [/\b(?:0x)?[\da-f]{7,}\b/gi, "⟨hex⟩"], [/\(?\d+ (?:second|minute|hour)s? ago\)?/g, "⟨ago⟩"]] as const;
  return `${stops.map((stop) => changing.reduce((text, [pattern, word]) => text.replaceAll(pattern, word), stop)).join("\n")}\n`;
}

/** What has the focus: its element and its text. */
async function focused(page: Page): Promise<string> {
  return page.evaluate(() => `${document.activeElement?.tagName.toLowerCase() ?? ""} ${(document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.closest("label")?.textContent ?? document.activeElement?.textContent ?? "").replaceAll(/\s+/g, " ").trim()}`);
}

/** Presses a key until the focus is at what is wanted; fails where the stops come round. */
async function tabTo(page: Page, wanted: RegExp, key = "Tab"): Promise<void> {
  for (let step = 0; step < most; step++) {
    await page.keyboard.press(key);
    if (wanted.test(await focused(page))) return;
  }
  throw new Error(`No stop is ${wanted}; the last was ${await focused(page)}.`);
}
