import { buildASTSchema, parse, printType, validateSchema } from "graphql";
import { describe, expect, it } from "vitest";
import { detailsSdl, type DetailsDescription } from "./details.ts";
import { typeDefs } from "./type-defs.ts";

const ollama: DetailsDescription = { typeName: "OllamaDetails", fields: { pulls: ["SafeInt", "How often it was pulled."], tags: ["[String!]!", "Its \"tags\".\nAll."] } };

function build(types: readonly DetailsDescription[]) {
  return buildASTSchema(parse([...typeDefs, detailsSdl(types)].join("\n")));
}

describe("detailsSdl", () => {
  it("writes a valid union without any source", () => {
    const schema = build([]);
    expect(validateSchema(schema)).toEqual([]);
    expect(printType(schema.getType("ListingDetails")!)).toContain("union ListingDetails = GenericDetails");
  });

  it("writes the types of the sources as they describe them", () => {
    const schema = build([ollama, { typeName: "OtherDetails", fields: { pulls: ["SafeInt", "The same."], finality: ["Finality!", "Of its block."] } }]);
    expect(validateSchema(schema)).toEqual([]);
    expect(printType(schema.getType("OllamaDetails")!)).toMatchInlineSnapshot(`
      """"Fields that only sources of this kind have."""
      type OllamaDetails {
        """How often it was pulled."""
        pulls: SafeInt

        """
        Its "tags".
        All.
        """
        tags: [String!]!
      }"
    `);
    expect(printType(schema.getType("ListingDetails")!)).toContain("union ListingDetails = GenericDetails | OllamaDetails | OtherDetails");
  });

  it("writes a type once that two sources share", () => {
    expect(detailsSdl([ollama, { ...ollama }])).toBe(detailsSdl([ollama]));
  });

  const text: readonly [string, string] = ["String", "Text."];
  it.each<[string, readonly DetailsDescription[], string]>([
    ["a type name that is not PascalCase", [{ typeName: "ollama-details", fields: { a: text } }], "\"ollama-details\" has no valid name"],
    ["SDL in a type name", [{ typeName: "A { a: Int } type Query", fields: { a: text } }], "has no valid name"],
    ["the name of a served type", [{ typeName: "Model", fields: { a: text } }], "Model has the name of a type of the schema"],
    ["the name of a built-in scalar", [{ typeName: "String", fields: { a: text } }], "String has the name of a type of the schema"],
    ["the name of the union", [{ typeName: "ListingDetails", fields: { a: text } }], "ListingDetails has the name of a type of the schema"],
    ["no field", [{ typeName: "A", fields: {} }], "A has no fields"],
    ["a field name that is no name", [{ typeName: "A", fields: { "a-b": text } }], "The field \"a-b\" of the details type A has no valid name"],
    ["a field name that is reserved", [{ typeName: "A", fields: { __typename: text } }], "\"__typename\" of the details type A has no valid name"],
    ["a type that is no scalar", [{ typeName: "A", fields: { a: ["Model", "A model."] } }], "The field a of the details type A has the type \"Model\""],
    ["a list of nullable values", [{ typeName: "A", fields: { a: ["[String]", "Texts."] } }], "has the type \"[String]\""],
    ["SDL in a field type", [{ typeName: "A", fields: { a: ["String } extend type Query { b: Int", "Text."] } }], "The field a of the details type A has the type"],
    ["no description", [{ typeName: "A", fields: { a: ["String", " "] } }], "The field a of the details type A has no description"],
    ["two types of one name", [ollama, { typeName: "OllamaDetails", fields: { a: text } }], "Two sources bring a details type OllamaDetails"],
    ["one field with two types", [ollama, { typeName: "B", fields: { pulls: ["Int", "Pulls."] } }], "The field pulls is Int in the details type B and SafeInt in OllamaDetails"],
    ["one field with two nullabilities", [ollama, { typeName: "B", fields: { pulls: ["SafeInt!", "Pulls."] } }], "The field pulls is SafeInt! in the details type B"],
    ["the field of GenericDetails with another type", [{ typeName: "B", fields: { fields: text } }], "JSON! in GenericDetails"],
  ])("refuses %s and names it", (_what, types, message) => {
    expect(() => detailsSdl(types)).toThrow(message);
  });
});
