import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { listing } from "@modeldex/plugin-kit";
import type { Source } from "@modeldex/plugin-kit";
import type { SourceId } from "@modeldex/schema";
import { huggingFace } from "@modeldex/source-hf";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { chromiumMissing } from "../support/chromium.ts";
import { explorerHere } from "../support/explorer-here.ts";
import { axeFindings, openAll, openPage, overflows, picture, settled, watched } from "../support/explorer-page.ts";
import type { PageForm } from "../support/explorer-page.ts";
import { startGateway } from "../support/gateway.ts";

/** The console says a status by itself. */
const statusInConsole = /Failed to load resource/;

describe.skipIf(chromiumMissing !== undefined)(`states of the pages that are not the usual one${chromiumMissing === undefined ? "" : ` (${chromiumMissing})`}`, () => {
  const here = explorerHere();

  /** Looks at a state in both widths and themes: the sentences are there, nothing is wrong with it, and nothing is wider than the window. */
  async function shows(name: string, url: string, sentences: readonly RegExp[], form: PageForm & { readonly after?: (page: Page) => Promise<void> } = {}): Promise<void> {
    const opened = await openPage(here.browser, url, form);
    const { page, faults } = opened;
    try {
      await form.after?.(page);
      for (const [width, theme] of [[1280, "light"], [390, "dark"]] as const) {
        await page.setViewportSize({ width, height: width < 600 ? 844 : 900 });
        await page.emulateMedia({ colorScheme: theme });
        await settled(page);
        const text = await page.locator("main").innerText();
        for (const sentence of sentences) expect(text).toMatch(sentence);
        await picture(page, `state-${name}-${width}-${theme}`);
        const { violations, undecided } = await axeFindings(page);
        expect({ violations, undecided, wide: await overflows(page), faults, refused: (await watched(page)).refused }).toEqual({ violations: [], undecided: [], wide: false, faults: [], refused: [] });
      }
    } finally {
      await opened.close();
    }
  }

  it("one source fails: hits stay, the source is named with the reason", async () => {
    here.world.hub.fail(503);
    try {
      await shows("one-source-fails", `${here.world.url}/?q=llama&live=1`, [/Llama-3\.1-8B-Instruct/, /1 failed: Hugging Face Hub/]);
    } finally {
      here.world.hub.fail(undefined);
    }
  });

  it("all sources that can be asked fail: what is stored stays, and says of when it is", async () => {
    here.world.hub.fail("RESET");
    try {
      await shows("all-fail", `${here.world.url}/?q=zzyzx%20unheard%20of&live=1`, [/1 failed: Hugging Face Hub/, /Nothing known here meets this/]);
    } finally {
      here.world.hub.fail(undefined);
    }
  });

  it("an empty catalog says how models get in", async () => {
    const empty = await startGateway({ sources: [] });
    try {
      await shows("empty-catalog", `${empty.url}/`, [/This gateway knows no models yet/, /modeldex harvest/]);
      await shows("no-sources", `${empty.url}/sources`, [/no source/i]);
    } finally {
      await empty.close();
    }
  });

  it("old facts carry their date", async () => {
    const stale = await startGateway({ sources: [huggingFace({ endpoint: "http://127.0.0.1:9" })] }, { starter: true, offline: true });
    try {
      await shows("stale", `${stale.url}/?q=whisper`, [/facts of 20\d\d-\d\d-\d\d/], { after: openAll });
    } finally {
      await stale.close();
    }
  });

  it("no hits: says what can be loosened", async () => {
    await shows("no-hits", `${here.world.url}/?q=zzyzx`, [/Nothing known here meets this/, /also ask the sources/i]);
  });

  it("an unknown model, an unknown source, an unknown page", async () => {
    await shows("unknown-model", `${here.world.url}/model/hf:nobody/nothing`, [/No stored model has this id/, /hf:nobody\/nothing/]);
    await shows("unknown-source", `${here.world.url}/sources/nowhere`, [/No such source here/]);
    await shows("unknown-page", `${here.world.url}/models/of/mine`, [/no page/i], { allowed: statusInConsole });
  });

  it("access is denied: says who can give it", async () => {
    const refusing = await beforeGateway(here.world.url, (path) => (path === "/graphql" ? 403 : undefined));
    try {
      for (const path of ["/?q=llama", "/model/hf:meta-llama/Llama-3.1-8B-Instruct", "/trust/hf:meta-llama/Llama-3.1-8B-Instruct", "/sources", "/compare?ref=a&ref=b", "/resolve?reference=x", "/policies"]) {
        await shows(`denied${path.split(/[/?]/)[1] ?? ""}`, `${refusing.url}${path}`, [/no access/i, /403/], { allowed: statusInConsole });
      }
    } finally {
      await refusing.close();
    }
  });

  it("a slow network: holds the room, and nothing moves when the answer comes", async () => {
    const slow = await beforeGateway(here.world.url, () => undefined, 700);
    try {
      for (const path of ["/?q=llama", "/model/hf:meta-llama/Llama-3.1-8B-Instruct", "/trust/hf:meta-llama/Llama-3.1-8B-Instruct", "/sources", "/compare?ref=hf:meta-llama/Llama-3.1-8B-Instruct&ref=hf:Qwen/Qwen3-32B"]) {
        for (const width of [1280, 390]) {
          const opened = await openPage(here.browser, `${slow.url}${path}`, { width });
          try {
            // "Good" by https://web.dev/articles/cls is 0.1 at most.
            expect({ path, width, moved: (await watched(opened.page)).shift < 0.1 }).toEqual({ path, width, moved: true });
          } finally {
            await opened.close();
          }
        }
      }
    } finally {
      await slow.close();
    }
  });

  it("sources that answer late: after a second it says who is waited for; what is read stays in its place, and what they add stands behind it", async () => {
    let answer = (): void => undefined;
    const registry = lateRegistry(() => new Promise<void>((resolve) => void (answer = resolve)));
    const gateway = await startGateway({ sources: [registry], search: { liveDeadlineMs: 30_000 } });
    try {
      await gateway.gateway.harvest(registry.id as SourceId, { all: true, signal: AbortSignal.timeout(60_000) });
      for (const width of [1280, 390]) {
        const words = width === 390 ? "narrow" : "broad";
        const opened = await openPage(here.browser, `${gateway.url}/?q=${words}`, { width, height: 844 });
        const { page } = opened;
        try {
          const names = (): Promise<readonly string[]> => page.locator("a[data-hit]").allInnerTexts();
          expect(await names()).toEqual([`${words}-0`, `${words}-1`]);
          await page.locator("#find").press("Enter");
          const status = page.getByRole("status").filter({ hasText: /^Asking 1 source: Late registry\./ });
          await status.waitFor();
          expect([await names(), await page.getByRole("status").filter({ hasText: /./ }).count()]).toEqual([[`${words}-0`, `${words}-1`], 1]);
          const before = (await watched(page)).shift;
          answer();
          await page.getByText("The sources added 2 models").waitFor();
          await settled(page);
          expect([await names(), (await watched(page)).shift - before]).toEqual([[0, 1, 2, 3].map((place) => `${words}-${place}`), 0]);
          await page.getByRole("button", { name: "Put all in order" }).click();
          await page.getByText("4 models found, with what the sources gave.").waitFor();
          expect([await page.evaluate(() => document.activeElement?.id), opened.faults]).toEqual(["found", []]);
        } finally {
          await opened.close();
        }
      }
    } finally {
      answer();
      await gateway.close();
    }
  });

  it("whoever does not wait for the sources keeps what is stored", async () => {
    let answer = (): void => undefined;
    const registry = lateRegistry(() => new Promise<void>((resolve) => void (answer = resolve)));
    const gateway = await startGateway({ sources: [registry], search: { liveDeadlineMs: 30_000 } });
    const opened = await openPage(here.browser, `${gateway.url}/?q=broad`);
    const { page } = opened;
    try {
      await gateway.gateway.harvest(registry.id as SourceId, { all: true, signal: AbortSignal.timeout(60_000) });
      await page.reload();
      await settled(page);
      await page.locator("#find").press("Enter");
      await page.getByRole("button", { name: "Stop waiting" }).click();
      await settled(page);
      expect([await page.locator("a[data-hit]").allInnerTexts(), await page.evaluate(() => document.activeElement?.id), new URL(page.url()).search, opened.faults]).toEqual([["broad-0", "broad-1"], "found", "?q=broad", []]);
    } finally {
      answer();
      await opened.close();
      await gateway.close();
    }
  });

  it("the code of a page cannot be loaded, as after an update: the window stays, and says what to do", async () => {
    const opened = await openPage(here.browser, `${here.world.url}/?q=llama`, { allowed: /Failed to (?:load|fetch)|ERR_FAILED|preload/i, before: async (page) => void (await page.route(/\/assets\/model-page/, (route) => route.abort())) });
    const { page } = opened;
    try {
      await page.locator("a[data-hit]").first().click();
      await page.getByRole("heading", { name: "This page cannot be shown" }).waitFor();
      await picture(page, "state-code-not-loaded-1280-light");
      expect(await axeFindings(page)).toEqual({ violations: [], undecided: [], hasContrasts: true });
      await page.getByRole("link", { name: "Sources", exact: true }).click();
      await page.getByRole("heading", { name: "Sources", level: 1 }).waitFor();
      await page.goBack();
      await page.unroute(/\/assets\/model-page/);
      await page.getByRole("button", { name: "Load it again" }).click();
      await page.getByRole("heading", { name: "Llama-3.1-8B-Instruct", level: 1 }).waitFor();
      expect(opened.faults).toEqual([]);
    } finally {
      await opened.close();
    }
  });

  it("the endpoint goes while the page is open: what was seen stays, a banner says so, and goes when it is back", async () => {
    const gateway = await beforeGateway(here.world.url, () => undefined);
    const { port } = new URL(gateway.url);
    const opened = await openPage(here.browser, `${gateway.url}/?q=llama`, { allowed: /ERR_CONNECTION|Failed to load/ });
    const { page } = opened;
    await gateway.close();
    await page.getByRole("searchbox").first().fill("whisper");
    await page.getByText(/has not answered since/).waitFor();
    await page.waitForURL("**/?q=whisper");
    await page.getByText("The endpoint cannot be reached").waitFor();
    await settled(page);
    // The next look for it changes nothing that stands there.
    await page.evaluate(countChanges);
    await page.waitForEvent("requestfailed", (request) => request.url().endsWith("/healthz"));
    expect(await axeFindings(page)).toEqual({ violations: [], undecided: [], hasContrasts: true });
    expect(await page.evaluate(() => (globalThis as unknown as { changes: string[] }).changes)).toEqual([]);
    // Not before: it hides the caret of each field.
    await picture(page, "state-endpoint-gone-1280-light");
    // Nor do further words, which are asked in vain, take away what is said.
    await page.getByRole("searchbox").first().fill("whisper large");
    await page.waitForURL("**/?q=whisper+large");
    await settled(page);
    expect(await page.evaluate(() => (globalThis as unknown as { changes: string[] }).changes.filter((change) => change.startsWith("gone H2")))).toEqual([]);
    await page.getByRole("button", { name: "Try now" }).focus();
    await page.keyboard.press("Enter");
    await page.getByText(/Not there at \d\d:/).waitFor();
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Try now");
    const back = await beforeGateway(here.world.url, () => undefined, 0, Number(port));
    try {
      await page.keyboard.press("Enter");
      await page.getByText(/has not answered since/).waitFor({ state: "detached" });
      await page.getByText(/answers again/).waitFor();
      expect(await page.evaluate(() => document.activeElement?.id)).toBe("main");
      await page.getByText("whisper-large-v3", { exact: false }).first().waitFor();
      await settled(page);
      expect(opened.faults).toEqual([]);
    } finally {
      await opened.close();
      await back.close();
    }
  });
});

/** Runs in the page: writes down what changes in it from now on. */
function countChanges(): void {
  const changes: string[] = [];
  Object.assign(globalThis, { changes });
  new MutationObserver((records) => {
    for (const { target, type, removedNodes } of records) {
      changes.push(`${type} ${target.nodeName} ${(target.textContent ?? "").slice(0, 80)}`);
      for (const node of removedNodes) for (const heading of node instanceof Element ? node.querySelectorAll("h2") : []) changes.push(`gone H2 ${heading.textContent}`);
    }
  }).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
}

/** A registry that lists two models of each word, and finds four, when it is let. */
function lateRegistry(until: () => Promise<void>): Source {
  const records = ["broad", "narrow"].flatMap((word) => [0, 1, 2, 3].map((place) => listing({ nativeId: `org/${word}-${place}`, name: `${word}-${place}`, task: place < 2 ? "text-generation" : "translation" })));
  return {
    id: "late", kind: "scripted", title: "Late registry", contract: 1, listing: "full",
    list: async () => ({ records: records.filter(({ name }) => /[01]$/.test(name ?? "")) }),
    search: async ({ text }) => {
      await until();
      return records.filter(({ name }) => name?.startsWith(text));
    },
  };
}

/** What stands before a gateway: it may refuse by the path, and wait before each answer of `/graphql`. */
async function beforeGateway(target: string, refusal: (path: string) => number | undefined, delayMs = 0, port = 0): Promise<{ readonly url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    void (async () => {
      const path = (request.url ?? "/").split("?", 1)[0] ?? "/";
      const status = refusal(path);
      if (status !== undefined) return void response.writeHead(status, { "content-type": "text/plain" }).end("refused");
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      if (path === "/graphql" && delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
      const { host: _, connection: __, "content-length": ___, "accept-encoding": ____, ...headers } = request.headers;
      const answer = await fetch(`${target}${request.url ?? "/"}`, { method: request.method ?? "GET", headers: headers as Record<string, string>, redirect: "manual", ...(chunks.length > 0 && { body: Buffer.concat(chunks) }) });
      const { "content-encoding": _____, "content-length": ______, ...answered } = Object.fromEntries(answer.headers);
      response.writeHead(answer.status, answered).end(Buffer.from(await answer.arrayBuffer()));
    })().catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => void server.listen(port, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
