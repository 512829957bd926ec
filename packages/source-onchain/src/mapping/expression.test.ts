import { stringToHex } from "viem";
import { expect, test } from "vitest";
import { evaluate, parseExpression, type Scope } from "./expression.ts";

const scope: Scope = {
  key: "7",
  args: {
    repo: "acme/tiny", empty: "", id: 0n, huge: 2n ** 255n, active: false,
    who: "0x5fbdb2315678afecb367f032d93f642f64180aa3",
    text: stringToHex("Tiny ✓"), padded: stringToHex("tiny", { size: 32 }), broken: "0x61ff62", list: ["a"],
    json: stringToHex('{"name":"Tiny","size":7,"parts":[1],"__proto__":{"name":"x"}}'), purl: stringToHex("pkg:huggingface/acme/ti%20ny@abc"),
  },
  out: [{ file: "a.gguf" }, 5],
};

test.each([
  ["args.repo", "acme/tiny"],
  ["key", "7"],
  ["args.id", "0"],
  ["args.huge", (2n ** 255n).toString()],
  ["args.active", "false"],
  ["args.who", "0x5FbDB2315678afecb367f032d93F642f64180aa3"],
  ["out.0.file", "a.gguf"],
  ["out.1", "5"],
  ["{args.repo}/{out.0.file}", "acme/tiny/a.gguf"],
  ["model {key}", "model 7"],
  ["text-generation", "text-generation"],
  ['"model.safetensors"', "model.safetensors"],
  ['"args.repo"', "args.repo"],
  ["args.text | utf8", "Tiny ✓"],
  ["args.padded|utf8", "tiny"],
  ["args.broken | utf8", "a\u{FFFD}b"],
  ["args.json | json:name", "Tiny"],
  ["args.json | json:size", "7"],
  ["args.purl | model-name", "acme/ti ny"],
  ["args.text | model-name", "Tiny ✓"],
])("works out %s", (text, value) => {
  expect(evaluate(parseExpression(text), scope)).toBe(value);
});

test.each([
  "args.missing", "args.repo.length", "args.toString", "args.__proto__", "args.list", "out", "{args.repo}/{args.missing}", "{args.repo}/{args.empty}",
  "args.json | json:parts", "args.json | json:toString", "args.text | json:name",
])("has no text for %s", (text) => {
  expect(evaluate(parseExpression(text), scope)).toBeUndefined();
});

test("encodes the values of a template, and not its fixed text", () => {
  expect(evaluate(parseExpression("pkg:x/{args.repo}"), scope, encodeURIComponent)).toBe("pkg:x/acme%2Ftiny");
});

test.each([
  ["{args.a", '"{args.a" has a brace without its partner'],
  ["args.a b", '"args.a b" is no path: write names with dots between them, such as args.modelId'],
  ["args.a;process.exit()", '"args.a;process.exit()" is no path: write names with dots between them, such as args.modelId'],
  ["key.length", '"key.length" looks into key, which is text'],
  ["process.env", '"process.env" begins with none of args, out, item, doc, key'],
])("refuses %s", (text, message) => {
  expect(() => parseExpression(text)).toThrow(message);
});
