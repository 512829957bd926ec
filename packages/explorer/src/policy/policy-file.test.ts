import { describe, expect, it } from "vitest";
import { policyFile, readPolicyFile } from "./policy-file.ts";

const draft = { title: "Größe", rules: [{ key: "a", severity: "BLOCK", test: { level: "LISTED" } }] };

describe("a policy as a file", () => {
  it("comes back as it was", () => expect(readPolicyFile(policyFile(draft))).toEqual(draft));
  it("may be a list of rules alone", () => expect(readPolicyFile(JSON.stringify(draft.rules))).toEqual({ title: "My policy", rules: draft.rules }));
  it.each([
    ["{", /^This is not JSON: /],
    ["3", /^Give an object/],
    ["null", /^Give an object/],
    ["{}", /no list of rules/],
    ['{"rules":{}}', /no list of rules/],
  ])("%s is told apart", (text, sentence) => expect(readPolicyFile(text)).toMatch(sentence));
});
