import { accessSync, constants } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { delimiter, join } from "node:path";
import { chromium } from "playwright-core";
import type { Browser } from "playwright-core";

const binary = (process.env["PATH"] ?? "").split(delimiter).flatMap((folder) => ["chromium", "chromium-browser"].map((name) => join(folder, name))).find((path) => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
});

/** Why there is no browser; `undefined` when there is one. */
export const chromiumMissing = binary === undefined ? "chromium is missing; install the Debian package chromium" : undefined;

/** Starts a real browser without a window. Whoever starts it closes it. */
export function startChromium(): Promise<Browser> {
  if (binary === undefined) throw new Error(chromiumMissing);
  return chromium.launch({ executablePath: binary, headless: true, args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"] });
}

/** A page at an origin of its own, on the loopback. */
export interface ServedPage {
  readonly url: string;
  close(): Promise<void>;
}

export async function servePage(html: string): Promise<ServedPage> {
  const server = createServer((_request, response) => response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(html));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () => new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    }),
  };
}
