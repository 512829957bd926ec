import { detailsSdl, typeDefs } from "@modeldex/schema";
import { buildASTSchema, execute, parse, validate } from "graphql";
import type { ExecutionResult } from "graphql";
import { expect, it } from "vitest";
import { plainValue } from "./plain-values.ts";

const schema = buildASTSchema(parse([...typeDefs, detailsSdl([])].join("\n")));
const inLine = (text: string) => validate(schema, parse(text)).map((error) => plainValue(error.message, error.nodes, schema));
const byVariable = (text: string, variableValues: Readonly<Record<string, unknown>>) => {
  const { errors } = execute({ schema, document: parse(text), variableValues }) as ExecutionResult;
  return errors?.map((error) => plainValue(error.message, error.nodes, schema));
};

it.each([
  ["{ search(first: 1.5) { totalCount } }", "first", "`first`: Int cannot represent non-integer value: 1.5. Write a whole number, at most 2147483647."],
  ['{ search(live: "yes") { totalCount } }', "live", '`live`: Boolean cannot represent a non boolean value: "yes". Write true or false.'],
  ['{ compare(references: ["a", 5]) { models { id } } }', "references[1]", "`references[1]`: String cannot represent a non string value: 5. Write a text."],
  ["{ search(filter: {all: [{any: [{access: [FREE]}]}]}) { totalCount } }", "filter.all[0].any[0].access[0]", '`filter.all[0].any[0].access[0]`: Value "FREE" does not exist in "Access" enum. Write one of OPEN, GATED, PRIVATE, DISABLED, UNKNOWN.'],
  ['{ search(filter: {parameters: 5}) { totalCount } }', "filter.parameters", '`filter.parameters`: Expected value of type "IntRangeInput", found 5. Write an object with some of min: SafeInt, max: SafeInt.'],
  ["{ model(id: \"a\") { trust(policy: {}) { level } } }", "policy", '`policy`: OneOf Input Object "PolicyInput" must specify exactly one key. Write one of { id: ID } or { rules: PolicyRuleInput }.'],
])("tells where a value stands and what would be right: %s", (text, argument, message) => {
  expect(inLine(text)).toEqual([{ argument, message }]);
});

it("adds to what is said of a variable what would be right", () => {
  expect(byVariable("query($n: Int) { search(first: $n) { totalCount } }", { n: "5" })).toEqual([{ message: 'Variable "$n" got invalid value "5"; Int cannot represent non-integer value: "5". Write a whole number, at most 2147483647.' }]);
  expect(byVariable("query($d: TrustDepth) { model(id: \"a\") { trust(depth: $d) { level } } }", { d: "FULL" })).toEqual([{ message: 'Variable "$d" got invalid value "FULL"; Value "FULL" does not exist in "TrustDepth" enum. Write one of CACHED, STANDARD, DEEP.' }]);
});

it("has nothing to add to mistakes of other kinds", () => {
  expect(inLine("{ serch }")).toEqual([undefined]);
  expect(inLine("{ model { id } }")).toEqual([undefined]);
});
