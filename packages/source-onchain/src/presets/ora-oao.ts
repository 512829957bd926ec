import type { Mapping } from "../mapping/mapping.ts";

export interface OraOaoOptions {
  /** @default "ora-oao" */
  readonly id?: string;
  readonly chainId: number;
  /** @default "0x0A0f4321214BB6C7811dD8a71cF587bdaF03f0A0" */
  readonly address?: string;
  /** Block of the deployment. */
  readonly startBlock: number | bigint;
  /** Names by number, such as `{ "0": "Llama 2" }`: the contract has none. A number without a name is called `ORA model <number>`. */
  readonly labels?: Readonly<Record<string, string>>;
}

/**
 * The models of ORA's on-chain AI oracle (OAO): hashes under numbers, read by `modelIDs` and `getModel`, since an upload emits nothing.
 *
 * What the model hash is a hash of, the contract does not say: it is shown and not compared. The name is a label of the configuration.
 * Interface: `AIOracle` in ora-io/OAO, in its later form. Known deployment, read in its readme on 2026-11-20 and not asked live: a proxy at
 * `0x0A0f4321214BB6C7811dD8a71cF587bdaF03f0A0` on seven networks.
 */
export function oraOao({ id = "ora-oao", chainId, address = "0x0A0f4321214BB6C7811dD8a71cF587bdaF03f0A0", startBlock, labels = {} }: OraOaoOptions): Mapping {
  const named = Object.keys(labels).length > 0;
  return {
    id,
    chainId,
    address,
    startBlock,
    writers: "open",
    abi: [
      "function numberOfModels() view returns (uint256)",
      "function modelIDs(uint256 index) view returns (uint256)",
      "function getModel(uint256 modelId) view returns (bytes32 modelHash, bytes32 programHash, uint256 fee, address receiver, uint256 receiverPercentage, uint256 accumulateRevenue, address token, bool unverifiable)",
    ],
    key: { as: "number" },
    ...(named ? { enums: { label: labels } } : {}),
    list: { count: "numberOfModels", item: "modelIDs", from: 0, key: "item", set: { name: named ? ["item | enum:label", "ORA model {item}"] : "ORA model {item}" } },
    read: [
      {
        call: "getModel",
        args: ["{key}"],
        set: {
          owner: "out.receiver",
          "extra.modelHash": "out.modelHash",
          "extra.programHash": "out.programHash",
          "extra.fee": "out.fee",
          "extra.unverifiable": "out.unverifiable",
        },
      },
    ],
  };
}
