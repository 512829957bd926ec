import { expect, it } from "vitest";
import { challengedFetch, type ChallengeOptions } from "./challenged-fetch.ts";
import { SourceError } from "./source-error.ts";
import { testContext } from "./testing/test-context.ts";

const service = "https://registry.example";
const scope = "repository:packs/llama:pull";
const basic = `Basic ${Buffer.from("ada:secret words").toString("base64")}`;
const challenge = `Bearer realm="https://auth.example/token?x=1",service="registry.example",scope="${scope}"`;
const tokenUrl = "https://auth.example/token?x=1&service=registry.example&scope=repository%3Apacks%2Fllama%3Apull";
const ada = { username: "ada", password: "secret words" };

interface Gate {
  readonly challenge: string;
  readonly valid: ReadonlySet<string>;
  readonly token?: () => Response;
}

/** A service that takes only what `valid` holds, and a place that gives tokens. */
function gate({ challenge: header, valid, token = () => Response.json({ access_token: "first" }) }: Gate) {
  const asked: string[] = [];
  const fetch: typeof globalThis.fetch = async (input, init) => {
    await Promise.resolve();
    const request = new Request(input, init);
    const authorization = request.headers.get("authorization") ?? "anonymous";
    asked.push(`${request.url} ${authorization}`);
    const response = new URL(request.url).host.startsWith("auth.") ? token() : valid.has(authorization) ? new Response("it") : new Response("", { status: 401, headers: { "www-authenticate": header } });
    return Object.defineProperty(response, "url", { value: request.url });
  };
  return { fetch, asked };
}

async function ask(fetch: typeof globalThis.fetch, options: Partial<ChallengeOptions> = {}, asking = challengedFetch({ origins: [service], ...options }), now = new Date("2026-01-01T00:00:00Z")) {
  try {
    const response = await asking(`${service}/v2/x`, { scope, headers: { accept: "text/plain" } }, testContext({ fetch, now }));
    return response.ok ? await response.text() : response.status;
  } catch (error) {
    return error instanceof SourceError ? `${error.code}: ${error.message}` : error;
  }
}

it("asks the realm anonymously for a token, and once for a scope", async () => {
  const { fetch, asked } = gate({ challenge, valid: new Set(["Bearer first"]) });
  const asking = challengedFetch({ origins: [service] });
  expect([await ask(fetch, {}, asking), await ask(fetch, {}, asking)]).toEqual(["it", "it"]);
  expect(asked).toEqual([`${service}/v2/x anonymous`, `${tokenUrl} anonymous`, `${service}/v2/x Bearer first`, `${service}/v2/x Bearer first`]);
});

it("asks by the request's own scope where the challenge has none", async () => {
  const { fetch, asked } = gate({ challenge: 'Bearer realm="https://auth.example/token"', valid: new Set(["Bearer first"]) });
  expect([await ask(fetch), asked[1]]).toEqual(["it", "https://auth.example/token?scope=repository%3Apacks%2Fllama%3Apull anonymous"]);
});

it("sends the password to its origins, and to no other host", async () => {
  const { fetch, asked } = gate({ challenge, valid: new Set(["Bearer first"]) });
  expect(await ask(fetch, { ...ada, origins: [service, "https://auth.example"] })).toBe("it");
  expect(asked[1]).toBe(`${tokenUrl} ${basic}`);
  const elsewhere = gate({ challenge, valid: new Set(["Bearer first"]) });
  expect(await ask(elsewhere.fetch, ada)).toBe('UNAUTHORIZED: registry.example wants the password sent to auth.example, which is not configured; if that is right, name it in the option authUrl: "https://auth.example".');
  expect(elsewhere.asked).toEqual([`${service}/v2/x anonymous`]);
});

it("sends to another address no credential, and answers none of its challenges", async () => {
  for (const [options, header] of [[ada, 'Basic realm="x"'], [{ token: "mine" }, challenge], [{}, challenge]] as const) {
    const { fetch, asked } = gate({ challenge: header, valid: new Set() });
    expect(await ask(fetch, { ...options, origins: ["https://other.example"] })).toBe(401);
    expect(asked).toEqual([`${service}/v2/x anonymous`]);
  }
});

it("asks for another token when one has expired, by its own time or by the service's word, and not more than once for a request", async () => {
  const valid = new Set(["Bearer t0"]);
  let given = 0;
  const { fetch, asked } = gate({ challenge, valid, token: () => Response.json({ token: `t${given++}`, expires_in: 300 }) });
  const asking = challengedFetch({ origins: [service] });
  const tokens = () => asked.filter((request) => request.startsWith(tokenUrl)).length;
  expect(await ask(fetch, {}, asking)).toBe("it");
  valid.clear();
  valid.add("Bearer t1");
  expect([await ask(fetch, {}, asking), tokens()]).toEqual(["it", 2]);
  valid.clear();
  expect([await ask(fetch, {}, asking), tokens()]).toEqual([401, 3]);
  valid.add("Bearer t3");
  expect([await ask(fetch, {}, asking, new Date("2026-01-01T00:05:00Z")), tokens()]).toEqual(["it", 4]);
  expect(asked.at(-3)).toBe(`${service}/v2/x anonymous`);
});

it("answers Basic by name and password, and sends a configured token as it is", async () => {
  const byName = gate({ challenge: 'Basic realm="registry"', valid: new Set([basic]) });
  expect([await ask(byName.fetch, ada), await ask(byName.fetch)]).toEqual(["it", 401]);
  const byToken = gate({ challenge, valid: new Set(["Bearer mine"]) });
  expect([await ask(byToken.fetch, { token: "mine" }), byToken.asked.length]).toEqual(["it", 1]);
  const both = gate({ challenge: `Basic realm="registry", ${challenge}`, valid: new Set(["Bearer first"]) });
  expect([await ask(both.fetch), both.asked[1]]).toEqual(["it", `${tokenUrl} anonymous`]);
});

it.each([
  ["no realm", "Bearer service=x", Response.json({}), "BAD_RESPONSE: registry.example asks for a token and does not say from where."],
  ["no token", challenge, Response.json({ token: "" }), "BAD_RESPONSE: auth.example did not answer with a token for registry.example."],
  ["a token with a line break", challenge, Response.json({ token: "a\r\nb" }), "BAD_RESPONSE: auth.example did not answer with a token for registry.example."],
  ["a refusal", challenge, new Response("", { status: 403 }), "UNAUTHORIZED: auth.example refuses a token for registry.example to these credentials (403)."],
  ["no challenge", "", Response.json({}), 401],
])("tells %s", async (_what, header, token, told) => {
  expect(await ask(gate({ challenge: header, valid: new Set(), token: () => token }).fetch)).toBe(told);
});
