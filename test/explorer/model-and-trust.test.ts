import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { chromiumMissing } from "../support/chromium.ts";
import { explorerHere } from "../support/explorer-here.ts";
import { openPage, settled } from "../support/explorer-page.ts";

const llama = "hf:meta-llama/Llama-3.1-8B-Instruct";
const claims = 'details[id^="claim-"]';

describe.skipIf(chromiumMissing !== undefined)(`a model and its trust report${chromiumMissing === undefined ? "" : ` (${chromiumMissing})`}`, () => {
  const here = explorerHere();

  it.each<[string, number, number, readonly string[]]>([
    ["decision, first reason and what speaks against it", 1280, 800, ["#decision", "[class*=reasons] li", "#against li"]],
    ["decision and first reason", 390, 844, ["#decision", "[class*=reasons] li"]],
  ])("%s are in the first screen of %i × %i", async (_, width, height, wanted) => {
    const { page, close } = await openPage(here.browser, `${here.world.url}/trust/${llama}`, { width, height });
    try {
      for (const selector of wanted) {
        const box = await page.locator(selector).first().boundingBox();
        expect([selector, box !== null && box.y + box.height <= height]).toEqual([selector, true]);
      }
    } finally {
      await close();
    }
  });

  it("claims of one kind fold with their number on a narrow screen; the address of one opens its fold", async () => {
    const { page, close } = await openPage(here.browser, `${here.world.url}/trust/${llama}`, { width: 390, height: 844 });
    try {
      const height = await page.evaluate(() => document.documentElement.scrollHeight);
      expect(height).toBeLessThan(8_000);
      const [folded] = await hiddenClaims(page);
      expect(folded).toBeDefined();
      for (const go of [() => page.evaluate((id) => void (location.hash = id), folded ?? ""), async () => void (await page.goto("about:blank"), await page.goto(`${here.world.url}/trust/${llama}#${folded}`))]) {
        await go();
        await settled(page);
        await page.waitForFunction((id) => document.getElementById(id)?.hasAttribute("open") === true, folded ?? "");
        const claim = page.locator(`#${folded}`);
        expect([await claim.isVisible(), ((await claim.boundingBox())?.y ?? 9_999) < 844]).toEqual([true, true]);
      }
    } finally {
      await close();
    }
  });

  it("the digest of a file leads to all who have it", async () => {
    const { page, close } = await openPage(here.browser, `${here.world.url}/model/${llama}`);
    try {
      await page.getByRole("link", { name: /^who else has it.*model\.safetensors.*sha256$/ }).first().click();
      await page.waitForURL("**/resolve?reference=sha256**");
      await settled(page);
      const files = await page.locator("#files li").allInnerTexts();
      expect(files.length).toBeGreaterThan(1);
      expect(files.some((text) => text.includes(llama))).toBe(true);
    } finally {
      await close();
    }
  });

  it("its source is asked again, and what was stored and what came is said; a source that is silent is no change", async () => {
    const { page, close } = await openPage(here.browser, `${here.world.url}/model/${llama}`);
    try {
      const again = page.getByRole("button", { name: "Ask its source again" });
      const before = here.world.hub.requests.length;
      await again.click();
      await page.getByText("Name, revision, licence, access and state are as they were.").waitFor();
      expect(here.world.hub.requests.length).toBeGreaterThan(before);
      here.world.hub.fail(503);
      await settled(page);
      await again.click();
      await page.getByText(/Nothing newer came: Hugging Face Hub did not answer/).waitFor();
    } finally {
      here.world.hub.fail(undefined);
      await close();
    }
  });

  it("load lines of one library are told apart by name, and results by who reports them", async () => {
    const { page, close } = await openPage(here.browser, `${here.world.url}/model/${llama}`);
    try {
      const tabs = await page.getByRole("tab").allInnerTexts();
      expect(tabs.length).toBeGreaterThan(1);
      expect(tabs.filter((text) => /\d+$/.test(text))).toEqual([]);
      expect(await page.locator("#evaluations").innerText()).toMatch(/Who reports them: .*a third party under its own name \(2, at Laboratory\)/);
      expect(await page.getByRole("button", { name: "Copy link to this page" }).count()).toBe(1);
    } finally {
      await close();
    }
  });
});

/** Ids of the claims that stand within a fold. */
function hiddenClaims(page: Page): Promise<readonly string[]> {
  return page.locator(claims).evaluateAll((all) => all.filter((claim) => !claim.checkVisibility()).map(({ id }) => id));
}
