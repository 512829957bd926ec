import type { Mapping } from "../mapping/mapping.ts";

export interface FabstirOptions {
  /** @default "fabstir" */
  readonly id?: string;
  /** Base Sepolia is 84532. */
  readonly chainId: number;
  readonly address: string;
  /** Block of the deployment. */
  readonly startBlock: number | bigint;
  /** @default "open" */
  readonly writers?: Mapping["writers"];
  /**
   * Also reads all ids by `getAllModels` with every run, for a node that no longer keeps old logs.
   *
   * @default false
   */
  readonly enumerate?: boolean;
}

/**
 * The model registry of Fabstir: files of Hugging Face repositories with their sha256.
 *
 * Events name repository and file; the sha256 is read by `getModel`. The key is keccak256 of `<repository>/<file>`, so that a file of the hub
 * leads here. Interface: the ABI of `ModelRegistryUpgradeable` in fabstir-compute-contracts. Known deployment, read in its documentation on
 * 2026-11-20 and not asked live: Base Sepolia (84532), `0x1a9d91521c85bD252Ac848806Ff5096bBb9ACDb2`, behind a proxy.
 */
export function fabstir({ id = "fabstir", chainId, address, startBlock, writers = "open", enumerate = false }: FabstirOptions): Mapping {
  return {
    id,
    chainId,
    address,
    startBlock,
    writers,
    abi: [
      "event ModelAdded(bytes32 indexed modelId, string huggingfaceRepo, string fileName, uint256 tier)",
      "event ModelDeactivated(bytes32 indexed modelId)",
      "event ModelReactivated(bytes32 indexed modelId)",
      "function getModel(bytes32 modelId) view returns ((string huggingfaceRepo, string fileName, bytes32 sha256Hash, uint256 approvalTier, bool active, uint256 timestamp))",
      ...(enumerate ? ["function getAllModels() view returns (bytes32[])"] : []),
    ],
    key: { from: "args.modelId", as: "hex", keccak256Of: "{repository}/{file}" },
    on: {
      ModelAdded: {
        op: "upsert",
        // An addition sets all that the events say, so nothing before it matters.
        first: true,
        set: {
          name: "{args.huggingfaceRepo}/{args.fileName}",
          "artifact.path": "args.fileName",
          link: "pkg:huggingface/{args.huggingfaceRepo}",
        },
      },
      ModelDeactivated: { op: "status", value: "DEPRECATED" },
      ModelReactivated: { op: "status", value: "LISTED" },
    },
    ...(enumerate ? { list: { keys: "getAllModels" } } : {}),
    read: [
      {
        call: "getModel",
        args: ["{key}"],
        set: {
          "artifact.sha256": "out.sha256Hash",
          "extra.approvalTier": "out.approvalTier",
          // An entry that only `getAllModels` shows has no event.
          ...(enumerate
            ? { name: "{out.huggingfaceRepo}/{out.fileName}", "artifact.path": "out.fileName", link: "pkg:huggingface/{out.huggingfaceRepo}" }
            : {}),
        },
        ...(enumerate ? { status: { from: "out.active", table: { true: "LISTED", false: "DEPRECATED" } } } : {}),
      },
    ],
  };
}
