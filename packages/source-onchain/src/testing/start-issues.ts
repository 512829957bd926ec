import { OptionsError } from "@modeldex/plugin-kit";
import type { Mapping } from "../mapping/mapping.ts";
import { onchain } from "../onchain.ts";

/** A mapping that is right, for tests to make a wrong one from. */
export const rightMapping: Mapping = {
  id: "models",
  chainId: 1,
  address: "0x5FbDB2315678afecb367f032d93F642f64180aa3",
  startBlock: 0,
  abi: [
    "event Added(bytes32 indexed id, string name, bytes card, string indexed label, uint256[] sizes, address who)",
    "event Removed(bytes32 indexed id)",
    "event Moved(uint256 indexed id)",
    "event Twice(bytes32 indexed id)",
    "event Twice(bytes32 indexed id, string name)",
    "event Rated(bytes32 indexed id, int128 value, uint8 decimals, uint8 state, uint64 at, bool good)",
    "function modelOf(bytes32 id) view returns ((string file, bytes32 sha256Hash, uint8 tier))",
    "function sizeOf(bytes32 id) view returns (uint256 size, string file)",
    "function change(bytes32 id) returns (bool)",
    "function add(string label, (string name, bytes32 hash) model)",
    "function all() view returns ((bytes32 id, string name)[])",
    "function total() view returns (uint256)",
    "function at(uint256 index) view returns (bytes32 id, string name)",
    "function page(uint256 offset, uint256 limit) view returns ((bytes32 id, string name)[] models, uint256 count)",
  ],
  key: { from: "args.id" },
  on: { Added: { op: "upsert", set: { name: "args.name" } }, Removed: { op: "status", value: "GONE" } },
};

/** What `onchain` says against the right mapping with a change, and perhaps further registries beside it; nothing when it starts. */
export function startIssues(change: object, ...beside: readonly object[]): OptionsError["issues"] {
  const registries = [{ ...rightMapping, ...change }, ...beside.map((other) => ({ ...rightMapping, id: "others", ...other }))];
  try {
    onchain({ chains: [{ chainId: 1, rpc: ["http://127.0.0.1:1"] }, { chainId: 2, rpc: ["http://127.0.0.1:1"] }], registries });
    return [];
  } catch (error) {
    if (error instanceof OptionsError) return error.issues;
    throw error;
  }
}
