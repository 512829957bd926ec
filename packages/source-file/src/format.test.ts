import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { wholeModel } from "./fixtures/example-catalog.ts";
import { catalogDocument, catalogJsonSchema, catalogList } from "./format.ts";

const published: any = JSON.parse(readFileSync(new URL("../catalog.schema.json", import.meta.url), "utf8"));
const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
const byJsonSchema = ajv.compile(published);
const one = (change: object) => ({ models: [{ ...wholeModel, ...change }] });

describe("the published JSON Schema", () => {
  it("is what the definition makes; run scripts/catalog-schema.ts after a change", () => {
    expect(published).toEqual(JSON.parse(JSON.stringify(catalogJsonSchema())));
    expect(published.$schema).toBe("https://json-schema.org/draft/2020-12/schema");
  });

  it("describes every field", () => {
    const fields = Object.entries<any>(published.$defs.Model.properties);
    expect(fields.length).toBe(Object.keys(wholeModel).length);
    expect(fields.filter(([, { description }]) => typeof description !== "string").map(([name]) => name)).toEqual([]);
  });

  it.each<[string, unknown, boolean]>([
    ["a whole model", one({}), true],
    ["a list alone", [wholeModel, { id: "x" }], true],
    ["an empty list", { models: [] }, true],
    ["its own address", { $schema: "catalog.schema.json", models: [] }, true],
    ["ids of any script", [{ id: "百川/客服-7b" }, { id: "модели/поддержка" }, { id: "نماذج/دعم" }, { id: "🤖/assistant one" }], true],
    ["forms of counts", [{ id: "a", parameters: "0.5 b" }, { id: "b", parameters: 8_030_261_248 }, { id: "c", parameters: { total: "8x" } }], false],
    ["no models", {}, false],
    ["models that are no list", { models: {} }, false],
    ["no id", [{ name: "x" }], false],
    ["an id with spaces around it", [{ id: " x" }], false],
    ["an id in two lines", [{ id: "x\ny" }], false],
    ["too long an id", [{ id: "x".repeat(501) }], false],
    ["an unknown field", one({ licence: "mit" }), false],
    ["an unknown field within", one({ artifacts: [{ path: "x", hash: "1" }] }), false],
    ["a text that is none", one({ name: "  " }), false],
    ["a number for a text", one({ name: 5 }), false],
    ["null", one({ description: null }), false],
    ["a count that is none", one({ parameters: "8X" }), false],
    ["a count that is too small", one({ parameters: 8 }), false],
    ["tokens that are none", one({ contextLength: "128k" }), false],
    ["a language that is none", one({ languages: ["Chinese"] }), false],
    ["a format that is none", one({ formats: ["zip"] }), false],
    ["a word in capitals", one({ capabilities: ["Tools"] }), false],
    ["an address that is none", one({ url: "acme.example" }), false],
    ["an address with a password", one({ url: "https://a:b@acme.example" }), false],
    ["a day that is none", one({ createdAt: "04.03.2026" }), false],
    ["a time without offset", one({ createdAt: "2026-03-04T10:00:00" }), false],
    ["a reference that is none", one({ baseModels: ["acme/base"] }), false],
    ["a reference by a source's id", one({ sameAs: ["hf:acme/base"] }), false],
    ["a relation that is none", one({ baseModels: [{ reference: "pkg:huggingface/a/b", relation: "child" }] }), false],
    ["a digest that is none", one({ artifacts: [{ path: "x", sha256: "00" }] }), false],
    ["a negative price", one({ offers: [{ provider: "x", inputPrice: -1 }] }), false],
    ["details that are a list", one({ details: [] }), false],
    ["a text", "models", false],
    ["null alone", null, false],
  ])("agrees with what is checked about %s", (_, value, right) => {
    const checked = (Array.isArray(value) ? catalogList : catalogDocument).safeParse(value);
    expect({ definition: checked.success, schema: byJsonSchema(value) }).toEqual({ definition: right, schema: right });
  });
});
