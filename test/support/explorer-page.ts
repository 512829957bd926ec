import axe from "axe-core";
import type { AxeResults } from "axe-core";
import type { Browser, BrowserContext, Page, Request } from "playwright-core";
import { leastContrasts } from "./contrast.ts";
import { holdOnPage } from "./undecided.ts";

/** A page of the explorer under watch. */
export interface WatchedPage {
  readonly page: Page;
  /** What the content security policy, Trusted Types, scripts or the console complained of. */
  readonly faults: string[];
  /** Requests to `/graphql`, as `GET operation` or `POST operation`. */
  readonly operations: string[];
  /** Requests to other hosts. */
  readonly elsewhere: string[];
  close(): Promise<void>;
}

export interface PageForm {
  /** @default 1280 */
  readonly width?: number;
  /** @default 900 */
  readonly height?: number;
  /** @default "light" */
  readonly theme?: "light" | "dark";
  /** Faults that this page may have, such as the console's word for a status that a test asks for. */
  readonly allowed?: RegExp;
  /** What is done before the address is opened, such as changing answers. */
  readonly before?: (page: Page) => Promise<void>;
}

/** Opens a page and writes down what goes wrong in it, where it asks, and what moves. */
export async function openPage(browser: Browser, url: string, form: PageForm = {}): Promise<WatchedPage> {
  const context: BrowserContext = await browser.newContext({ viewport: { width: form.width ?? 1280, height: form.height ?? 900 }, colorScheme: form.theme ?? "light", reducedMotion: "reduce" });
  const page = await context.newPage();
  const awaited = new Set<Request>();
  underWay.set(page, awaited);
  page.on("request", (request) => void awaited.add(request));
  for (const end of ["requestfinished", "requestfailed"] as const) page.on(end as "requestfinished", (request) => void awaited.delete(request));
  const faults: string[] = [];
  const operations: string[] = [];
  const elsewhere: string[] = [];
  const { origin } = new URL(url);
  const note = (fault: string): void => void (form.allowed?.test(fault) !== true && faults.push(fault));
  page.on("console", (message) => void (["error", "warning"].includes(message.type()) && note(`${message.type()}: ${message.text()}`)));
  page.on("pageerror", (error) => note(`thrown: ${error.message}`));
  page.on("dialog", (dialog) => {
    note(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("request", (request) => {
    const address = new URL(request.url());
    if (address.origin !== origin && address.protocol !== "data:" && address.protocol !== "blob:") elsewhere.push(request.url());
    if (address.pathname !== "/graphql") return;
    const { operationName } = request.method() === "POST" ? (JSON.parse(request.postData() ?? "{}") as { operationName?: string }) : { operationName: address.searchParams.get("operationName") ?? "" };
    operations.push(`${request.method()} ${operationName ?? ""}`);
  });
  await context.addInitScript(watch);
  await form.before?.(page);
  await page.goto(url);
  await settled(page);
  return { page, faults, operations, elsewhere, close: () => context.close() };
}

/** Requests of each page that have no answer yet. */
const underWay = new WeakMap<Page, Set<Request>>();

/** Waits until no answer is awaited and nothing says that it loads. */
export async function settled(page: Page): Promise<void> {
  const awaited = underWay.get(page) ?? new Set();
  const until = Date.now() + 60_000;
  for (;;) {
    await page.waitForFunction(isQuiet);
    await twoFrames(page);
    if (awaited.size === 0 && (await page.evaluate(isQuiet))) return;
    if (Date.now() > until) throw new Error(`Still awaited: ${[...awaited].map((request) => request.url()).join(", ")}.`);
  }
}

/** Effects that follow an answer, such as the next question, have begun by then. */
async function twoFrames(page: Page): Promise<void> {
  await page.evaluate(() => new Promise<void>((resolve) => void requestAnimationFrame(() => requestAnimationFrame(() => resolve()))));
}

/** Runs in the page. */
function isQuiet(): boolean {
  return document.readyState === "complete" && document.querySelector("h1") !== null && document.querySelector("[aria-busy=true]") === null
    && ![...document.querySelectorAll("[role=status]")].some((status) => /^(?:Loading |Asking)/.test(status.textContent ?? ""));
}

/** Opens what is folded in the page, also what is folded in that. */
export async function openAll(page: Page): Promise<void> {
  for (;;) {
    const closed = page.locator("main details:not([open]) > summary:visible");
    if ((await closed.count()) === 0) return settled(page);
    await page.evaluate(() => {
      for (const summary of document.querySelectorAll<HTMLElement>("main details:not([open]) > summary")) if (summary.checkVisibility()) summary.click();
    });
    await twoFrames(page);
  }
}

interface Watched {
  shift: number;
  refused: string[];
}

/** Runs before the scripts of the page. */
function watch(): void {
  const seen: Watched = { shift: 0, refused: [] };
  Object.assign(globalThis, { watched: seen });
  addEventListener("securitypolicyviolation", ({ violatedDirective, sourceFile, sample }) => void seen.refused.push(`${violatedDirective} ${sourceFile ?? ""} ${sample}`));
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[]) if (!entry.hadRecentInput) seen.shift += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
}

/** How much moved without a person's doing, as Chromium counts it; what the policy refused; whether a foreign text ran. */
export async function watched(page: Page): Promise<{ readonly shift: number; readonly refused: readonly string[]; readonly harmed: boolean }> {
  return page.evaluate(() => {
    const { shift, refused } = (globalThis as unknown as { watched: Watched }).watched;
    return { shift, refused, harmed: "harmed" in globalThis };
  });
}

/** Whether the page is wider than its window. */
export async function overflows(page: Page): Promise<boolean> {
  return page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
}

/** What axe-core says of a page. */
export interface AxeFindings {
  /** One line each: rule, impact and where. */
  readonly violations: readonly string[];
  /** What neither it nor {@link leastContrasts} nor {@link holdOnPage} can decide. */
  readonly undecided: readonly string[];
  /** Whether any contrast was measured at all. */
  readonly hasContrasts: boolean;
}

const grades = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"] as const;

/**
 * What axe-core finds, of any impact. The contrasts that it leaves open (a sign without letters, a single letter, a text over a bar) are measured here on what lies below them; other rules
 * that it leaves open are decided by {@link holdOnPage}, where they can be.
 *
 * @param only these rules, such as `color-contrast` after a change of the theme. @default all rules of WCAG 2.0 to 2.2, A and AA, and its best practice
 */
export async function axeFindings(page: Page, only?: readonly string[]): Promise<AxeFindings> {
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axe.source);
  const runOnly = only === undefined ? { type: "tag", values: [...grades] } : { type: "rule", values: [...only] };
  const results = await ofStillPage(page, { runOnly, resultTypes: ["violations", "incomplete"] });
  const open = results.incomplete.flatMap((rule) => rule.nodes.map((node) => ({ rule, node })));
  const measurable = open.filter(({ rule }) => rule.id === "color-contrast");
  const ratios = await page.evaluate(leastContrasts, measurable.map(({ node }) => String(node.target[0])));
  const others = open.filter((each) => !measurable.includes(each));
  const hold = await page.evaluate(holdOnPage, others.map(({ rule, node }) => ({ rule: rule.id, target: String(node.target[0]) })));
  const low = measurable.filter(({ node }, at) => (ratios[at] ?? 0) < (isSign(node) ? 3 : 4.5));
  return {
    violations: [...results.violations.flatMap((rule) => rule.nodes.map((node) => lineOf(rule, node))), ...low.map((each) => `${lineOf(each.rule, each.node)}: measured ${ratios[measurable.indexOf(each)]}`)],
    undecided: others.filter((_, at) => hold[at] !== true).map(({ rule, node }) => lineOf(rule, node)),
    hasContrasts: results.passes.some(({ id }) => id === "color-contrast"),
  };
}

/** Runs axe-core until the page did not change meanwhile: of a page that does, it loses the place and leaves rules undecided. */
async function ofStillPage(page: Page, options: object): Promise<AxeResults> {
  for (let left = 5; ; left--) {
    const { results, changes } = await page.evaluate(async (given) => {
      let seen = 0;
      const observer = new MutationObserver((records) => void (seen += records.length));
      observer.observe(document.body, { subtree: true, childList: true });
      const found = await (globalThis as unknown as { axe: { run(context: Document, options: object): Promise<AxeResults> } }).axe.run(document, given);
      seen += observer.takeRecords().length;
      observer.disconnect();
      return { results: found, changes: seen };
    }, options);
    if (changes === 0 || left === 0) return results;
    await settled(page);
  }
}

/** A sign that only repeats the word beside it: for what is no text, 3:1 is enough. */
function isSign({ html, failureSummary }: AxeResults["violations"][number]["nodes"][number]): boolean {
  return html.includes('aria-hidden="true"') && failureSummary?.includes("only non-text characters") === true;
}

function lineOf({ id, impact }: AxeResults["violations"][number], { target, failureSummary, html }: AxeResults["violations"][number]["nodes"][number]): string {
  return `${id} (${impact ?? "none"}): ${target.join(" ")}: ${html.slice(0, 160)}: ${(failureSummary ?? "").replaceAll("\n", " ").slice(0, 300)}`;
}

/** The stops of the Tab key from the beginning of the page, as `role "name"`, until they come round or `most` are seen. */
export async function tabOrder(page: Page, most = 200): Promise<readonly string[]> {
  // From where nothing has the focus, a browser goes on at what had it; after this it begins at the beginning.
  await page.evaluate(() => {
    document.body.tabIndex = -1;
    document.body.focus();
    document.body.removeAttribute("tabindex");
  });
  await page.evaluate(() => scrollTo(0, 0));
  const stops: string[] = [];
  for (let step = 0; step < most; step++) {
    await page.keyboard.press("Tab");
    const stop = await page.evaluate(() => {
      const element = document.activeElement;
      if (element === null || element === document.body) return undefined;
      const { width, height } = element.getBoundingClientRect();
      const style = getComputedStyle(element);
      const label = element.getAttribute("aria-label") ?? (element.id === "" ? undefined : document.querySelector(`label[for="${CSS.escape(element.id)}"]`)?.textContent) ?? element.closest("label")?.textContent ?? element.textContent ?? "";
      const name = (label === "" ? (element.getAttribute("placeholder") ?? element.getAttribute("title") ?? "") : label).replaceAll(/\s+/g, " ").trim().slice(0, 60);
      const kind = element.getAttribute("role") ?? (element.tagName === "INPUT" ? `input ${(element as HTMLInputElement).type}` : element.tagName.toLowerCase());
      return { text: `${kind} "${name}"`, isShown: width > 0 && height > 0, hasOutline: style.outlineStyle !== "none" || style.boxShadow !== "none" };
    });
    if (stop === undefined) break;
    stops.push(`${stop.text}${stop.isShown ? "" : " NOT SHOWN"}${stop.hasOutline ? "" : " NO FOCUS MARK"}`);
  }
  return stops;
}

/** Where pictures of pages are put, to be looked at; nowhere when it is not set. */
const pictures = process.env["MODELDEX_PICTURES"];

/** Takes a picture of the whole page, when `MODELDEX_PICTURES` names a folder. */
export async function picture(page: Page, name: string): Promise<void> {
  if (pictures !== undefined) await page.screenshot({ path: `${pictures}/${name}.png`, fullPage: true });
}
