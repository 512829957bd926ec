import type { Mapping } from "../mapping/mapping.ts";

export interface OpenGradientTeeOptions {
  /** @default "opengradient-tee" */
  readonly id?: string;
  /** @default 10740 */
  readonly chainId?: number;
  /** @default the later of two known addresses, or the earlier with `version: "plain"` */
  readonly address?: string;
  /** Block of the deployment. */
  readonly startBlock: number | bigint;
  /**
   * Which form of the registry: `ohttp`, whose entries end with a key for Oblivious HTTP; `plain`, without it. The `plain` form can read both.
   *
   * @default "ohttp"
   */
  readonly version?: "plain" | "ohttp";
  /**
   * Shows the enclaves as entries. They are evidence about where something runs, and no models.
   *
   * @default false
   */
  readonly listed?: boolean;
}

/**
 * OpenGradient's registry of enclaves (TEEs): endpoint, measurement (`pcrHash`), whether it is enabled. There are no models on this chain.
 *
 * The key is keccak256 of the enclave's public key. Interface: `TEERegistry` in og-evm. Known deployments on the devnet (10740), read in
 * OpenGradient's SDKs on 2026-11-20 and not asked live: `0x703cB174AEadB35D611858369B4b1111dC9Abda6` (`ohttp`),
 * `0x4e72238852f3c918f4E4e57AeC9280dDB0c80248` (`plain`).
 */
export function opengradientTee(options: OpenGradientTeeOptions): Mapping {
  const { id = "opengradient-tee", chainId = 10_740, version = "ohttp", startBlock, listed = false } = options;
  const tee = "address owner, address paymentAddress, string endpoint, bytes publicKey, bytes tlsCertificate, bytes32 pcrHash, uint8 teeType, bool enabled, uint256 registeredAt, uint256 lastHeartbeatAt";
  const key = "(uint8 keyId, uint16 kemId, uint16 kdfId, uint16 aeadId, bytes publicKey, bytes keyConfig, uint256 registeredAt) ohttpConfig";
  return {
    id,
    chainId,
    address: options.address ?? known[version],
    startBlock,
    listed,
    writers: "open",
    abi: [
      "event TEERegistered(bytes32 indexed teeId, address indexed owner, uint8 teeType)",
      "event TEEDisabled(bytes32 indexed teeId)",
      "event TEEEnabled(bytes32 indexed teeId)",
      `function getTEE(bytes32 teeId) view returns ((${version === "plain" ? tee : `${tee}, ${key}`}))`,
    ],
    key: { from: "args.teeId", as: "hex" },
    enums: { teeType: ["LLMProxy", "Validator"] },
    on: {
      TEERegistered: { op: "upsert", first: true, set: { owner: "args.owner", "extra.teeType": "args.teeType | enum:teeType" } },
      TEEDisabled: { op: "status", value: "DEPRECATED" },
      TEEEnabled: { op: "status", value: "LISTED" },
    },
    read: [
      {
        call: "getTEE",
        args: ["{key}"],
        set: {
          // What has no name is counted, and is no listing.
          ...(listed ? { name: "Enclave {out.endpoint}" } : {}),
          "offer.url": "out.endpoint",
          "extra.endpoint": "out.endpoint",
          "extra.pcrHash": "out.pcrHash",
          "extra.enabled": "out.enabled",
          "extra.lastHeartbeatAt": "out.lastHeartbeatAt | unix",
          ...(version === "ohttp" ? { "extra.ohttpKeyId": "out.ohttpConfig.keyId" } : {}),
        },
      },
    ],
  };
}

const known = { plain: "0x4e72238852f3c918f4E4e57AeC9280dDB0c80248", ohttp: "0x703cB174AEadB35D611858369B4b1111dC9Abda6" } as const;
