import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Socket } from "node:net";

/** An HTTP server on a loopback address that remembers who came. */
export interface WebHost {
  readonly origin: string;
  readonly port: number;
  /** Connections, also those that sent nothing. */
  readonly connections: number;
  /** Paths with queries, in order. */
  readonly paths: readonly string[];
  /** Bytes that were handed to the network, of all connections. */
  readonly bytesSent: number;
  /** Connections that are open. */
  readonly open: number;
  close(): Promise<void>;
}

export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** @param at - address and port; without a port, a free one. */
export async function startWebHost(answer: Answer, { address = "127.0.0.1", port = 0 }: { readonly address?: string; readonly port?: number } = {}): Promise<WebHost> {
  const paths: string[] = [];
  const sockets: Socket[] = [];
  const server = createServer((request, response) => {
    paths.push(request.url ?? "");
    answer(request, response);
  });
  server.on("connection", (socket) => sockets.push(socket));
  server.listen(port, address);
  await once(server, "listening");
  const bound = server.address();
  if (bound === null || typeof bound === "string") throw new Error("the server has no port");
  return {
    origin: `http://${address.includes(":") ? `[${address}]` : address}:${bound.port}`,
    port: bound.port,
    paths,
    get connections() {
      return sockets.length;
    },
    get bytesSent() {
      return sockets.reduce((sum, { bytesWritten }) => sum + bytesWritten, 0);
    },
    get open() {
      return sockets.filter(({ destroyed }) => !destroyed).length;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** Answers with a body; an object becomes JSON. */
export function send(response: ServerResponse, body: string | Uint8Array | object, headers: Readonly<Record<string, string>> = {}): void {
  const bytes = typeof body === "string" || body instanceof Uint8Array ? body : JSON.stringify(body);
  response.writeHead(200, { "content-type": "application/json", ...headers }).end(bytes);
}

/** Sends `chunk` again and again, as quickly as the other side takes it, at most `times`. */
export async function stream(response: ServerResponse, chunk: Uint8Array, times: number): Promise<void> {
  const closed = once(response, "close");
  for (let sent = 0; sent < times && !response.destroyed; sent += 1) {
    if (!response.write(chunk)) await Promise.race([once(response, "drain"), closed]);
  }
  response.end();
}
