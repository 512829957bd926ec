import type { ListRule, Mapping } from "../mapping/mapping.ts";

const set = { name: "item.name", "artifact.path": "{item.name}.gguf", "artifact.sha256": "item.sha256Hash", owner: "item.owner" } as const;
const of = { key: "item.id", set } as const;

/** Every way in which `ListedRegistry` gives its entries. */
export const lists = {
  structs: { keys: "getAllModels", ...of },
  count: { count: "count", item: "modelAt", ...of },
  "count from 1": { count: "count", item: "modelByNumber", from: 1, ...of },
  pages: { page: "getModels", size: 4, items: "items", ...of },
  "pages of a contract that gives fewer": { page: "capped", size: 10, ...of },
  "pages of a contract that reverts at its end": { page: "strict", size: 5, ...of },
  "pages of a contract that refuses large ones": { page: "costly", size: 10, ...of },
} as const satisfies Readonly<Record<string, ListRule>>;

/** A mapping of a `ListedRegistry`. */
export function listedRegistry(address: string, more: Partial<Mapping>): Mapping {
  return {
    id: "listed",
    chainId: 31_337,
    address,
    startBlock: 0,
    abi: [
      "struct Model { bytes32 id; string name; bytes32 sha256Hash; bool retired; address owner; }",
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
    ],
    key: {},
    ...more,
  };
}
