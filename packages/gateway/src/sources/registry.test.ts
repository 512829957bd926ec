import type { Source } from "@modeldex/plugin-kit";
import type { SourceId } from "@modeldex/schema";
import { describe, expect, it } from "vitest";
import { createRegistry, SourceConfigurationError } from "./registry.ts";

const good: Source = { id: "good", kind: "test", title: "Good", homepage: "https://good.example", contract: 1, search: async () => [] };
const details = (typeName: string, fields: object) => ({ details: { typeName, fields } });

describe("createRegistry", () => {
  it("takes good sources in their order and says what each can do", () => {
    const other: Source = { ...good, id: "other", get: async () => [], readFile: async () => undefined, parseReference: () => [], lookup: async () => [], list: async () => ({}) };
    const registry = createRegistry([good, other]);
    expect(registry.ids).toEqual(["good", "other"]);
    expect(registry.capabilities("good" as SourceId)).toEqual(["SEARCH"]);
    expect(registry.capabilities("other" as SourceId)).toEqual(["GET", "LIST", "SEARCH", "READ_FILE", "PARSE_REFERENCE", "LOOKUP"]);
    expect(registry.can("good" as SourceId, "GET")).toBe(false);
    expect(registry.find("nobody")).toBeUndefined();
    expect(() => registry.source("nobody" as SourceId)).toThrow("there are good, other");
  });

  it.each<[string, unknown, string]>([
    ["a factory that was not called", () => good, "call the factory"],
    ["a promise", Promise.resolve(good), "await"],
    ["a text", "hf", "write a source"],
    ["null", null, "write a source"],
    ["a wrong id", { ...good, id: "Bad_Id" }, "lower-case letters"],
    ["an id with which other ids begin", { ...good, id: "listing" }, "must not be listing, publisher, change"],
    ["another contract", { ...good, contract: 2 }, "this gateway knows contract 1"],
    ["no title", { ...good, title: "" }, "title"],
    ["no kind", { ...good, kind: undefined }, "kind"],
    ["a homepage that is none", { ...good, homepage: "good.example" }, "homepage"],
    ["a method that is none", { ...good, get: [] }, "get must be a function"],
    ["no method", { ...good, search: undefined }, "none of get, list and search"],
    ["base addresses that are none", { ...good, baseAddresses: ["127.0.0.1:80"] }, "baseAddresses"],
    ["limits that are none", { ...good, limits: [{ pathPrefix: "/", requests: 0, windowMs: 1 }] }, "limits"],
      ["another listing", { ...good, listing: "all" }, "\"full\", \"bounded\" or \"partial\""],
      ["another word for removals", { ...good, removals: "all" }, "\"guarded\" or \"trusted\""],
    ["another naming", { ...good, naming: "closed" }, "\"curated\", \"namespaced\", \"open\""],
    ["onDemand of no field", { ...good, get: async () => [], onDemand: ["nativeId"] }, "onDemand"],
    ["onDemand without get", { ...good, onDemand: ["artifacts"] }, "no get"],
    ["a freshness that is none", { ...good, freshMs: -1 }, "freshMs"],
    ["a scope that is none", { ...good, credentialScope: "" }, "credentialScope"],
    ["details that are none", { ...good, details: {} }, "typeName, fields"],
    ["a type that is no name", { ...good, ...details("good details", { a: ["String", "A."] }) }, "PascalCase"],
    ["details without fields", { ...good, ...details("GoodDetails", {}) }, "no field"],
    ["a field that is no name", { ...good, ...details("GoodDetails", { A_B: ["String", "A."] }) }, "camelCase"],
    ["a field of no type", { ...good, ...details("GoodDetails", { a: ["Text", "A."] }) }, "\"[URL!]\""],
    ["a list of what may be null", { ...good, ...details("GoodDetails", { a: ["[String]", "A."] }) }, "\"[URL!]\""],
    ["a field without description", { ...good, ...details("GoodDetails", { a: ["String"] }) }, "description"],
  ])("refuses %s and says what to write", (_what, source, message) => {
    expect(() => createRegistry([source])).toThrow(SourceConfigurationError);
    expect(() => createRegistry([source])).toThrow(message);
  });

  it("names every problem at once, with the place", () => {
    expect(() => createRegistry([{ ...good, title: "", homepage: 1 }, 7])).toThrow(/^sources\[0\] \("good"\): its title .*\nsources\[0\] \("good"\): its homepage .*\nsources\[1\] is a number/);
  });

  it("refuses two sources of one id, and one type of details with different fields", () => {
    expect(() => createRegistry([good, good])).toThrow("sources[1] has the id \"good\" of sources[0]");
    const text = { ...good, ...details("SharedDetails", { a: ["String", "A."] }) };
    const number = { ...good, id: "other", ...details("SharedDetails", { a: ["Int", "A."] }) };
    expect(() => createRegistry([text, number])).toThrow("rename one type");
    const same = { ...good, id: "other", ...details("SharedDetails", { a: ["String", "Another description."] }) };
    expect(createRegistry([text, same]).ids).toEqual(["good", "other"]);
  });

  it("refuses a field of details that has another type in another source, since clients select them side by side", () => {
    const one = { ...good, ...details("OneDetails", { chainId: ["SafeInt!", "The chain."], fields: ["JSON!", "All."] }) };
    const two = { ...good, id: "other", ...details("TwoDetails", { chainId: ["String", "The chain."] }) };
    expect(() => createRegistry([one, two])).toThrow("the field chainId of details is SafeInt! in source \"good\", and String in source \"other\"");
    expect(() => createRegistry([{ ...good, ...details("OneDetails", { fields: ["Int", "All."] }) }])).toThrow("the field fields of details");
  });

  it("takes the naming of each entry, and the most cautious when the source fails to say", () => {
    const naming = (nativeId: string) => {
      if (nativeId === "trap") throw new Error("trap");
      return nativeId.startsWith("library/") ? "curated" : ("nonsense" as "open");
    };
    const registry = createRegistry([good, { ...good, id: "by-entry", naming }]);
    expect(registry.naming("good" as SourceId, "a")).toBe("namespaced");
    expect(["library/a", "a", "trap"].map((id) => registry.naming("by-entry" as SourceId, id))).toEqual(["curated", "open", "open"]);
  });
});
