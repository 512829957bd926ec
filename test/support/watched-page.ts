import type { Page } from "playwright-core";

/** What a page of a browser does that it should not. */
export interface WatchedPage {
  /** Errors, messages of the console that are errors or warnings, and breaches of the content security policy. */
  faults(): Promise<readonly string[]>;
  /** Origins that were asked for anything. */
  origins(): readonly string[];
  /** Paths that were asked for, in order. */
  paths(): readonly string[];
}

/** Watches a page from its next navigation on. */
export async function watchPage(page: Page): Promise<WatchedPage> {
  const faults: string[] = [];
  const asked: URL[] = [];
  page.on("pageerror", (error) => void faults.push(error.message));
  page.on("console", (message) => void (["error", "warning"].includes(message.type()) && faults.push(message.text())));
  page.on("request", (request) => void asked.push(new URL(request.url())));
  await page.addInitScript(`globalThis.policyBreaches = [];
    addEventListener("securitypolicyviolation", (event) => globalThis.policyBreaches.push(event.violatedDirective + ": " + event.blockedURI + " at " + event.sourceFile + ":" + event.lineNumber));`);
  return {
    faults: async () => [...faults, ...(await page.evaluate<string[]>("globalThis.policyBreaches"))],
    origins: () => [...new Set(asked.filter(({ protocol }) => protocol.startsWith("http")).map(({ origin }) => origin))],
    paths: () => asked.map(({ pathname }) => pathname),
  };
}
