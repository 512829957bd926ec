import { describe, expect, it } from "vitest";
import { operationToRun } from "./operation-to-run.ts";

describe("the operation that runs", () => {
  it.each([
    ["the chosen one", "query One { a } query Two { a }", "Two", "Two"],
    ["the only one, when the name is of another text", "query LookUp { a }", "FirstQuestion", "LookUp"],
    ["the first, when the name is of another text", "# a word\nfragment F on Query { a }\nquery One { a }\nquery Two { a }", "FirstQuestion", "One"],
    ["the first, when none was named", "query One { a } query Two { a }", undefined, "One"],
    ["one without a name, when the name is of another text", "{ a }", "FirstQuestion", undefined],
    ["one without a name", "{ a }", null, undefined],
    ["none, where there is none", "fragment F on Query { a }", "FirstQuestion", undefined],
    ["what was named, where the text cannot be read", "query One {", "One", "One"],
  ])("is %s", (_what, query, chosen, expected) => {
    expect(operationToRun(query, chosen)).toBe(expected);
  });
});
