import { describe, expect, expectTypeOf, it } from "vitest";
import { z } from "zod";
import { OptionsError, parseOptions } from "./options.ts";

const schema = z.strictObject({
  endpoint: z.url().default("https://hub.example"),
  token: z.string().optional(),
  presets: z.array(z.strictObject({ chainId: z.int() })).optional(),
});

describe("parseOptions", () => {
  it("gives what the schema makes of the options", () => {
    const options = parseOptions(schema, { token: "x" }, "acme()");
    expect(options).toEqual({ endpoint: "https://hub.example", token: "x" });
    expectTypeOf(options.endpoint).toEqualTypeOf<string>();
  });

  it("names the factory, each option by its path, and what is wrong, but no value", () => {
    const parse = (): unknown => parseOptions(schema, { endpoint: "hunter2", presets: [{ chainId: 1 }, { chainId: "hunter2" }], tokn: "hunter2" }, "acme()");
    expect(parse).toThrow(OptionsError);
    expect(parse).toThrow(
      'acme(): option endpoint: Invalid URL; option presets[1].chainId: Invalid input: expected number, received string; Unrecognized key: "tokn"',
    );
    expect(parse).not.toThrow(/hunter2/);
  });

  it("keeps the issues for programs", () => {
    const error = new OptionsError("acme()", [{ path: "token", message: "must not be empty" }]);
    expect([error.name, error.message, error.where, error.issues]).toEqual([
      "OptionsError", "acme(): option token: must not be empty", "acme()", [{ path: "token", message: "must not be empty" }],
    ]);
  });

  it("refuses a schema that has to wait, and options that are no object", () => {
    const waiting = z.string().refine(async () => await Promise.resolve(true));
    expect(() => parseOptions({ "~standard": { version: 1, vendor: "test", validate: async () => await Promise.resolve({ value: 1 }) } }, {}, "acme()")).toThrow(
      "acme(): the schema of the options must check without waiting",
    );
    expect(() => parseOptions(waiting, "x", "acme()")).toThrow("acme(): the schema of the options must check without waiting");
    expect(() => parseOptions(schema, undefined, "acme()")).toThrow("acme(): Invalid input: expected object, received undefined");
  });
});
