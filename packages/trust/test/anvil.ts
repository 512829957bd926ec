import { spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

/** A chain of our own on a free loopback port, with contracts written in bytecode: each logs once when it is made, and then answers every call. */
export interface Chain {
  readonly url: string;
  rpc(method: string, params?: readonly unknown[]): Promise<unknown>;
  /** Makes a contract that logs `topic` and `data` (32 bytes of hex without 0x) and answers every call with `2a`. */
  register(topic: string, data: string): Promise<Registered>;
  stop(): Promise<void>;
}

export interface Registered {
  readonly address: string;
  readonly transactionHash: string;
  readonly blockNumber: number;
  readonly blockHash: string;
  readonly logIndex: number;
}

/** Path of anvil in the npm package of this platform; `undefined` where it is not installed. */
export function anvilPath(): string | undefined {
  const name = `@foundry-rs/anvil-${process.platform}-${process.arch === "x64" ? "amd64" : process.arch}`;
  try {
    const own = createRequire(import.meta.url).resolve("@foundry-rs/anvil/package.json");
    return createRequire(own).resolve(`${name}/bin/anvil`);
  } catch {
    return undefined;
  }
}

export async function startChain(): Promise<Chain> {
  const child = spawn(anvilPath() ?? "anvil", ["--host", "127.0.0.1", "--port", "0", "--slots-in-an-epoch", "1"], { stdio: ["ignore", "pipe", "inherit"] });
  const exited = once(child, "exit");
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  createInterface({ input: child.stdout }).on("line", (line) => {
    const address = /^Listening on (\S+:\d+)/.exec(line)?.[1];
    if (address !== undefined) resolve(`http://${address}`);
  });
  child.once("error", reject).once("exit", () => reject(new Error("anvil ended before it listened")));
  const url = await promise;
  const rpc: Chain["rpc"] = async (method, params = []) => {
    const response = await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }) });
    const answer = (await response.json()) as { readonly result?: unknown; readonly error?: unknown };
    if (answer.error !== undefined) throw new Error(`${method}: ${JSON.stringify(answer.error)}`);
    return answer.result;
  };
  return {
    url,
    rpc,
    register: async (topic, data) => {
      const [from] = (await rpc("eth_accounts")) as readonly string[];
      // PUSH32 data MSTORE, PUSH32 topic LOG1, then ten bytes of code that return 42.
      const code = `0x7f${data}6000527f${topic}60206000a169602a60005260206000f3600052600a6016f3`;
      const transactionHash = (await rpc("eth_sendTransaction", [{ from, data: code, gas: "0x100000" }])) as string;
      const receipt = await minedReceipt(rpc, transactionHash);
      return { address: receipt.contractAddress, transactionHash, blockNumber: Number(receipt.blockNumber), blockHash: receipt.blockHash, logIndex: Number(receipt.logs[0]?.logIndex) };
    },
    stop: async () => {
      child.kill();
      await exited;
    },
  };
}

interface Receipt {
  readonly contractAddress: string;
  readonly blockNumber: string;
  readonly blockHash: string;
  readonly logs: readonly { readonly logIndex: string }[];
}

/** Anvil answers a transaction before it is mined. */
async function minedReceipt(rpc: (method: string, params?: readonly unknown[]) => Promise<unknown>, hash: string): Promise<Receipt> {
  for (let tries = 0; tries < 500; tries++) {
    const receipt = (await rpc("eth_getTransactionReceipt", [hash])) as Receipt | null;
    if (receipt !== null) return receipt;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`Transaction ${hash} was not mined.`);
}
