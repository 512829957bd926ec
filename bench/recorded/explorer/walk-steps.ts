/// <reference lib="dom" />
import { join } from "node:path";
import { openPage, overflows, settled, watched, type WatchedPage } from "../../../test/support/explorer-page.ts";
import { keyboardOf, written, type Keyboard, type Page } from "./walk-keyboard.ts";

type Browser = Parameters<typeof openPage>[0];

/** Width and colours of a window. */
export interface WindowForm {
  readonly width: number;
  readonly theme: "light" | "dark";
}

/** How one use went in one window. */
export interface Walked {
  readonly use: string;
  readonly width: number;
  readonly theme: string;
  /** What went wrong, in sentences. */
  readonly wrong: readonly string[];
  /** Views of pages with the operations that they asked for. */
  readonly views: readonly View[];
  readonly seconds: number;
}

export interface View {
  readonly name: string;
  /** Address when the view was whole. */
  readonly address: string;
  readonly operations: readonly string[];
  /** How much moved by itself since the view before, as Chromium counts it. */
  readonly shift: number;
}

/** One person on the way through the pages. */
export interface Walk {
  readonly page: Page;
  readonly keys: Keyboard;
  readonly width: number;
  /** Waits until each text can be seen, whatever its case. @throws {Error} with what is missing. */
  see(...texts: readonly (string | RegExp)[]): Promise<void>;
  /** Ends a view: takes its picture, counts its requests, and looks for what no page may have. */
  view(name: string): Promise<void>;
  /** Notes something that is wrong and goes on. */
  note(sentence: string): void;
}

export interface WalkOptions {
  readonly browser: Browser;
  /** Base address of the gateway. */
  readonly url: string;
  readonly form: WindowForm;
  /** Folder of the pictures. */
  readonly pictures: string;
  readonly log: (line: string) => void;
  /** Faults that this walk may have. */
  readonly allowed?: RegExp;
}

/** A use from the first page to its end: its name and its steps. */
export interface Use {
  readonly name: string;
  readonly steps: (walk: Walk) => Promise<void>;
}

const seenWithinMs = 30_000;

/** Goes through one use in one window, beginning at `/`. What goes wrong is written down; after a step that fails the use ends. */
export async function walkUse({ name: use, steps }: Use, options: WalkOptions): Promise<Walked> {
  const { browser, url, form: { width, theme }, pictures, log } = options;
  const began = performance.now();
  const wrong: string[] = [];
  const views: View[] = [];
  let moved = 0;
  const open = await openPage(browser, `${url}/`, { width, height: width < 600 ? 844 : 800, theme, ...(options.allowed !== undefined && { allowed: options.allowed }) });
  const { page } = open;
  const keys = await keyboardOf(page);
  const pathOf = (name: string): string => join(pictures, `${use}-${views.length + 1}-${name}-${width}-${theme}.png`);
  const walk: Walk = {
    page, keys, width,
    see: async (...texts) => {
      for (const text of texts) await see(page, text);
    },
    note: (sentence) => void wrong.push(sentence),
    view: async (name) => {
      await settledView(page);
      await page.screenshot({ path: pathOf(name), fullPage: true });
      wrong.push(...(await lookAt(open)).map((fault) => `${name}: ${fault}`));
      const { shift } = await watched(page);
      // Another document begins anew.
      views.push({ name, address: new URL(page.url()).pathname + new URL(page.url()).search, operations: open.operations.splice(0), shift: Math.round((shift < moved ? shift : shift - moved) * 10_000) / 10_000 });
      moved = shift;
      log(`  ${use} ${width} ${theme}: ${name}`);
    },
  };
  try {
    await steps(walk);
  } catch (error) {
    const told = await keys.focused().catch(() => undefined);
    const path = pathOf("failed");
    await page.screenshot({ path, fullPage: true });
    wrong.push(`after ${views.at(-1)?.name ?? "the beginning"} at ${page.url()}: ${error instanceof Error ? error.message : String(error)}; the focus is on ${told === undefined ? "nothing" : written(told)}; picture: ${path}`);
  } finally {
    await open.close();
  }
  return { use, width, theme, wrong, views, seconds: Math.round((performance.now() - began) / 100) / 10 };
}

async function see(page: Page, text: string | RegExp): Promise<void> {
  const pattern = typeof text === "string" ? new RegExp(text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`).replaceAll(" ", String.raw`\s+`), "i") : text;
  try {
    await page.waitForFunction(({ source, flags }) => new RegExp(source, flags).test(document.body.innerText), { source: pattern.source, flags: pattern.flags }, { timeout: seenWithinMs });
  } catch {
    throw new Error(`"${typeof text === "string" ? text : text.source}" cannot be seen`);
  }
}

/** Waits until nothing is asked and nothing says that it loads. */
async function settledView(page: Page): Promise<void> {
  // What is asked once the words rest has begun by then.
  await page.waitForTimeout(500);
  await settled(page);
  await page.waitForFunction(() => ![...document.querySelectorAll("[aria-busy=true]")].some((part) => (part as HTMLElement).offsetParent !== null), undefined, { timeout: seenWithinMs });
}

/** What no page may have: a wider page than its window, a refusal of the policy, a complaint in the console, a request elsewhere, foreign text that ran. */
async function lookAt({ page, faults, elsewhere }: WatchedPage): Promise<readonly string[]> {
  const found: string[] = [...faults.splice(0), ...elsewhere.splice(0).map((address) => `a request elsewhere: ${address}`)];
  if (await overflows(page)) found.push(`the page is wider than its window: ${await widest(page)}`);
  const { refused, harmed } = await watched(page);
  if (refused.length > 0) found.push(`refused by the policy: ${refused.join("; ")}`);
  if (harmed) found.push("foreign text ran");
  return found;
}

/** Which elements stick out of the window, the innermost. */
async function widest(page: Page): Promise<string> {
  return page.evaluate(() => {
    const edge = document.documentElement.clientWidth;
    const out = [...document.querySelectorAll("body *")].filter((element) => {
      if (element.getBoundingClientRect().right <= edge + 1) return false;
      for (let parent = element.parentElement; parent !== null; parent = parent.parentElement) if (getComputedStyle(parent).overflowX !== "visible") return false;
      return true;
    });
    return out.filter((element) => !out.some((other) => other !== element && element.contains(other))).slice(0, 3)
      .map((element) => `<${element.tagName.toLowerCase()} class="${element.getAttribute("class") ?? ""}"> ${(element.textContent ?? "").slice(0, 60)}`).join("; ");
  });
}
