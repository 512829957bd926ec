import { parseAbiItem, stringToHex, type AbiEvent } from "viem";
import { expect, test } from "vitest";
import { resolveArgument } from "./abi-values.ts";
import { compileExpression, documentRoot, keyRoot, type Place } from "./compile-expression.ts";
import { ExpressionError } from "./expression-error.ts";
import { evaluate, parseExpression, valueAt, type ParsedExpression, type ParsedPath, type Scope } from "./expression.ts";
import { transforms } from "./transforms.ts";

const event = parseAbiItem("event All(string text, string[] texts, bytes raw, bytes32 word, address who, bool yes, uint8 small, int256 signed, (string name, bytes32 hash)[] files)") as AbiEvent;
const names = ["text", "texts", "raw", "word", "who", "yes", "small", "signed", "files", "0", "1", "name", "hash", "length", "__proto__", "constructor", "missing"];
const transformNames = Object.keys(transforms);
const fitting: Readonly<Record<string, string>> = { json: ":a.b", abi: ":string,bytes32:0", enum: ":state", scaled: ":args.small", split: ":,", join: ":/", first: ":/", last: ':"|"' };
const separators = ["/", ",", "|", '"', "raw", "dag-pb", "state", "18", "args.small", "a.b", "string,bytes32:0", "uint8[]:0", ""];

const place: Place = {
  roots: { args: (path) => resolveArgument(path, event), doc: documentRoot, key: keyRoot({ as: "hex", type: "bytes32" }) },
  otherwise: "cannot be read",
  enums: { state: ["Draft", "Live"], kind: { a: "b" } },
};

/** Values that a log or a document may hold, of the wrong type too: a proxy can be upgraded to anything. */
const values: readonly unknown[] = [
  undefined, null, "", "a/b", "0x", "0xabc", "0x00", `0x${"00".repeat(32)}`, `0x${"ff".repeat(32)}`, "\u{D800}", "\u0000", "[".repeat(9000), '{"a":{"b":1e999}}',
  stringToHex('{"a":[1,2]}'), 0, -1, 255, 0.5, Number.NaN, 0n, -(2n ** 255n), 2n ** 256n - 1n, 10n ** 90n, true, false, [], ["a", ["b"], null], [{ name: "x", hash: "0x" }], {},
  { name: 1n }, { length: 3, 0: "x" }, () => 1, Symbol("x"), "99999999999999999999999999999999999999999999999999999999999999999999999999999999",
];

test("20,000 random expressions are read or refused with a sentence, and whatever is read never throws", () => {
  const next = generator(20_261_126);
  const pick = <Item>(items: readonly Item[]): Item => items[next() % items.length] as Item;
  const path = (): string => `${pick(["args", "args", "args", "doc", "out", "item", "key", "arg", ""])}${Array.from({ length: next() % 3 }, () => `.${pick(names)}`).join("")}`;
  const transform = (): string => {
    const name = pick(transformNames);
    return next() % 4 === 0 ? `${name}:${pick(separators)}` : `${name}${fitting[name] ?? ""}`;
  };
  const pipeline = (): string => [path(), ...Array.from({ length: next() % 4 }, transform)].join(pick([" | ", "|"]));
  const noise = (): string => Array.from({ length: next() % 12 }, () => pick(["{", "}", "|", ".", ":", '"', "'", " ", "a", "0", "-", "\\", "\n", "\u0000", "é", "args.", "${", "}}"])).join("");
  const expression = (): string => pick([pipeline, pipeline, () => `{${pipeline()}}/{${pipeline()}}`, () => `${noise()}${pipeline()}${noise()}`, noise])();
  let [parsed, compiled, given] = [0, 0, 0];
  for (let round = 0; round < 20_000; round += 1) {
    const text = expression();
    const scope = scopeOf(() => pick(values));
    for (const read of [parseExpression, (each: string) => compileExpression(each, { use: pick(["text", "tags", "owner"] as const), place })]) {
      const result = readOrRefused(() => read(text), text);
      if (result === undefined) continue;
      if (read === parseExpression) parsed += 1;
      else compiled += 1;
      const made = evaluate(result, scope);
      expect(made === undefined || typeof made === "string", text).toBe(true);
      if (made !== undefined) given += 1;
      for (const each of pathsOf(result)) valueAt(each, scope);
    }
  }
  // Enough of each sort came up for the test to say something.
  expect([parsed > 5000, compiled > 1000, given > 2000]).toEqual([true, true, true]);
});

function readOrRefused(read: () => ParsedExpression, text: string): ParsedExpression | undefined {
  try {
    return read();
  } catch (error) {
    expect(error, text).toBeInstanceOf(ExpressionError);
    return undefined;
  }
}

function scopeOf(value: () => unknown): Scope {
  return { args: Object.fromEntries(names.slice(0, 9).map((name) => [name, value()])), doc: value(), out: value(), item: value(), key: `0x${"07".repeat(32)}` };
}

function pathsOf(expression: ParsedExpression): readonly ParsedPath[] {
  if (expression.kind === "path") return [expression.path];
  return expression.kind === "first" ? expression.options.flatMap(pathsOf) : expression.parts.filter((part) => typeof part !== "string");
}

/** The same numbers in every run (a linear congruence, its upper bits). */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 8;
  };
}
