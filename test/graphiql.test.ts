import { huggingFace } from "@modeldex/source-hf";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { examples } from "../packages/explorer/src/graphiql/examples.ts";
import { chromiumMissing, startChromium } from "./support/chromium.ts";
import { startGateway } from "./support/gateway.ts";
import type { TestGateway } from "./support/gateway.ts";
import { hubDigest, startHub } from "./support/hub.ts";
import type { TestHub } from "./support/hub.ts";
import { watchPage } from "./support/watched-page.ts";

let hub: TestHub;
let modeldex: TestGateway;
let starter: TestGateway;
beforeAll(async () => {
  hub = await startHub();
  [modeldex, starter] = await Promise.all([startGateway({ sources: [huggingFace({ endpoint: hub.url })] }), startGateway({ sources: [huggingFace()] }, { starter: true, offline: true })]);
  await modeldex.gateway.harvest("hf", { all: true, signal: AbortSignal.timeout(30_000) });
});
afterAll(async () => {
  await Promise.all([modeldex.close(), starter.close()]);
  await hub.close();
});

const each = examples.flatMap(({ use, examples: those }) => those.map((example) => ({ use, ...example })));

describe("the examples of GraphiQL", () => {
  it("are there for each of the six uses, none twice, each with a name of its own for its tab", () => {
    expect(examples.map(({ use }) => use)).toEqual(["I have half decided on a model", "Models that meet conditions", "Pin what we ship", "We keep models of our own", "I know another registry", "My frontend needs this"]);
    const names = each.map(({ query }) => /^query (\w+)/.exec(query)?.[1]);
    expect(names.filter((name, place) => name === undefined || names.indexOf(name) !== place)).toEqual([]);
  });

  it.each(each)("answer: $use, $title", async ({ query, variables }) => {
    for (const { ask } of [modeldex, starter]) {
      const { data, errors } = await ask(query, variables);
      expect(errors).toBeUndefined();
      expect(holes(data)).toEqual([]);
    }
  });

  it("give what a person can use: models, files, levels, pins", async () => {
    const run = async (name: string): Promise<any> => {
      const found = each.find(({ query }) => query.startsWith(`query ${name}`));
      return modeldex.query(found?.query ?? "", found?.variables);
    };
    expect((await run("FindByWords")).search.edges[0].node.id).toBe("hf:openai/whisper-large-v3");
    expect((await run("OwnAndPublic")).search.nodes.length).toBeGreaterThan(1);
    expect((await run("Cards")).models.map(({ id }: any) => id)).toEqual(["hf:openai/whisper-large-v3", "hf:meta-llama/Llama-3.1-8B-Instruct"]);
    expect((await run("Pages")).search.pageInfo).toMatchObject({ hasNextPage: true });
    expect((await run("Narrow")).search.totalCount).toBeGreaterThan(1);
    const readings = (await run("LookUp")).resolveMany.map(({ outcome, model }: any) => [outcome, model?.id]);
    expect(readings).toEqual([["RESOLVED", "hf:openai/whisper-large-v3"], ["RESOLVED", "hf:meta-llama/Llama-3.1-8B-Instruct"], ["RESOLVED", "hf:BAAI/bge-m3"], ["RESOLVED", "hf:bartowski/Meta-Llama-3.1-8B-Instruct-GGUF"]]);
    expect((await run("SideBySide")).compare.rows.length).toBeGreaterThan(1);
    expect((await run("Evidence")).model.trust.claims.nodes.length).toBeGreaterThan(5);
    expect((await run("PinThem")).pin.map(({ problem, pin }: any) => [problem, typeof pin.document])).toEqual([[null, "object"], [null, "object"]]);
    const [{ pin }] = (await run("PinThem")).pin;
    const check = each.find(({ query }) => query.startsWith("query CheckPins"));
    expect((await modeldex.query(check?.query ?? "", { pins: [{ document: pin.document }] })).checkPins).toMatchObject([{ outcome: "UNCHANGED", drifts: [] }]);
    const held = each.find(({ query }) => query.startsWith("query WhoHasTheFile"));
    const { modelsByDigest } = await modeldex.query(held?.query ?? "", { digests: [`sha256:${hubDigest("openai/whisper-large-v3", "model.safetensors")}`] });
    expect(modelsByDigest[0].models.nodes).toEqual([{ id: "hf:openai/whisper-large-v3" }]);
  });
});

describe.skipIf(chromiumMissing !== undefined)(`GraphiQL in Chromium${chromiumMissing === undefined ? "" : ` (${chromiumMissing})`}`, () => {
  let browser: Browser;
  beforeAll(async () => void (browser = await startChromium()));
  afterAll(() => browser?.close());

  async function open(path: string, use: (page: Page) => Promise<void>, before = ""): Promise<void> {
    const context = await browser.newContext();
    // A busy machine takes its time to draw an editor.
    context.setDefaultTimeout(80_000);
    const page = await context.newPage();
    const watched = await watchPage(page);
    await page.addInitScript(before);
    try {
      await page.goto(modeldex.url + path);
      await page.waitForSelector(".graphiql-query-editor .view-line");
      await use(page);
      expect(await watched.faults()).toEqual([]);
      expect(watched.origins()).toEqual([modeldex.url]);
    } finally {
      await context.close();
    }
  }

  /** The editor looks at its text 100 ms after a change: here so late that keys come first, however busy this machine is. */
  const lookLate = "const later = setTimeout; globalThis.setTimeout = (work, ms, ...values) => later(work, ms === 100 ? 3_000 : ms, ...values);";

  const answered = (page: Page, text: string): Promise<void> => page.locator(".result-window .view-line", { hasText: text }).first().waitFor();
  /** The lines of an editor from top to bottom. Monaco draws spaces as such that do not break. */
  const written = (page: Page, part: string): Promise<string> => page.evaluate<string>(`[...document.querySelectorAll(".graphiql-${part} .view-line")]
    .toSorted((a, b) => a.offsetTop - b.offsetTop).map((line) => line.textContent.replaceAll("\\u00a0", " ")).join("\\n")`);

  it("opens the tab of examples, chooses one and runs it, all by keyboard", async () => open("/graphiql", async (page) => {
    const focused = (): Promise<string> => page.evaluate<string>(`document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent ?? ""`);
    const tabTo = async (label: string): Promise<void> => {
      for (let steps = 0; steps < 60 && (await focused()) !== label; steps += 1) await page.keyboard.press("Tab");
      expect(await focused()).toBe(label);
    };
    await tabTo("Hide Examples");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Examples" }).waitFor({ state: "hidden" });
    expect(await focused()).toBe("Show Examples");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Examples" }).waitFor();
    await tabTo("Which model does this mean?");
    const asked: unknown[] = [];
    page.on("request", (request) => void (request.url() === `${modeldex.url}/graphql` && asked.push(request.postDataJSON()?.operationName)));
    await page.keyboard.press("Enter");
    await page.keyboard.press("Control+Enter");
    // The editor draws the lines in sight alone.
    await answered(page, '"resolveMany"');
    expect(asked).toEqual(["LookUp"]);
    await page.locator(".graphiql-tab-button[aria-current=true]", { hasText: "LookUp" }).waitFor();
  }, lookLate));

  it("runs what was written a moment ago", async () => open("/graphiql", async (page) => {
    await page.locator(".graphiql-query-editor .view-line").first().click();
    const asked = page.waitForRequest((request) => request.postData()?.includes("Other") === true);
    await page.keyboard.press("Control+A");
    await page.keyboard.insertText("query Other { policies { id } }");
    await page.keyboard.press("Control+Enter");
    expect((await asked).postDataJSON()).toMatchObject({ operationName: "Other" });
    await answered(page, '"policies"');
  }, lookLate));

  it("opens what a link says, and runs nothing by itself", async () => {
    const query = "query Linked($id: ID!) {\n  model(id: $id) { id }\n}";
    const parameters = new URLSearchParams({ query, variables: '{"id":"hf:BAAI/bge-m3"}' }).toString();
    for (const path of [`/graphiql?${parameters}`, `/graphiql#${parameters}`]) await open(path, async (page) => {
      const asked: string[] = [];
      page.on("request", (request) => void (request.postData()?.includes("Linked") === true && asked.push(request.method())));
      expect([await written(page, "query-editor"), (await written(page, "editor-tool:not(.hidden)")).replaceAll(/\s/g, "")]).toEqual([query, '{"id":"hf:BAAI/bge-m3"}']);
      expect(asked).toEqual([]);
      await page.click("button.graphiql-execute-button");
      await answered(page, '"hf:BAAI/bge-m3"');
      expect(asked).toEqual(["POST"]);
    });
  });

  it("shows the schema, completes fields and marks a mistake, under its policy", async () => open("/graphiql", async (page) => {
    await page.getByRole("button", { name: "Show Documentation Explorer" }).click();
    await page.getByRole("link", { name: "Query", exact: true }).click();
    await page.getByText("Ranked, filtered, faceted search over every source.").waitFor();
    await page.locator(".graphiql-query-editor .view-line").first().click();
    await page.keyboard.press("Control+A");
    await page.keyboard.type("{ sear");
    await page.locator(".suggest-widget .monaco-list-row", { hasText: "search" }).first().waitFor();
    await page.keyboard.press("Escape");
    await page.keyboard.press("Control+A");
    await page.keyboard.type("{ nothingOfTheKind }");
    await page.locator(".graphiql-query-editor .squiggly-error").waitFor();
  }));

  it("has the theme that was chosen on the pages, and leads back to them", async () => {
    for (const theme of ["light", "dark"] as const) {
      const context = await browser.newContext({ colorScheme: theme === "light" ? "dark" : "light" });
      const page = await context.newPage();
      await page.addInitScript(`localStorage.setItem("modeldex.theme", "${theme}")`);
      await page.goto(`${modeldex.url}/graphiql`);
      await page.waitForSelector(`body.graphiql-${theme}`);
      await page.getByRole("link", { name: "Modeldex" }).click();
      await page.waitForURL(`${modeldex.url}/`);
      await context.close();
    }
  });
});

/** Paths at the root of an answer, and one below it, that hold null. */
function holes(data: any): readonly string[] {
  return Object.entries<any>(data ?? { data: null }).flatMap(([name, value]) => (value === null ? [name] : value.trust === null ? [`${name}.trust`] : []));
}
