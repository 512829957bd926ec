import { once } from "node:events";
import { createServer, request as ask, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";

import { startHub, type HubModel } from "../test/support/hub.ts";

/** A Hub in front of which requests and the bytes of its answers are counted. */
export interface CountingHub {
  readonly url: string;
  /** What came since the last time. */
  take(): { readonly requests: number; readonly bytes: number };
  close(): Promise<void>;
}

/** Size that the test Hub states of files of weights. */
const weightBytes = 2_000_000_000;
const chunkBytes = 65_536;
const texts: Readonly<Record<string, string>> = { "README.md": `---\nlicense: apache-2.0\n---\n# A model\n\n${"Words about it. ".repeat(300)}`, LICENSE: "Apache License, Version 2.0. ".repeat(400), "config.json": '{"model_type":"synthetic","architectures":["Synthetic"],"max_position_embeddings":4096}' };
const header = safetensorsHeader();

/** Starts the test Hub with these models, and its files by range: small texts, and weights of 2 GB in the format of safetensors, all zeros. */
export async function startCountingHub(models: readonly HubModel[]): Promise<CountingHub> {
  const hub = await startHub(models, 10_000_000);
  let counted = { requests: 0, bytes: 0 };
  const server = createServer((request, response) => {
    counted.requests += 1;
    const count = (stream: Readable): void => void stream.on("data", (chunk: Buffer) => (counted.bytes += chunk.length)).pipe(response);
    const [, path] = /\/resolve\/[^/]+\/([^?]+)/.exec(request.url ?? "") ?? [];
    if (path === undefined) forward(new URL(hub.url), request, response, count);
    else sendFile(path, request.headers.range, response, count);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    take: () => {
      const taken = counted;
      counted = { requests: 0, bytes: 0 };
      return taken;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await hub.close();
    },
  };
}

/** The host stays that of the caller, so that links lead back here. */
function forward({ hostname, port }: URL, request: IncomingMessage, response: ServerResponse, count: (stream: Readable) => void): void {
  const asked = ask({ hostname, port, path: request.url, method: request.method, headers: request.headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    count(answer);
  });
  asked.on("error", () => response.destroy());
  request.pipe(asked);
}

function sendFile(path: string, range: string | undefined, response: ServerResponse, count: (stream: Readable) => void): void {
  const isWeights = path.endsWith(".safetensors");
  const content = isWeights ? header : Buffer.from(texts[path] ?? "{}");
  const size = isWeights ? weightBytes : content.length;
  const [, first = "0", last = String(size - 1)] = /^bytes=(\d+)-(\d*)$/.exec(range ?? "") ?? [];
  const start = Math.min(Number(first), size);
  const end = last === "" ? size : Math.min(Number(last) + 1, size);
  response.writeHead(range === undefined ? 200 : 206, { "content-length": end - start, ...(range !== undefined && { "content-range": `bytes ${start}-${end - 1}/${size}` }) });
  count(Readable.from(bytesOf(content, start, end)));
}

function* bytesOf(content: Buffer, start: number, end: number): Generator<Buffer> {
  for (let at = start; at < end; at += chunkBytes) {
    const chunk = Buffer.alloc(Math.min(chunkBytes, end - at));
    if (at < content.length) content.copy(chunk, 0, at, Math.min(content.length, at + chunk.length));
    yield chunk;
  }
}

/** Of 290 equal tensors that fill the file. */
function safetensorsHeader(): Buffer {
  const tensors = 290;
  const shape = [1024, 3300];
  const tensorBytes = 2 * 1024 * 3300;
  const entries = Array.from({ length: tensors }, (_, place) => [`model.layers.${place}.weight`, { dtype: "BF16", shape, data_offsets: [place * tensorBytes, (place + 1) * tensorBytes] }] as const);
  const text = JSON.stringify({ __metadata__: { format: "pt" }, ...Object.fromEntries(entries) });
  // One more tensor of bytes makes the size what the Hub states.
  const room = 200;
  const padded = text.length + room;
  const rest = weightBytes - 8 - padded - tensors * tensorBytes;
  const whole = text.replace(/\}$/, `,"rest":{"dtype":"U8","shape":[${rest}],"data_offsets":[${tensors * tensorBytes},${tensors * tensorBytes + rest}]}}`).padEnd(padded);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(padded));
  return Buffer.concat([length, Buffer.from(whole)]);
}
