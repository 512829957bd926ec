import { controlAuthority, defineConfig, onchainRegistration, referenceImmutability, securityAdvisories } from "@modeldex/gateway";
import { catalogFile } from "@modeldex/source-file";
import { huggingFace } from "@modeldex/source-hf";
import { liteLlm } from "@modeldex/source-litellm";
import { oci } from "@modeldex/source-oci";
import { ollama } from "@modeldex/source-ollama";
import { onchain } from "@modeldex/source-onchain";
import { openGradient } from "@modeldex/source-opengradient";
import { openRouter } from "@modeldex/source-openrouter";
import { chainId, readMappings } from "./own-chain.ts";

/** Every kind of source at the addresses that `places.ts` gives, in the order of the root configuration. Nothing is fetched or checked but what somebody asks for. */
export default defineConfig(({ env }) => {
  const at = (name: string): string => env[`WORLD_${name}`] ?? "";
  const rpc = { [chainId]: [at("CHAIN")] };
  return {
    identity: { file: at("RULES") },
    // Threads double what it takes to start, and tests of their own show what they are for.
    isolate: false,
    backgroundDetails: false,
    backgroundAssessments: false,
    sources: [
      huggingFace({ endpoint: at("HF"), harvest: "all" }),
      onchain({ chains: [{ chainId, rpc: [at("CHAIN")], explorer: "https://explorer.example" }], registries: readMappings(at("MAPPINGS")) }),
      openGradient({ endpoint: at("OPENGRADIENT") }),
      catalogFile({ from: `${at("FILE")}/models.yaml` }),
      ollama({ host: at("OLLAMA"), library: `${at("OLLAMA_REGISTRY")}/library.json`, registry: at("OLLAMA_REGISTRY") }),
      oci({ url: at("OCI"), curated: true }),
      oci({ id: "docker", url: at("DOCKER"), curated: true }),
      openRouter({ endpoint: at("OPENROUTER") }),
      liteLlm({ endpoint: at("LITELLM") }),
    ],
    verifiers: [onchainRegistration({ rpc }), controlAuthority({ rpc }), referenceImmutability({ rpc }), securityAdvisories({ from: [at("ADVISORIES")] })],
  };
});
