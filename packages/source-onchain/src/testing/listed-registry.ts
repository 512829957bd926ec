import { parseAbi, type AbiFunction, type Address } from "viem";
import { formatAbiItem } from "viem/utils";
import type { ParsedExpression, ParsedPath } from "../mapping/expression.ts";
import type { ReadArgument, Registry, RegistryList, RegistryRead } from "../mapping/registry.ts";

const model = "struct Model { bytes32 id; string name; bytes32 sha256Hash; bool retired; address owner; }";
const views = parseAbi([
  model,
  "function getAllIds() view returns (bytes32[])",
  "function getAllModels() view returns (Model[])",
  "function getModel(bytes32 id) view returns (Model)",
  "function getModelOf(bytes32 id, address owner) view returns (Model)",
  "function count() view returns (uint256)",
  "function modelAt(uint256 index) view returns (Model)",
  "function modelByNumber(uint256 number) view returns (Model)",
  "function getModels(uint256 offset, uint256 limit) view returns (Model[] items, uint256 total)",
  "function capped(uint256 offset, uint256 limit) view returns (Model[])",
  "function strict(uint256 offset, uint256 limit) view returns (Model[])",
  "function costly(uint256 offset, uint256 limit) view returns (Model[])",
]);

/** A function of `ListedRegistry`. */
export function viewNamed(name: string): AbiFunction {
  const found = views.find((view) => view.name === name);
  if (found === undefined) throw new Error(`ListedRegistry has no ${name}`);
  return found;
}

export function path(root: ParsedPath["root"], ...members: readonly string[]): ParsedPath {
  return { root, members, transforms: [], text: [root, ...members].join(".") };
}

export function value(root: ParsedPath["root"], ...members: readonly string[]): ParsedExpression {
  return { kind: "path", path: path(root, ...members) };
}

const set: RegistryList["set"] = [
  { target: "name", value: value("item", "name") },
  { target: "artifact.path", value: { kind: "template", parts: ["model.gguf"] } },
  { target: "artifact.sha256", value: value("item", "sha256Hash") },
  { target: "owner", value: value("item", "owner") },
];
const id = { key: value("item", "id"), set };

/** Every way in which `ListedRegistry` gives its entries. */
export const lists = {
  structs: { kind: "keys", view: viewNamed("getAllModels"), ...id },
  count: { kind: "count", count: viewNamed("count"), item: viewNamed("modelAt"), from: 0, ...id },
  "count from 1": { kind: "count", count: viewNamed("count"), item: viewNamed("modelByNumber"), from: 1, ...id },
  pages: { kind: "page", page: viewNamed("getModels"), size: 4, items: path("out", "0"), ...id },
  "pages of a contract that gives fewer": { kind: "page", page: viewNamed("capped"), size: 10, ...id },
  "pages of a contract that reverts at its end": { kind: "page", page: viewNamed("strict"), size: 5, ...id },
  "pages of a contract that refuses large ones": { kind: "page", page: viewNamed("costly"), size: 10, ...id },
} as const satisfies Readonly<Record<string, RegistryList>>;

export function readOf(name: string, args: readonly ReadArgument[], more: Partial<RegistryRead> = {}): RegistryRead {
  const abi = viewNamed(name);
  return { abi, signature: formatAbiItem(abi), args, set: [], ...more };
}

/** The registry of a `ListedRegistry`, as a mapping of it is compiled. */
export function listedRegistry(address: Address, more: Partial<Registry>): Registry {
  return {
    id: "listed", chainId: 31_337, address, startBlock: 0, writers: "open", keyForm: { as: "hex", type: "bytes32" }, events: new Map(), reads: [], documents: [], listed: true,
    fingerprint: "00000000000000aa", ...more,
  };
}
