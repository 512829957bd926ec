import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A server before a registry that lets only tokens through, and the server that gives them. */
export interface RegistryFront {
  readonly url: string;
  readonly tokensUrl: string;
  /** What was asked of the token server: its query, and with which credentials. */
  readonly tokenRequests: readonly string[];
  /** From now on tokens that were given are refused. */
  expireTokens(): void;
  /** Manifests whose address ends so are sent with this much of their bytes, with or without an honest length. */
  cut: { readonly ending: string; readonly bytes: number; readonly saysLength: boolean } | undefined;
  close(): Promise<void>;
}

/** @param registry - address of the registry behind it. */
export async function startRegistryFront(registry: string): Promise<RegistryFront> {
  const valid = new Set<string>();
  const tokenRequests: string[] = [];
  let given = 0;
  const tokens = createServer((request, response) => {
    tokenRequests.push(`${new URL(request.url ?? "/", "http://tokens").search} ${request.headers.authorization ?? "anonymous"}`);
    const token = `token-${(given += 1)}`;
    valid.add(`Bearer ${token}`);
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ token, expires_in: 3_600 }));
  });
  const tokensUrl = await listening(tokens);
  const front = createServer((request, response) => void answer(request, response).catch(() => response.destroy()));
  const result: RegistryFront = {
    url: await listening(front), tokensUrl, tokenRequests, cut: undefined,
    expireTokens: () => valid.clear(),
    close: async () => {
      for (const server of [front, tokens]) {
        server.closeAllConnections();
        server.close();
        await once(server, "close");
      }
    },
  };
  return result;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? "/";
    if (!valid.has(request.headers.authorization ?? "")) {
      const [, repository] = /^\/v2\/(.+)\/(?:manifests|blobs|tags|referrers)\//.exec(path) ?? [];
      const scope = repository === undefined ? "registry:catalog:*" : `repository:${repository}:pull`;
      response.writeHead(401, { "www-authenticate": `Bearer realm="${tokensUrl}/token",service="front",scope="${scope}"` }).end();
      return;
    }
    const behind = await fetch(`${registry}${path}`, { method: request.method ?? "GET", headers: { accept: request.headers.accept ?? "*/*", ...(request.headers.range !== undefined && { range: request.headers.range }) } });
    const body = new Uint8Array(await behind.arrayBuffer());
    const kept = ["content-type", "docker-content-digest", "link", "content-range"].flatMap((name) => (behind.headers.has(name) ? [[name, behind.headers.get(name) ?? ""]] : []));
    const { cut } = result;
    const isCut = cut !== undefined && request.method === "GET" && /\/manifests\//.test(path) && path.endsWith(cut.ending);
    response.writeHead(behind.status, Object.fromEntries([...kept, ["content-length", String(request.method === "HEAD" ? (behind.headers.get("content-length") ?? 0) : isCut && cut.saysLength ? cut.bytes : body.length)]]));
    if (!isCut) response.end(body);
    else if (cut.saysLength) response.end(body.subarray(0, cut.bytes));
    else response.write(body.subarray(0, cut.bytes), () => response.destroy());
  }
}

async function listening(server: ReturnType<typeof createServer>): Promise<string> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
