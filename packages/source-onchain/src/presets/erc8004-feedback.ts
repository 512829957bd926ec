import type { Mapping } from "../mapping/mapping.ts";

export interface Erc8004FeedbackOptions {
  readonly id?: string;
  readonly chainId: number;
  readonly address: string;
  /** Block of the deployment. */
  readonly startBlock: number | bigint;
  /** Id of the identity registry whose agents are spoken of, on the same chain. @default "erc8004" */
  readonly of?: string;
}

/**
 * The reputation registry of ERC-8004: each feedback is a claim of its client about an agent. Nothing is added up: anybody may give feedback
 * under as many addresses as they like, so a sum over all of them says nothing.
 *
 * Events: ERC-8004, section "Reputation Registry". Deployed, as read in erc-8004-contracts on 2026-11-20 and not asked live, at
 * `0x8004BAa17C55a88189AE136b182e5fdA19dE9b63` on the main networks and `0x8004B663056A597Dffe9eCcC1965A193B7388713` on test networks.
 * `id` is by default "erc8004-reputation".
 */
export function erc8004Reputation({ id = "erc8004-reputation", chainId, address, startBlock, of = "erc8004" }: Erc8004FeedbackOptions): Mapping {
  return {
    id,
    chainId,
    address,
    startBlock,
    claimsOn: of,
    abi: [
      "event NewFeedback(uint256 indexed agentId, address indexed clientAddress, uint64 feedbackIndex, int128 value, uint8 valueDecimals, string indexed indexedTag1, string tag1, string tag2, string endpoint, string feedbackURI, bytes32 feedbackHash)",
      "event FeedbackRevoked(uint256 indexed agentId, address indexed clientAddress, uint64 indexed feedbackIndex)",
      "event ResponseAppended(uint256 indexed agentId, address indexed clientAddress, uint64 feedbackIndex, address indexed responder, string responseURI, bytes32 responseHash)",
    ],
    key: { from: "args.agentId", as: "number" },
    on: {
      NewFeedback: {
        op: "claim",
        id: "{args.clientAddress}/{args.feedbackIndex}",
        kindUri: `${standard}#feedback`,
        statement: "{args.clientAddress} gave agent {args.agentId} feedback number {args.feedbackIndex}: {args.value | scaled:args.valueDecimals}.",
        issuer: "args.clientAddress",
        value: {
          feedbackIndex: "args.feedbackIndex",
          value: "args.value | scaled:args.valueDecimals",
          tag1: "args.tag1",
          tag2: "args.tag2",
          endpoint: "args.endpoint",
          feedbackURI: "args.feedbackURI",
          feedbackHash: "args.feedbackHash",
        },
      },
      FeedbackRevoked: { op: "revoke", id: "{args.clientAddress}/{args.feedbackIndex}" },
      ResponseAppended: {
        op: "claim",
        kindUri: `${standard}#feedback-response`,
        statement: "{args.responder} responded to feedback number {args.feedbackIndex} of {args.clientAddress} on agent {args.agentId}.",
        issuer: "args.responder",
        value: {
          clientAddress: "args.clientAddress",
          feedbackIndex: "args.feedbackIndex",
          responseURI: "args.responseURI",
          responseHash: "args.responseHash",
        },
      },
    },
  };
}

/**
 * The validation registry of ERC-8004: each response, 0 to 100, is a claim of its validator about an agent; a later one to the same request
 * takes the place of the one before. A request says nothing of an agent, so it is not read.
 *
 * Events: ERC-8004, section "Validation Registry". No deployment is known (2026-11-20), and its interface is still being worked on.
 * `id` is by default "erc8004-validation".
 */
export function erc8004Validation({ id = "erc8004-validation", chainId, address, startBlock, of = "erc8004" }: Erc8004FeedbackOptions): Mapping {
  return {
    id,
    chainId,
    address,
    startBlock,
    claimsOn: of,
    abi: [
      "event ValidationResponse(address indexed validatorAddress, uint256 indexed agentId, bytes32 indexed requestHash, uint8 response, string responseURI, bytes32 responseHash, string tag)",
    ],
    key: { from: "args.agentId", as: "number" },
    on: {
      ValidationResponse: {
        op: "claim",
        id: "{args.requestHash}",
        kindUri: `${standard}#validation`,
        statement: "{args.validatorAddress} answered validation request {args.requestHash} on agent {args.agentId} with {args.response} of 100.",
        issuer: "args.validatorAddress",
        value: {
          response: "args.response",
          requestHash: "args.requestHash",
          tag: "args.tag",
          responseURI: "args.responseURI",
          responseHash: "args.responseHash",
        },
      },
    },
  };
}

const standard = "https://eips.ethereum.org/EIPS/eip-8004";
