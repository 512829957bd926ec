import { keccak256, stringToHex, toHex, type Address, type Hex } from "viem";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { onchain } from "../onchain.ts";
import { anvilPath } from "../testing/anvil.ts";
import { follow, withoutReadBlocks } from "../testing/follow.ts";
import { startLocalChain, type LocalChain } from "../testing/local-chain.ts";
import { extensions, extraOf, isRevoked, valueOf } from "../testing/record-parts.ts";
import { runToEnd } from "../testing/run.ts";
import { erc8004Reputation, erc8004Validation } from "./erc8004-feedback.ts";
import { erc8004 } from "./erc8004.ts";

/** An agent's URI that holds its own file, so that nothing is fetched. */
const empty = "data:application/json,{}";
const none = `0x${"00".repeat(32)}` as const;
const feedbackHash = keccak256(stringToHex("feedback"));
const request = keccak256(stringToHex("request"));
const answer = keccak256(stringToHex("answer"));

describe.skipIf(anvilPath() === undefined)("the three registries of ERC-8004 (install @foundry-rs/anvil if skipped)", () => {
  let chain: LocalChain;
  let identity: Address;
  let reputation: Address;
  let validation: Address;
  beforeAll(async () => {
    chain = await startLocalChain();
    // As deployed: behind a proxy, whose address the other two know.
    ({ proxy: identity } = await chain.deployProxy("IdentityRegistry"));
    reputation = await chain.deploy("ReputationRegistry", [identity]);
    validation = await chain.deploy("ValidationRegistry", [identity]);
  });
  afterAll(async () => {
    await chain.stop();
  });

  const source = () =>
    onchain({
      chains: [{ chainId: 31_337, rpc: [chain.url], finality: "instant" }],
      registries: [
        erc8004({ chainId: 31_337, address: identity, startBlock: 3, modelMetadataKey: "model", registrationFiles: true }),
        erc8004Reputation({ chainId: 31_337, address: reputation, startBlock: 3 }),
        erc8004Validation({ chainId: 31_337, address: validation, startBlock: 3 }),
      ],
    });
  const agentId = (key: number): string => `eip155:31337:${identity}/${key}`;
  const register = async (uri: string, model?: string): Promise<unknown> =>
    model === undefined
      ? await chain.write("IdentityRegistry", identity, "register", [uri])
      : await chain.write("IdentityRegistry", identity, "register", [uri, [{ metadataKey: "model", metadataValue: toHex(model) }]]);
  const rate = async (agent: bigint, value: bigint, decimals: number, from: number): Promise<unknown> =>
    await chain.write("ReputationRegistry", reputation, "giveFeedback", [agent, value, decimals, "quality", "", "https://a.example/mcp", "ipfs://x", feedbackHash], from);
  const ask = async (agent: bigint, hash: Hex): Promise<unknown> =>
    await chain.write("ValidationRegistry", validation, "validationRequest", [chain.accounts[3], agent, "ipfs://request", hash]);
  const validate = async (hash: Hex, response: number, tag: string): Promise<unknown> =>
    await chain.write("ValidationRegistry", validation, "validationResponse", [hash, response, "ipfs://response", answer, tag], 3);

  test("lists the agents that name a model, from id 0 on, with what their registration file says", async () => {
    const file = {
      type: "https://eips.ethereum.org/EIPS/eip-8004#registration-v1",
      name: "Tiny chat agent",
      description: "Chats.",
      services: [{ name: "MCP", endpoint: "https://a.example/mcp", version: "2026-06-18" }, { name: "web", endpoint: "https://a.example/" }],
      registrations: [{ agentId: 0, agentRegistry: `eip155:31337:${identity}` }],
      supportedTrust: ["reputation", "tee-attestation"],
    };
    await register(`data:application/json;base64,${Buffer.from(JSON.stringify(file)).toString("base64")}`, "pkg:huggingface/acme/tiny-chat");
    await register(empty);
    const { rows, notListed } = await runToEnd(source());
    expect([...rows.keys()]).toEqual([agentId(0)]);
    expect(notListed).toBe(1);
    expect(rows.get(agentId(0))).toMatchObject({
      name: "acme/tiny-chat",
      description: "Chats.",
      links: [{ reference: "pkg:huggingface/acme/tiny-chat", relation: "REGISTERED" }],
      details: { key: "0", owner: chain.account },
    });
    expect(extraOf(rows.get(agentId(0)))).toMatchObject({
      agentName: "Tiny chat agent",
      services: "MCP https://a.example/mcp, web https://a.example/",
      supportedTrust: "reputation, tee-attestation",
      // The id of the entry itself: the file points back to it.
      registeredAs: agentId(0),
    });
  });

  test("follows the agent's URI to the one that was set last", async () => {
    const uri = (name: string): string => `data:application/json,${encodeURIComponent(JSON.stringify({ name }))}`;
    await register(uri("Before"), "acme/moved");
    expect(extraOf((await runToEnd(source())).rows.get(agentId(2)))).toMatchObject({ agentUri: uri("Before"), agentName: "Before" });
    await chain.write("IdentityRegistry", identity, "setAgentURI", [2n, uri("After")]);
    expect(extraOf((await runToEnd(source())).rows.get(agentId(2)))).toMatchObject({ agentUri: uri("After"), agentName: "After" });
  });

  test("gives each feedback as its client's claim, scaled by its own decimals, and says which were revoked", async () => {
    await register(empty, "acme/rated");
    await rate(3n, 8750n, 2, 1);
    await rate(3n, -5n, 0, 2);
    await rate(3n, 100n, 0, 2);
    await chain.write("ReputationRegistry", reputation, "revokeFeedback", [3n, 1n], 2);
    await chain.write("ReputationRegistry", reputation, "appendResponse", [3n, chain.accounts[1], 1n, "ipfs://thanks", none]);
    const claims = extensions((await runToEnd(source())).rows.get(agentId(3)));
    const [response, third, second, first] = claims;
    expect(claims).toHaveLength(4);
    expect(first).toMatchObject({
      statement: `${chain.accounts[1]} gave agent 3 feedback number 1: 87.5.`,
      facts: {
        kindUri: "https://eips.ethereum.org/EIPS/eip-8004#feedback",
        value: { feedbackIndex: 1, value: "87.5", tag1: "quality", endpoint: "https://a.example/mcp", feedbackURI: "ipfs://x", feedbackHash },
      },
      issuer: { key: expect.stringContaining(chain.accounts[1] ?? "") },
      evidence: [{ kind: "chain", address: reputation, signature: "NewFeedback(uint256,address,uint64,int128,uint8,string,string,string,string,string,bytes32)" }],
    });
    expect([first, second, third].map(valueOf)).toMatchObject([{ value: "87.5" }, { value: "-5" }, { value: "100" }]);
    expect([first, second, third, response].map(isRevoked)).toEqual([false, true, false, false]);
    expect(second?.evidence).toMatchObject([{}, { signature: "FeedbackRevoked(uint256,address,uint64)" }]);
    expect(response).toMatchObject({ facts: { kindUri: "https://eips.ethereum.org/EIPS/eip-8004#feedback-response", value: { responseURI: "ipfs://thanks" } } });
  });

  test("adds no feedback up: the registry itself refuses a summary over everybody", async () => {
    await expect(chain.read("ReputationRegistry", reputation, "getSummary", [3n, [], "", ""])).rejects.toThrow("clientAddresses required");
    await expect(rate(3n, 100n, 0, 0)).rejects.toThrow("Self-feedback not allowed");
    const record = (await runToEnd(source())).rows.get(agentId(3));
    expect(extensions(record).filter((claim) => /average|summary|count/i.test(JSON.stringify(claim.facts)))).toEqual([]);
  });

  test("gives a validation as its validator's claim, the last one to a request, and none for a request that is open", async () => {
    await register(empty, "acme/validated");
    await ask(4n, request);
    expect(extensions((await runToEnd(source())).rows.get(agentId(4)))).toEqual([]);
    await validate(request, 40, "soft");
    await validate(request, 90, "hard");
    const claims = extensions((await runToEnd(source())).rows.get(agentId(4)));
    expect(claims).toMatchObject([
      {
        statement: `${chain.accounts[3]} answered validation request ${request} on agent 4 with 90 of 100.`,
        facts: {
          kindUri: "https://eips.ethereum.org/EIPS/eip-8004#validation",
          value: { response: 90, requestHash: request, tag: "hard", responseURI: "ipfs://response", responseHash: answer },
        },
        issuer: { key: expect.stringContaining(chain.accounts[3] ?? "") },
        evidence: [{ address: validation }],
      },
    ]);
  });

  test("has the same rows after following each change as after one run over all of them", async () => {
    const hash = keccak256(stringToHex("another request"));
    const rows = await follow(source, [
      async () => register(empty),
      async () => chain.write("IdentityRegistry", identity, "setMetadata", [5n, "model", toHex("acme/late")]),
      async () => rate(5n, 1n, 0, 1),
      async () => Promise.all([rate(5n, 2n, 0, 1), rate(4n, 3n, 1, 2)]),
      async () => chain.write("IdentityRegistry", identity, "transferFrom", [chain.account, chain.accounts[5], 4n]),
      async () => chain.write("ReputationRegistry", reputation, "revokeFeedback", [5n, 1n], 1),
      async () => ask(5n, hash),
      async () => validate(hash, 100, ""),
    ]);
    const whole = await runToEnd(source());
    expect([...whole.rows.keys()].toSorted()).toEqual([0, 2, 3, 4, 5].map(agentId));
    expect(withoutReadBlocks(rows)).toEqual(withoutReadBlocks(whole.rows));
    expect(extensions(rows.get(agentId(5)))).toHaveLength(3);
  });
});
