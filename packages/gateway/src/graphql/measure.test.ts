import { detailsSdl, typeDefs } from "@modeldex/schema";
import { buildASTSchema, getIntrospectionQuery, getOperationAST, parse, validate } from "graphql";
import { expect, it } from "vitest";
import { createMeasuring, measureOperation } from "./measure.ts";
import type { Measure } from "./measure.ts";

const schema = buildASTSchema(parse([...typeDefs, detailsSdl([])].join("\n")));

function measure(text: string, variables: Readonly<Record<string, unknown>> = {}): Measure {
  const document = parse(text);
  expect(validate(schema, document)).toEqual([]);
  return measureOperation({ schema, document, operation: getOperationAST(document)!, variables });
}

it("counts what an operation asks for", () => {
  expect(measure('{ a: search(first: 2) { totalCount nodes { id id license { spdx } } } __typename @include(if: true) }')).toEqual({
    depth: 4, fields: 8, aliases: 1, rootFields: 2, repeats: 2, directives: 1, nodes: 1 + 2 * (1 + 1),
  });
});

it.each([
  ["lists within lists", "{ search(first: 100) { nodes { listings(first: 100) { nodes { id } } } } }", {}, 1 + 100 * (1 + 1 + 100)],
  ["edges as nodes", "{ search(first: 10) { edges { cursor node { id } } } }", {}, 1 + 10 * 2],
  ["the default of the schema", "{ search { nodes { id } } }", {}, 1 + 20],
  ["null as the default", "{ search(first: null) { nodes { id } } }", {}, 1 + 20],
  ["a variable", "query($n: Int) { search(first: $n) { nodes { id } } }", { n: 7 }, 1 + 7],
  ["a variable that is not given", "query($n: Int) { search(first: $n) { nodes { id } } }", {}, 1 + 20],
  ["more than a page holds as a full page, which the field refuses", "{ search(first: 2000000000) { nodes { id } } }", {}, 1 + 100],
  ["less than nothing as nothing", "{ search(first: -5) { nodes { id } } }", {}, 1],
  ["as many as there are ids", 'query($ids: [ID!]!) { models(ids: $ids) { id } }', { ids: Array(30).fill("hf:a/b") }, 30],
  ["as many as there are references", '{ resolveMany(references: ["a", "b", "c"]) { model { id } } }', {}, 3 * 2],
  ["short lists", "{ policies { rules { title } } }", {}, 5 * (1 + 5)],
  ["fragments where they stand", "{ a: search(first: 3) { ...P } b: search(first: 4) { ...P } } fragment P on ModelSearchConnection { nodes { id } }", {}, 1 + 3 + 1 + 4],
  ["inline fragments", '{ node(id: "hf:a/b") { ... on Model { listings(first: 2) { nodes { id } } } ... { id } } }', {}, 1 + 1 + 2],
  ["nothing for what describes the schema", "{ __schema { types { fields { type { name } } } } }", {}, 0],
])("counts objects: %s", (_, text, variables, nodes) => {
  expect(measure(text, variables).nodes).toBe(nodes);
});

it("measures fragments that double a hundred times at once, and knows no number beyond the safe ones", () => {
  const doubling = Array.from({ length: 100 }, (_, place) => `fragment F${place} on Model { ...F${place + 1} x${place}: listings { nodes { model { ...F${place + 1} } } } }`);
  const { fields, nodes } = measure(`{ model(id: "hf:a/b") { ...F0 } } ${doubling.join(" ")} fragment F100 on Model { id }`);
  expect([fields, nodes]).toEqual([Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER]);
});

it("is far below every limit for the introspection of clients", () => {
  const { depth, fields, nodes } = measure(getIntrospectionQuery({ descriptions: true, specifiedByUrl: true, directiveIsRepeatable: true, schemaDescription: true, inputValueDeprecation: true, oneOf: true }));
  expect([depth < 16, fields < 250, nodes]).toEqual([true, true, 0]);
});

it("looks up what it measured before, for each size that is asked for", () => {
  const document = parse("query($n: Int, $text: String) { search(text: $text, first: $n) { nodes { id } } }");
  const operation = getOperationAST(document)!;
  const measuring = createMeasuring();
  const asked = (variables: object) => measuring({ schema, document, operation, variables: { ...variables } });
  const first = asked({ n: 5, text: "a" });
  expect(first.nodes).toBe(6);
  expect(asked({ n: 5, text: "b" })).toBe(first);
  expect(asked({ n: 50, text: "a" }).nodes).toBe(51);
  expect(asked({}).nodes).toBe(21);
});
