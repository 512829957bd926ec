import type { Source } from "@modeldex/plugin-kit";
import { onchain } from "../onchain.ts";
import { erc8004 } from "../presets/erc8004.ts";
import { fabstir } from "../presets/fabstir.ts";
import { startLocalChain, type LocalChain } from "./local-chain.ts";
import { startRpcProxy, type PassingCall, type RpcProxy, type RpcProxyOptions } from "./rpc-proxy.ts";

/** A chain with some entries in both registries, to be read through endpoints that misbehave. */
export interface SampleChain extends LocalChain {
  /** Its registries as a source; `change`: further members of the chain in its options. */
  through(rpc: readonly string[], change?: object): Source;
  /** A proxy before the node; closed by `closeProxies`. */
  proxied(options: RpcProxyOptions): Promise<RpcProxy>;
  closeProxies(): Promise<void>;
}

/** Six model files, two of them deactivated, and six agents, three of them with a model, in about forty blocks. */
export async function startSampleChain(): Promise<SampleChain> {
  const chain = await startLocalChain();
  const proxies: RpcProxy[] = [];
  for (let n = 0; n < 6; n += 1) {
    const { key } = await chain.registerFile({ repo: "acme/models", file: `model-${n}.gguf`, sha256: `0x${`${n + 1}`.repeat(64)}` });
    await chain.registerAgent({ uri: "https://agents.example/a.json", ...(n % 2 === 0 ? { model: `model ${n}` } : {}) });
    await chain.mine(3);
    if (n % 3 === 0) await chain.write("FileRegistry", chain.files, "deactivate", [key]);
  }
  await chain.mine(2);
  return {
    ...chain,
    through: (rpc, change = {}) =>
      onchain({
        chains: [{ chainId: chain.chainId, rpc, ...change }],
        registries: [
          fabstir({ chainId: chain.chainId, address: chain.files, startBlock: 1 }),
          erc8004({ chainId: chain.chainId, address: chain.agents, startBlock: 2, modelMetadataKey: "model" }),
        ],
      }),
    proxied: async (options) => {
      const proxy = await startRpcProxy(chain.url, options);
      proxies.push(proxy);
      return proxy;
    },
    closeProxies: async () => {
      for (const proxy of proxies.splice(0)) await proxy.close();
    },
  };
}

/** How many blocks a request for logs asks for; 0 for other requests. */
export function blocksOf({ method, params }: PassingCall): number {
  if (method !== "eth_getLogs") return 0;
  const [{ fromBlock, toBlock }] = params as [{ fromBlock: string; toBlock: string }];
  return Number(toBlock) - Number(fromBlock) + 1;
}
