import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createGateway, loadSettings } from "@modeldex/gateway";
import { huggingFace } from "@modeldex/source-hf";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCommand } from "./support/command.ts";
import { startGateway } from "./support/gateway.ts";
import type { TestGateway } from "./support/gateway.ts";
import { startHub } from "./support/hub.ts";
import type { TestHub } from "./support/hub.ts";

let hub: TestHub;
let modeldex: TestGateway;
let folder: string;
beforeAll(async () => {
  hub = await startHub();
  modeldex = await startGateway({ sources: [huggingFace({ endpoint: hub.url })] });
  await modeldex.gateway.harvest("hf", { all: true, signal: AbortSignal.timeout(30_000) });
  folder = await mkdtemp(join(tmpdir(), "modeldex-bad-"));
});
afterAll(async () => {
  await modeldex.close();
  await hub.close();
  await rm(folder, { recursive: true });
});

/** Code, argument and text of the first error. */
async function said(query: string, variables?: Readonly<Record<string, unknown>>): Promise<readonly unknown[]> {
  const { errors } = await modeldex.ask(query, variables);
  const [error] = errors ?? [];
  return [error?.extensions.code, error?.extensions.argument, error?.message];
}

describe("a query", () => {
  it.each<readonly [query: string, code: string, argument: string | undefined, message: string]>([
    ["   ", "GRAPHQL_PARSE_FAILED", undefined,
      "Syntax Error: Unexpected <EOF>; the document ends before an operation, such as { sources { id } }."],
    ["{", "GRAPHQL_PARSE_FAILED", undefined,
      "Syntax Error: Expected Name, found <EOF>."],
    ["{ search(text: ) { totalCount } }", "GRAPHQL_PARSE_FAILED", undefined,
      'Syntax Error: Unexpected ")".'],
    ["{ search }", "GRAPHQL_VALIDATION_FAILED", undefined,
      'Field "search" of type "ModelSearchConnection" must have a selection of subfields. Did you mean "search { ... }"?'],
    ["{ sources { id { x } } }", "GRAPHQL_VALIDATION_FAILED", undefined,
      'Field "id" must not have a selection since type "ID!" has no subfields.'],
    ['{ search(txt: "a") { totalCount } }', "GRAPHQL_VALIDATION_FAILED", undefined,
      'Unknown argument "txt" on field "Query.search". Did you mean "text"?'],
    ["{ model { id } }", "GRAPHQL_VALIDATION_FAILED", undefined,
      'Field "model" argument "id" of type "ID!" is required, but it was not provided.'],
    ["{ serch { totalCount } }", "GRAPHQL_VALIDATION_FAILED", undefined,
      'Cannot query field "serch" on type "Query". Did you mean "search" or "source"?'],
    ["mutation { pin }", "GRAPHQL_VALIDATION_FAILED", undefined,
      "The document asks for a mutation, which the schema has not; write a query."],
    ["subscription { changed }", "GRAPHQL_VALIDATION_FAILED", undefined,
      "The document asks for a subscription, which the schema has not; write a query."],
    ["{ sources { ...F } }", "GRAPHQL_VALIDATION_FAILED", undefined,
      'Unknown fragment "F".'],
    ["{ sources { ...F } } fragment F on Source { ...F }", "GRAPHQL_VALIDATION_FAILED", undefined,
      'Cannot spread fragment "F" within itself.'],
    ["{ a: __typename a: sources { id } }", "GRAPHQL_VALIDATION_FAILED", undefined,
      'Fields "a" conflict because "__typename" and "sources" are different fields. Use different aliases on the fields to fetch both if this was intentional.'],
    ["query($x: Int) { __typename }", "GRAPHQL_VALIDATION_FAILED", undefined,
      'Variable "$x" is never used.'],
    ["{ sources { id @skip } }", "GRAPHQL_VALIDATION_FAILED", undefined,
      'Directive "@skip" argument "if" of type "Boolean!" is required, but it was not provided.'],
    ["{ sources { id @defer } }", "GRAPHQL_VALIDATION_FAILED", undefined,
      'Unknown directive "@defer".'],
    ['{ search(live: "yes") { totalCount } }', "GRAPHQL_VALIDATION_FAILED", "live",
      '`live`: Boolean cannot represent a non boolean value: "yes". Write true or false.'],
    ["{ search(first: 1.5) { totalCount } }", "GRAPHQL_VALIDATION_FAILED", "first",
      "`first`: Int cannot represent non-integer value: 1.5. Write a whole number, at most 2147483647."],
    ['{ search(first: "5") { totalCount } }', "GRAPHQL_VALIDATION_FAILED", "first",
      '`first`: Int cannot represent non-integer value: "5". Write a whole number, at most 2147483647.'],
    ["{ search(first: 0) { totalCount } }", "BAD_USER_INPUT", "first",
      "`first` is 0; write a number from 1 to 100."],
    ["{ search(first: 101) { totalCount } }", "BAD_USER_INPUT", "first",
      "`first` is 101; write a number from 1 to 100."],
    ["{ search(first: 3000000000) { totalCount } }", "GRAPHQL_VALIDATION_FAILED", "first",
      "`first`: Int cannot represent non 32-bit signed integer value: 3000000000. Write a whole number, at most 2147483647."],
    ["{ search(text: 5) { totalCount } }", "GRAPHQL_VALIDATION_FAILED", "text",
      "`text`: String cannot represent a non string value: 5. Write a text."],
    ["{ search(reverse: true) { totalCount } }", "BAD_USER_INPUT", "reverse",
      "`reverse` turns a sort by a value; with RELEVANCE leave it out."],
    ['{ compare(references: ["a"]) { models { id } } }', "BAD_USER_INPUT", "references",
      "`references` has 1 of them; give 2 to 8."],
    ['{ compare(references: ["a", 5]) { models { id } } }', "GRAPHQL_VALIDATION_FAILED", "references[1]",
      "`references[1]`: String cannot represent a non string value: 5. Write a text."],
    ['{ resolveMany(references: "a", first: 1) { outcome } }', "GRAPHQL_VALIDATION_FAILED", undefined,
      'Unknown argument "first" on field "Query.resolveMany".'],
    ['{ model(id: {key: "a"}) { id } }', "GRAPHQL_VALIDATION_FAILED", "id",
      '`id`: ID cannot represent a non-string and non-integer value: {key: "a"}. Write an id, as a text.'],
    ['{ model(id: "hf:a/b", maxAgeSeconds: -1) { id } }', "BAD_USER_INPUT", "maxAgeSeconds",
      "`maxAgeSeconds` is -1; write 0 or more."],
    ["{ node { id } }", "GRAPHQL_VALIDATION_FAILED", undefined,
      'Field "node" argument "id" of type "ID!" is required, but it was not provided.'],
    ['{ search(after: "abc") { nodes { id } } }', "BAD_USER_INPUT", "after",
      "`after` is not a cursor of this endpoint; give back `endCursor` or an edge's `cursor` as it was."],
    ["{ search(after: 5) { nodes { id } } }", "GRAPHQL_VALIDATION_FAILED", "after",
      "`after`: String cannot represent a non string value: 5. Write a text."],
    ['{ model(id: "hf:BAAI/bge-m3") { listings(after: "abc") { nodes { id } } } }', "BAD_USER_INPUT", "after",
      "`after` is not a cursor of this list; give back `endCursor` or an edge's `cursor` as it was."],
    ['{ model(id: "hf:BAAI/bge-m3") { listings(first: 0) { nodes { id } } } }', "BAD_USER_INPUT", "first",
      "`first` is 0; write a number from 1 to 100."],
    ['{ model(id: "hf:BAAI/bge-m3") { aliases(first: 1000) } }', "BAD_USER_INPUT", "first",
      "`first` is 1000; write a number from 1 to 100."],
    ['{ resolve(reference: "bge m3") { candidates(first: 0) { confidence } } }', "BAD_USER_INPUT", "first",
      "`first` is 0; write a number from 1 to 100."],
    ['{ model(id: "hf:BAAI/bge-m3") { trust { claims(first: 500) { totalCount } } } }', "BAD_USER_INPUT", "first",
      "`first` is 500; write a number from 1 to 100."],
    ["{ search(filter: {tasks: []}) { totalCount } }", "BAD_USER_INPUT", "filter.tasks",
      "`filter.tasks` is an empty list, which nothing can meet; leave it out."],
    ['{ search(filter: {task: "x"}) { totalCount } }', "GRAPHQL_VALIDATION_FAILED", "filter.task",
      '`filter.task`: Field "task" is not defined by type "ModelFilterInput". Did you mean "tasks" or "tags"?'],
    ['{ search(filter: {sources: ["nope"]}) { totalCount } }', "BAD_USER_INPUT", "filter.sources",
      '`filter.sources` has "nope"; the sources here are hf.'],
    ["{ search(filter: {licenseClasses: [FREE]}) { totalCount } }", "GRAPHQL_VALIDATION_FAILED", "filter.licenseClasses[0]",
      '`filter.licenseClasses[0]`: Value "FREE" does not exist in "LicenseClass" enum. Write one of PERMISSIVE, COPYLEFT, USE_RESTRICTED, NON_COMMERCIAL, PROPRIETARY, UNKNOWN.'],
    ["{ search(filter: {parameters: {}}) { totalCount } }", "BAD_USER_INPUT", "filter.parameters",
      "`filter.parameters` has neither `min` nor `max`; give one of them, or leave the range out."],
    ["{ search(filter: {parameters: {min: 5, max: 1}}) { totalCount } }", "BAD_USER_INPUT", "filter.parameters",
      "`filter.parameters` has `min` above `max`; turn them round."],
    ['{ search(filter: {parameters: {min: "7B"}}) { totalCount } }', "GRAPHQL_VALIDATION_FAILED", "filter.parameters.min",
      '`filter.parameters.min`: "7B" is not a SafeInt; write a whole number from -(2^53-1) to 2^53-1.'],
    ["{ search(filter: {parameters: 7}) { totalCount } }", "GRAPHQL_VALIDATION_FAILED", "filter.parameters",
      '`filter.parameters`: Expected value of type "IntRangeInput", found 7. Write an object with some of min: SafeInt, max: SafeInt.'],
    ['{ search(filter: {createdAt: {from: "2026-01-01"}}) { totalCount } }', "GRAPHQL_VALIDATION_FAILED", "filter.createdAt.from",
      '`filter.createdAt.from`: "2026-01-01" is not a DateTime; write RFC 3339 in UTC, such as 2026-08-01T00:00:00Z.'],
    ['{ search(filter: {createdAt: {from: "2026-13-01T00:00:00Z"}}) { totalCount } }', "GRAPHQL_VALIDATION_FAILED", "filter.createdAt.from",
      '`filter.createdAt.from`: "2026-13-01T00:00:00Z" is not a DateTime; write RFC 3339 in UTC, such as 2026-08-01T00:00:00Z.'],
    ['{ search(filter: {updatedAt: {from: "2026-02-01T00:00:00Z", to: "2026-01-01T00:00:00Z"}}) { totalCount } }', "BAD_USER_INPUT", "filter.updatedAt",
      "`filter.updatedAt` has `from` above `to`; turn them round."],
    ["{ search(filter: {any: []}) { totalCount } }", "BAD_USER_INPUT", "filter.any",
      "`filter.any` is an empty list, which nothing can meet; leave it out."],
    ["{ search(filter: {not: {all: [{any: [{parameters: {min: 2, max: 1}}]}]}}) { totalCount } }", "BAD_USER_INPUT", "filter.not.all[0].any[0].parameters",
      "`filter.not.all[0].any[0].parameters` has `min` above `max`; turn them round."],
    ['{ search(filter: "tasks") { totalCount } }', "GRAPHQL_VALIDATION_FAILED", "filter",
      '`filter`: Expected value of type "ModelFilterInput", found "tasks". Write an object with some of sources: ID, tasks: String, libraries: String, formats: WeightFormat, precisions: String, languages: String, ….'],
    ["{ search { facets(of: [{field: TASK, first: 0}]) { field } } }", "BAD_USER_INPUT", "of[0].first",
      "`of[0].first` asks for 0 values of a facet; write a number from 1 to 100."],
    ["{ search { facets { field } } }", "GRAPHQL_VALIDATION_FAILED", undefined,
      'Field "facets" argument "of" of type "[FacetInput!]!" is required, but it was not provided.'],
    ['{ model(id: "hf:BAAI/bge-m3") { trust(policy: {}) { level } } }', "GRAPHQL_VALIDATION_FAILED", "policy",
      '`policy`: OneOf Input Object "PolicyInput" must specify exactly one key. Write one of { id: ID } or { rules: PolicyRuleInput }.'],
    ['{ model(id: "hf:BAAI/bge-m3") { trust(policy: {id: "strict"}) { level } } }', "BAD_USER_INPUT", "policy.id",
      '`policy.id` is "strict"; the policies here are open-weights-default, production-strict, onchain-registry, api-endpoint.'],
    ['{ model(id: "hf:BAAI/bge-m3") { trust(policy: {rules: []}) { level } } }', "BAD_USER_INPUT", "policy.rules",
      "`policy.rules` cannot be used. policy.rules: give 1 to 50 rules, not 0."],
    ['{ model(id: "hf:BAAI/bge-m3") { trust(policy: {rules: [5]}) { level } } }', "GRAPHQL_VALIDATION_FAILED", "policy.rules[0]",
      '`policy.rules[0]`: Expected value of type "PolicyRuleInput!", found 5. Write an object with some of key: String, title: String, severity: RuleSeverity, test: RuleTestInput, onUnknown: UnknownHandling, explanation: String, ….'],
    ['{ model(id: "hf:BAAI/bge-m3") { trust(depth: FULL) { level } } }', "GRAPHQL_VALIDATION_FAILED", "depth",
      '`depth`: Value "FULL" does not exist in "TrustDepth" enum. Write one of CACHED, STANDARD, DEEP.'],
  ])("is refused with what is wrong and what would be right: %s", async (query, ...error) => {
    expect(await said(query)).toEqual(error);
  });
});

describe("a variable", () => {
  const whole = "query($f: ModelFilterInput) { search(filter: $f) { totalCount } }";
  const byId = "query($id: ID!) { model(id: $id) { id } }";
  const byFirst = "query($n: Int) { search(first: $n) { totalCount } }";

  it.each<readonly [query: string, variables: Readonly<Record<string, unknown>>, message: string]>([
    [byId, {},
      'Variable "$id" of required type "ID!" was not provided.'],
    [byId, { id: 5.5 },
      'Variable "$id" got invalid value 5.5; ID cannot represent value: 5.5. Write an id, as a text.'],
    [byId, { id: null },
      'Variable "$id" of non-null type "ID!" must not be null.'],
    [byFirst, { n: "5" },
      'Variable "$n" got invalid value "5"; Int cannot represent non-integer value: "5". Write a whole number, at most 2147483647.'],
    [byFirst, { n: 1099511627776 },
      'Variable "$n" got invalid value 1099511627776; Int cannot represent non 32-bit signed integer value: 1099511627776. Write a whole number, at most 2147483647.'],
    ['query($d: TrustDepth) { model(id: "hf:BAAI/bge-m3") { trust(depth: $d) { level } } }', { d: "full" },
      'Variable "$d" got invalid value "full"; Value "full" does not exist in "TrustDepth" enum. Write one of CACHED, STANDARD, DEEP.'],
    [whole, { f: "tasks" },
      'Variable "$f" got invalid value "tasks"; Expected type "ModelFilterInput" to be an object. Write an object with some of sources: ID, tasks: String, libraries: String, formats: WeightFormat, precisions: String, languages: String, ….'],
    [whole, { f: { tsks: ["x"] } },
      'Variable "$f" got invalid value { tsks: ["x"] }; Field "tsks" is not defined by type "ModelFilterInput". Did you mean "tasks" or "tags"?'],
    [whole, { f: { tasks: [null] } },
      'Variable "$f" got invalid value null at "f.tasks[0]"; Expected non-nullable type "String!" not to be null.'],
    [whole, { f: { not: { not: { not: { not: { not: { not: { tasks: ["x"] } } } } } } } },
      "`filter.not.not.not.not.not.not` nests deeper than 5; write the conditions side by side."],
    ['query($p: PolicyInput) { model(id: "hf:BAAI/bge-m3") { trust(policy: $p) { level } } }', { p: { id: "a", rules: [] } },
      'Variable "$p" got invalid value { id: "a", rules: [] }; Exactly one key must be specified for OneOf type "PolicyInput".'],
    ["query($d: DateTime) { search(filter: {createdAt: {from: $d}}) { totalCount } }", { d: "soon" },
      'Variable "$d" got invalid value "soon"; "soon" is not a DateTime; write RFC 3339 in UTC, such as 2026-08-01T00:00:00Z.'],
    ["query($n: SafeInt) { search(filter: {parameters: {min: $n}}) { totalCount } }", { n: 1e300 },
      'Variable "$n" got invalid value 1e+300; 1e+300 is not a SafeInt; write a whole number from -(2^53-1) to 2^53-1.'],
  ])("is refused by its name or by the argument that it stands for: %s %j", async (query, variables, message) => {
    const [code, , text] = await said(query, variables);
    expect([code, text]).toEqual(["BAD_USER_INPUT", message]);
  });
});

describe("a request", () => {
  const post = (body: string, headers: Readonly<Record<string, string>> = {}): RequestInit => ({ method: "POST", headers: { "content-type": "application/json", ...headers }, body });

  it.each<readonly [path: string, init: RequestInit, status: number, code: string, message: string]>([
    ["/graphql", {}, 400, "BAD_REQUEST", "`query` is missing or empty; write an operation such as { sources { id } }, or name one by `extensions.persistedQuery`."],
    ["/graphql?query=%7B__typename%7D&query=%7B__typename%7D", {}, 400, "BAD_REQUEST", "`query` stands twice in the address; write it once."],
    ["/graphql?query=%7B__typename%7D&variables=%7B", {}, 400, "BAD_REQUEST", "`variables` in the address must be a JSON object, percent-encoded."],
    ["/graphql?query=%7B__typename%7D&variables=5", {}, 400, "BAD_REQUEST", "`variables` in the address must be a JSON object, percent-encoded."],
    ["/graphql?query=%7B__typename%7D&extensions=x", {}, 400, "BAD_REQUEST", "`extensions` in the address must be a JSON object, percent-encoded."],
    ["/graphql?query=%7B__typename%7D&operationName=Z", {}, 200, "OPERATION_RESOLUTION_FAILURE", 'Unknown operation named "Z".'],
    ["/graphql?query=%7B__typename%7D", { headers: { "content-type": "text/plain" } }, 415, "BAD_REQUEST", "The Content-Type of a GET must be application/json; better leave it out, a GET has no body."],
    ["/graphql?query=%7B__typename%7D", { headers: { accept: "text/html" } }, 406, "BAD_REQUEST", "The Accept header takes neither application/json nor application/graphql-response+json; add one of them."],
    ["/graphql", { method: "POST" }, 415, "BAD_REQUEST", "There is no Content-Type; send a JSON object with content-type: application/json."],
    ["/graphql", post(""), 400, "BAD_REQUEST", 'The body is empty; send a JSON object with `query`, such as {"query": "{ sources { id } }"}.'],
    ["/graphql", post("query { x }"), 400, "BAD_REQUEST", 'The body is not JSON; send a JSON object with `query`, such as {"query": "{ sources { id } }"}.'],
    ["/graphql", post("null"), 400, "BAD_REQUEST", 'The body must be a JSON object with `query`, such as {"query": "{ sources { id } }"}.'],
    ["/graphql", post("5"), 400, "BAD_REQUEST", 'The body must be a JSON object with `query`, such as {"query": "{ sources { id } }"}.'],
    ["/graphql", post("[]"), 400, "BAD_REQUEST", "The body is a list; send one operation in each request."],
    ["/graphql", post("{}"), 400, "BAD_REQUEST", 'The body must be a JSON object with `query`, such as {"query": "{ sources { id } }"}.'],
    ["/graphql", post('{"query":""}'), 400, "BAD_REQUEST", "`query` is missing or empty; write an operation such as { sources { id } }, or name one by `extensions.persistedQuery`."],
    ["/graphql", post('{"query":5}'), 400, "BAD_REQUEST", "`query` must be a text with a GraphQL document."],
    ["/graphql", post('{"query":{"kind":"Document"}}'), 400, "BAD_REQUEST", "`query` must be a text with a GraphQL document."],
    ["/graphql", post('{"query":"{__typename}","variables":"{}"}'), 400, "BAD_REQUEST", '`variables` must be an object, such as {"text": "whisper"}.'],
    ["/graphql", post('{"query":"{__typename}","variables":[]}'), 400, "BAD_REQUEST", '`variables` must be an object, such as {"text": "whisper"}.'],
    ["/graphql", post('{"query":"{__typename}","operationName":5}'), 400, "BAD_REQUEST", "`operationName` must be a text, the name of an operation of `query`."],
    ["/graphql", post('{"query":"{__typename}","extensions":"x"}'), 400, "BAD_REQUEST", "`extensions` must be an object, or be left out."],
    ["/graphql", post('{"query":"{__typename}","extensions":{"persistedQuery":{"version":2}}}'), 400, "BAD_REQUEST", "`extensions.persistedQuery.version` must be 1."],
    ["/graphql", post('{"query":"{__typename}","extensions":{"persistedQuery":{"version":1,"sha256Hash":"x"}}}'), 400, "BAD_REQUEST", "`extensions.persistedQuery.sha256Hash` is not the hash of `query`; write its SHA-256 as 64 lower-case hexadecimal digits."],
    ["/graphql", post('{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"x"}}}'), 200, "PERSISTED_QUERY_NOT_FOUND", "PersistedQueryNotFound"],
    ["/graphql", { method: "POST", headers: { "content-type": "application/x-www-form-urlencoded" }, body: "query={__typename}" }, 415, "BAD_REQUEST", 'The Content-Type is "application/x-www-form-urlencoded"; send a JSON object with content-type: application/json.'],
    ["/graphql", { method: "POST", headers: { "content-type": "text/plain" }, body: "{}" }, 415, "BAD_REQUEST", 'The Content-Type is "text/plain"; send a JSON object with content-type: application/json.'],
    ["/graphql", { method: "POST", headers: { "content-type": "json" }, body: "{}" }, 415, "BAD_REQUEST", 'The Content-Type is "json"; send a JSON object with content-type: application/json.'],
    ["/graphql", { method: "POST", headers: { "content-type": "application/json; charset=utf-16" }, body: "{}" }, 415, "BAD_REQUEST", 'The charset of the body is "utf-16"; send UTF-8.'],
    ["/graphql", post("{}", { "content-encoding": "gzip" }), 415, "BAD_REQUEST", 'The Content-Encoding is "gzip"; send the body as it is.'],
    ["/graphql", { method: "PUT" }, 405, "BAD_REQUEST", "The method is PUT; send operations by POST, or queries by GET."],
    ["/graphql", { method: "DELETE" }, 405, "BAD_REQUEST", "The method is DELETE; send operations by POST, or queries by GET."],
    ["/graphql/", post("{}"), 404, "BAD_REQUEST", "There is nothing at POST /graphql/; GraphQL is at /graphql, a page to try it at /graphiql."],
    ["/grapql", {}, 404, "BAD_REQUEST", "There is nothing at GET /grapql; GraphQL is at /graphql, a page to try it at /graphiql."],
    ["/evidence/abc", {}, 400, "BAD_REQUEST", 'Evidence is named by a sha256, 64 hexadecimal digits, not by "abc".'],
    [`/evidence/${"0".repeat(64)}`, {}, 404, "BAD_REQUEST", "No evidence with this sha256 is kept here; an answer names what is by `evidence { digest }`."],
    ["/%ff", {}, 400, "BAD_REQUEST", "The path of the address cannot be read; write it with percent-encoding in UTF-8."],
    ["/metrics", { method: "POST" }, 404, "BAD_REQUEST", "There is nothing at POST /metrics; GraphQL is at /graphql, a page to try it at /graphiql."],
    ["/graphql", { method: "POST", headers: { "content-type": "application/json" }, body: new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]) }, 400, "BAD_REQUEST", "The body is not UTF-8; write it in that encoding."],
  ])("is refused with what is wrong and what would be right: %s %j", async (path, init, status, code, message) => {
    const answer = await fetch(`${modeldex.url}${path}`, init);
    const { errors } = (await answer.json()) as { readonly errors: readonly any[] };
    expect([answer.status, errors[0].extensions.code, errors[0].message]).toEqual([status, code, message]);
    expect(errors[0].extensions.requestId).toBe(answer.headers.get("x-request-id"));
  });
});

describe("a configuration", () => {
  /** The error that stops the start; FILE stands for the path of the configuration. Each is a file of its own, since Node keeps what it has imported. */
  async function problemOf(body: string, env: Readonly<Record<string, string>>): Promise<string> {
    const path = join(folder, `c${Math.random()}.mjs`);
    await writeFile(path, body);
    try {
      const gateway = await createGateway(await loadSettings({ MODELDEX_CONFIG: path, MODELDEX_DATA_DIR: join(folder, "data"), ...env }, folder));
      await gateway.close();
      return "It was taken.";
    } catch (error) {
      return (error as Error).message.replaceAll(path, "FILE");
    }
  }

  it.each<readonly [body: string, env: Readonly<Record<string, string>>, message: string]>([
    ["export const sources = []", {},
      'FILE has no default export; write "export default defineConfig({ sources: [...] })".'],
    ["export default 5", {},
      'FILE has no default export; write "export default defineConfig({ sources: [...] })".'],
    ["export default []", {},
      "FILE: sources must be a list of sources, such as [huggingFace()]."],
    ["export default {}", {},
      "FILE: sources must be a list of sources, such as [huggingFace()]."],
    ["export default { sources: {} }", {},
      "FILE: sources must be a list of sources, such as [huggingFace()]."],
    ["export default { sources: [5] }", {},
      "sources[0] is a number; write a source, such as huggingFace({ … })."],
    ["export default { sources: [() => 1] }", {},
      "sources[0] is a function; call the factory, such as huggingFace({ … })."],
    ["export default { sources: [{ id: 'HF' }] }", {},
      "sources[0] (\"HF\"): its id must be lower-case letters, digits and -, begin with a letter, and have at most 40 characters, such as \"hf\".\nsources[0] (\"HF\"): it is written for contract none; this gateway knows contract 1. Write contract: 1, or install the version of the adapter that fits.\nsources[0] (\"HF\"): its kind must be a text that is not empty.\nsources[0] (\"HF\"): its title must be a text that is not empty.\nsources[0] (\"HF\"): it has none of get, list and search; give it at least one."],
    ["export default { sources: [], source: 1 }", {},
      'FILE: "source" is not an option; there are sources, verifiers, policies, exceptions, identity, server, search, harvest, isolate, live, backgroundDetails, backgroundAssessments, entriesPerRegistrant.'],
    ["export default { sources: [], policies: {} }", {},
      "FILE: policies must be a list, such as [{ id, title, version, rules }]."],
    ["export default { sources: [], policies: [{ id: 'A b', title: 't', version: '1', rules: [] }] }", {},
      'policies[0].id is "A b"; write lower-case letters, digits and hyphens, beginning with a letter.'],
    ["export default { sources: [], policies: [{ id: 'mine', title: 't', version: '1', rules: [] }] }", {},
      "policies[0]: policy.rules: give 1 to 50 rules, not 0."],
    ["export default { sources: [], policies: [5] }", {},
      "policies[0]: policy: give an object with id, version, title, rules."],
    ["export default { sources: [], exceptions: {} }", {},
      "FILE: exceptions must be a list, such as [{ subject, rule, reason, by, until }]."],
    ["export default { sources: [], exceptions: [{ subject: 'hf:a/b', rule: 'no-failed-claim', policy: 'strict' }] }", {},
      'exceptions[0].policy is "strict"; the policies here are open-weights-default, production-strict, onchain-registry, api-endpoint.'],
    ["export default { sources: [], exceptions: [5] }", {},
      "exceptions[0] must be an object with some of subject, rule, policy, reason, by, until."],
    ["export default { sources: [], verifiers: 1 }", {},
      "FILE: verifiers must be a list, such as [onchainRegistration({ rpc })]."],
    ["export default { sources: [], harvest: 'hf' }", {},
      'FILE: harvest must be a list of ids of sources, such as ["hf"].'],
    ["export default { sources: [], harvest: ['hf'] }", {},
      'harvest names "hf", which is not a source that lists; there are none.'],
    ["export default { sources: [], identity: [] }", {},
      'FILE: identity must be { same: [...], different: [...], file: "…" }.'],
    ["export default { sources: [], identity: { equal: [] } }", {},
      "FILE: identity.equal is not an option; there are same, different and file."],
    ["export default { sources: [], identity: { same: ['hf:a/b'] } }", {},
      'FILE: identity.same must be a list of pairs of listing keys, such as ["hf:org/a", "hf:org/b"].'],
    ["export default { sources: [], search: 5 }", {},
      "search must be an object with some of liveDeadlineMs, liveLimit."],
    ["export default { sources: [], search: { limit: 5 } }", {},
      "search.limit is not an option; there are liveDeadlineMs, liveLimit."],
    ["export default { sources: [], search: { liveDeadlineMs: 0 } }", {},
      "search.liveDeadlineMs is 0; write a whole number above 0."],
    ["export default { sources: [], search: { liveLimit: '9' } }", {},
      'search.liveLimit is "9"; write a whole number above 0.'],
    ["export default { sources: [], server: 5 }", {},
      "server must be an object with some of host, port, corsOrigins, corsMaxAgeSeconds, corsExposedHeaders, requestDeadlineMs, limits."],
    ["export default { sources: [], server: { prot: 80 } }", {},
      "server.prot is not an option; there are host, port, corsOrigins, corsMaxAgeSeconds, corsExposedHeaders, requestDeadlineMs, limits."],
    ["export default { sources: [], server: { port: '80' } }", {},
      'server.port is "80"; write a whole number from 0 to 65535.'],
    ["export default { sources: [], server: { port: 70000 } }", {},
      "server.port is 70000; write a whole number from 0 to 65535."],
    ["export default { sources: [], server: { host: '' } }", {},
      'server.host is ""; write an address of this machine, such as "127.0.0.1" or "0.0.0.0".'],
    ["export default { sources: [], server: { corsOrigins: 'https://a.example' } }", {},
      'server.corsOrigins is "https://a.example"; write "*", or a list of origins such as ["https://app.example.org"].'],
    ["export default { sources: [], server: { corsOrigins: ['https://a.example/'] } }", {},
      'server.corsOrigins has "https://a.example/"; write scheme, host and port alone, such as "https://app.example.org".'],
    ["export default { sources: [], server: { corsOrigins: ['a.example'] } }", {},
      'server.corsOrigins has "a.example"; write scheme, host and port alone, such as "https://app.example.org".'],
    ["export default { sources: [], server: { corsMaxAgeSeconds: -1 } }", {},
      "server.corsMaxAgeSeconds is -1; write a whole number of 0 or more."],
    ["export default { sources: [], server: { corsExposedHeaders: 'x-request-id' } }", {},
      'server.corsExposedHeaders is "x-request-id"; write a list of names of headers, such as ["x-request-id"].'],
    ["export default { sources: [], server: { requestDeadlineMs: 0.5 } }", {},
      "server.requestDeadlineMs is 0.5; write a whole number above 0."],
    ["export default { sources: [], server: { limits: { nodes: 0 } } }", {},
      "server.limits.nodes is 0; write a whole number above 0."],
    ["export default { sources: [], server: { limits: { dept: 5 } } }", {},
      "server.limits.dept is not an option; there are bodyBytes, tokens, depth, fields, aliases, rootFields, repeats, directives, nodes."],
    ["export default { sources: [], server: { limits: 5 } }", {},
      "server.limits must be an object with some of bodyBytes, tokens, depth, fields, aliases, rootFields, repeats, directives, nodes."],
    ["throw new Error('no key')", {},
      "FILE could not be loaded: no key"],
    ["export default () => { throw new Error('no key') }", {},
      "FILE: no key"],
    ["export default { sources: [] }", { PORT: "many" },
      'PORT is "many"; write a number from 0 to 65535.'],
    ["export default { sources: [] }", { PORT: "70000" },
      'PORT is "70000"; write a number from 0 to 65535.'],
    ["export default { sources: [] }", { MODELDEX_OFFLINE: "yes" },
      'MODELDEX_OFFLINE is "yes"; write MODELDEX_OFFLINE=1, or leave it out.'],
    ["export default { sources: [] }", { MODELDEX_HARVEST: "no" },
      'MODELDEX_HARVEST is "no"; write MODELDEX_HARVEST=off, or leave it out.'],
    ["export default { sources: [] }", { MODELDEX_STARTER: "1" },
      'MODELDEX_STARTER is "1"; write MODELDEX_STARTER=off, or leave it out.'],
    ["export default { sources: [] }", { MODELDEX_LOG: "loud" },
      'MODELDEX_LOG is "loud"; write one of trace, debug, info, warn, error, silent.'],
    ["export default { sources: [] }", { REDIS_URL: "localhost" },
      "REDIS_URL must begin with redis:// or rediss://, such as redis://127.0.0.1:6379."],
    ["export default { sources: [] }", { REDIS_CLUSTER: "a:1,b" },
      'REDIS_CLUSTER has "b"; write host:port, comma-separated.'],
  ])("stops the start with the option and what to write instead: %s %j", async (body, env, message) => {
    expect(await problemOf(body, env)).toBe(message);
  });
});

// More of them, and that they leave no stack, are in wrong-commands.test.ts.
describe("the command", () => {
  it.each<readonly [words: readonly string[], settings: Readonly<Record<string, string>>, message: string]>([
    [["compare"], {}, "error: missing required argument 'references'\n"],
    [["compare", "a/b"], {}, "`references` has 1 of them; give 2 to 8.\n"],
    [["search", "x", "--first", "101"], {}, "--first is \"101\"; write a number from 1 to 100.\n"],
    [["search", "x", "--first"], {}, "error: option '--first <n>' argument missing\n"],
    [["search", "x", "--source", "hub"], {}, "`filter.sources` has \"hub\"; the sources here are hf.\n"],
    [["harvest", "hf", "extra"], {}, "error: too many arguments for 'harvest'. Expected 1 argument but got 2: hf, extra.\n"],
    [["serve"], { PORT: "many" }, "PORT is \"many\"; write a number from 0 to 65535.\n"],
    [["serve"], { HOST: "256.256.256.256" }, "HOST is \"256.256.256.256\", which is no address of this machine; write one, such as 127.0.0.1 or 0.0.0.0.\n"],
  ])("ends with 2 and says what to write: %j %j", async (words, settings, message) => {
    const { code, err } = await runCommand(words, { MODELDEX_DATA_DIR: join(folder, "command"), HF_ENDPOINT: hub.url, ...settings });
    expect([code, err]).toEqual([2, message]);
  });
});
