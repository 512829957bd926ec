import { createHash } from "node:crypto";
import { ApolloClient, gql as apolloGql, HttpLink, InMemoryCache } from "@apollo/client";
import { PersistedQueryLink } from "@apollo/client/link/persisted-queries";
import { huggingFace } from "@modeldex/source-hf";
import { cacheExchange, Client, fetchExchange, gql as urqlGql } from "@urql/core";
import { gql, GraphQLClient, request } from "graphql-request";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chromiumMissing, servePage, startChromium } from "./support/chromium.ts";
import { startGateway } from "./support/gateway.ts";
import type { TestGateway } from "./support/gateway.ts";
import { startHub } from "./support/hub.ts";
import type { TestHub } from "./support/hub.ts";

let hub: TestHub;
let modeldex: TestGateway;
let url: string;
beforeAll(async () => {
  hub = await startHub();
  modeldex = await startGateway({ sources: [huggingFace({ endpoint: hub.url })] });
  await modeldex.gateway.harvest("hf", { all: true, signal: AbortSignal.timeout(30_000) });
  url = `${modeldex.url}/graphql`;
});
afterAll(async () => {
  await modeldex.close();
  await hub.close();
});

const text = `
  query Find($text: String!) {
    search(text: $text, first: 2) {
      nodes { id license { spdx } }
      sources { source { id } status }
    }
  }
`;
const variables = { text: "whisper large v3" };
const found = {
  nodes: [{ id: "hf:openai/whisper-large-v3", license: { spdx: "Apache-2.0" } }, { id: "hf:openai/whisper-large-v3-turbo", license: { spdx: "MIT" } }],
  sources: [{ source: { id: "hf" }, status: "OK" }],
};

/** What a client sent: a fetch that writes it down. */
function listening(): { readonly fetch: typeof fetch; readonly sent: { readonly method: string; readonly hasQuery: boolean; readonly byHash: boolean }[] } {
  const sent: { method: string; hasQuery: boolean; byHash: boolean }[] = [];
  return {
    sent,
    fetch: async (input, init) => {
      const address = new URL(input instanceof Request ? input.url : input);
      const hasQuery = address.searchParams.has("query") || (typeof init?.body === "string" && "query" in JSON.parse(init.body));
      sent.push({ method: init?.method ?? "GET", hasQuery, byHash: address.searchParams.get("extensions")?.includes("sha256Hash") === true });
      return fetch(input, init);
    },
  };
}

/** Clients add `__typename`. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (name, member: unknown) => (name === "__typename" ? undefined : member)));
}

describe("urql", () => {
  it("asks by GET, as it does unless it is told otherwise", async () => {
    const { fetch: heard, sent } = listening();
    const client = new Client({ url, exchanges: [cacheExchange, fetchExchange], fetch: heard });
    const result = await client.query(urqlGql(text), variables).toPromise();
    expect([result.error, plain(result.data?.search), sent.map(({ method }) => method)]).toEqual([undefined, found, ["GET"]]);
  });

  it("asks by POST", async () => {
    const { fetch: heard, sent } = listening();
    const client = new Client({ url, exchanges: [cacheExchange, fetchExchange], fetch: heard, preferGetMethod: false });
    const result = await client.query(urqlGql(text), variables).toPromise();
    expect([result.error, plain(result.data?.search), sent.map(({ method }) => method)]).toEqual([undefined, found, ["POST"]]);
  });

  it("gets errors with their codes", async () => {
    const client = new Client({ url, exchanges: [cacheExchange, fetchExchange] });
    const { error } = await client.query(urqlGql("query { search(first: 0) { totalCount } }"), {}).toPromise();
    expect(error?.graphQLErrors.map(({ message, extensions }) => [message, extensions["code"], extensions["argument"]])).toEqual([["`first` is 0; write a number from 1 to 100.", "BAD_USER_INPUT", "first"]]);
  });
});

describe("Apollo Client", () => {
  it("asks by POST", async () => {
    const client = new ApolloClient({ link: new HttpLink({ uri: url }), cache: new InMemoryCache() });
    const { data, error } = await client.query<{ search: unknown }>({ query: apolloGql(text), variables });
    expect([error, plain(data?.search)]).toEqual([undefined, found]);
    client.stop();
  });

  it("asks by the hash of its query, by GET; with its text once, and never again", async () => {
    const { fetch: heard, sent } = listening();
    const link = new PersistedQueryLink({ sha256: (query: string) => createHash("sha256").update(query).digest("hex"), useGETForHashedQueries: true }).concat(new HttpLink({ uri: url, fetch: heard }));
    const client = new ApolloClient({ link, cache: new InMemoryCache() });
    const query = apolloGql(text);
    for (const fetchPolicy of ["network-only", "network-only"] as const) {
      const { data } = await client.query<{ search: unknown }>({ query, variables, fetchPolicy });
      expect(plain(data?.search)).toEqual(found);
    }
    expect(sent.map(({ method, hasQuery, byHash }) => [method, hasQuery, byHash])).toEqual([["GET", false, true], ["POST", true, false], ["GET", false, true]]);
    client.stop();
  });
});

describe("graphql-request", () => {
  it("asks by POST and by GET", async () => {
    const document = gql`${text}`;
    expect(await request<{ search: unknown }>(url, document, variables)).toEqual({ search: found });
    expect(await new GraphQLClient(url, { method: "GET", jsonSerializer: JSON }).request<{ search: unknown }>(document, variables)).toEqual({ search: found });
  });
});

describe.skipIf(chromiumMissing !== undefined)(`a page of another origin in Chromium${chromiumMissing === undefined ? "" : ` (${chromiumMissing})`}`, () => {
  let browser: Browser;
  beforeAll(async () => void (browser = await startChromium()));
  afterAll(() => browser?.close());

  /** What the script of a page of another origin sees. */
  async function seen(endpoint: string): Promise<any> {
    const served = await servePage(`<!doctype html><title>Elsewhere</title><script type="module">
      const query = ${JSON.stringify(text)}, variables = ${JSON.stringify(variables)}, endpoint = ${JSON.stringify(endpoint)};
      const read = async (answer) => ({ search: (await answer.json()).data.search, requestId: answer.headers.get("x-request-id") });
      const attempt = (work) => work().then(read).catch((error) => ({ failed: error.name }));
      window.answers = await Promise.all([
        attempt(() => fetch(endpoint + "?" + new URLSearchParams({ query, variables: JSON.stringify(variables) }))),
        attempt(() => fetch(endpoint, { method: "POST", headers: { "content-type": "application/json", "x-request-id": "page-of-another-origin" }, body: JSON.stringify({ query, variables }) })),
      ]);
    </script>`);
    const page = await browser.newPage();
    try {
      await page.goto(served.url);
      await page.waitForFunction("window.answers !== undefined");
      return await page.evaluate("window.answers");
    } finally {
      await page.close();
      await served.close();
    }
  }

  it("reads answers by GET and, after a preflight, by POST, with the request's id", async () => {
    expect(await seen(url)).toEqual([{ search: found, requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) }, { search: found, requestId: "page-of-another-origin" }]);
    expect(modeldex.logs.filter(({ method, path, status }) => method === "OPTIONS" && path === "/graphql" && status === 204)).toHaveLength(1);
  });

  it("reads nothing where the configuration names other origins", async () => {
    const other = await startGateway({ sources: [], server: { corsOrigins: ["https://app.example.org"] } });
    try {
      expect(await seen(`${other.url}/graphql`)).toEqual([{ failed: "TypeError" }, { failed: "TypeError" }]);
    } finally {
      await other.close();
    }
  });
});
