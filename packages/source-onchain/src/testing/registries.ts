import { CID } from "multiformats/cid";
import { create } from "multiformats/hashes/digest";
import { encodeAbiParameters, hexToBytes, keccak256, parseAbiParameters, sha256, stringToHex, toHex, type Address, type Hex } from "viem";
import type { Mapping } from "../mapping/mapping.ts";
import { eas } from "../presets/eas.ts";
import { erc8004Reputation, erc8004Validation } from "../presets/erc8004-feedback.ts";
import { erc8004 } from "../presets/erc8004.ts";
import { fabstir } from "../presets/fabstir.ts";
import { opengradientTee } from "../presets/opengradient-tee.ts";
import { oraOao } from "../presets/ora-oao.ts";
import { zeroGCompute } from "../presets/zero-g-compute.ts";
import { startLocalChain, type LocalChain, type Written } from "./local-chain.ts";

/** One chain with a contract for every preset, and for five shapes that have none. */
export interface Registries {
  readonly chain: LocalChain;
  readonly mappings: readonly Mapping[];
  readonly addresses: Readonly<Record<RegistryName, Address>>;
  /** Writes an entry into each registry. @param sha256 - of `registeredFile`: 64 hex digits */
  register(sha256: string): Promise<Entries>;
  /** Native id of an entry. */
  id(registry: RegistryName, key: string): string;
}

export type RegistryName = "fabstir" | "zeroG" | "identity" | "reputation" | "validation" | "eas" | "ora" | "tee" | "cids" | "hashed" | "children" | "reviewed";

/** Keys of entries, and the transactions that wrote them. */
export interface Entries {
  /** `registeredFile`. */
  readonly file: Written & { readonly key: Hex };
  /** `unknownFile`. */
  readonly unknown: Written & { readonly key: Hex };
  readonly provider: Address;
  readonly agent: Written;
  /** Feedback about the agent, in the registry of reputation. */
  readonly feedback: Written;
  /** An attestation that holds, and one that was revoked. */
  readonly attested: Written & { readonly key: Hex };
  readonly revoked: Written & { readonly key: Hex };
  /** `cids`: one CID in its two spellings, whose digest the contract has. */
  readonly metadata: Written & { readonly digest: Hex; readonly cidV0: string; readonly cidV1: string };
  readonly hashed: Written;
  readonly children: Written;
}

/** What `fabstir` has. */
export const registeredFile = { repo: "TheBloke/TinyLlama-1.1B-Chat-v1.0-GGUF", file: "tinyllama-1.1b-chat-v1.0.Q4_K_M.gguf" } as const;
/** Another one, of a repository that no Hub has. */
export const unknownFile = { repo: "acme/only-on-chain", file: "model.gguf" } as const;
export const hashedName = "acme/hashed chat ✓";
export const schema = "string model, bytes32 sha256, uint8 score";
export const schemaUid = keccak256(stringToHex(schema));
const zero = `0x${"00".repeat(32)}` as const;
const nobody = `0x${"00".repeat(20)}` as const;

export async function startRegistries(): Promise<Registries> {
  const chain = await startLocalChain();
  const { proxy: identity } = await chain.deployProxy("IdentityRegistry");
  const addresses = {
    fabstir: (await chain.deployProxy("FileRegistry")).proxy,
    zeroG: await chain.deploy("InferenceServing"),
    identity,
    reputation: await chain.deploy("ReputationRegistry", [identity]),
    validation: await chain.deploy("ValidationRegistry", [identity]),
    eas: await chain.deploy("EAS"),
    ora: (await chain.deployProxy("AIOracle")).proxy,
    tee: await chain.deploy("TEERegistry"),
    cids: await chain.deploy("CidRegistry"),
    hashed: await chain.deploy("HashedNameRegistry"),
    children: await chain.deploy("ChildFilesRegistry"),
    reviewed: await chain.deploy("ReviewedRegistry"),
  };
  const id: Registries["id"] = (registry, key) => `eip155:${chain.chainId}:${addresses[registry]}/${key}`;
  return { chain, addresses, id, mappings: mappingsOf(chain, addresses), register: async (digest) => await registerAll(chain, { addresses, digest }) };
}

function mappingsOf({ chainId, accounts }: LocalChain, addresses: Registries["addresses"]): readonly Mapping[] {
  const at = (name: RegistryName) => ({ chainId, address: addresses[name], startBlock: 1 });
  const spaces = ["event ModelRegistered(uint256 indexed id, string name)", "event DatasetRegistered(uint256 indexed id, string name)", "function licenseOf(uint256 id) view returns (string)", "function licenseOf(uint256 id, uint8 kind) view returns (string)"];
  return [
    fabstir(at("fabstir")),
    zeroGCompute(at("zeroG")),
    erc8004({ ...at("identity"), modelMetadataKey: "model", registrationFiles: true }),
    erc8004Reputation(at("reputation")),
    erc8004Validation(at("validation")),
    // As entries of their own: what overlays add to models is not their source's to list.
    eas({ ...at("eas"), schemaUid, schema, attesters: [accounts[1] ?? ""], model: { field: "model", as: "purl" }, overlay: false }),
    oraOao({ ...at("ora"), labels: { "0": "Llama 2 of the oracle" } }),
    opengradientTee({ ...at("tee"), version: "plain" }),
    {
      ...at("cids"), id: "cids", key: { from: "args.modelId" },
      abi: ["event ModelRegistered(uint256 indexed modelId, address indexed provider, bytes32 metadataCID, uint8 riskTier)", "event ModelStatusChanged(uint256 indexed modelId, uint8 status)"],
      enums: { status: ["None", "Active", "Suspended", "Retired"] },
      on: {
        ModelRegistered: { op: "upsert", set: { name: "Cid model {args.modelId}", owner: "args.provider", "artifact.path": "metadata", "artifact.cid": "args.metadataCID | cid:dag-pb", "extra.riskTier": "args.riskTier" } },
        ModelStatusChanged: { op: "status", value: { from: "args.status | enum:status", table: { Active: "LISTED", Suspended: "DEPRECATED", Retired: "GONE" } } },
      },
    },
    {
      ...at("hashed"), id: "hashed", key: { from: "args.name" },
      abi: ["event ModelRegistered(string indexed name, address indexed owner, bytes32 sha256Hash)", "function register(string name, bytes32 sha256Hash)"],
      on: {
        ModelRegistered: {
          op: "upsert", set: { name: "args.name", owner: "args.owner", "artifact.path": "weights", "artifact.sha256": "args.sha256Hash" }, recover: { "args.name": { call: "register", argument: "name" } },
        },
      },
    },
    {
      ...at("children"), id: "children", key: { from: "args.modelId" },
      abi: ["event ModelRegistered(uint256 indexed modelId, address indexed owner, string name, uint64 registeredAt)", "event FileAdded(uint256 indexed modelId, string path, bytes32 sha256Hash, uint256 size)", "event VersionAdded(uint256 indexed modelId, string version, bytes32 sha256Hash, string notes)"],
      on: {
        ModelRegistered: { op: "upsert", first: true, set: { name: "args.name", owner: "args.owner" } },
        FileAdded: { op: "file", id: "args.path", set: { sha256: "args.sha256Hash", size: "args.size" } },
        VersionAdded: { op: "version", version: "args.version", set: { description: "args.notes" } },
      },
    },
    {
      ...at("reviewed"), id: "models", space: "model", abi: spaces, key: { from: "args.id" },
      on: { ModelRegistered: { op: "upsert", set: { name: "args.name" } } }, read: [{ call: "licenseOf(uint256)", args: ["{key}"], set: { license: "out" } }],
    },
    {
      ...at("reviewed"), id: "datasets", space: "dataset", abi: spaces, key: { from: "args.id" },
      on: { DatasetRegistered: { op: "upsert", set: { name: "args.name" } } }, read: [{ call: "licenseOf(uint256,uint8)", args: ["{key}", "1"], set: { license: "out" } }],
    },
  ];
}

async function registerAll(chain: LocalChain, { addresses, digest }: { readonly addresses: Registries["addresses"]; readonly digest: string }): Promise<Entries> {
  const [, attester = nobody, client = nobody, validator = nobody] = chain.accounts;
  const { repo, file } = registeredFile;
  const added = await chain.write("FileRegistry", addresses.fabstir, "addModel", [repo, file, `0x${digest}`, 2n]);
  const unknown = await chain.write("FileRegistry", addresses.fabstir, "addModel", [unknownFile.repo, unknownFile.file, `0x${"77".repeat(32)}`, 1n]);
  await chain.write("InferenceServing", addresses.zeroG, "addOrUpdateService", [
    { serviceType: "chatbot", url: "https://gpu.example", model: "zero served model", verifiability: "TeeML", inputPrice: 10n ** 12n, outputPrice: 2n ** 70n, additionalInfo: "{}", teeSignerAddress: attester },
  ], 1);
  const document = { type: "https://eips.ethereum.org/EIPS/eip-8004#registration-v1", name: "Embedding agent", description: "Embeds.", registrations: [{ agentId: 0, agentRegistry: `eip155:${chain.chainId}:${addresses.identity}` }] };
  const agent = await chain.write("IdentityRegistry", addresses.identity, "register", [
    `data:application/json;base64,${Buffer.from(JSON.stringify(document)).toString("base64")}`, [{ metadataKey: "model", metadataValue: toHex("pkg:huggingface/BAAI/bge-m3") }],
  ]);
  const feedback = await chain.write("ReputationRegistry", addresses.reputation, "giveFeedback", [0n, 8750n, 2, "quality", "", "https://a.example/mcp", "ipfs://x", zero], 2);
  await chain.write("ReputationRegistry", addresses.reputation, "giveFeedback", [0n, 10n, 2, "quality", "", "https://a.example/mcp", "ipfs://x", zero], 2);
  await chain.write("ReputationRegistry", addresses.reputation, "revokeFeedback", [0n, 2n], 2);
  const request = keccak256(stringToHex("request"));
  await chain.write("ValidationRegistry", addresses.validation, "validationRequest", [validator, 0n, "ipfs://request", request]);
  await chain.write("ValidationRegistry", addresses.validation, "validationResponse", [request, 90, "ipfs://response", zero, "hard"], 3);
  const attest = async (model: string): Promise<Written & { readonly key: Hex }> => {
    const data = encodeAbiParameters(parseAbiParameters("string, bytes32, uint8"), [model, `0x${"cd".repeat(32)}`, 87]);
    const made = await chain.write("EAS", addresses.eas, "attest", [{ schema: schemaUid, data: { recipient: client, expirationTime: 0n, revocable: true, refUID: zero, data, value: 0n } }], 1);
    const { logs } = (await chain.rpc("eth_getTransactionReceipt", [made.transactionHash])) as { readonly logs: readonly { readonly data: Hex }[] };
    return { ...made, key: logs[0]?.data ?? "0x" };
  };
  const attested = await attest("pkg:huggingface/openai/whisper-large-v3");
  const revoked = await attest("pkg:huggingface/openai/whisper-large-v3-turbo");
  await chain.write("EAS", addresses.eas, "revoke", [revoked.key], 1);
  await chain.write("AIOracle", addresses.ora, "uploadModel", [0n, keccak256(stringToHex("model")), keccak256(stringToHex("program")), 3n, client, 50n]);
  await chain.write("TEERegistry", addresses.tee, "registerTEE", [stringToHex("public key"), "https://enclave.example", keccak256(stringToHex("pcr")), 0]);
  const content = sha256(stringToHex("metadata"));
  // Codec dag-pb, hash sha2-256: the one kind of CID that has both spellings.
  const cid = CID.createV1(0x70, create(0x12, hexToBytes(content)));
  const metadata = await chain.write("CidRegistry", addresses.cids, "registerModel", [content, 2]);
  const hashed = await chain.write("HashedNameRegistry", addresses.hashed, "register", [hashedName, `0x${"ab".repeat(32)}`]);
  await chain.write("ChildFilesRegistry", addresses.children, "register", ["children of acme", 0n]);
  await chain.write("ChildFilesRegistry", addresses.children, "addFile", [0n, "a.bin", `0x${"a1".repeat(32)}`, 2n ** 40n]);
  await chain.write("ChildFilesRegistry", addresses.children, "addVersion", [0n, "v1", zero, "First notes."]);
  const children = await chain.write("ChildFilesRegistry", addresses.children, "addFile", [0n, "b.bin", `0x${"b1".repeat(32)}`, 7n]);
  await chain.write("ReviewedRegistry", addresses.reviewed, "registerModel", ["spaced model"]);
  await chain.write("ReviewedRegistry", addresses.reviewed, "registerDataset", ["spaced dataset"]);
  await chain.mine(3);
  const keyOf = (of: typeof registeredFile | typeof unknownFile): Hex => keccak256(stringToHex(`${of.repo}/${of.file}`));
  return {
    file: { ...added, key: keyOf(registeredFile) }, unknown: { ...unknown, key: keyOf(unknownFile) }, provider: attester, agent, feedback, attested, revoked, metadata: { ...metadata, digest: content, cidV0: `${cid.toV0()}`, cidV1: `${cid}` }, hashed, children,
  };
}
