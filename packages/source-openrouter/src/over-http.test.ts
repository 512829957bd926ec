import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { SourceError, type ListPage } from "@modeldex/plugin-kit";
import { testContext } from "@modeldex/plugin-kit/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { models } from "./fixtures/models.ts";
import { openRouter } from "./open-router.ts";

let server: Server;
let endpoint: string;
let answer: (request: IncomingMessage, response: ServerResponse) => void;
const asked: (string | undefined)[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(request.headers["if-none-match"]);
    answer(request, response);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => void server.close());

/** @param minutes after noon. */
async function list(minutes: number, since?: string): Promise<ListPage | undefined> {
  const context = testContext({ fetch: globalThis.fetch, now: new Date(Date.UTC(2026, 7, 1, 12, minutes)) });
  return await openRouter({ endpoint }).list?.({ limit: 500, ...(since !== undefined && { since }) }, context);
}

function serving(etag: string | undefined): typeof answer {
  return (request, response) => {
    const isKnown = etag !== undefined && request.headers["if-none-match"] === etag;
    response.writeHead(isKnown ? 304 : 200, { "content-type": "application/json", ...(etag !== undefined && { etag }) }).end(isKnown ? undefined : JSON.stringify(models));
  };
}

test("asks on the condition that the document has changed, and gives everything anew after half of its freshness", async () => {
  asked.length = 0;
  answer = serving('W/"one"');
  const first = await list(0);
  expect([first?.records?.length, first?.checkpoint, first?.whole]).toEqual([7, '2026-08-01T12:00:00.000Z W/"one"', undefined]);
  expect(await list(30, first?.checkpoint)).toEqual({ unchanged: true });
  expect(await list(60, first?.checkpoint)).toEqual({ ...first, checkpoint: '2026-08-01T13:00:00.000Z W/"one"', whole: true });
  answer = serving('W/"two"');
  expect(await list(30, first?.checkpoint)).toEqual({ ...first, checkpoint: '2026-08-01T12:30:00.000Z W/"two"', whole: true });
  expect(asked).toEqual([undefined, 'W/"one"', undefined, 'W/"one"']);
});

test("compares digests where the service gives no ETag", async () => {
  asked.length = 0;
  answer = serving(undefined);
  const first = await list(0);
  expect(first?.checkpoint).toMatch(/^2026-08-01T12:00:00\.000Z sha256:[0-9a-f]{64}$/);
  expect(await list(30, first?.checkpoint)).toEqual({ unchanged: true });
  expect(await list(30, "2026-08-01T12:00:00.000Z of another document")).toMatchObject({ whole: true });
  expect(asked).toEqual([undefined, undefined, undefined]);
});

test.each([
  ["429 with a time to wait", 429, { "retry-after": "7" }, "", { code: "RATE_LIMITED", retryAfterMs: 7_000 }],
  ["500", 500, {}, "", { code: "UNREACHABLE" }],
  ["403", 403, {}, "", { code: "UNAUTHORIZED" }],
  ["a web page", 200, {}, "<!doctype html><title>Just a moment</title>", { code: "BAD_RESPONSE" }],
  ["JSON that breaks off", 200, {}, JSON.stringify(models).slice(0, -100), { code: "BAD_RESPONSE" }],
])("fails of %s with a code that says what it was", async (_, status, headers, body, expected) => {
  answer = (_request, response) => void response.writeHead(status, { "content-type": "application/json", ...headers }).end(body);
  const failure: unknown = await list(0).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(SourceError);
  expect(failure).toMatchObject(expected);
});

test("takes no 304 that it did not ask for", async () => {
  answer = (_request, response) => void response.writeHead(304).end();
  await expect(list(0)).rejects.toMatchObject({ code: "BAD_RESPONSE" });
});
