import { setTimeout as wait } from "node:timers/promises";
import {
  createTestClient, getAddress, http, publicActions, toHex, TransactionReceiptNotFoundError, walletActions, type Address, type Hex, type PublicClient, type TransactionReceipt,
} from "viem";
import { mnemonicToAccount } from "viem/accounts";
import { startAnvil, type AnvilOptions } from "./anvil.ts";
import { compileFixture, type FixtureName } from "./compile.ts";

/** A running chain with both registries on it. */
export interface LocalChain {
  readonly url: string;
  readonly pid: number;
  readonly chainId: number;
  /** `FileRegistry`: the interface that Fabstir publishes. */
  readonly files: Address;
  /** `AgentRegistry`: the interface of ERC-8004 identity. */
  readonly agents: Address;
  /** Account that writes unless told otherwise. */
  readonly account: Address;
  /** Accounts 0 to 9, each with Ether; 0 is `account`. */
  readonly accounts: readonly Address[];
  deploy(name: FixtureName, args?: readonly unknown[]): Promise<Address>;
  /** Deploys the contract behind an `ImplementationSlotProxy`; calls go to `proxy`. Constructor arguments do not reach the proxy's state. */
  deployProxy(name: FixtureName, args?: readonly unknown[]): Promise<{ readonly proxy: Address; readonly implementation: Address }>;
  /** Deploys another implementation, and tells the proxy to use it. */
  upgradeProxy(proxy: Address, name: FixtureName, args?: readonly unknown[]): Promise<Written & { readonly implementation: Address }>;
  /** Sends a transaction in a block of its own, from account number `from` (default 0). */
  write(contract: FixtureName, address: Address, functionName: string, args: readonly unknown[], from?: number): Promise<Written>;
  /** Calls a view at the newest block. */
  read(contract: FixtureName, address: Address, functionName: string, args?: readonly unknown[]): Promise<unknown>;
  /** Registers a model file; `sha256` is 0x and 64 hex digits. */
  registerFile(file: { readonly repo: string; readonly file: string; readonly sha256: Hex; readonly tier?: bigint }): Promise<Written & { readonly key: Hex }>;
  /** Registers an agent; with `model`, sets the metadata key `model` to that text as UTF-8. Ids count from 0. */
  registerAgent(agent: { readonly uri: string; readonly model?: string }): Promise<Written & { readonly key: string }>;
  mine(blocks: number): Promise<void>;
  /** Any method of the node, such as `anvil_reorg`. */
  rpc(method: string, params: readonly unknown[]): Promise<unknown>;
  stop(): Promise<void>;
}

/** Of a block of anvil. */
const mostGas = 30_000_000n;

export interface Written {
  readonly transactionHash: Hex;
  readonly blockNumber: number;
  readonly blockHash: Hex;
}

/** Starts anvil and deploys `FileRegistry` (block 1) and `AgentRegistry` (block 2). Close it with `stop`. */
export async function startLocalChain(options: AnvilOptions = {}): Promise<LocalChain> {
  const anvil = await startAnvil(options);
  const chainId = options.chainId ?? 31_337;
  const accounts = Array.from({ length: 10 }, (_, addressIndex) => mnemonicToAccount("test test test test test test test test test test test junk", { addressIndex }));
  const [account] = accounts;
  if (account === undefined) throw new Error("there is account 0");
  const chain = { id: chainId, name: "local", nativeCurrency: { name: "Ether", symbol: "ETH", decimals: 18 }, rpcUrls: { default: { http: [anvil.url] } } };
  const client = createTestClient({ mode: "anvil", account, chain, transport: http(anvil.url, { retryCount: 0, timeout: 60_000 }), pollingInterval: 10, cacheTime: 0 })
    .extend(publicActions)
    .extend(walletActions);

  const written = async (hash: Hex): Promise<Written> => {
    const receipt = await receiptOf(client, hash);
    if (receipt.status !== "success") throw new Error(`transaction ${hash} was reverted`);
    return { transactionHash: hash, blockNumber: Number(receipt.blockNumber), blockHash: receipt.blockHash };
  };
  const deploy = async (name: FixtureName, args: readonly unknown[] = []): Promise<Address> => {
    const hash = await client.deployContract({ ...compileFixture(name), args: [...args] });
    const { contractAddress } = await receiptOf(client, hash);
    if (contractAddress === null || contractAddress === undefined) throw new Error(`${name} was not deployed`);
    return getAddress(contractAddress);
  };
  const write: LocalChain["write"] = async (contract, address, functionName, args, from = 0) => {
    const call = { address, abi: compileFixture(contract).abi, functionName, args: [...args], account: accounts[from] ?? account };
    // The node estimates for the time of its newest block; where a time is written over, the block to come may need more.
    const estimated = await client.estimateContractGas(call);
    return await written(await client.writeContract({ ...call, gas: estimated * 2n < mostGas ? estimated * 2n : mostGas }));
  };

  try {
    const files = await deploy("FileRegistry");
    const agents = await deploy("AgentRegistry");
    return {
      url: anvil.url,
      pid: anvil.pid,
      chainId,
      files,
      agents,
      account: account.address,
      accounts: accounts.map(({ address }) => address),
      deploy,
      async deployProxy(name, args = []) {
        const implementation = await deploy(name, args);
        return { proxy: await deploy("ImplementationSlotProxy", [implementation]), implementation };
      },
      async upgradeProxy(proxy, name, args = []) {
        const implementation = await deploy(name, args);
        return { ...(await write("ImplementationSlotProxy", proxy, "upgradeTo", [implementation])), implementation };
      },
      write,
      read: async (contract, address, functionName, args = []) =>
        await client.readContract({ address, abi: compileFixture(contract).abi, functionName, args: [...args] }),
      async registerFile({ repo, file, sha256, tier = 1n }) {
        const made = await write("FileRegistry", files, "addModel", [repo, file, sha256, tier]);
        const { logs } = await client.getTransactionReceipt({ hash: made.transactionHash });
        const key = logs[0]?.topics[1];
        if (key === undefined) throw new Error("addModel wrote no log");
        return { ...made, key };
      },
      async registerAgent({ uri, model }) {
        const made = await write("AgentRegistry", agents, "register", [uri]);
        const { logs } = await client.getTransactionReceipt({ hash: made.transactionHash });
        const topic = logs[1]?.topics[1];
        if (topic === undefined) throw new Error("register wrote no log");
        if (model !== undefined) await write("AgentRegistry", agents, "setMetadata", [BigInt(topic), "model", toHex(model)]);
        return { ...made, key: BigInt(topic).toString() };
      },
      mine: async (blocks) => client.mine({ blocks }),
      rpc: async (method, params) => {
        // viem types only the methods it knows.
        const request = client.request as (call: { readonly method: string; readonly params: readonly unknown[] }) => Promise<unknown>;
        return request({ method, params });
      },
      stop: anvil.stop,
    };
  } catch (error) {
    await anvil.stop();
    throw error;
  }
}

/** viem's own wait looks again with the next block only, and never ends when the one block came in between. */
async function receiptOf(client: Pick<PublicClient, "getTransactionReceipt">, hash: Hex): Promise<TransactionReceipt> {
  for (;;) {
    try {
      return await client.getTransactionReceipt({ hash });
    } catch (error) {
      if (!(error instanceof TransactionReceiptNotFoundError)) throw error;
      await wait(5);
    }
  }
}
