import { controlAuthority, defineConfig, onchainRegistration, publisherIdentity, referenceImmutability, securityAdvisories } from "@modeldex/gateway";
import { catalogFile } from "@modeldex/source-file";
import { huggingFace } from "@modeldex/source-hf";
import { ollama } from "@modeldex/source-ollama";
import { oci } from "@modeldex/source-oci";
import { liteLlm } from "@modeldex/source-litellm";
import { fabstir, onchain, zeroGCompute } from "@modeldex/source-onchain";
import { openGradient } from "@modeldex/source-opengradient";
import { openRouter } from "@modeldex/source-openrouter";

/** Registries whose deployments are known; each is read when an endpoint of its chain is given. */
const registries = [fabstir({ chainId: 84_532, address: "0x1a9d91521c85bD252Ac848806Ff5096bBb9ACDb2", startBlock: 0 }), zeroGCompute({ startBlock: 0 })];

export default defineConfig(({ env }) => {
  const rpc = rpcEndpoints(env);
  const readable = registries.filter(({ chainId }) => rpc[chainId] !== undefined);
  const catalogs = listed(env.MODELDEX_CATALOG);
  const advisories = listed(env.MODELDEX_ADVISORIES);
  return {
    // Operator's rules about what is, and what is not, the same model: docs/identity.md.
    ...(env.MODELDEX_IDENTITY === undefined || env.MODELDEX_IDENTITY === "" ? {} : { identity: { file: env.MODELDEX_IDENTITY } }),
    sources: [
      huggingFace({ endpoint: env.HF_ENDPOINT, token: env.HF_TOKEN }),
      ...(readable.length === 0 ? [] : [onchain({ chains: [...new Set(readable.map(({ chainId }) => chainId))].map((chainId) => ({ chainId, rpc: rpc[chainId] ?? [] })), registries: readable })]),
      ...(env.OPENGRADIENT_ENDPOINT === undefined ? [] : [openGradient({ endpoint: env.OPENGRADIENT_ENDPOINT, ...enclavesAt(rpc[10_740]) })]),
      // Private catalogs: paths, patterns such as models/*.yaml, or addresses.
      ...(catalogs.length === 0 ? [] : [catalogFile({ from: catalogs })]),
      ...ollamaAt(env),
      // Registries of OCI artifacts; credentials are options: packages/source-oci/README.md.
      ...registriesAt(listed(env.MODELDEX_OCI)).map((registry) => oci(registry)),
      ...(env.OPENROUTER_ENDPOINT === "off" ? [] : [openRouter({ endpoint: env.OPENROUTER_ENDPOINT })]),
      ...(env.LITELLM_ENDPOINT === "off" ? [] : [liteLlm({ endpoint: env.LITELLM_ENDPOINT })]),
    ],
    verifiers: [
      ...(Object.keys(rpc).length === 0 ? [] : [onchainRegistration({ rpc }), controlAuthority({ rpc }), referenceImmutability({ rpc })]),
      // Names of ENS are looked up on chain 1.
      ...(rpc[1] === undefined ? [] : [publisherIdentity({ ens: { rpc: rpc[1] } })]),
      // Published advisories in OSV or OpenVEX: paths or addresses.
      ...(advisories.length === 0 ? [] : [securityAdvisories({ from: advisories })]),
    ],
  };
});

/**
 * Registries by their addresses; a path is a repository there: `https://docker.io/ai/llama3.1`. The first is the source `oci`, the others are named by their hosts:
 * `oci-127-0-0-1-5000`, with a number where that is taken.
 */
function registriesAt(addresses: readonly string[]) {
  const ids = new Set<string>();
  return [...Map.groupBy(addresses, (address) => URL.parse(address)?.origin ?? address)].map(([url, those], place) => {
    const wanted = place === 0 ? "oci" : `oci-${(URL.parse(url)?.host ?? "").replaceAll(/[^a-z0-9]+/g, "-")}`.slice(0, 36);
    const id = ids.has(wanted) ? `${wanted}-${place}` : wanted;
    ids.add(id);
    const repositories = those.flatMap((address) => URL.parse(address)?.pathname.replace(/^\/+|\/+$/g, "") || []);
    return repositories.length === 0 ? { id, url } : { id, url, repositories };
  });
}

/** OpenGradient's registry of enclaves, when its chain can be read. */
function enclavesAt(rpc: readonly string[] | undefined) {
  const [first] = rpc ?? [];
  return first === undefined ? {} : { enclaves: { rpc: first } };
}

/** An index of Ollama's library and a daemon are listed; the registry is asked for what somebody names, unless `OLLAMA_REGISTRY_ENDPOINT=off`. */
function ollamaAt({ OLLAMA_HOST: host = "", OLLAMA_LIBRARY_URL: library = "", OLLAMA_REGISTRY_ENDPOINT: registry = "" }: Readonly<Record<string, string | undefined>>) {
  if (registry === "off" && host === "" && library === "") return [];
  return [ollama({ host: host || undefined, library: library || undefined, registry: registry === "off" ? false : registry || undefined })];
}

/** JSON-RPC endpoints by chain id, from `ONCHAIN_RPC_<chain id>` (URLs, comma-separated). */
function rpcEndpoints(env: Readonly<Record<string, string | undefined>>): Readonly<Record<number, readonly string[]>> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => {
      const [, chainId] = /^ONCHAIN_RPC_(\d+)$/.exec(name) ?? [];
      const urls = listed(value);
      return chainId === undefined || urls.length === 0 ? [] : [[Number(chainId), urls] as const];
    }),
  );
}

/** The parts of a text between commas. */
function listed(text: string | undefined): readonly string[] {
  return (text ?? "").split(",").map((part) => part.trim()).filter((part) => part !== "");
}
