import type { Mapping, SetRule } from "../mapping/mapping.ts";

export interface ZeroGComputeOptions {
  /** @default "zero-g-compute" */
  readonly id?: string;
  /** 16661, or 16602 for the test network. @default 16661 */
  readonly chainId?: number;
  /** @default of chain 16661 and 16602 the address that is known; required for another */
  readonly address?: string;
  /** Block of the deployment. */
  readonly startBlock: number | bigint;
  /**
   * How the contract lists its services: `paged`, `getAllServices(offset, limit)` with at most 50; `whole`, `getAllServices()` of older
   * deployments, whose services have no signer.
   *
   * @default "paged"
   */
  readonly version?: "paged" | "whole";
}

/**
 * The registry of inference services of 0G Compute: who serves which model where, at which price, and by which means that can be checked.
 *
 * A service is a provider's, and its key is the provider's address; what it serves is its own word, so its listing is `open` and without link.
 * Prices are the contract's numbers, in the smallest unit of the chain's coin for each token. `teeSignerAcknowledged` is what the owner of the
 * contract said. Interface: `InferenceServing` in 0g-serving-contract. Known deployments, read in the packages of 0G on 2026-11-20 and not
 * asked live: 0G (16661) `0x47340d900bdFec2BD393c626E12ea0656F938d84`, its test network (16602)
 * `0xa79F4c8311FF93C06b8CfB403690cc987c93F91E`.
 */
export function zeroGCompute({ id = "zero-g-compute", chainId = 16_661, address, startBlock, version = "paged" }: ZeroGComputeOptions): Mapping {
  const service = "address provider, string serviceType, string url, uint256 inputPrice, uint256 outputPrice, uint256 updatedAt, string model, string verifiability";
  const signer = "string additionalInfo, address teeSignerAddress, bool teeSignerAcknowledged";
  return {
    id,
    chainId,
    address: address ?? known.get(chainId) ?? "",
    startBlock,
    writers: "open",
    abi: [
      "event ServiceUpdated(address indexed service, string serviceType, string url, uint256 inputPrice, uint256 outputPrice, uint256 updatedAt, string model, string verifiability)",
      "event ServiceRemoved(address indexed service)",
      ...(version === "paged"
        ? [
            "event ProviderTEESignerAcknowledged(address indexed provider, address indexed teeSigner, bool acknowledged)",
            `function getAllServices(uint256 offset, uint256 limit) view returns ((${service}, ${signer})[] services, uint256 total)`,
          ]
        : [`function getAllServices() view returns ((${service})[])`]),
    ],
    key: { from: "args.service", as: "hex" },
    on: {
      ServiceUpdated: { op: "upsert", first: true, set: { owner: "args.service", "offer.provider": "args.service", ...served("args") } },
      ServiceRemoved: { op: "status", value: "GONE" },
      ...(version === "paged"
        ? {
            ProviderTEESignerAcknowledged: {
              op: "upsert",
              key: "args.provider",
              set: { "extra.teeSigner": "args.teeSigner", "extra.teeSignerAcknowledged": "args.acknowledged" },
            },
          }
        : {}),
    },
    list:
      version === "paged"
        ? {
            page: "getAllServices",
            size: 50,
            items: "out.services",
            key: "item.provider",
            set: {
              ...listedService,
              "extra.additionalInfo": "item.additionalInfo",
              "extra.teeSigner": "item.teeSignerAddress",
              "extra.teeSignerAcknowledged": "item.teeSignerAcknowledged",
            },
          }
        : { keys: "getAllServices", key: "item.provider", set: listedService },
  };
}

const known: ReadonlyMap<number, string> = new Map([
  [16_661, "0x47340d900bdFec2BD393c626E12ea0656F938d84"],
  [16_602, "0xa79F4c8311FF93C06b8CfB403690cc987c93F91E"],
]);

/** What event and view call by the same names. */
function served(root: "args" | "item"): SetRule {
  return {
    name: `${root}.model`,
    "offer.url": `${root}.url`,
    "offer.callAs": `${root}.model`,
    updatedAt: `${root}.updatedAt | unix`,
    "extra.serviceType": `${root}.serviceType`,
    "extra.inputPrice": `${root}.inputPrice`,
    "extra.outputPrice": `${root}.outputPrice`,
    "extra.verifiability": `${root}.verifiability`,
  };
}

const listedService: SetRule = { owner: "item.provider", "offer.provider": "item.provider", ...served("item") };
