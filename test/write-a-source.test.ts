import { readdir, readFile } from "node:fs/promises";
import { asSha256, formatOfPath, taskModalities } from "@modeldex/plugin-kit";
import { accesses, publisherKinds, weightFormats } from "@modeldex/schema";
import { describe, expect, it } from "vitest";
import { sourceShapes } from "../packages/gateway/src/cli/source-package.ts";

const read = (path: string): Promise<string> => readFile(new URL(`../${path}`, import.meta.url), "utf8");
const page = await read("docs/write-a-source.md");

/** Names in the first column of the table under a heading. */
function told(heading: string): readonly string[] {
  const section = page.slice(page.indexOf(`\n## ${heading}\n`)).split("\n## ", 2)[1] ?? "";
  return [...section.matchAll(/^\| (`.*?) \|/gm)].flatMap(([, names = ""]) => names.match(/\w+/g) ?? []);
}

/** Members of an interface, as it is written. */
function members(source: string, name: string): readonly string[] {
  const body = source.slice(source.indexOf(`export interface ${name} {`), source.indexOf("\n}\n", source.indexOf(`export interface ${name} {`)));
  return [...body.matchAll(/^ {2}(?:readonly )?(\w+)\??[:(]/gm)].map(([, member = ""]) => member);
}

describe("the page about writing a source", () => {
  it("tells members of a source that there are", async () => {
    const contract = members(await read("packages/plugin-kit/src/source.ts"), "Source");
    expect(told("Members").length).toBeGreaterThan(4);
    expect(told("Members").filter((member) => !contract.includes(member))).toEqual([]);
  });

  it("tells each shape of new-source", async () => {
    const section = page.slice(page.indexOf("\n## Begin with a package\n"), page.indexOf("\n## A complete source\n"));
    expect(sourceShapes.filter((shape) => !section.includes(`\`${shape}\` (`))).toEqual([]);
  });

  it("tells the form of each field of a record, and of no other", async () => {
    expect([...new Set(told("Fields of a record"))].toSorted()).toEqual(members(await read("packages/schema/src/records.ts"), "ListingRecord").toSorted());
  });

  it("shows what each method gets, with all members of the requests", async () => {
    const contract = await read("packages/plugin-kit/src/source.ts");
    const section = page.slice(page.indexOf("\n## What the methods get\n"), page.indexOf("\n## Fields of a record\n"));
    for (const [method, request] of [["list", "ListRequest"], ["search", "SearchRequest"], ["get", "GetRequest"], ["readFile", "FileRequest"], ["parseReference", "ReferenceReading"]] as const) {
      const [row = ""] = section.split("\n").filter((line) => line.includes(`\`${method}(`));
      for (const member of members(contract, request)) expect(row).toMatch(new RegExp(`\\b${member}\\b`));
    }
    for (const member of members(contract, "LiveFilter")) expect(section).toContain(`\`${member}\``);
    for (const member of members(contract, "RateLimit")) expect(page).toMatch(new RegExp(`\\[\\{.*\\b${member}: `));
  });

  it("has every word that a publisher, a format or an access may be, and names helpers that there are", async () => {
    for (const word of [...publisherKinds, ...weightFormats, ...accesses].filter((known) => known !== "UNKNOWN")) expect(page).toContain(`\`${word}\``);
    for (const helper of Object.keys({ formatOfPath, asSha256, taskModalities })) expect(page).toContain(`\`${helper}`);
  });

  it("quotes its longer example as it is", async () => {
    const example = await read("docs/examples/harbour-source.ts");
    const quoted = [...page.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code = ""]) => code).filter((code) => code.includes("harbourOptions"));
    expect(quoted).toHaveLength(2);
    for (const code of quoted) expect(example).toContain(code);
  });

  it("quotes its overlay as it is", async () => {
    const example = await read("docs/examples/tariff-source.ts");
    const quoted = [...page.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code = ""]) => code).filter((code) => /tariff\(|overlay\(/.test(code));
    expect(quoted).toHaveLength(2);
    for (const code of quoted) expect(example).toContain(code);
    expect([...new Set([...page.slice(page.indexOf("\nAn overlay has")).split(".\n", 1)[0]!.matchAll(/`(\w+)`/g)].map(([, field = ""]) => field))].toSorted()).toEqual(
      ["claims", "capabilities", "contextTokens", "evaluations", "links", "name", "nativeId", "offers", "publisher", "registrant"].toSorted());
  });

  it("stays one page, and its examples short", async () => {
    expect(page.split("\n").length).toBeLessThan(340);
    for (const name of (await readdir(new URL("../docs/examples", import.meta.url))).filter((file) => file.endsWith("-source.ts"))) {
      expect([name, (await read(`docs/examples/${name}`)).trimEnd().split("\n").length < 120]).toEqual([name, true]);
      expect(page).toContain(`(examples/${name})`);
    }
  });

  it("names the flags of try-source, harvest and new-source that there are", async () => {
    const program = await read("packages/gateway/src/cli/program.ts");
    const section = page.slice(page.indexOf("\n## Begin with a package\n"), page.indexOf("\n**By hand**")).replaceAll(/--(?:pack-destination|dir)\b/g, "") + page.slice(page.indexOf("\n## Try it\n"), page.indexOf("\n## Members\n"));
    for (const [flag] of section.matchAll(/--[a-z]+(?:-[a-z]+)*/g)) expect(program).toContain(`"${flag}`);
  });
});
