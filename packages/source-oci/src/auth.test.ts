import { SourceError } from "@modeldex/plugin-kit";
import { testContext } from "@modeldex/plugin-kit/testing";
import { expect, it } from "vitest";
import { modelPack } from "./fixtures/artifacts.ts";
import { scriptedRegistry } from "./fixtures/scripted-registry.ts";
import { oci } from "./oci.ts";
import type { OciRegistryOptions } from "./options.ts";

const origin = "https://registry.example";
const repository = "packs/llama";
const nativeId = `registry.example/${repository}:v1`;
const basic = `Basic ${Buffer.from("ada:secret words").toString("base64")}`;

/** A registry that takes only what `valid` holds, and a place that gives tokens. */
function gate({ challenge, valid, realm = "https://auth.example", token = () => Response.json({ access_token: "first" }) }: { readonly challenge: string; readonly valid: ReadonlySet<string>; readonly realm?: string; readonly token?: (request: Request) => Response }) {
  const asked: string[] = [];
  const fetch = scriptedRegistry(
    { origin, content: { [repository]: { v1: modelPack } }, instead: (request) => (valid.has(request.headers.get("authorization") ?? "") ? undefined : new Response("", { status: 401, headers: { "www-authenticate": challenge } })) },
    { origin: realm, content: {}, instead: (request) => {
      asked.push(`${request.url} ${request.headers.get("authorization") ?? "anonymous"}`);
      return token(request);
    } },
  );
  return { fetch, asked };
}

async function get(fetch: typeof globalThis.fetch, options: Partial<OciRegistryOptions> = {}, source = oci({ registries: [{ url: origin, repositories: [repository], ...options }] })) {
  const [answer] = await source.get!({ refs: [{ nativeId }], need: new Set() }, testContext({ fetch }));
  return answer instanceof SourceError ? `${answer.code}: ${answer.message}` : answer?.nativeId;
}

const challenge = `Bearer realm="https://auth.example/token?x=1",service="registry.example",scope="repository:${repository}:pull"`;
const tokenUrl = "https://auth.example/token?x=1&service=registry.example&scope=repository%3Apacks%2Fllama%3Apull";

it("asks the realm anonymously for a token, and once", async () => {
  const { fetch, asked } = gate({ challenge, valid: new Set(["Bearer first"]) });
  expect(await get(fetch)).toBe(nativeId);
  expect(asked).toEqual([`${tokenUrl} anonymous`]);
});

it("sends the password to authUrl, and to no other host", async () => {
  const { fetch, asked } = gate({ challenge, valid: new Set(["Bearer first"]) });
  expect(await get(fetch, { username: "ada", password: "secret words", authUrl: "https://auth.example" })).toBe(nativeId);
  expect(asked).toEqual([`${tokenUrl} ${basic}`]);
  const elsewhere = gate({ challenge, valid: new Set(["Bearer first"]) });
  expect(await get(elsewhere.fetch, { username: "ada", password: "secret words" })).toBe('UNAUTHORIZED: registry.example wants the password sent to auth.example, which is not configured; if that is right, give the registry the option authUrl: "https://auth.example".');
  expect(elsewhere.asked).toEqual([]);
});

it("asks for another token when one has expired, by its own time or by the registry's word, and not more than once for a request", async () => {
  const valid = new Set(["Bearer t0"]);
  let given = 0;
  const { fetch, asked } = gate({ challenge, valid, token: () => Response.json({ token: `t${given++}`, expires_in: 300 }) });
  const source = oci({ registries: [{ url: origin }] });
  expect(await get(fetch, {}, source)).toBe(nativeId);
  valid.clear();
  valid.add("Bearer t1");
  expect(await get(fetch, {}, source)).toBe(nativeId);
  expect(asked).toHaveLength(2);
  valid.clear();
  expect(await get(fetch, {}, source)).toBe(`UNAUTHORIZED: registry.example refuses the manifest ${nativeId} to these credentials (401).`);
  expect(asked).toHaveLength(3);
  valid.add("Bearer t3");
  const [later] = await source.get!({ refs: [{ nativeId }], need: new Set() }, testContext({ fetch, now: new Date("2026-01-01T00:06:00Z") }));
  expect([asked.length, later instanceof SourceError]).toEqual([4, false]);
});

it("answers Basic by name and password, and sends a configured token as it is", async () => {
  const byName = gate({ challenge: 'Basic realm="registry"', valid: new Set([basic]) });
  expect(await get(byName.fetch, { username: "ada", password: "secret words" })).toBe(nativeId);
  expect(await get(byName.fetch)).toContain("UNAUTHORIZED");
  const byToken = gate({ challenge, valid: new Set(["Bearer mine"]) });
  expect([await get(byToken.fetch, { token: "mine" }), byToken.asked]).toEqual([nativeId, []]);
  const both = gate({ challenge: `Basic realm="registry", ${challenge}`, valid: new Set(["Bearer first"]) });
  expect([await get(both.fetch), both.asked]).toEqual([nativeId, [`${tokenUrl} anonymous`]]);
});

it.each([
  ["no realm", "Bearer service=x", Response.json({}), "BAD_RESPONSE: registry.example asks for a token and does not say from where."],
  ["no token", challenge, Response.json({ token: "" }), "BAD_RESPONSE: auth.example did not answer with a token for registry.example."],
  ["a token with a line break", challenge, Response.json({ token: "a\r\nb" }), "BAD_RESPONSE: auth.example did not answer with a token for registry.example."],
  ["a refusal", challenge, new Response("", { status: 403 }), "UNAUTHORIZED: auth.example refuses a token for registry.example to these credentials (403)."],
])("tells %s", async (_what, header, token, message) => {
  expect(await get(gate({ challenge: header, valid: new Set(), token: () => token }).fetch)).toBe(message);
});

it("serves with credentials only the repositories that are configured, where some are", async () => {
  const { fetch } = gate({ challenge, valid: new Set(["Bearer mine"]) });
  expect(await get(fetch, { token: "mine", repositories: ["packs/other"] })).toBeUndefined();
  expect(await get(fetch, { token: "mine", repositories: undefined })).toBe(nativeId);
});
