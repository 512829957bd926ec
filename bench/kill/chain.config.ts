import { defineConfig } from "@modeldex/gateway";
import { fabstir, onchain } from "@modeldex/source-onchain";

/** A registry on a chain of a test: `CHAIN_RPC`, `CHAIN_REGISTRY`. */
export default defineConfig(({ env }) => ({
  sources: [
    onchain({
      chains: [{ chainId: 31_337, rpc: [env.CHAIN_RPC ?? ""], finality: { depth: 1 } }],
      registries: [fabstir({ chainId: 31_337, address: env.CHAIN_REGISTRY ?? "", startBlock: 1 })],
    }),
  ],
}));
