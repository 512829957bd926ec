import { expect, test } from "vitest";
import { compileMapping } from "./compile-mapping.ts";
import type { Mapping } from "./mapping.ts";
import { mappingSchema } from "./mapping-schema.ts";
import { lowerCaseId, nativeId, parseNativeId, versionId } from "./native-id.ts";
import type { Registry } from "./registry.ts";

const address = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
const account = `eip155:1:${address}`;

function registry(id: string, { space, versions = false }: { readonly space?: string; readonly versions?: boolean } = {}): Registry {
  const mapping: Mapping = {
    id,
    chainId: 1,
    address,
    startBlock: 0,
    ...(space === undefined ? {} : { space }),
    abi: ["event Made(string name)", "event Version(string name, string version)"],
    key: { from: "args.name" },
    on: { Made: { op: "upsert", set: { name: "args.name" } }, ...(versions ? { Version: { op: "version", version: "args.version" } } : {}) },
  };
  const compiled = compileMapping(mappingSchema.parse(mapping));
  if (!("registry" in compiled)) throw new Error(JSON.stringify(compiled.issues));
  return compiled.registry;
}

const plain = registry("plain");
const models = registry("models", { space: "model", versions: true });
const files = registry("files", { space: "file" });
const all = [plain, models, files];

test("writes the space before the key, and nothing in a key that could be taken for one", () => {
  expect([nativeId(models, "a b"), nativeId(plain, "model:a@1/x"), lowerCaseId(files, "ä")]).toEqual([
    `${account}/model:a%20b`, `${account}/model%3Aa%401%2Fx`, `eip155:1:${address.toLowerCase()}/file:%C3%A4`,
  ]);
});

test("reads every id back as the entry that it is of, whatever is in its key", () => {
  for (const of of all) {
    for (const key of ["a", "model:a", "file:model:a", ":", "@", "a@1", "model", "%", "model%3Aa", "x/y"]) {
      for (const id of [nativeId(of, key), lowerCaseId(of, key)]) expect(parseNativeId(id, all)).toEqual({ registry: of, key });
    }
  }
});

test("reads a space that a contract has, and in a registry without one everything else", () => {
  expect(parseNativeId(`${account}/model:a`, all)).toEqual({ registry: models, key: "a" });
  expect(parseNativeId(`${account}/other:a`, all)).toEqual({ registry: plain, key: "other:a" });
  expect(parseNativeId(`${account}/model:a`, [plain, files])).toEqual({ registry: plain, key: "model:a" });
  expect(parseNativeId(`${account}/other:a`, [models, files])).toBeUndefined();
  expect(parseNativeId(`${account}/model:`, all)).toBeUndefined();
  expect(parseNativeId(account, all)).toEqual({ registry: plain });
});

test("reads a version where the mapping has versions, and an @ of the key elsewhere", () => {
  const id = versionId(nativeId(models, "a@b"), "v2 rc/1@x");
  expect(id).toBe(`${account}/model:a%40b@v2%20rc%2F1%40x`);
  expect(parseNativeId(id, all)).toEqual({ registry: models, key: "a@b", version: "v2 rc/1@x" });
  expect(parseNativeId(`${account}/a@b`, all)).toEqual({ registry: plain, key: "a@b" });
  expect(parseNativeId(`${account}/model:a@%ff`, all)).toBeUndefined();
});
