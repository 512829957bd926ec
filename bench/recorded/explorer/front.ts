import { once } from "node:events";
import { Agent, createServer, request as ask, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as wait } from "node:timers/promises";

/** A server before another one, at an address that can be had again, which can be told to fail or to be slow. */
export interface Front {
  /** Base address, without a slash at its end. */
  readonly url: string;
  readonly port: number;
  /** From now on every request is answered with status 503. */
  fail(): void;
  /** From now on every answer waits so many milliseconds. */
  slow(delayMs: number): void;
  /** Passes everything on again, at once. */
  heal(): void;
  close(): Promise<void>;
}

/**
 * Starts a front on the loopback.
 *
 * @param behind base address of the server that answers; paths, headers and the name of the host are passed on as they come
 * @param port 0 takes a free one
 * @throws {Error} when the port is taken.
 */
export async function startFront(behind: string, port = 0): Promise<Front> {
  const { hostname, port: behindPort } = new URL(behind);
  const agent = new Agent({ keepAlive: true });
  const closing = new AbortController();
  const state = { failing: false, delayMs: 0 };
  const server = createServer((incoming, outgoing) => void pass(incoming, outgoing).catch(() => outgoing.destroy()));
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const own = (server.address() as AddressInfo).port;
  return {
    url: `http://127.0.0.1:${own}`,
    port: own,
    fail: () => void (state.failing = true),
    slow: (delayMs) => void (state.delayMs = delayMs),
    heal: () => void Object.assign(state, { failing: false, delayMs: 0 }),
    close: async () => {
      closing.abort();
      server.closeAllConnections();
      server.close();
      await once(server, "close");
      agent.destroy();
    },
  };

  async function pass(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    if (state.delayMs > 0) await wait(state.delayMs, undefined, { signal: closing.signal });
    if (state.failing) {
      incoming.resume();
      outgoing.writeHead(503, { "content-type": "text/plain" }).end("out of order");
      return;
    }
    const passed = ask({ agent, hostname, port: behindPort, method: incoming.method, path: incoming.url, headers: incoming.headers });
    // Who asked may have gone, and the answer with it.
    outgoing.once("close", () => void passed.destroy());
    incoming.pipe(passed);
    const [answer] = (await once(passed, "response")) as [IncomingMessage];
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.once("error", () => outgoing.destroy());
    answer.pipe(outgoing);
  }
}
