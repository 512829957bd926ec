import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { oldestNode, unfitNode } from "./node-version.ts";

const text = (path: string) => readFileSync(new URL(path, import.meta.url), "utf8");
const staticImports = (path: string) => [...text(path).matchAll(/^(?:import|export)\b.* from "(.+)";$|^import "(.+)";$/gm)].map(([, from, bare]) => from ?? bare);

describe("the Node that it needs", () => {
  it.each([
    ["20.20.2", "modeldex needs Node 24.15 or newer; this is 20.20.2. Where it is installed by npm, npm install --save-dev node@24 brings one that npx modeldex runs on."],
    ["24.14.9", "modeldex needs Node 24.15 or newer; this is 24.14.9. Where it is installed by npm, npm install --save-dev node@24 brings one that npx modeldex runs on."],
    ["24.15.0", undefined],
    ["24.21.0", undefined],
    ["25.0.0-nightly", undefined],
  ])("of %s says %s", (version, said) => {
    expect(unfitNode(version)).toBe(said);
  });

  it("is the one that the packages state", () => {
    expect(JSON.parse(text("../../package.json")).engines).toEqual({ node: `>=${oldestNode}` });
  });

  it("is looked at before anything is imported that an older one lacks", () => {
    expect(staticImports("./main.ts")).toEqual(["./exit-codes.ts", "./node-version.ts"]);
    expect([...staticImports("./exit-codes.ts"), ...staticImports("./node-version.ts")]).toEqual([]);
  });
});
