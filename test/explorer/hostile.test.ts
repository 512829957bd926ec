import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { chromiumMissing } from "../support/chromium.ts";
import { explorerHere } from "../support/explorer-here.ts";
import { axeFindings, openAll, openPage, overflows, picture, settled, watched } from "../support/explorer-page.ts";
import { hostileTexts } from "../support/explorer-world.ts";

const llama = "hf:meta-llama/Llama-3.1-8B-Instruct";
const pages = [
  "/?q=llama", `/model/${llama}`, `/trust/${llama}`, `/compare?ref=${llama}&ref=hf:Qwen/Qwen3-32B`, "/resolve?reference=llama%203.1", "/resolve?reference=deepseek", "/policies", "/sources", "/sources/hf", "/sources/onchain", "/pins",
] as const;

/** Fields whose texts the gateway makes or checks: names of enumerations, ids, digests, times, addresses of its own. Everything else may be foreign. */
const ownFields = /^(?:__typename|id|key|title|cursor|endCursor|startCursor|digest|inputDigest|at|asOf|code|status|origin|state|kind|class|level|systemLevel|effect|outcome|severity|field|verdict|better|group|attribute|relation|role|format|formats|access|type|platform|finality|verifiability|unknownReason|author|basis|filter|value|definition|document|capabilities|[a-z]+At|version)$/i;

describe.skipIf(chromiumMissing !== undefined)(`hostile texts${chromiumMissing === undefined ? "" : ` (${chromiumMissing})`}`, () => {
  const here = explorerHere();

  it.each(pages)("%s: wherever foreign text stands, nothing runs, nothing breaks, and what deceives is marked", async (path) => {
    for (const [at, width] of [1280, 390].entries()) {
      const opened = await openPage(here.browser, `${here.world.url}${path}`, { width, before: (page) => replaceForeign(page, at * 3) });
      const { page, faults, elsewhere } = opened;
      try {
        await openAll(page);
        const { refused, harmed } = await watched(page);
        expect({ width, harmed, refused, faults, wide: await overflows(page), elsewhere }).toEqual({ width, harmed: false, refused: [], faults: [], wide: false, elsewhere: [] });
        await picture(page, `hostile-${path.replaceAll(/\W+/g, "-")}-${width}`);
        const text = await page.locator("main").innerText();
        expect(await page.evaluate(unmarked)).toEqual([]);
        if (hasMuch.test(path)) for (const mark of [/U\+202E/, /U\+200B/, /look-alike letters/, /combining marks|marks left out/i]) expect(text).toMatch(mark);
        if (width === 1280) expect((await axeFindings(page)).violations).toEqual([]);
      } finally {
        await opened.close();
      }
    }
  });

  it("a registry's own hostile entries are found, listed and opened like any other", async () => {
    const opened = await openPage(here.browser, `${here.world.url}/?q=hostile`);
    try {
      expect(await opened.page.locator("main").innerText()).toMatch(/U\+202E/);
      const { models } = await here.world.gateway.query(`{ models: search(text: "hostile", first: 20) { nodes { id } } }`);
      expect(models.nodes.length).toBeGreaterThan(4);
      for (const { id } of models.nodes) {
        await opened.page.goto(`${here.world.url}/model?id=${encodeURIComponent(id)}`);
        await settled(opened.page);
        expect({ id, ...(await watched(opened.page)), faults: opened.faults, wide: await overflows(opened.page) }).toMatchObject({ id, harmed: false, refused: [], faults: [], wide: false });
      }
    } finally {
      await opened.close();
    }
  });
});

/** Runs in the page: where a character that deceives stands as it is, with its element. */
function unmarked(): readonly string[] {
  const texts = document.createTreeWalker(document.querySelector("main") ?? document.body, NodeFilter.SHOW_TEXT);
  const found: string[] = [];
  for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
    const parent = node.parentElement;
    if (/[\u202A-\u202E\u2066-\u2069\u200B\u2060]/.test(node.textContent ?? "") && parent?.checkVisibility() === true) found.push(`${parent.outerHTML.slice(0, 160)} in ${parent.parentElement?.outerHTML.slice(0, 160) ?? ""}`);
  }
  return found;
}

/** Pages on which so many foreign texts stand that each kind is there. */
const hasMuch = /^\/(?:\?q|model|trust|compare)/;

/** From now on each text of an answer that may be foreign is one of the hostile ones, by turns; addresses are scripts. */
async function replaceForeign(page: Page, first: number): Promise<void> {
  const texts = Object.values(hostileTexts);
  let turn = first;
  await page.route("**/graphql?*", async (route) => {
    const answer = await route.fetch();
    const replaced = (value: unknown, name: string): unknown => {
      if (typeof value === "string") return ownFields.test(name) ? value : /^https?:/.test(value) ? "javascript:window.harmed=1" : (texts[turn++ % texts.length] ?? "");
      if (Array.isArray(value)) return value.map((item) => replaced(item, name));
      if (typeof value !== "object" || value === null || ownFields.test(name)) return value;
      return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, replaced(member, key)]));
    };
    await route.fulfill({ response: answer, json: { data: replaced(((await answer.json()) as { data: unknown }).data, "data") } });
  });
}
