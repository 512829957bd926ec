import { execFile } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import type { AddressInfo } from "node:net";
import { promisify } from "node:util";
import type { ChainEvidence } from "@modeldex/schema";
import { expect, it } from "vitest";
import { digestCommand, fetchCommand, reproduceCommand } from "./reproduce.ts";

const hash = `0x${"ab".repeat(32)}`;
const log: ChainEvidence = {
  kind: "chain", chainId: 8453, address: "0xabc", blockNumber: 7, blockHash: hash, finality: "FINALIZED", transactionHash: hash, logIndex: 0,
  endpointsAgreeing: 1, endpointsAsked: 1, raw: { topics: [hash], data: "0x01" },
};

it("reads a log again by the receipt of its transaction, at the reader's own endpoint", () => {
  expect(reproduceCommand(log)).toBe(
    `curl -fsS -H 'content-type: application/json' --data '{"jsonrpc":"2.0","id":1,"method":"eth_getTransactionReceipt","params":["${hash}"]}' "\${ONCHAIN_RPC_8453%%,*}"`,
  );
});

it("reads a log without a transaction by its block, and a call at its block", () => {
  const { transactionHash: _, ...rest } = log;
  expect([reproduceCommand(rest), reproduceCommand({ ...log, raw: { call: "0x1234", result: "0x" } })]).toEqual([
    expect.stringContaining(`"method":"eth_getLogs","params":[{"address":"0xabc","blockHash":"${hash}","topics":["${hash}"]}]`),
    expect.stringContaining(`"method":"eth_call","params":[{"to":"0xabc","data":"0x1234"},{"blockHash":"${hash}"}]`),
  ]);
});

it.each<[string, ChainEvidence["raw"], string]>([
  ["a call as somebody", { call: "0x12", from: "0xdef", reverted: true }, `"method":"eth_call","params":[{"to":"0xabc","from":"0xdef","data":"0x12"},{"blockHash":"${hash}"}]`],
  ["storage", { slot: "0x1", value: "0x2" }, `"method":"eth_getStorageAt","params":["0xabc","0x1",{"blockHash":"${hash}"}]`],
  ["code", { codeHash: hash }, `"method":"eth_getCode","params":["0xabc",{"blockHash":"${hash}"}]`],
  ["a transaction", { from: "0x1", to: "0xabc", input: "0x" }, `"method":"eth_getTransactionByHash","params":["${hash}"]`],
])("reads %s again", (_what, raw, expected) => {
  expect(reproduceCommand({ ...log, raw })).toContain(expected);
});

it("runs as it stands in sh, sends exactly that call to the first address, and nothing that stands in the evidence is run", async () => {
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      bodies.push(body);
      response.end('{"jsonrpc":"2.0","id":1,"result":null}');
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`;
    const hostile = `0x'; echo hostile; $(echo worse) \`echo worst\` '`;
    const run = promisify(execFile);
    const { stdout } = await run("sh", ["-c", reproduceCommand({ ...log, transactionHash: hostile })], { env: { PATH: process.env.PATH, ONCHAIN_RPC_8453: `${url},http://127.0.0.1:1/` } });
    expect({ stdout, bodies: bodies.map((body) => JSON.parse(body) as unknown) }).toEqual({
      stdout: '{"jsonrpc":"2.0","id":1,"result":null}',
      bodies: [{ jsonrpc: "2.0", id: 1, method: "eth_getTransactionReceipt", params: [hostile] }],
    });
  } finally {
    server.close();
  }
});

it("gives a command for files on the web alone, with the address quoted", () => {
  expect([digestCommand("https://a.example/b'c?d=$(x)"), fetchCommand("file:///etc/passwd"), digestCommand(undefined), fetchCommand("no url")]).toEqual([
    "curl -fsSL 'https://a.example/b'\\''c?d=$(x)' | sha256sum", undefined, undefined, undefined,
  ]);
});
