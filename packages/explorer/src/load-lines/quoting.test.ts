import { execFileSync, spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { isFitForCode, javascriptString, localName, operands, pythonString, shellWord } from "./quoting.ts";

const hostile = [
  "plain/name-1.0_x:tag@sha256", "it's", `a"b`, "$(touch x)", "`id`", "a b", "a\nb", "a;b|c&d", "-rf", "--output=x", "~root", "#x", "*?[a]", "{a,b}", "!x", "\\n\\", "'\"'\"'", "$HOME", "é漢👍",
  "", "a\tb", "<>", "\\", "'", "a=b", "%s%n",
];

describe("a word of a shell", () => {
  it.each(hostile)("is %j again after sh has read it", (text) => {
    expect(execFileSync("sh", ["-c", `printf '%s\\037' x ${text === "" ? "''" : shellWord(text)} y`], { encoding: "utf8" })).toBe(`x\x1f${text}\x1fy\x1f`);
  });

  it("is bare where it may be", () => {
    expect(["meta-llama/Llama-3.1-8B", "a'b", "-x"].map(shellWord)).toEqual(["meta-llama/Llama-3.1-8B", String.raw`'a'\''b'`, "-x"]);
  });

  it("is no option among operands", () => {
    expect([operands("org/name", "a.gguf"), operands("org/name", "-x y")]).toEqual(["org/name a.gguf", "-- org/name '-x y'"]);
  });
});

describe("a string", () => {
  it.each([...hostile, "\u2028", "\0", "\ud800"])("of JavaScript and JSON is %j again", (text) => {
    expect(JSON.parse(javascriptString(text))).toBe(text);
    expect(javascriptString(text)).not.toContain("\n");
  });

  const isPython = spawnSync("python3", ["--version"]).status === 0;
  it.skipIf(!isPython)("of Python is the same text there (needs python3)", () => {
    const script = `import json, sys\nprint(json.dumps([${[...hostile, "\u2028", "\0"].map(pythonString).join(", ")}]))`;
    expect(JSON.parse(execFileSync("python3", ["-c", script], { encoding: "utf8" }))).toEqual([...hostile, "\u2028", "\0"]);
  });
});

it.each([
  ["org/name", true], ["weights $(x) 'y'.gguf", true], ["漢字", true], ["", false], ["a\nb", false], ["a\u202eb", false], ["a\u200bb", false], ["a\0", false], ["\ud800", false], ["a".repeat(1025), false],
])("%j fits: %s", (text, fits) => {
  expect(isFitForCode(text)).toBe(fits);
});

it.each([
  ["a/b/model.Q4_K_M.gguf", "model.Q4_K_M.gguf"], ["../../-rf x.gguf", "rf_x.gguf"], ["a/.bashrc", "bashrc"], ["漢字", "_"], ["a/", "model"], ["$(x)`y`'z'", "_x_y_z_"],
])("%j is stored as %j", (path, name) => {
  expect(localName(path)).toBe(name);
});
