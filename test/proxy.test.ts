import { readFileSync } from "node:fs";
import { createServer, request as ask } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { connect, type AddressInfo, type Server } from "node:net";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, it } from "vitest";
import { emptyFolder, removeFolder, serveCommand, stopCommand } from "./support/command.ts";
import { startHub } from "./support/hub.ts";
import type { TestHub } from "./support/hub.ts";

const certificate = (name: string): URL => new URL(`./support/certificates/${name}`, import.meta.url);
const authority = fileURLToPath(certificate("authority.pem"));

let hub: TestHub;
let open: (() => Promise<unknown>)[] = [];
beforeEach(async () => {
  hub = await startHub();
  open = [() => hub.close()];
});
afterEach(async () => {
  for (const close of open.reverse()) await close();
});

async function listen(server: Server & { closeAllConnections(): void }): Promise<number> {
  await new Promise<void>((done) => void server.listen(0, "127.0.0.1", done));
  open.push(async () => (server.closeAllConnections(), server.close()));
  return (server.address() as AddressInfo).port;
}

/** The Hub behind TLS, as `hub.modeldex.test`, a name that only the proxy finds. */
async function startTls(): Promise<number> {
  return listen(createTlsServer({ key: readFileSync(certificate("hub.key.pem")), cert: readFileSync(certificate("hub.pem")) }, (request, response) => {
    request.pipe(ask(hub.url + (request.url ?? ""), { method: request.method, headers: request.headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    }));
  }));
}

/** A proxy that takes every CONNECT to one port of the loopback. */
async function startProxy(port: number): Promise<{ readonly url: string; readonly seen: string[] }> {
  const seen: string[] = [];
  const proxy = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    response.writeHead(502).end();
  });
  proxy.on("connect", (request, socket) => {
    seen.push(`CONNECT ${request.url}`);
    const through = connect(port, "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 Connected\r\n\r\n");
      through.pipe(socket).pipe(through);
    });
    through.on("error", () => socket.destroy());
    socket.on("error", () => through.destroy());
  });
  return { url: `http://127.0.0.1:${await listen(proxy)}`, seen };
}

async function serve(more: Readonly<Record<string, string>>) {
  const folder = await emptyFolder();
  open.push(() => removeFolder(folder));
  const serving = await serveCommand({ MODELDEX_DATA_DIR: folder, HF_ENDPOINT: "https://hub.modeldex.test", ...more });
  open.push(() => stopCommand(serving));
  return serving;
}

const search = '{ search(text: "danish bert") { nodes { id } sources { status origin code message } } }';

// Sources run in threads by default; without, the main thread asks.
it.each([["in threads", "on"], ["in the main thread", "off"]])("sources ask through HTTPS_PROXY, and believe the authorities of NODE_EXTRA_CA_CERTS (%s)", async (_, MODELDEX_ISOLATE) => {
  const proxy = await startProxy(await startTls());
  const serving = await serve({ HTTPS_PROXY: proxy.url, NODE_EXTRA_CA_CERTS: authority, HF_TOKEN: "hf_neverToBeSeen", MODELDEX_ISOLATE });
  expect((await serving.query(search)).search).toEqual({ nodes: [{ id: "hf:Maltehb/danish-bert-botxo" }], sources: [{ status: "OK", origin: "LIVE", code: null, message: null }] });
  expect(hub.credentials[0]).toBe("Bearer hf_neverToBeSeen");
  expect(new Set(proxy.seen)).toEqual(new Set(["CONNECT hub.modeldex.test:443"]));
});

it("without the authority the certificate is not believed, and the row says so", async () => {
  const proxy = await startProxy(await startTls());
  const serving = await serve({ HTTPS_PROXY: proxy.url, NODE_EXTRA_CA_CERTS: "" });
  const { search: found } = await serving.query(search);
  expect(found.sources).toEqual([{ status: "FAILED", origin: null, code: "UNREACHABLE", message: expect.stringMatching(/^hub\.modeldex\.test, through the proxy 127\.0\.0\.1:\d+, cannot be reached \((SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_VERIFY_LEAF_SIGNATURE|UNABLE_TO_GET_ISSUER_CERT_LOCALLY)\)\.$/) }]);
  expect(hub.requests).toEqual([]);
});

it("a redirect to a private address goes to no proxy", async () => {
  const proxy = await startProxy(await startTls());
  const serving = await serve({ HTTPS_PROXY: proxy.url, HTTP_PROXY: proxy.url, NODE_EXTRA_CA_CERTS: authority });
  hub.fail({ redirectTo: "http://169.254.169.254/latest/meta-data/" });
  const { search: found } = await serving.query(search);
  expect(found.sources).toMatchObject([{ status: "FAILED", code: "UNSUPPORTED", message: expect.stringContaining("169.254.169.254 was not asked") }]);
  expect(new Set(proxy.seen)).toEqual(new Set(["CONNECT hub.modeldex.test:443"]));
});

it("a proxy that is none stops the start, without its password in the message", async () => {
  await expect(serve({ HTTPS_PROXY: "socks5://user:hunter2@proxy.example:1080" })).rejects.toThrow(/^(?!.*hunter2).*HTTPS_PROXY must be the address of an HTTP proxy/s);
});
