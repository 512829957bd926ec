import { readFileSync } from "node:fs";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { compileMapping } from "./compile-mapping.ts";
import { mappingSchema } from "./mapping-schema.ts";
import { fileTargets, targets } from "./mapping.ts";
import { transforms } from "./transforms.ts";
import { onchain } from "../onchain.ts";

const page = readFileSync(new URL("../../docs/mapping.md", import.meta.url), "utf8");
const examples = [...page.matchAll(/^```ts mapping\n([^]*?)^```/gm)].map(([, text = ""]) => text);
const [whole, ...parts] = examples.map(valueOf);

test("every example of the page about mappings starts", () => {
  expect(parts.length).toBeGreaterThan(9);
  expect(whole).toHaveProperty("id");
  const mappings = [{}, ...parts].map((part): object => ("id" in part ? part : { ...whole, ...part, abi: [...listOf(whole?.["abi"]), ...listOf(part["abi"])] }));
  const issues = mappings.map((mapping) => {
    const compiled = compileMapping(mappingSchema.parse(mapping));
    return "issues" in compiled ? compiled.issues : [];
  });
  expect(issues).toEqual(mappings.map(() => []));
  expect(() => onchain({ chains: [{ chainId: 1, rpc: ["http://127.0.0.1:1"] }], registries: [whole, parts.at(-1)] as never })).not.toThrow();
});

test("the page has every member, target, op and transform, and no other transform", () => {
  const rows = [...page.matchAll(/^\| (`[^|]*) \|/gm)].flatMap(([, cell = ""]) => [...cell.matchAll(/`([^`]+)`/g)].map(([, text = ""]) => text));
  const members = Object.keys(mappingSchema.shape);
  const first = page.slice(page.indexOf("| member |"), page.indexOf("There is at least one event"));
  expect(members.filter((member) => !new RegExp(`\`${member}[.\`]`).test(first))).toEqual([]);
  expect([...targets, "extra.<name>", "upsert", "status", "file", "version", "claim", "revoke"].filter((name) => !rows.includes(name))).toEqual([]);
  expect(fileTargets.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  const table = page.slice(page.indexOf("| transform |"), page.indexOf("A separator with a bar"));
  const described = [...table.matchAll(/^\| (`[^|]*) \|/gm)].flatMap(([, cell = ""]) => [...cell.matchAll(/`([\w-]+)/g)].map(([, name = ""]) => name));
  expect([...new Set(described)].toSorted()).toEqual(Object.keys(transforms).toSorted());
  const shown = examples.find((text) => text.includes("event Shown")) ?? "";
  expect(Object.keys(transforms).filter((name) => !new RegExp(String.raw`\| ${name}(?![\w-])`).test(shown))).toEqual([]);
});

/** The object that an example is; cloned out of its own context, in which it has other prototypes. */
function valueOf(text: string): Record<string, unknown> {
  return structuredClone(runInNewContext(`(${text})`)) as Record<string, unknown>;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
