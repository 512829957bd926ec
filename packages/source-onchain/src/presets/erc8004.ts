import type { DocumentRule, EventRule, Mapping } from "../mapping/mapping.ts";

export interface Erc8004Options {
  /** @default "erc8004" */
  readonly id?: string;
  readonly chainId: number;
  readonly address: string;
  /** Block of the deployment. */
  readonly startBlock: number | bigint;
  /**
   * Metadata key under which an agent names its model. The standard has none, so without it agents are read and counted, and none is listed.
   */
  readonly modelMetadataKey?: string;
  /**
   * How the value under that key is written, in UTF-8: `text`, a purl, a URL or a name; or `json`, an object with `name`, and perhaps
   * `reference` (purl or URL), `path` and `sha256` (64 hex digits).
   *
   * @default "text"
   */
  readonly modelMetadataAs?: "text" | "json";
  /**
   * Reads the registration file that `agentURI` names (https, ipfs, data), of the agents that name a model: name, description, services,
   * trust models, and the entry that it says is its own.
   *
   * @default false
   */
  readonly registrationFiles?: boolean;
}

/**
 * The identity registry of ERC-8004 (Trustless Agents).
 *
 * An agent is no model: it is listed only when it names one under `modelMetadataKey`, and, since anybody may register and write, its listing
 * is `open`. Ids begin at 0. Events: ERC-8004, section "Identity Registry". Deployed behind proxies at one address on many chains, as read in
 * erc-8004-contracts on 2026-11-20 and not asked live: `0x8004A169FB4a3325136EB29fA0ceB6D2e539a432`; on test networks
 * `0x8004A818BFB912233c491871b3d84c89A494BD9e`.
 */
export function erc8004(options: Erc8004Options): Mapping {
  const { id = "erc8004", chainId, address, startBlock, modelMetadataKey, modelMetadataAs = "text", registrationFiles = false } = options;
  const set = modelMetadataAs === "text" ? textModel : jsonModel;
  const namesModel: Readonly<Record<string, EventRule>> =
    modelMetadataKey === undefined ? {} : { MetadataSet: { op: "upsert", when: { "args.metadataKey": modelMetadataKey }, set } };
  return {
    id,
    chainId,
    address,
    startBlock,
    writers: "open",
    listed: modelMetadataKey !== undefined,
    abi: [
      "event Registered(uint256 indexed agentId, string agentURI, address indexed owner)",
      "event URIUpdated(uint256 indexed agentId, string newURI, address indexed updatedBy)",
      "event MetadataSet(uint256 indexed agentId, string indexed indexedMetadataKey, string metadataKey, bytes metadataValue)",
      "event Transfer(address indexed from, address indexed to, uint256 indexed agentId)",
      "function register(string agentURI) returns (uint256 agentId)",
    ],
    key: { from: "args.agentId", as: "number" },
    on: {
      Registered: { op: "upsert", first: true, set: { owner: "args.owner", "extra.agentUri": "args.agentURI" } },
      URIUpdated: { op: "upsert", set: { "extra.agentUri": "args.newURI" } },
      ...namesModel,
      Transfer: { op: "upsert", set: { owner: "args.to" } },
    },
    ...(registrationFiles ? { documents: [registrationFile] } : {}),
    writeCall: { call: "register(string)", args: [""] },
  };
}

const textModel = { name: "args.metadataValue | model-name", link: "args.metadataValue | utf8" } as const;

const jsonModel = {
  name: "args.metadataValue | json:name",
  link: "args.metadataValue | json:reference",
  "artifact.path": "args.metadataValue | json:path",
  "artifact.sha256": "args.metadataValue | json:sha256",
} as const;

/** ERC-8004, section "Agent URI and Agent Registration File": of its services the first three, of its registrations the first. A later URI comes first. */
const registrationFile = {
  uri: ["args.newURI", "args.agentURI"],
  set: {
    description: "doc.description",
    "extra.agentName": "doc.name",
    "extra.services": [`${service(0)}, ${service(1)}, ${service(2)}`, `${service(0)}, ${service(1)}`, service(0)],
    "extra.supportedTrust": 'doc.supportedTrust | join:", "',
    "extra.registeredAs": "{doc.registrations.0.agentRegistry}/{doc.registrations.0.agentId}",
  },
} satisfies DocumentRule;

function service(index: number): string {
  return `{doc.services.${index}.name} {doc.services.${index}.endpoint}`;
}
