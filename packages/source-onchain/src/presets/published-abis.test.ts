import { parseAbi, toEventSelector, toFunctionSelector, type AbiEvent, type AbiFunction } from "viem";
import { formatAbiItem } from "viem/utils";
import { describe, expect, test } from "vitest";
import type { Mapping } from "../mapping/mapping.ts";
import { compileFixture } from "../testing/compile.ts";
import { eas } from "./eas.ts";
import { erc8004Reputation, erc8004Validation } from "./erc8004-feedback.ts";
import { erc8004 } from "./erc8004.ts";
import { fabstir } from "./fabstir.ts";
import { opengradientTee } from "./opengradient-tee.ts";
import { oraOao } from "./ora-oao.ts";
import { zeroGCompute } from "./zero-g-compute.ts";

const at = { chainId: 1, address: `0x${"11".repeat(20)}`, startBlock: 0 } as const;
const service =
  "(address provider, string serviceType, string url, uint256 inputPrice, uint256 outputPrice, uint256 updatedAt, string model, string verifiability, string additionalInfo, address teeSignerAddress, bool teeSignerAcknowledged)";
const tee =
  "address owner, address paymentAddress, string endpoint, bytes publicKey, bytes tlsCertificate, bytes32 pcrHash, uint8 teeType, bool enabled, uint256 registeredAt, uint256 lastHeartbeatAt";
const attestation = "(bytes32 uid, bytes32 schema, uint64 time, uint64 expirationTime, uint64 revocationTime, bytes32 refUID, address recipient, address attester, bool revocable, bytes data)";

/** The interfaces as they were published up to 2026-11-20: signatures only. */
const published: readonly { readonly contract: string; readonly presets: readonly Mapping[]; readonly abi: readonly string[] }[] = [
  {
    // erc-8004-contracts, abis/IdentityRegistry.json.
    contract: "IdentityRegistry",
    presets: [erc8004({ ...at, modelMetadataKey: "model", registrationFiles: true })],
    abi: [
      "event Registered(uint256 indexed agentId, string agentURI, address indexed owner)",
      "event URIUpdated(uint256 indexed agentId, string newURI, address indexed updatedBy)",
      "event MetadataSet(uint256 indexed agentId, string indexed indexedMetadataKey, string metadataKey, bytes metadataValue)",
      "event Transfer(address indexed from, address indexed to, uint256 indexed tokenId)",
      "function tokenURI(uint256) view returns (string)",
      "function ownerOf(uint256) view returns (address)",
      "function getMetadata(uint256, string) view returns (bytes)",
      "function getAgentWallet(uint256) view returns (address)",
      "function getVersion() pure returns (string)",
      "function register(string) returns (uint256)",
    ],
  },
  {
    // erc-8004-contracts, abis/ReputationRegistry.json.
    contract: "ReputationRegistry",
    presets: [erc8004Reputation(at)],
    abi: [
      "event NewFeedback(uint256 indexed agentId, address indexed clientAddress, uint64 feedbackIndex, int128 value, uint8 valueDecimals, string indexed indexedTag1, string tag1, string tag2, string endpoint, string feedbackURI, bytes32 feedbackHash)",
      "event FeedbackRevoked(uint256 indexed agentId, address indexed clientAddress, uint64 indexed feedbackIndex)",
      "event ResponseAppended(uint256 indexed agentId, address indexed clientAddress, uint64 feedbackIndex, address indexed responder, string responseURI, bytes32 responseHash)",
      "function getClients(uint256) view returns (address[])",
      "function getSummary(uint256 agentId, address[] clientAddresses, string tag1, string tag2) view returns (uint64 count, int128 summaryValue, uint8 summaryValueDecimals)",
    ],
  },
  {
    // erc-8004-contracts, abis/ValidationRegistry.json.
    contract: "ValidationRegistry",
    presets: [erc8004Validation(at)],
    abi: [
      "event ValidationRequest(address indexed validatorAddress, uint256 indexed agentId, string requestURI, bytes32 indexed requestHash)",
      "event ValidationResponse(address indexed validatorAddress, uint256 indexed agentId, bytes32 indexed requestHash, uint8 response, string responseURI, bytes32 responseHash, string tag)",
      "function getValidationStatus(bytes32) view returns (address validatorAddress, uint256 agentId, uint8 response, bytes32 responseHash, string tag, uint256 lastUpdate)",
      "function getAgentValidations(uint256) view returns (bytes32[])",
    ],
  },
  {
    // fabstir-compute-contracts, ModelRegistryUpgradeable.
    contract: "FileRegistry",
    presets: [fabstir(at), fabstir({ ...at, enumerate: true })],
    abi: [
      "event ModelAdded(bytes32 indexed modelId, string huggingfaceRepo, string fileName, uint256 tier)",
      "event ModelDeactivated(bytes32 indexed)",
      "event ModelReactivated(bytes32 indexed)",
      "function getAllModels() view returns (bytes32[])",
      "function getModel(bytes32) view returns ((string huggingfaceRepo, string fileName, bytes32 sha256Hash, uint256 approvalTier, bool active, uint256 timestamp))",
    ],
  },
  {
    // 0g-serving-contract, InferenceServing; the list without pages is that of earlier deployments, whose struct ends before additionalInfo.
    contract: "InferenceServing",
    presets: [zeroGCompute({ startBlock: 0 })],
    abi: [
      `function getAllServices(uint256 offset, uint256 limit) view returns (${service}[], uint256 total)`,
      "event ServiceUpdated(address indexed service, string serviceType, string url, uint256 inputPrice, uint256 outputPrice, uint256 updatedAt, string model, string verifiability)",
      "event ServiceRemoved(address indexed service)",
      "event ProviderTEESignerAcknowledged(address indexed provider, address indexed teeSigner, bool acknowledged)",
    ],
  },
  {
    // ora-io/OAO, AIOracle.
    contract: "AIOracle",
    presets: [oraOao({ chainId: 1, startBlock: 0 })],
    abi: [
      "function numberOfModels() view returns (uint256)",
      "function modelIDs(uint256) view returns (uint256)",
      "function getModel(uint256) view returns (bytes32 modelHash, bytes32 programHash, uint256 fee, address receiver, uint256 receiverPercentage, uint256 accumulateRevenue, address token, bool unverifiable)",
      "event AICallbackRequest(address indexed account, uint256 indexed requestId, uint256 modelId, bytes input, address callbackContract, uint64 gasLimit, bytes callbackData)",
      "event AICallbackResult(address indexed account, uint256 indexed requestId, address invoker, bytes output)",
    ],
  },
  {
    // eas-contracts, EAS.sol.
    contract: "EAS",
    presets: [eas({ chainId: 1, startBlock: 0, schemaUid: `0x${"22".repeat(32)}`, schema: "string model", attesters: [at.address], model: { field: "model", as: "purl" } })],
    abi: [
      "event Attested(address indexed recipient, address indexed attester, bytes32 uid, bytes32 indexed schemaUID)",
      "event Revoked(address indexed recipient, address indexed attester, bytes32 uid, bytes32 indexed schemaUID)",
      `function getAttestation(bytes32) view returns (${attestation})`,
      "function isAttestationValid(bytes32) view returns (bool)",
    ],
  },
  {
    // og-evm, contracts/solidity/TEERegistry.sol.
    contract: "TEERegistry",
    presets: [opengradientTee({ startBlock: 0, version: "plain" })],
    abi: [
      "event TEETypeAdded(uint8 indexed typeId, string name)",
      "event PCRApproved(bytes32 indexed pcrHash, uint8 indexed teeType, string version)",
      "event PCRRevoked(bytes32 indexed pcrHash, uint8 indexed teeType)",
      "event TEERegistered(bytes32 indexed teeId, address indexed owner, uint8 teeType)",
      "event TEEDisabled(bytes32 indexed teeId)",
      "event TEEEnabled(bytes32 indexed teeId)",
      "event HeartbeatReceived(bytes32 indexed teeId, uint256 timestamp)",
      `function getTEE(bytes32) view returns ((${tee}))`,
      "function getTEEsByType(uint8) view returns (bytes32[])",
      "function isTEEEnabled(bytes32) view returns (bool)",
      "function isPCRApproved(uint8, bytes32) view returns (bool)",
    ],
  },
  {
    // og-evm, the later deployment.
    contract: "TEERegistryWithKeys",
    presets: [],
    abi: [
      "event TEERegistered(bytes32 indexed teeId, address indexed owner, uint8 teeType)",
      `function getTEE(bytes32) view returns ((${tee}, (uint8 keyId, uint16 kemId, uint16 kdfId, uint16 aeadId, bytes publicKey, bytes keyConfig, uint256 registeredAt) ohttpConfig))`,
    ],
  },
];

describe.each(published)("$contract", ({ contract, presets, abi }) => {
  const interfaces = shapes(parseAbi(abi));

  test("the contract that tests run against has the published interface", () => {
    expect(shapes(compileFixture(contract).abi)).toEqual(expect.arrayContaining([...interfaces]));
  });

  test.each(presets.map((preset) => [preset.id, preset] as const))("the preset %s reads nothing that is not published", (_, preset) => {
    const used = shapes(parseAbi(preset.abi.filter((item) => typeof item === "string")));
    expect(used.length).toBeGreaterThan(0);
    expect(interfaces).toEqual(expect.arrayContaining([...used]));
  });
});

/** What decides how logs and calls are read: selector, which arguments are topics, and the types and names in results. */
function shapes(abi: readonly { readonly type: string }[]): readonly string[] {
  return abi.flatMap((item) => {
    if (item.type === "event") {
      const event = item as AbiEvent;
      return [`${toEventSelector(event)} ${formatAbiItem(event)} topics ${event.inputs.map(({ indexed }) => (indexed === true ? "t" : "d")).join("")}`];
    }
    if (item.type !== "function") return [];
    const view = item as AbiFunction;
    return [`${toFunctionSelector(view)} ${formatAbiItem(view)} gives ${types(view.outputs)}`];
  });
}

function types(parameters: AbiFunction["outputs"], named = false): string {
  return parameters.map((each) => `${"components" in each ? each.type.replace("tuple", `(${types(each.components, true)})`) : each.type}${named ? ` ${each.name ?? ""}` : ""}`).join(", ");
}
