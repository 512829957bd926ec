import { listing } from "@modeldex/plugin-kit";
import { huggingFace } from "@modeldex/source-hf";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startGateway } from "./support/gateway.ts";
import type { TestGateway } from "./support/gateway.ts";
import { startHub } from "./support/hub.ts";
import type { TestHub } from "./support/hub.ts";
import { scriptedSource } from "./support/scripted-source.ts";

let hub: TestHub;
let modeldex: TestGateway;
beforeAll(async () => {
  hub = await startHub();
  modeldex = await startGateway({ sources: [huggingFace({ endpoint: hub.url })] });
  await modeldex.gateway.harvest("hf", { all: true, signal: AbortSignal.timeout(30_000) });
});
afterAll(async () => {
  await modeldex.close();
  await hub.close();
});

const post = async (body: unknown) => {
  const answer = await fetch(`${modeldex.url}/graphql`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
  return { status: answer.status, ...((await answer.json()) as { data?: any; errors?: any[] }) };
};
const first = (answer: { readonly errors?: any[] }) => [answer.errors?.[0]?.extensions?.code, answer.errors?.[0]?.message];

it.each([
  ["no GraphQL", { query: "{ search(" }, "GRAPHQL_PARSE_FAILED", "Syntax Error: Expected Name, found <EOF>."],
  ["an unknown field", { query: "{ serch }" }, "GRAPHQL_VALIDATION_FAILED", 'Cannot query field "serch" on type "Query". Did you mean "search" or "source"?'],
  ["an unknown operation", { query: "query A { __typename }", operationName: "B" }, "OPERATION_RESOLUTION_FAILURE", 'Unknown operation named "B".'],
  ["two operations and no name", { query: "query A { __typename } query B { __typename }" }, "OPERATION_RESOLUTION_FAILURE", "Must provide operation name if query contains multiple operations."],
  ["a date that is none", { query: '{ search(filter: {createdAt: {from: "yesterday"}}) { totalCount } }' }, "GRAPHQL_VALIDATION_FAILED", '`filter.createdAt.from`: "yesterday" is not a DateTime; write RFC 3339 in UTC, such as 2026-08-01T00:00:00Z.'],
  ["a number above 2^53", { query: "query($n: SafeInt) { search(filter: {parameters: {min: $n}}) { totalCount } }", variables: { n: 1e300 } }, "BAD_USER_INPUT", 'Variable "$n" got invalid value 1e+300; 1e+300 is not a SafeInt; write a whole number from -(2^53-1) to 2^53-1.'],
  ["a text that is too long", { query: "query($t: String) { search(text: $t) { totalCount } }", variables: { t: "x".repeat(501) } }, "BAD_USER_INPUT", "`text` has 501 characters; at most 500 are read."],
  ["one reference to compare", { query: '{ compare(references: ["a/b"]) { models { id } } }' }, "BAD_USER_INPUT", "`references` has 1 of them; give 2 to 8."],
  ["too many ids", { query: "query($ids: [ID!]!) { models(ids: $ids) { id } }", variables: { ids: Array(101).fill("x") } }, "BAD_USER_INPUT", "`ids` has 101 of them; give at most 100."],
  ["a policy that there is not", { query: '{ compare(references: ["a/b", "c/d"], policy: {id: "strict"}) { models { id } } }' }, "BAD_USER_INPUT", "`policy.id` is \"strict\"; the policies here are open-weights-default, production-strict, onchain-registry, api-endpoint."],
  ["an age below 0", { query: '{ model(id: "hf:BAAI/bge-m3", maxAgeSeconds: -1) { id } }' }, "BAD_USER_INPUT", "`maxAgeSeconds` is -1; write 0 or more."],
  ["reversing relevance", { query: "{ search(reverse: true) { totalCount } }" }, "BAD_USER_INPUT", "`reverse` turns a sort by a value; with RELEVANCE leave it out."],
])("says what is wrong: %s", async (_, body, code, message) => {
  expect(first(await post(body))).toEqual([code, message]);
});

it("takes a cursor that was changed on its way for a mistake, never for a fault", async () => {
  for (const sort of ["RELEVANCE", "NAME", "DOWNLOADS"]) {
    const query = "query($after: String, $sort: ModelSort) { search(text: \"bert\", sort: $sort, first: 1, after: $after) { nodes { id } pageInfo { endCursor } } }";
    const { data } = await post({ query, variables: { sort } });
    const parts = JSON.parse(Buffer.from(data.search.pageInfo.endCursor, "base64url").toString());
    const wrong = ["r", "s", {}, [], null, "x", -5, 1e30, { a: 1 }, { ...parts[3], after: -5 }, { ...parts[3], name: 1e30 }];
    for (let place = 0; place < parts.length; place++) {
      for (const value of wrong) {
        const after = Buffer.from(JSON.stringify(parts.with(place, value))).toString("base64url");
        const answer = await post({ query, variables: { sort, after } });
        if (answer.errors !== undefined) expect([sort, place, value, answer.errors[0].extensions.code, answer.errors[0].extensions.argument]).toEqual([sort, place, value, "BAD_USER_INPUT", "after"]);
      }
    }
  }
});

it("reads the scheme of the Hub, ids of listings, and publishers with and without their prefix", async () => {
  const outcome = async (reference: string) => (await modeldex.query("query($reference: String!) { resolve(reference: $reference) { outcome message model { id } } }", { reference })).resolve;
  expect((await outcome("hf://openai/whisper-large-v3")).model).toEqual({ id: "hf:openai/whisper-large-v3" });
  expect((await outcome("listing:hf:openai/whisper-large-v3")).model).toEqual({ id: "hf:openai/whisper-large-v3" });
  for (const publisher of ["openai", "publisher:openai", "OpenAI"]) {
    expect((await modeldex.query("query($filter: ModelFilterInput) { search(filter: $filter) { totalCount } }", { filter: { publishers: [publisher] } })).search.totalCount).toBe(2);
  }
});

it("takes an address for an address: words of it are no search", async () => {
  const outcome = async (reference: string) => (await modeldex.query("query($reference: String!) { resolve(reference: $reference) { outcome candidates { model { id } } } }", { reference })).resolve;
  for (const reference of [
    "https://huggingface.co", "https://huggingface.co/datasets/openai/whisper",
    // No source of this gateway reads chains, and nobody means a model of the Hub by it.
    "0x5FbDB2315678afecb367f032d93F642f64180aa3",
  ]) {
    expect(await outcome(reference)).toEqual({ outcome: "NOT_RECOGNIZED", candidates: [] });
  }
  // A CID is looked for among the files of what is stored.
  expect(await outcome("ipfs://bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi")).toEqual({ outcome: "NOT_FOUND", candidates: [] });
});

it("gives candidates for which nothing speaks but the word of a source a confidence, too", async () => {
  const vague = { ...scriptedSource("vague", ["lumen/lantern", "lumen/ember"]), search: async () => [listing({ nativeId: "lumen/lantern", name: "lantern" }), listing({ nativeId: "lumen/ember", name: "ember" })] };
  const other = await startGateway({ sources: [vague] });
  try {
    const { resolve } = await other.query('{ resolve(reference: "htt") { outcome candidates { confidence model { id } } } }');
    expect(resolve).toEqual({ outcome: "NOT_FOUND", candidates: ["vague:lumen/ember", "vague:lumen/lantern"].map((id) => ({ confidence: 0.08, model: { id } })) });
  } finally {
    await other.close();
  }
});

it("gives a policy that is given back unchanged the same digest and decision", async () => {
  const { policies } = await modeldex.query("{ policies { id digest rules { definition } } }");
  const judge = "query($policy: PolicyInput) { model(id: \"hf:BAAI/bge-m3\") { trust(policy: $policy) { decision { outcome inputDigest policy { digest } } } } }";
  const decisionBy = async (policy: object) => (await modeldex.query(judge, { policy })).model.trust.decision;
  for (const { id, digest, rules } of policies) {
    const given = await decisionBy({ rules: rules.map(({ definition }: any) => definition) });
    expect(given.policy.digest).toBe(digest);
    expect(given.outcome).toBe((await decisionBy({ id })).outcome);
  }
});

it("finds nothing by signs alone, which is not as if no text were given", async () => {
  const { search } = await modeldex.query('{ search(text: "???") { totalCount nodes { id } facets(of: [{field: TASK}]) { values { value } } } }');
  expect(search).toEqual({ totalCount: 0, nodes: [], facets: [{ values: [] }] });
});

it("describes every type, field, argument and value of the schema", async () => {
  const { __schema } = await modeldex.query("{ __schema { types { name kind description specifiedByURL fields(includeDeprecated: true) { name description } enumValues { name description } inputFields { name description } } } }");
  const own = __schema.types.filter(({ name }: any) => !name.startsWith("__") && !["String", "Int", "Float", "Boolean", "ID"].includes(name));
  const bare = own.flatMap((type: any) => [type, ...(type.fields ?? []), ...(type.enumValues ?? []), ...(type.inputFields ?? [])].filter(({ description }: any) => !description).map(({ name }: any) => `${type.name}.${name}`));
  expect(bare).toEqual([]);
  expect(own.filter(({ kind }: any) => kind === "SCALAR").map(({ name, specifiedByURL }: any) => [name, specifiedByURL !== null]).sort()).toEqual([["DateTime", true], ["Digest", false], ["JSON", true], ["SafeInt", false], ["URL", true]]);
});
