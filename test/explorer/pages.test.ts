import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chromiumMissing, startChromium } from "../support/chromium.ts";
import { axeFindings, openAll, openPage, overflows, picture, settled, watched } from "../support/explorer-page.ts";
import { startExplorerWorld } from "../support/explorer-world.ts";
import type { ExplorerWorld } from "../support/explorer-world.ts";

const llama = "hf:meta-llama/Llama-3.1-8B-Instruct";
const qwen = "hf:Qwen/Qwen3-32B";
const gone = "hf:google-bert/bert-base-cased";

interface State {
  readonly path: string;
  /** Operations of the view, before anybody does anything. */
  readonly asks: readonly string[];
  /** A sentence without which this is another state. */
  readonly says: RegExp;
  readonly act?: (page: Page, world: ExplorerWorld) => Promise<void>;
}

const states: Readonly<Record<string, State>> = {
  "search, start": { path: "/", asks: ["SearchPage"], says: /Most used, as their sources count/ },
  "search, hits": { path: "/?q=llama", asks: ["SearchPage"], says: /\d+ models/ },
  "search, all conditions open, chips, reasons": {
    path: "/?q=llama&task=text-generation&source=hf&max-params=100000000000", asks: ["SearchPage"], says: /Clear all/,
    act: async (page) => {
      await openAll(page);
      await page.getByRole("button", { name: /Why is this here/ }).first().click();
    },
  },
  "resolve, nothing yet": { path: "/resolve", asks: [], says: /Look up/ },
  "resolve, resolved": { path: `/resolve?reference=${encodeURIComponent("https://huggingface.co/Qwen/Qwen3-32B")}`, asks: ["ResolvePage"], says: /Qwen3-32B/ },
  "resolve, ambiguous": { path: "/resolve?reference=llama%203.1", asks: ["ResolvePage"], says: /It could be one of these/ },
  "resolve, not found": { path: "/resolve?reference=hf:nobody/nothing", asks: ["ResolvePage"], says: /know|found/i },
  "resolve, not recognized": { path: "/resolve?reference=%25%25%25", asks: ["ResolvePage"], says: /What is read/ },
  "resolve, several": { path: `/resolve?reference=${llama}&reference=${qwen}&reference=hf:nobody/nothing`, asks: ["ResolveManyPage"], says: /Qwen3-32B/ },
  "model": { path: `/model/${llama}`, asks: ["ModelPage"], says: /How to load it/ },
  "model, all open": { path: `/model/${qwen}`, asks: ["ModelPage"], says: /How to load it/, act: openAll },
  "model, gone": { path: `/model/${gone}`, asks: ["ModelPage"], says: /gone from/i },
  "trust": { path: `/trust/${llama}`, asks: ["TrustPage"], says: /Trust report/ },
  "trust, what is stored, claims open": { path: `/trust/${llama}?depth=cached`, asks: ["TrustPage"], says: /Parts of the check|Evidence/, act: openAll },
  "trust, looked further": { path: `/trust/${qwen}?depth=deep`, asks: ["TrustPage"], says: /Trust report/ },
  "compare, nothing chosen": { path: "/compare", asks: [], says: /Compare/ },
  "compare, one": { path: `/compare?ref=${llama}`, asks: ["CompareOnePage"], says: /Llama-3\.1-8B-Instruct/ },
  "compare, differences": { path: `/compare?ref=${llama}&ref=${qwen}`, asks: ["ComparePage"], says: /rows differ/ },
  "compare, all, plots as tables, one not resolved": { path: `/compare?ref=${llama}&ref=${qwen}&ref=llama%203.1&all=1`, asks: ["ComparePage"], says: /All \d+ rows/, act: openAll },
  "pins, empty": { path: "/pins", asks: ["PinsPage"], says: /Nothing is on it yet/ },
  "pins, made": {
    path: `/pins?ref=${qwen}&ref=llama%203.1`, asks: ["PinsPage"], says: /models\.lock\.json/,
    act: async (page) => {
      await page.getByRole("button", { name: "Make 2 pins" }).click();
      await page.getByRole("button", { name: "Make all anew" }).waitFor();
      await settled(page);
    },
  },
  "pins, checked": {
    path: "/pins", asks: ["PinsPage"], says: /unchanged/i,
    act: async (page, world) => {
      const { pin } = await world.gateway.query(`{ pin(references: ["${qwen}"]) { pin { document } } }`);
      const file = JSON.stringify({ lockVersion: 1, models: pin.map((each: { pin: { document: object } }) => each.pin.document) });
      await page.locator("input[type=file]").setInputFiles({ name: "models.lock.json", mimeType: "application/json", buffer: Buffer.from(file) });
      await page.getByRole("button", { name: "Check 1 entry" }).click();
      await page.getByRole("button", { name: "Check all again" }).waitFor();
      await openAll(page);
    },
  },
  "policies": { path: "/policies", asks: ["PoliciesPage"], says: /Policies/, act: openAll },
  "policy editor": { path: "/policies/edit?policy=default", asks: ["PolicyEditor"], says: /Rule/, act: openAll },
  "sources": { path: "/sources", asks: ["SourcesPage"], says: /Hugging Face/ },
  "source, a hub": { path: "/sources/hf", asks: ["SourcePage"], says: /Coverage/i, act: openAll },
  "source, chains": { path: "/sources/onchain", asks: ["SourcePage"], says: /block/i, act: openAll },
  "source, services": { path: "/sources/openrouter", asks: ["SourcePage"], says: /Coverage/i },
  "source, a file": { path: "/sources/file", asks: ["SourcePage"], says: /Coverage/i },
};

/** What axe-core leaves to people, and why it is well here. */
const looked: readonly (readonly [RegExp, string])[] = [
  [/^label-content-name-mismatch .*Unable to determine/, "a cross or an arrow is seen, and the name says what it does: a sign has no text that a name could hold"],
  [/^th-has-data-cells /, "the first column of a table has a heading, and its cells are the headings of rows; a heading of a group stands over all columns"],
];

describe.skipIf(chromiumMissing !== undefined)(`each page in its states${chromiumMissing === undefined ? "" : ` (${chromiumMissing})`}`, () => {
  let browser: Browser;
  let world: ExplorerWorld;
  beforeAll(async () => {
    [browser, world] = await Promise.all([startChromium(), startExplorerWorld()]);
    world.hub.remove(gone.slice("hf:".length));
    await world.gateway.gateway.harvest("hf", { all: true, signal: AbortSignal.timeout(60_000) });
  });
  afterAll(async () => {
    await browser?.close();
    await world?.close();
  });

  it.each(Object.entries(states))("%s", async (name, { path, asks, says, act }) => {
    for (const [width, theme, other] of [[1280, "light", "dark"], [390, "dark", "light"]] as const) {
      const opened = await openPage(browser, `${world.url}${path}`, { width, theme });
      const { page, faults, elsewhere } = opened;
      try {
        const operations = [...opened.operations];
        const { shift } = await watched(page);
        await act?.(page, world);
        expect(await page.locator("main").innerText()).toMatch(says);
        const { violations, undecided, hasContrasts } = await axeFindings(page);
        await picture(page, `${name.replaceAll(/\W+/g, "-")}-${width}-${theme}`);
        const wide = await overflows(page);
        await page.emulateMedia({ colorScheme: other });
        const inOther = await axeFindings(page, ["color-contrast"]);
        const { refused } = await watched(page);
        // "Good" by https://web.dev/articles/cls is 0.1 at most.
        expect({ width, operations, moved: shift < 0.1 ? "little" : shift, violations, undecided: undecided.filter((line) => !looked.some(([rule]) => rule.test(line))), inOther: inOther.violations, measured: hasContrasts && inOther.hasContrasts, wide, faults, refused, elsewhere })
          .toEqual({ width, operations: asks.map((operation) => `GET ${operation}`), moved: "little", violations: [], undecided: [], inOther: [], measured: true, wide: false, faults: [], refused: [], elsewhere: [] });
      } finally {
        await opened.close();
      }
    }
  });
});
