import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { chromiumMissing } from "../support/chromium.ts";
import { explorerHere } from "../support/explorer-here.ts";
import { axeFindings, openPage, settled } from "../support/explorer-page.ts";

const llama = "hf:meta-llama/Llama-3.1-8B-Instruct";
const qwen = "hf:Qwen/Qwen3-32B";

describe.skipIf(chromiumMissing !== undefined)(`what a browser keeps for the pages${chromiumMissing === undefined ? "" : ` (${chromiumMissing})`}`, () => {
  const here = explorerHere();

  it.each([["full", "QuotaExceededError"], ["switched off", "SecurityError"]])("a storage that is %s: the list of pins says so and can be taken along, until it can be kept", async (state, error) => {
    const { page, faults, close } = await openPage(here.browser, `${here.world.url}/pins`, { before: async (opened) => void (await opened.addInitScript(refuseToKeep, error)) });
    try {
      await page.getByLabel(/^Add to the list/).fill(qwen);
      await page.keyboard.press("Enter");
      await page.getByRole("heading", { name: "This browser does not keep your list" }).waitFor();
      expect(await page.locator("main").innerText()).toContain(`Its storage for this site is ${state}.`);
      expect(await axeFindings(page)).toEqual({ violations: [], undecided: [], hasContrasts: true });
      const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: /^Download the list/ }).click()]);
      expect(download.suggestedFilename()).toBe("pins.txt");

      await page.evaluate(() => (globalThis as unknown as { mend: () => void }).mend());
      await page.getByRole("button", { name: "Try to keep it again" }).press("Enter");
      await page.getByRole("heading", { name: "This browser does not keep your list" }).waitFor({ state: "detached" });
      expect(await page.evaluate(() => [localStorage.getItem("modeldex.pins"), document.activeElement === document.body])).toEqual([JSON.stringify([qwen]), false]);
      expect(faults).toEqual([]);
    } finally {
      await close();
    }
  });

  it("a policy that is used everywhere decides on each page until an address says another, and the usual one comes back", async () => {
    const { page, faults, close } = await openPage(here.browser, `${here.world.url}/policies`);
    try {
      const card = page.getByRole("article").filter({ hasText: "production-strict" });
      const title = await card.getByRole("heading", { level: 3 }).innerText();
      await card.getByRole("button", { name: "Use it everywhere here" }).press("Enter");
      await page.getByText(`${title} is used everywhere here`).waitFor();

      for (const path of [`/model/${llama}`, `/trust/${llama}`, `/compare?ref=${llama}&ref=${qwen}`, `/pins?ref=${qwen}`]) {
        await page.goto(`${here.world.url}${path}`);
        await settled(page);
        expect([path, await chosen(page), await page.getByText("used everywhere here", { exact: true }).count()]).toEqual([path, title, 1]);
        expect(new URL(page.url()).searchParams.has("policy")).toBe(false);
      }
      await page.getByRole("button", { name: "Make 1 pin" }).click();
      await page.getByText(/^1 of 1 asked/).waitFor();
      expect(await page.getByRole("list", { name: "What is on the list" }).innerText()).toContain(title);

      await page.goto(`${here.world.url}/model/${llama}`);
      await settled(page);
      const picker = page.getByLabel("Decide by");
      await picker.selectOption("open-weights-default");
      await page.waitForURL("**policy=open-weights-default");
      await settled(page);
      await page.getByText(`elsewhere here: ${title}`).waitFor();
      await page.getByRole("button", { name: "Use it everywhere here" }).press("Enter");
      await page.waitForURL((url) => !url.searchParams.has("policy"));
      await settled(page);
      await expect.poll(() => chosen(page)).toMatch(/\(usual\)$/);
      expect(await page.evaluate(() => [document.activeElement?.tagName, localStorage.getItem("modeldex.policy")])).toEqual(["SELECT", "[]"]);
      expect(faults).toEqual([]);
    } finally {
      await close();
    }
  });
});

/** The policy that the picker of a page shows. */
async function chosen(page: Page): Promise<string> {
  return page.getByLabel(/^(?:Policy|Decide by|Decided by)$/).evaluate((select) => (select as HTMLSelectElement).selectedOptions[0]?.textContent ?? "");
}

/** Runs before the scripts of the page: its storage refuses, as that of a browser does, until it is mended. */
function refuseToKeep(name: string): void {
  const keep = Storage.prototype.setItem;
  Storage.prototype.setItem = () => {
    throw new DOMException("It is not kept.", name);
  };
  Object.assign(globalThis, { mend: () => void (Storage.prototype.setItem = keep) });
}
