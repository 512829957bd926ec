import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { chromiumMissing } from "../support/chromium.ts";
import { explorerHere } from "../support/explorer-here.ts";
import { axeFindings, openAll, openPage, overflows, picture, settled, watched } from "../support/explorer-page.ts";

const llama = "hf:meta-llama/Llama-3.1-8B-Instruct";
const qwen = "hf:Qwen/Qwen3-32B";

/** A page in one of its states: its address, and what is done there first. */
interface View {
  readonly path: string;
  readonly before?: (page: Page) => Promise<void>;
}

async function makePins(page: Page): Promise<void> {
  await page.getByRole("button", { name: /^Make \d+ pin/ }).click();
  await page.getByRole("button", { name: "Download the lock file" }).waitFor();
  await settled(page);
}

/** States that are a fault of a source, the endpoint or the reader's rights are looked at in `states.test.ts`; what GraphiQL's page has, in `graphiql.test.ts`. */
const views: Readonly<Record<string, View>> = {
  "search, nothing typed": { path: "/" },
  "search, hits with reasons": { path: "/?q=llama", before: openAll },
  "search, conditions and an order": { path: "/?q=embed&license=permissive&max-params=1B&scans=no-finding&sort=parameters" },
  "search, the keys": { path: "/?q=llama", before: (page) => page.keyboard.press("?") },
  "look up, nothing pasted": { path: "/resolve" },
  "look up, exactly one": { path: `/resolve?reference=${qwen}` },
  "look up, several could be meant": { path: "/resolve?reference=llama%203.1" },
  "look up, a digest": { path: `/resolve?reference=sha256:${"a".repeat(64)}` },
  "look up, several lines": { path: `/resolve?reference=${qwen}&reference=nobody/nothing&reference=0x12` },
  "model": { path: `/model/${llama}`, before: openAll },
  "model, opened by another listing": { path: "/model/lab:measured/Qwen/Qwen3-32B" },
  "model, with a finding against it": { path: "/model/hf:acme/embed-flagged", before: openAll },
  "trust": { path: `/trust/${llama}` },
  "trust, everything opened": { path: `/trust/${llama}?policy=production-strict`, before: openAll },
  "trust, with a finding against it": { path: "/trust/hf:acme/embed-flagged" },
  "compare, nothing chosen": { path: "/compare" },
  "compare, one": { path: `/compare?ref=${llama}` },
  "compare, two": { path: `/compare?ref=${llama}&ref=${qwen}`, before: openAll },
  "compare, one that is not known": { path: `/compare?ref=${llama}&ref=${qwen}&ref=nobody/nothing` },
  "pins, none": { path: "/pins" },
  "pins, made": { path: `/pins?ref=${qwen}&ref=llama`, before: makePins },
  "pins, a lock file checked": {
    path: `/pins?ref=${qwen}`,
    before: async (page) => {
      await makePins(page);
      const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Download the lock file" }).click()]);
      await page.locator("input[type=file]").setInputFiles(await download.path());
      await page.getByRole("button", { name: /^Check 1 entry/ }).click();
      await page.getByText(/1 unchanged/).waitFor();
      await openAll(page);
    },
  },
  "policies": { path: "/policies", before: openAll },
  "policy editor": { path: "/policies/edit", before: openAll },
  "sources": { path: "/sources" },
  "source": { path: "/sources/hf", before: openAll },
  "source with contracts": { path: "/sources/onchain", before: openAll },
  "source with coverage": { path: "/sources/lab", before: openAll },
  "no such page": { path: "/models/of/mine" },
};

describe.skipIf(chromiumMissing !== undefined)(`every page${chromiumMissing === undefined ? "" : ` (${chromiumMissing})`}`, () => {
  const here = explorerHere();

  it.each(Object.entries(views))("%s: axe-core finds nothing of any impact at 1280 and 390 pixels, the contrasts of both themes with it", async (name, { path, before }) => {
    const opened = await openPage(here.browser, `${here.world.url}${path}`, { allowed: /Failed to load resource.*404/ });
    const { page } = opened;
    try {
      await before?.(page);
      for (const width of [1280, 390]) {
        await page.setViewportSize({ width, height: width < 600 ? 844 : 900 });
        for (const theme of ["light", "dark"] as const) {
          await page.emulateMedia({ colorScheme: theme });
          await settled(page);
          await picture(page, `page-${name.replaceAll(/\W+/g, "-")}-${width}-${theme}`);
          const { violations, undecided, hasContrasts } = await axeFindings(page, theme === "dark" ? ["color-contrast"] : undefined);
          expect({ width, theme, violations, undecided, hasContrasts, wide: await overflows(page) }).toEqual({ width, theme, violations: [], undecided: [], hasContrasts: true, wide: false });
        }
      }
      expect({ faults: opened.faults, elsewhere: opened.elsewhere, refused: (await watched(page)).refused }).toEqual({ faults: [], elsewhere: [], refused: [] });
    } finally {
      await opened.close();
    }
  });
});
