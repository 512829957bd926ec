import { readFile } from "node:fs/promises";
import { request as httpRequest } from "node:http";
import { createHash } from "node:crypto";
import { auditServer } from "graphql-http";
import { getIntrospectionQuery } from "graphql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startGateway } from "./support/gateway.ts";
import type { TestGateway } from "./support/gateway.ts";
import { scriptedSource } from "./support/scripted-source.ts";

let modeldex: TestGateway;
let url: string;
beforeAll(async () => {
  modeldex = await startGateway({ sources: [scriptedSource("shelf", ["lumen/lantern-1b", "lumen/ember-embed"])] });
  url = `${modeldex.url}/graphql`;
});
afterAll(() => modeldex.close());

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: any;
}

async function send(address: string, init: RequestInit = {}): Promise<Answer> {
  const answer = await fetch(address, init);
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: text === "" ? undefined : JSON.parse(text) };
}

const json = { "content-type": "application/json" };
const post = (body: unknown, headers: Record<string, string> = {}, address = url) => send(address, { method: "POST", headers: { ...json, ...headers }, body: typeof body === "string" ? body : JSON.stringify(body) });
const get = (parameters: Record<string, string>, headers: Record<string, string> = {}) => send(`${url}?${new URLSearchParams(parameters)}`, { headers });

it("passes every audit of GraphQL over HTTP", async () => {
  const audits = await auditServer({ url, fetchFn: fetch });
  expect(audits.flatMap((audit) => (audit.status === "ok" ? [] : [`${audit.id} ${audit.status}: ${audit.name}: ${audit.reason}`]))).toEqual([]);
  expect(audits.length).toBe(61);
});

it("answers queries by GET, and changes nothing by GET", async () => {
  const variables = JSON.stringify({ text: "lantern" });
  const answer = await get({ query: "query Q($text: String) { search(text: $text, live: true) { nodes { id } } } query R { __typename }", operationName: "Q", variables });
  expect([answer.status, answer.body]).toEqual([200, { data: { search: { nodes: [{ id: "shelf:lumen/lantern-1b" }] } } }]);
  const change = await get({ query: "mutation { __typename }" }, { accept: "application/graphql-response+json" });
  expect(change.status).toBeGreaterThanOrEqual(400);
  expect(change.body.data).toBeUndefined();
});

it("gives 400 for a refused document as graphql-response+json, and 200 as json, where anybody on the way may answer 400", async () => {
  const query = { query: "{ serch }" };
  const statusFor = async (accept?: string) => (await post(query, accept === undefined ? {} : { accept })).status;
  expect(await Promise.all([
    statusFor("application/graphql-response+json"), statusFor("application/graphql-response+json, application/json;q=0.9"), statusFor("application/json"), statusFor("*/*"), statusFor(),
  ])).toEqual([400, 400, 200, 200, 200]);
});

describe("credentials", () => {
  it("are never read: cookies and Basic change neither status, headers nor body", async () => {
    const ambient = { cookie: "session=abc; __Host-token=def", authorization: `Basic ${Buffer.from("user:secret").toString("base64")}` };
    const query = '{ search(text: "lantern", live: false) { totalCount nodes { id } } sources { id } }';
    const seen = ({ status, headers, body }: Answer) => ({ status, body, headers: [...headers].filter(([name]) => !["date", "x-request-id"].includes(name)) });
    await get({ query });
    expect(seen(await get({ query }, ambient))).toEqual(seen(await get({ query })));
    expect(seen(await post({ query }, ambient))).toEqual(seen(await post({ query })));
    const { headers } = await get({ query }, ambient);
    expect([headers.get("set-cookie"), headers.get("www-authenticate"), headers.get("access-control-allow-credentials")]).toEqual([null, null, null]);
    expect(JSON.stringify(modeldex.logs)).not.toMatch(/session=abc|dXNlcjpzZWNyZXQ/);
  });
});

describe("pages of other origins", () => {
  const origin = "https://app.example.org";
  const ask = { origin, "access-control-request-method": "POST", "access-control-request-headers": "content-type,apollo-require-preflight,apollographql-client-name,x-apollo-operation-name" };

  it("may read everything where nothing is configured, without credentials", async () => {
    const preflight = await send(url, { method: "OPTIONS", headers: ask });
    expect(preflight.status).toBe(204);
    expect(Object.fromEntries([...preflight.headers].filter(([name]) => name.startsWith("access-control-")))).toEqual({
      "access-control-allow-origin": "*", "access-control-allow-methods": "GET, POST, OPTIONS", "access-control-max-age": "86400",
      "access-control-allow-headers": ask["access-control-request-headers"], "access-control-expose-headers": "x-request-id, x-modeldex-cache",
    });
    expect((await post({ query: "{ __typename }" }, { origin })).headers.get("access-control-allow-origin")).toBe("*");
  });

  it("may read only from the origins that are configured, and see the headers that are", async () => {
    const other = await startGateway({ sources: [], server: { corsOrigins: [origin, "http://127.0.0.1:5173"], corsMaxAgeSeconds: 60, corsExposedHeaders: ["x-request-id"] } });
    try {
      const allowed = async (from: string) => {
        const { headers } = await send(`${other.url}/graphql`, { method: "OPTIONS", headers: { ...ask, origin: from } });
        return [headers.get("access-control-allow-origin"), headers.get("access-control-max-age"), headers.get("vary")?.toLowerCase().includes("origin")];
      };
      expect(await allowed(origin)).toEqual([origin, "60", true]);
      expect(await allowed("http://127.0.0.1:5173")).toEqual(["http://127.0.0.1:5173", "60", true]);
      for (const from of ["https://app.example.org.evil.example", "http://app.example.org", "https://evil.example", "null"]) expect((await allowed(from))[0]).toBeNull();
      const read = await post({ query: "{ __typename }" }, { origin }, `${other.url}/graphql`);
      expect([read.headers.get("access-control-allow-origin"), read.headers.get("access-control-expose-headers")]).toEqual([origin, "x-request-id"]);
      expect((await post({ query: "{ __typename }" }, { origin: "https://evil.example" }, `${other.url}/graphql`)).headers.get("access-control-allow-origin")).toBeNull();
    } finally {
      await other.close();
    }
  });

  it("may read nothing where the list of origins is empty", async () => {
    const alone = await startGateway({ sources: [], server: { corsOrigins: [] } });
    try {
      for (const from of [origin, "null", alone.url, "http://localhost:4000"]) {
        const answers = [await send(`${alone.url}/graphql`, { method: "OPTIONS", headers: { ...ask, origin: from } }), await post({ query: "{ __typename }" }, { origin: from }, `${alone.url}/graphql`), await send(`${alone.url}/healthz`, { headers: { origin: from } })];
        expect(answers.map(({ headers }) => headers.get("access-control-allow-origin"))).toEqual([null, null, null]);
      }
    } finally {
      await alone.close();
    }
  });
});

describe("the bare address", () => {
  const open = async (address: string, accept: string) => {
    const { status, headers } = await fetch(address, { headers: { accept }, redirect: "manual" });
    return [status, headers.get("location")];
  };

  it("leads a browser to GraphiQL, and nobody else", async () => {
    const browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
    expect(await open(url, browser)).toEqual([302, "/graphiql"]);
    for (const [address, accept] of [[url, "*/*"], [url, "application/json"], [`${url}?`, browser], [`${url}?variables={}`, browser]] as const) expect(await open(address, accept)).toEqual([400, null]);
    expect((await open(`${url}?query={__typename}`, browser))[0]).toBe(200);
  });
});

describe("queries by their hash", () => {
  const query = '{ sources { id } } # by its hash';
  const sha256Hash = createHash("sha256").update(query).digest("hex");
  const extensions = JSON.stringify({ persistedQuery: { version: 1, sha256Hash } });
  const code = ({ body }: Answer) => body.errors?.[0].extensions.code;

  it("are unknown until they are sent once with it, then answered by GET with the hash alone", async () => {
    const unknown = await get({ extensions });
    expect([unknown.status, code(unknown), unknown.body.errors[0].message]).toEqual([200, "PERSISTED_QUERY_NOT_FOUND", "PersistedQueryNotFound"]);
    expect((await get({ extensions, query })).body).toEqual({ data: { sources: [{ id: "shelf" }] } });
    expect((await get({ extensions })).body).toEqual({ data: { sources: [{ id: "shelf" }] } });
    expect((await post({ extensions: JSON.parse(extensions) })).body).toEqual({ data: { sources: [{ id: "shelf" }] } });
  });

  it("are never known by a hash that is not theirs, or is none", async () => {
    const wrong = await get({ extensions: JSON.stringify({ persistedQuery: { version: 1, sha256Hash: "0".repeat(64) } }), query });
    expect([wrong.status, code(wrong)]).toEqual([400, "BAD_REQUEST"]);
    expect(code(await get({ extensions: JSON.stringify({ persistedQuery: { version: 1, sha256Hash: "0".repeat(64) } }) }))).toBe("PERSISTED_QUERY_NOT_FOUND");
    expect(code(await get({ extensions: JSON.stringify({ persistedQuery: { version: 1, sha256Hash: { a: 1 } } }) }))).toBe("PERSISTED_QUERY_NOT_FOUND");
  });
});

describe("limits", () => {
  const refusal = async (query: string, variables?: object) => {
    const { body } = await post({ query, variables });
    const { requestId, ...extensions } = body.errors[0].extensions;
    expect([body.data, body.errors.length, typeof requestId]).toEqual([undefined, 1, "string"]);
    return { message: body.errors[0].message, ...extensions };
  };
  const refused = (limit: string, most: number, has: number | undefined, message: string) => ({ code: "LIMIT_EXCEEDED", limit, most, ...(has !== undefined && { has }), message });

  it.each([
    ["lists within lists", "{ search(first: 100) { nodes { listings(first: 100) { nodes { model { listings(first: 100) { nodes { id } } } } } } } }", "nodes", 100_000, 1_030_201,
      "The operation can give 1,030,201 objects; at most 100,000 objects are answered here. Ask for shorter lists by `first`, or for fewer lists within lists."],
    ["101 aliases of __typename", `{ ${Array.from({ length: 101 }, (_, place) => `a${place}: __typename`).join(" ")} }`, "aliases", 50, 101,
      "The operation has 101 aliases; at most 50 aliases are answered here. Ask for many things at once by models, resolveMany or compare."],
    ["many fields at the root", `{ ${"__typename ".repeat(5)} ...F } fragment F on Query { ${"policies { id } ".repeat(8)} ${"sources { id } ".repeat(8)} }`, "rootFields", 20, 21,
      "The operation has 21 fields at its root; at most 20 there are answered here. Ask for many things at once by models, resolveMany or compare."],
    ["500 times __typename", `{ sources { ${"__typename ".repeat(500)} } }`, "repeats", 10, 500, "The operation writes one field 500 times in one selection; at most 10 times are answered here. Write it once."],
    ["deep fragments", `{ model(id: "a:b") { ${"listings(first: 1) { nodes { model { ".repeat(9)} id ${"} } }".repeat(9)} } }`, "depth", 20, 29, "The operation nests 29 fields deep; at most 20 deep are answered here. Ask for what is deeper by its id, in a request of its own."],
    ["fragments that double", `{ model(id: "a:b") { ...F0 } } ${Array.from({ length: 14 }, (_, place) => `fragment F${place} on Model { ...F${place + 1} ... { ...F${place + 1} } }`).join(" ")} fragment F14 on Model { id }`, "fields", 2_000, 16_385,
      "The operation selects 16,385 fields with its fragments written out; at most 2,000 fields are answered here. Select fewer, or ask in several requests."],
    ["directives", `{ sources { ${Array.from({ length: 51 }, (_, place) => `... @include(if: ${place > 3}) { id }`).join(" ")} } }`, "directives", 50, 51, "The operation has 51 directives; at most 50 directives are answered here. Put the fields that one condition governs into one fragment."],
  ])("refuse %s before it runs", async (_, query, limit, most, has, message) => {
    expect(await refusal(query)).toEqual(refused(limit, most, has, message));
  });

  it("refuse by the values of variables too, also when the document was answered before", async () => {
    const query = "query($n: Int) { search(first: $n, live: false) { nodes { listings(first: $n) { nodes { model { listings(first: $n) { nodes { id } } } } } } } }";
    expect((await post({ query, variables: { n: 3 } })).body.errors).toBeUndefined();
    expect(await refusal(query, { n: 100 })).toMatchObject({ code: "LIMIT_EXCEEDED", limit: "nodes" });
    expect((await post({ query, variables: { n: 2 } })).body.errors).toBeUndefined();
  });

  it("refuse long documents and large bodies while they are read", async () => {
    expect(await refusal(`{ ${"__typename ".repeat(5_000)} }`)).toEqual(refused("tokens", 5_000, undefined, "The document has more than 5,000 words and signs, which is the most that is read here. Write what is repeated as a fragment, or ask in several requests."));
    const large = await post({ query: `{ __typename } # ${"x".repeat(1_000_000)}` });
    expect([large.status, large.body.errors[0]]).toEqual([413, { message: "The body has more than 1,000,000 bytes, which is the most that is read here; send less in one request.", extensions: { code: "LIMIT_EXCEEDED", limit: "bodyBytes", most: 1_000_000, requestId: large.headers.get("x-request-id") } }]);
  });

  it("answer no batch", async () => {
    const batch = await post([{ query: "{ __typename }" }, { query: "{ __typename }" }]);
    expect([batch.status, batch.body.errors[0].message, batch.body.errors[0].extensions.code]).toEqual([400, "The body is a list; send one operation in each request.", "BAD_REQUEST"]);
  });

  it("can be set", async () => {
    const small = await startGateway({ sources: [], server: { limits: { nodes: 10, bodyBytes: 500, aliases: 1 } } });
    const ask = async (query: string) => (await post({ query }, {}, `${small.url}/graphql`)).body.errors?.[0].extensions;
    try {
      expect(await ask("{ search(first: 10) { nodes { id } } }")).toMatchObject({ limit: "nodes", most: 10, has: 11 });
      expect(await ask("{ a: __typename b: __typename }")).toMatchObject({ limit: "aliases", most: 1, has: 2 });
      expect(await ask(`{ __typename } # ${"x".repeat(500)}`)).toMatchObject({ limit: "bodyBytes", most: 500 });
      expect(await ask("{ search(first: 9) { nodes { id } } }")).toBeUndefined();
    } finally {
      await small.close();
    }
  });

  it("let the introspection of clients through", async () => {
    const query = getIntrospectionQuery({ descriptions: true, specifiedByUrl: true, directiveIsRepeatable: true, schemaDescription: true, inputValueDeprecation: true, oneOf: true });
    expect((await post({ query })).body.errors).toBeUndefined();
  });
});

describe("errors", () => {
  it("have the codes, limits and meanings that docs/errors.md tells", async () => {
    const page = await readFile(new URL("../docs/errors.md", import.meta.url), "utf8");
    const { errorCodes } = await import("../packages/gateway/src/graphql/errors.ts");
    const { defaultLimits } = await import("../packages/gateway/src/config/server-settings.ts");
    const rows = [...page.matchAll(/^\| `([A-Z_]+)` \| (.*) \|$/gm)].map(([, code, text]) => [code, text]);
    expect(Object.fromEntries(rows)).toEqual(errorCodes);
    const limits = [...page.matchAll(/^\| `([a-zA-Z]+)` \| ([\d,]+) \|/gm)].map(([, name, most]) => [name, Number(most!.replaceAll(",", ""))]);
    expect(Object.fromEntries(limits)).toEqual(defaultLimits);
  });

  it("leave with a code and the request's id, whatever refused the request", async () => {
    const headers = { "x-request-id": "my-request-1" };
    const { errorCodes } = await import("../packages/gateway/src/graphql/errors.ts");
    const answers = await Promise.all([
      post({ query: "{ serch }" }, headers), post({ query: "{" }, headers), post({ query: "{ search(first: 0) { totalCount } }" }, headers), post("{", headers), post([], headers), post({}, headers),
      post({ query: "query A { __typename }", operationName: "B" }, headers), get({}, headers), get({ query: "{ __typename }", variables: "[" }, headers),
      post({ query: "{ __typename }" }, { ...headers, accept: "text/html" }), post({ query: "{ __typename }" }, { ...headers, "content-type": "text/plain" }),
      send(url, { method: "PUT", headers }), send(`${modeldex.url}/nothing`, { headers }), send(`${modeldex.url}/graphql/%ff`, { headers }),
    ]);
    for (const { status, body, headers: sent } of answers) {
      expect([status, sent.get("x-request-id"), body.errors.map(({ message, extensions }: any) => [typeof message, extensions.code in errorCodes, extensions.requestId])]).toEqual([status, "my-request-1", [["string", true, "my-request-1"]]]);
    }
  });

  it("are said of a Host header that is none, too", async () => {
    const { port } = new URL(url);
    const answer = await new Promise<{ status: number | undefined; text: string }>((resolve, reject) => {
      httpRequest({ host: "127.0.0.1", port, path: "/graphql?query={__typename}", headers: { host: "a b" } }, (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (part: string) => (text += part)).on("end", () => resolve({ status: response.statusCode, text }));
      }).on("error", reject).end();
    });
    expect([answer.status, JSON.parse(answer.text).errors[0].message]).toEqual([400, 'The Host header is "a b"; send the host and port of the address, such as 127.0.0.1:4000.']);
  });
});
