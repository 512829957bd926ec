import { huggingFace } from "@modeldex/source-hf";
import type { Browser, Page, Response } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chromiumMissing, startChromium } from "./support/chromium.ts";
import { axeFindings, openPage, overflows, watched } from "./support/explorer-page.ts";
import type { PageForm } from "./support/explorer-page.ts";
import { startGateway } from "./support/gateway.ts";
import type { TestGateway } from "./support/gateway.ts";
import { startHub } from "./support/hub.ts";
import type { TestHub } from "./support/hub.ts";

const queryBox = ".graphiql-query-editor .graphiql-editor";
const variablesBox = ".graphiql-editor-tool .graphiql-editor:nth-child(1)";
const headersBox = ".graphiql-editor-tool .graphiql-editor:nth-child(2)";
const answerBox = ".graphiql-response .result-window";

let hub: TestHub;
let modeldex: TestGateway;
let browser: Browser;

describe.skipIf(chromiumMissing !== undefined)(`GraphiQL by keyboard, on a narrow screen and for axe-core${chromiumMissing === undefined ? "" : ` (${chromiumMissing})`}`, () => {
  beforeAll(async () => {
    hub = await startHub();
    [modeldex, browser] = await Promise.all([startGateway({ sources: [huggingFace({ endpoint: hub.url })] }), startChromium()]);
    await modeldex.gateway.harvest("hf", { all: true, signal: AbortSignal.timeout(30_000) });
  });
  afterAll(async () => {
    await browser?.close();
    await modeldex?.close();
    await hub?.close();
  });

  async function open(path: string, form: PageForm, use: (page: Page) => Promise<void>): Promise<void> {
    const { page, faults, elsewhere, close } = await openPage(browser, modeldex.url + path, form);
    // A busy machine takes its time to draw an editor.
    page.setDefaultTimeout(80_000);
    try {
      await use(page);
      expect([faults, elsewhere, (await watched(page)).refused]).toEqual([[], [], []]);
    } finally {
      await close();
    }
  }

  it("lets Tab lead through the page and out of its editors, Shift+Tab back, and says so", async () => open("/graphiql", { height: 800 }, async (page) => {
    await isReady(page);
    const help = await page.getByRole("region", { name: "Before you run a request" }).innerText();
    expect(help).toMatch(/asks sources like any other, and uses up their budgets/);
    expect(help.replaceAll(/\s+/g, " ")).toMatch(/Tab goes on and Shift\+Tab goes back, out of the editors too; Enter goes into the one that is marked\. In an editor Ctrl\+M lets Tab indent, and, once more, lead out again\./);

    await page.getByRole("button", { name: "Skip to the query" }).focus();
    const there = await walk(page, "Tab", "Answer");
    const named = ["Skip to the answer", "Hide Examples", "Which model does this mean?", "Query", "Execute query (Ctrl-Enter)", "Variables", "Headers", "Variables, as JSON", "Answer"];
    expect(there.filter((stop) => named.includes(stop))).toEqual(named);
    expect(await walk(page, "Shift+Tab", "Skip to the query")).toEqual(["Skip to the query", ...there].slice(0, -1).toReversed());

    // Within each editor, where a key used to be held.
    for (const [box, next, before] of [[queryBox, "Execute query (Ctrl-Enter)", "Modeldex"], [variablesBox, "Answer", "Hide editor tools"], [headersBox, "Answer", "Hide editor tools"], [answerBox, "the end", "Headers, as JSON"]] as const) {
      if (box === headersBox) await page.getByRole("button", { name: "Headers", exact: true }).click();
      const text = await linesOf(page, box);
      await enter(page, box);
      await page.keyboard.press("Tab");
      expect([next, ...(next === "the end" ? ["Skip to the query"] : [])]).toContain(await focused(page));
      await enter(page, box);
      await page.keyboard.press("Shift+Tab");
      await page.keyboard.press("Shift+Tab");
      expect(await focused(page)).toBe(before);
      expect(await linesOf(page, box)).toBe(text);
    }

    const text = await linesOf(page, queryBox);
    await enter(page, queryBox);
    await page.keyboard.press("Control+M");
    await page.keyboard.press("Tab");
    await page.waitForFunction(([box = "", old]) => document.querySelector(`${box} .view-lines`)?.textContent !== old, [queryBox, text]);
    expect(await isWithin(page, queryBox)).toBe(true);
    await page.keyboard.press("Control+M");
    await page.keyboard.press("Tab");
    expect(await focused(page)).toBe("Execute query (Ctrl-Enter)");
  }));

  it("is without findings at 1280 in light: with examples open and closed, with an answer, with the docs", async () => open("/graphiql", { height: 800 }, async (page) => {
    await isReady(page);
    await isWithoutFindings(page, "examples open");
    await page.getByRole("button", { name: "Which model does this mean?" }).click();
    await runs(page, '"resolveMany"');
    await page.getByRole("button", { name: "Hide Examples" }).click();
    await isWithoutFindings(page, "examples closed, an answer");
    await showDocs(page);
    await isWithoutFindings(page, "docs");
  }));

  it("is without findings in its dialogs, its history and beside suggestions, at 1280 in dark; Escape closes each where it was opened", async () => open("/graphiql", { height: 800, theme: "dark" }, async (page) => {
    await isReady(page);
    for (const [button, heading] of [["Open short keys dialog", "Short Keys"], ["Open settings dialog", "Settings"]] as const) {
      await page.getByRole("button", { name: button }).press("Enter");
      await page.getByRole("dialog").getByText(heading).first().waitFor();
      // What lies behind is hidden and could have the focus, which axe leaves open: it cannot, since the dialog holds it.
      for (const key of [...Array.from({ length: 12 }, () => "Tab"), ...Array.from({ length: 12 }, () => "Shift+Tab")]) {
        await page.keyboard.press(key);
        expect(await page.evaluate(() => document.activeElement?.closest("[role=dialog]") !== null)).toBe(true);
      }
      await isWithoutFindings(page, heading, "aria-hidden-focus");
      await page.keyboard.press("Escape");
      await page.getByRole("dialog").waitFor({ state: "detached" });
      await expect.poll(() => focused(page)).toBe(button);
    }
    await page.getByRole("button", { name: "Show History" }).press("Enter");
    await page.getByRole("heading", { name: "History" }).or(page.getByText("History", { exact: true })).first().waitFor();
    await isWithoutFindings(page, "history");
    await enter(page, queryBox);
    await page.keyboard.press("Control+Home");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Control+Space");
    await page.locator(".suggest-widget.visible").waitFor();
    for (const theme of ["dark", "light"] as const) {
      await page.emulateMedia({ colorScheme: theme });
      const { violations, undecided } = await axeFindings(page);
      // Text that lies under the list cannot be seen; and the list of Monaco, which never has the focus, names its row by an id that it has not: the field names the right one.
      const explained = (line: string): boolean => line.endsWith("measured 0") || (line.startsWith("aria-valid-attr-value") && line.includes(".monaco-list"));
      expect({ theme, found: [...violations, ...undecided].filter((line) => !explained(line)) }).toEqual({ theme, found: [] });
    }
    expect(await page.evaluate(() => document.getElementById(document.activeElement?.getAttribute("aria-activedescendant") ?? "")?.getAttribute("role"))).toBe("option");
  }));

  it("stands in one column at 390 in dark, where examples are opened by keyboard, and is without findings", async () => open("/graphiql", { width: 390, height: 844, theme: "dark" }, async (page) => {
    await isReady(page);
    const column = async (): Promise<void> => {
      const [query, variables, answer] = await Promise.all([".graphiql-query-editor", ".graphiql-editor-tool", ".graphiql-response"].map((part) => page.locator(part).boundingBox()));
      expect([query, variables, answer].map((box) => [box?.x, box?.width])).toEqual([[0, 390], [0, 390], [0, 390]]);
      expect(Math.min(query?.height ?? 0, answer?.height ?? 0)).toBeGreaterThanOrEqual(240);
      expect((query?.y ?? 0) + (query?.height ?? 0)).toBeLessThanOrEqual(variables?.y ?? 0);
      expect((variables?.y ?? 0) + (variables?.height ?? 0)).toBeLessThanOrEqual(answer?.y ?? 0);
      expect(await overflows(page)).toBe(false);
      // Monaco's margin is as long as its text, and would lengthen the page.
      expect(await page.evaluate(() => document.documentElement.scrollHeight - Math.round((document.querySelector(".graphiql-container")?.getBoundingClientRect().bottom ?? 0) + scrollY))).toBeLessThanOrEqual(1);
    };
    await column();
    await isWithoutFindings(page, "examples closed");
    await tabTo(page, "Show Examples");
    await page.keyboard.press("Enter");
    await tabTo(page, "Which model does this mean?");
    await column();
    await isWithoutFindings(page, "examples open");
    await page.keyboard.press("Enter");
    await runs(page, '"resolveMany"');
    await showDocs(page);
    await column();
    await isWithoutFindings(page, "docs, an answer");
    await page.getByRole("button", { name: "Skip to the answer" }).press("Enter");
    expect(await focused(page)).toBe("Answer");
    expect(await page.locator(answerBox).evaluate((box) => box.getBoundingClientRect().top >= 0 && box.getBoundingClientRect().bottom <= innerHeight)).toBe(true);
  }));

  it("opens the very request of a page, and shows errors as the endpoint gives them", async () => {
    const before = async (page: Page): Promise<void> => void page.on("response", (response) => void (response.url().includes("ModelPage") && answers.push(response)));
    const answers: Response[] = [];
    await open("/model/hf:BAAI/bge-m3?context=32768&memory=24", { before, allowed: /status of 400/ }, async (page) => {
      const [shown] = answers;
      const told = await shown?.json();
      const asked = JSON.parse(new URL(shown?.url() ?? "").searchParams.get("variables") ?? "{}");
      expect(asked).toMatchObject({ id: "hf:BAAI/bge-m3", contextLength: 32_768, fitsIn: 24 * 2 ** 30 });
      await page.getByRole("link", { name: "Open it in GraphiQL" }).click();
      await isReady(page);
      expect(await page.getByRole("region", { name: "Before you run a request" }).innerText()).toMatch(/came with the address and is asked anew: its answer may differ from what a page showed before/);
      const [ran] = await Promise.all([page.waitForResponse((response) => response.request().method() === "POST" && response.request().postData()?.includes("query ModelPage") === true), page.getByRole("button", { name: "Execute query (Ctrl-Enter)" }).click()]);
      expect(ran.request().postDataJSON()).toMatchObject({ operationName: "ModelPage", variables: asked });
      expect(await ran.json()).toEqual(told);

      for (const [query, text] of [
        ["query Unfit { search(first: 1000) { totalCount } }", /"message":"[^"]*first[^"]*".*"code":"BAD_USER_INPUT".*"argument":"first"/],
        ["query TooMuch { search(first: 100) { nodes { listings(first: 100) { nodes { artifacts(first: 100) { nodes { path } } } } } } }", /"message":"[^"]+".*"code":"LIMIT_EXCEEDED".*"limit":"nodes".*"most":100000/],
      ] as const) {
        await enter(page, queryBox);
        await page.keyboard.press("Control+A");
        await page.keyboard.insertText(query);
        const [refused] = await Promise.all([page.waitForResponse((response) => response.request().postData()?.includes(query) === true), page.keyboard.press("Control+Enter")]);
        const requestId = refused.headers()["x-request-id"] ?? "none";
        await page.locator(`${answerBox} .view-line`, { hasText: requestId.slice(0, 8) }).first().waitFor();
        const answer = (await linesOf(page, answerBox)).replaceAll(/\s/g, "");
        expect(answer).toMatch(text);
        expect(answer).toContain(`"requestId":"${requestId}"`);
      }
    });
  });
});

/** Waits until the editors are there. */
async function isReady(page: Page): Promise<void> {
  await page.waitForSelector(`${queryBox} .view-line`);
  await page.waitForSelector(`${answerBox}[role=group] .monaco-editor`);
}

/** Nothing is let through: GraphiQL's own markup is mended by `mend-markup.ts`, its colours by `graphiql-page.css` and `editor-themes.ts`. */
/** @param decided a rule that axe leaves open in this state, and the test has decided */
async function isWithoutFindings(page: Page, state: string, decided?: string): Promise<void> {
  const { violations, undecided: open, hasContrasts } = await axeFindings(page);
  const undecided = open.filter((line) => decided === undefined || !line.startsWith(`${decided} `));
  expect({ state, violations, undecided, hasContrasts }).toEqual({ state, violations: [], undecided: [], hasContrasts: true });
}

async function showDocs(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Show Documentation Explorer" }).click();
  await page.getByRole("link", { name: "Query", exact: true }).click();
  await page.getByText("Ranked, filtered, faceted search over every source.").waitFor();
}

async function runs(page: Page, text: string): Promise<void> {
  await page.keyboard.press("Control+Enter");
  await page.locator(`${answerBox} .view-line`, { hasText: text }).first().waitFor();
}

/** What has the focus, by its name. A browser without a window goes on at the first stop of the page after its last, or at none. */
async function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const { activeElement: element, body } = document;
    return element === null || element === body ? "the end" : (element.getAttribute("aria-label") ?? element.textContent ?? "").replace(/: Enter leads into it$/, "");
  });
}

/** What a key leads to, until the last of them. */
async function walk(page: Page, key: string, last: string): Promise<readonly string[]> {
  const stops: string[] = [];
  while (stops.at(-1) !== last) {
    await page.keyboard.press(key);
    stops.push(await focused(page));
    if (stops.length > 100) throw new Error(`${key} does not lead to ${last}: ${stops.slice(-5).join(", ")}.`);
  }
  return stops;
}

async function tabTo(page: Page, name: string): Promise<void> {
  if ((await focused(page)) !== name) await walk(page, "Tab", name);
}

/** Goes into an editor as somebody without a mouse does. */
async function enter(page: Page, box: string): Promise<void> {
  await page.locator(box).focus();
  await page.keyboard.press("Enter");
  expect(await isWithin(page, box)).toBe(true);
}

function isWithin(page: Page, box: string): Promise<boolean> {
  return page.evaluate((selector) => document.activeElement?.matches(`${selector} textarea`) === true, box);
}

async function linesOf(page: Page, box: string): Promise<string> {
  return (await page.locator(`${box} .view-lines`).textContent()) ?? "";
}
