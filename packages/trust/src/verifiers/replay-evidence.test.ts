import type { ChainEvidence, ChainRaw } from "@modeldex/plugin-kit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { anvilPath, startChain, type Chain } from "../../test/anvil.ts";
import { tools } from "../../test/subjects.ts";
import { keccak256 } from "../keccak256.ts";
import { replayAt } from "./replay-evidence.ts";

const refusing = `0x${"aa".repeat(20)}`;
const refusingCode = "0x5f5ffd";
const keeping = `0x${"bb".repeat(20)}`;
/** Gives the caller's address: CALLER PUSH0 MSTORE PUSH1 32 PUSH0 RETURN. */
const keepingCode = "0x335f5260205ff3";
const slot = `0x${"0".repeat(63)}7`;
const value = `0x${"0".repeat(24)}${"cd".repeat(20)}`;
const nobody = `0x${"ee".repeat(20)}`;
const ofNoCode = "0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470";

describe.skipIf(anvilPath() === undefined)("evidence read again on a real node (npm package @foundry-rs/anvil)", () => {
  let chain: Chain;
  let block: { readonly number: string; readonly hash: string };
  let sent: { readonly hash: string; readonly from: string; readonly input: string; readonly blockNumber: string; readonly blockHash: string };
  beforeAll(async () => {
    chain = await startChain();
    const { transactionHash } = await chain.register("11".repeat(32), "22".repeat(32));
    sent = (await chain.rpc("eth_getTransactionByHash", [transactionHash])) as typeof sent;
    // What is set is of the newest block then.
    await chain.rpc("anvil_mine", ["0x1"]);
    await chain.rpc("anvil_setCode", [refusing, refusingCode]);
    await chain.rpc("anvil_setCode", [keeping, keepingCode]);
    await chain.rpc("anvil_setStorageAt", [keeping, slot, value]);
    await chain.rpc("anvil_mine", ["0x1"]);
    block = (await chain.rpc("eth_getBlockByNumber", ["latest", false])) as typeof block;
    await chain.rpc("anvil_mine", ["0x4"]);
  });
  afterAll(() => chain.stop());

  const replay = async (address: string, raw: ChainRaw, at: Partial<ChainEvidence> = {}): Promise<string> => {
    const evidence: ChainEvidence = {
      kind: "chain", chainId: 31_337, address, blockNumber: Number(block.number), blockHash: block.hash, finality: "FINALIZED", endpointsAgreeing: 1, endpointsAsked: 1, raw, ...at,
    };
    const answer = await replayAt(chain.url, evidence, tools({}, { fetch }));
    return answer.status === "equal" ? `equal${answer.final ? ", final" : ""}` : `${answer.status}: ${answer.because}`;
  };

  it.each([
    ["a call as somebody", () => replay(keeping, { call: "0x", from: nobody, result: `0x${"0".repeat(24)}${nobody.slice(2)}` }), "equal, final"],
    ["a call as somebody else", () => replay(keeping, { call: "0x", from: refusing, result: `0x${"0".repeat(24)}${nobody.slice(2)}` }), "different: the call gives another result at that block"],
    ["a call that is refused", () => replay(refusing, { call: "0x1234", from: nobody, reverted: true }), "equal, final"],
    ["a call that is not refused", () => replay(keeping, { call: "0x1234", reverted: true }), "different: the call is not refused at that block"],
    ["a call that is now refused", () => replay(refusing, { call: "0x1234", result: "0x01" }), "different: the call is refused at that block"],
    ["storage", () => replay(keeping, { slot, value }), "equal, final"],
    ["storage of another slot", () => replay(keeping, { slot: `0x${"0".repeat(63)}8`, value }), "different: the storage slot holds another value at that block"],
    ["code", () => replay(refusing, { codeHash: keccak256(Buffer.from("5f5ffd", "hex")) }), "equal, final"],
    ["other code", () => replay(keeping, { codeHash: keccak256(Buffer.from("5f5ffd", "hex")) }), "different: the code is another one at that block"],
    ["no code", () => replay(nobody, { codeHash: ofNoCode }), "equal, final"],
    ["code at an earlier block", () => replay(refusing, { codeHash: ofNoCode }, { blockNumber: Number(sent.blockNumber), blockHash: sent.blockHash }), "equal, final"],
    ["a transaction", () => replay(refusing, { from: sent.from, input: sent.input }, ofSent()), "equal, final"],
    ["a transaction from somebody else", () => replay(refusing, { from: nobody, input: sent.input }, ofSent()), "different: the transaction's from is another one"],
    ["a transaction to somebody", () => replay(refusing, { from: sent.from, to: nobody, input: sent.input }, ofSent()), "different: the transaction's to is another one"],
    ["a transaction with other calldata", () => replay(refusing, { from: sent.from, input: "0x" }, ofSent()), "different: the transaction's input is another one"],
    ["a transaction that the node does not have", () => replay(refusing, { from: sent.from, input: sent.input }, { ...ofSent(), transactionHash: ofNoCode }), `unread: 127.0.0.1:${"PORT"} does not have the transaction ${ofNoCode}`],
  ])("says of %s whether it is equal", async (_what, replayed, expected) => {
    expect(await replayed()).toBe(expected.replace("PORT", new URL(chain.url).port));
  });

  it("hashes as the node does, on both sides of every length of a block", async () => {
    const lengths = [0, 1, 3, 4, 5, 31, 32, 134, 135, 136, 137, 271, 272, 273, 1_000, 24_576];
    const texts = lengths.map((length) => Buffer.from(Array.from({ length }, (_value, index) => (index * 7 + length) % 256)));
    const theirs = await Promise.all(texts.map((bytes) => chain.rpc("web3_sha3", [`0x${bytes.toString("hex")}`])));
    expect(texts.map(keccak256)).toEqual(theirs);
  });

  function ofSent(): Partial<ChainEvidence> {
    return { transactionHash: sent.hash, blockNumber: Number(sent.blockNumber), blockHash: sent.blockHash };
  }
});
