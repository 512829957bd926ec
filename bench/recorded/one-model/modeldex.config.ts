import { defineConfig } from "@modeldex/gateway";
import { catalogFile } from "@modeldex/source-file";
import { huggingFace } from "@modeldex/source-hf";
import { liteLlm } from "@modeldex/source-litellm";
import { oci } from "@modeldex/source-oci";
import { ollama } from "@modeldex/source-ollama";
import { erc8004, fabstir, onchain } from "@modeldex/source-onchain";
import { openRouter } from "@modeldex/source-openrouter";

/**
 * The root configuration's sources at the addresses that `one-model.ts` gives, in the same order and by the same variables; the registries are those of a local
 * chain, whose addresses (`ONE_MODEL_FILES`, `ONE_MODEL_AGENTS`) the root configuration does not know, and of two registries of artifacts, whose keepers give the names, one stands for Docker's
 * (`ONE_MODEL_DOCKER`) and the other for a company's own.
 */
export default defineConfig(({ env }) => {
  const chainId = 31_337;
  return {
    identity: { file: env.MODELDEX_IDENTITY ?? "" },
    backgroundDetails: false,
    backgroundAssessments: false,
    sources: [
      huggingFace({ endpoint: env.HF_ENDPOINT, harvest: { top: Number(env.ONE_MODEL_TOP) } }),
      onchain({
        chains: [{ chainId, rpc: [env.ONCHAIN_RPC_31337 ?? ""] }],
        registries: [
          fabstir({ chainId, address: env.ONE_MODEL_FILES ?? "", startBlock: 0 }),
          erc8004({ chainId, address: env.ONE_MODEL_AGENTS ?? "", startBlock: 0, modelMetadataKey: "model" }),
        ],
      }),
      catalogFile({ from: env.MODELDEX_CATALOG ?? "" }),
      ollama({ host: env.OLLAMA_HOST, library: env.OLLAMA_LIBRARY_URL, registry: env.OLLAMA_REGISTRY_ENDPOINT }),
      oci({ url: env.MODELDEX_OCI ?? "", curated: true }),
      oci({ id: "docker", url: env.ONE_MODEL_DOCKER ?? "", curated: true }),
      openRouter({ endpoint: env.OPENROUTER_ENDPOINT }),
      liteLlm({ endpoint: env.LITELLM_ENDPOINT }),
    ],
  };
});
