import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";

const read = async (path: string): Promise<string> => await readFile(new URL(path, import.meta.url), "utf8");

describe("the README", () => {
  it("begins with a source that passes the suite", async () => {
    const [, code = ""] = /```ts\n(.*?)```/s.exec(await read("../README.md")) ?? [];
    const fixture = await read("./testing/fixtures/minimal-source.ts");
    const withoutImports = (text: string): string => text.slice(text.indexOf("export function"));
    expect(withoutImports(code)).toBe(withoutImports(fixture));
    expect(importedNames(code)).toEqual(importedNames(fixture));
  });

  it("names what the package exports", async () => {
    const [readme, index] = await Promise.all([read("../README.md"), read("./index.ts")]);
    const [, code = ""] = /```ts\n(.*?)```/s.exec(readme) ?? [];
    const exported = new Set(index.match(/\w+/g));
    expect(importedNames(code).filter((name) => !exported.has(name))).toEqual([]);
  });
});

function importedNames(code: string): readonly string[] {
  return [...code.matchAll(/^import (?:type )?\{([^}]*)\}/gm)].flatMap((match) => match[1]?.split(",") ?? []).map((name) => name.trim()).sort();
}
