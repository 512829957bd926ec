import { testContext } from "@modeldex/plugin-kit/testing";
import { expect, it } from "vitest";
import { artifact, bundleOf, containerImage, dockerModel, fallbackTag, index, modelKit, modelPack, ociManifest, ollamaModel, referrersIndex, simpleSigning, stored, type Artifact } from "./fixtures/artifacts.ts";
import { scriptedRegistry, type RegistryScript } from "./fixtures/scripted-registry.ts";
import { oci } from "./oci.ts";
import type { OciOptions } from "./options.ts";

const origin = "https://registry.example";

/** Everything that the listing of some artifacts gives. */
async function listed(content: RegistryScript["content"], more: Partial<RegistryScript> = {}, options: Partial<OciOptions> = {}) {
  const context = testContext({ fetch: scriptedRegistry({ origin, content, ...more }) });
  const source = oci({ url: origin, ...options });
  const records = [];
  let notListed = 0;
  let cursor: string | undefined;
  do {
    const page = await source.list!({ limit: 100, ...(cursor !== undefined && { cursor }) }, context);
    records.push(...(page.records ?? []));
    notListed += page.notListed ?? 0;
    cursor = page.cursor;
  } while (cursor !== undefined);
  return { records, notListed, drops: context.drops };
}

const blobOf = (repository: string, { blobs }: Artifact, place: number) => ({ digest: blobs[place]!.digest, sizeBytes: blobs[place]!.bytes.length, url: `${origin}/v2/${repository}/blobs/${blobs[place]!.digest}` });
const signedBy = (repository: string, subject: Artifact, signature: Artifact, format: string) => ({
  kind: "PUBLISHER_SIGNATURE",
  statement: `registry.example holds ${format} for ${subject.digest}; who signed it, and whether it holds, is not checked by the registry.`,
  facts: { format, bundle: `oci://registry.example/${repository}@${signature.digest}` },
  evidence: [{ kind: "document", url: `${origin}/v2/${repository}/manifests/${signature.digest}`, digest: signature.digest }],
});

it("reads a ModelPack: descriptor, configuration, files by their annotation, and a signature by the fallback tag", async () => {
  const bundle = bundleOf(modelPack);
  const { records, notListed, drops } = await listed({ "packs/llama": { "8b-awq": modelPack, [fallbackTag(modelPack)]: referrersIndex(bundle) } });
  expect({ notListed, drops }).toEqual({ notListed: 1, drops: [] });
  expect(records).toEqual([{
    nativeId: "registry.example/packs/llama:8b-awq",
    aliases: [`registry.example/packs/llama@${modelPack.digest}`],
    movingAliases: [],
    revision: modelPack.digest,
    name: "Llama-3.1-8B-Instruct",
    publisher: { name: "Meta" },
    url: "https://docs.example/llama",
    access: "OPEN",
    description: "Instruction tuned.",
    license: { stated: "LLAMA-3.1" },
    createdAt: "2026-03-01T10:00:00Z",
    links: [{ reference: "pkg:huggingface/meta-llama/Llama-3.1-8B-Instruct@0e9e39f249a16976918f6564b8830bc894c89659", relation: "QUANTIZED", statement: "The artifact names https://huggingface.co/meta-llama/Llama-3.1-8B-Instruct at 0e9e39f249a16976918f6564b8830bc894c89659 as its source." }],
    formats: ["SAFETENSORS"],
    parameters: { total: 8_000_000_000, origin: "STATED" },
    precisions: ["AWQ", "BF16"],
    modalities: { input: ["text"], output: ["text"] },
    capabilities: ["tools"],
    languages: ["en", "de"],
    artifacts: [
      { path: "model-00001-of-00001.safetensors", format: "SAFETENSORS", role: "WEIGHTS", ...blobOf("packs/llama", modelPack, 1) },
      { path: "config.json", role: "CONFIGURATION", ...blobOf("packs/llama", modelPack, 2) },
      { path: "docs.tar.gz", role: "DOCUMENTATION", ...blobOf("packs/llama", modelPack, 3) },
      { path: "run.py", role: "CODE", ...blobOf("packs/llama", modelPack, 4) },
    ],
    claims: [signedBy("packs/llama", modelPack, bundle, "application/vnd.dev.sigstore.bundle.v0.3+json")],
    details: { packaging: "ModelPack", family: "llama", version: "3.1" },
  }]);
});

it("reads a ModelKit, whose layers are archives", async () => {
  const { records } = await listed({ "kits/llama3": { "8B-q4_0": modelKit } });
  expect(records).toEqual([{
    nativeId: "registry.example/kits/llama3:8B-q4_0",
    aliases: [`registry.example/kits/llama3@${modelKit.digest}`],
    movingAliases: [],
    revision: modelKit.digest,
    name: "llama3:8B-q4_0",
    publisher: { name: "kits" },
    access: "OPEN",
    description: "Llama 3 8B instruct model",
    license: { stated: "llama3" },
    createdAt: "2024-05-02T10:00:00Z",
    formats: ["GGUF"],
    artifacts: [
      { path: "weights.tar", role: "WEIGHTS", ...blobOf("kits/llama3", modelKit, 1) },
      { path: "code.tar.gz", role: "CODE", ...blobOf("kits/llama3", modelKit, 2) },
      { path: "documentation.tar.gz", role: "DOCUMENTATION", ...blobOf("kits/llama3", modelKit, 3) },
      { path: "dataset.tar.gz", role: "OTHER", ...blobOf("kits/llama3", modelKit, 4) },
    ],
    claims: [],
    details: { packaging: "KitOps", family: "llama3-8B-instruct-q4_0", version: "3.0" },
  }]);
});

it("reads a model of Docker's Model Runner: tags that share a manifest are one listing under the most explicit", async () => {
  const [small, large] = [dockerModel("IQ2_XXS/Q4_K_M"), dockerModel("F16")];
  const { records, notListed } = await listed({ "ai/llama3.1": { latest: small, "8B": small, "8B-Q4_K_M": small, "8B-F16": large, [`${fallbackTag(small)}.sig`]: simpleSigning, [`${fallbackTag(small)}.att`]: bundleOf(small) } });
  expect(notListed).toBe(2);
  expect(records.map(({ nativeId, movingAliases, precisions, claims }) => ({ nativeId, movingAliases, precisions, signatures: claims?.length }))).toEqual([
    { nativeId: "registry.example/ai/llama3.1:8B-Q4_K_M", movingAliases: ["registry.example/ai/llama3.1:8B", "registry.example/ai/llama3.1:latest"], precisions: ["Q4_K_M"], signatures: 1 },
    { nativeId: "registry.example/ai/llama3.1:8B-F16", movingAliases: [], precisions: ["F16"], signatures: 0 },
  ]);
  expect(records[0]).toEqual({
    nativeId: "registry.example/ai/llama3.1:8B-Q4_K_M",
    aliases: [`registry.example/ai/llama3.1@${small.digest}`],
    movingAliases: ["registry.example/ai/llama3.1:8B", "registry.example/ai/llama3.1:latest"],
    revision: small.digest,
    name: "llama3.1:8B-Q4_K_M",
    publisher: { name: "ai" },
    access: "OPEN",
    createdAt: "2025-04-01T09:30:00.500Z",
    architecture: "llama",
    contextTokens: 131_072,
    formats: ["GGUF"],
    parameters: { total: 8_030_000_000, origin: "STATED" },
    precisions: ["Q4_K_M"],
    artifacts: [
      { path: "model.gguf", format: "GGUF", role: "WEIGHTS", ...blobOf("ai/llama3.1", small, 1) },
      { path: "LICENSE", role: "LICENSE", ...blobOf("ai/llama3.1", small, 2) },
      { path: "2-LICENSE", role: "LICENSE", ...blobOf("ai/llama3.1", small, 3) },
      { path: "template.jinja", role: "CONFIGURATION", ...blobOf("ai/llama3.1", small, 4) },
    ],
    claims: [signedBy("ai/llama3.1", small, simpleSigning, "application/vnd.dev.cosign.simplesigning.v1+json")],
    details: { packaging: "Docker Model Runner" },
  });
});

it("reads a model as Ollama packs it, whose configuration says amd64 of the machine and not of the model", async () => {
  const { records } = await listed({ llama: { "8b": ollamaModel } });
  expect(records).toEqual([{
    nativeId: "registry.example/llama:8b",
    aliases: [`registry.example/llama@${ollamaModel.digest}`],
    movingAliases: [],
    revision: ollamaModel.digest,
    name: "llama:8b",
    access: "OPEN",
    architecture: "llama",
    formats: ["GGUF"],
    parameters: { total: 8_000_000_000, origin: "STATED" },
    precisions: ["Q4_0"],
    artifacts: [
      { path: "model.gguf", format: "GGUF", role: "WEIGHTS", ...blobOf("llama", ollamaModel, 1) },
      { path: "modelfile", role: "CONFIGURATION", ...blobOf("llama", ollamaModel, 2) },
      { path: "LICENSE", role: "LICENSE", ...blobOf("llama", ollamaModel, 3) },
    ],
    claims: [],
    details: { packaging: "Ollama" },
  }]);
});

it("drops with its reason what is no model, or not to be read", async () => {
  const lost = { ...dockerModel("Q8_0"), blobs: [] };
  const noDigest = { ...stored(JSON.stringify({ mediaType: ociManifest, artifactType: "application/vnd.cncf.model.manifest.v1+json", config: {} })), mediaType: ociManifest, blobs: [] };
  const { records, drops } = await listed({ empty: {}, app: { v1: containerImage, ["v2-index"]: index([]) }, lost: { v1: lost, v2: noDigest } });
  expect(records).toEqual([]);
  expect(drops).toEqual([
    { nativeId: "registry.example/app:v2-index", reason: "it is no model in a known packaging, but something without a configuration, as a container image is" },
    { nativeId: "registry.example/app:v1", reason: "it is no model in a known packaging, but application/vnd.docker.container.image.v1+json, as a container image is" },
    { nativeId: "registry.example/lost:v2", reason: "its manifest names no configuration by sha256" },
    { nativeId: "registry.example/lost:v1", reason: "its configuration is missing" },
  ]);
});

it("takes publisher, licence, source and description from the annotations where the configuration says nothing", async () => {
  const bare = artifact({
    configType: "application/vnd.oci.empty.v1+json", config: "{}", layers: [{ type: "application/vnd.cncf.model.weight.v1.raw", bytes: "GGUF bare" }],
    more: {
      artifactType: "application/vnd.cncf.model.manifest.v1+json",
      annotations: {
        "org.opencontainers.image.title": "Bare", "org.opencontainers.image.vendor": "Acme", "org.opencontainers.image.licenses": "MIT", "org.opencontainers.image.version": "2",
        "org.opencontainers.image.source": "https://huggingface.co/acme/bare", "org.opencontainers.image.documentation": "https://acme.example/bare", "org.opencontainers.image.created": "2026-01-01T00:00:00Z",
      },
    },
  });
  const elsewhere = artifact({ configType: "application/vnd.cncf.model.config.v1+json", config: {}, layers: [], more: { annotations: { "org.opencontainers.image.source": "https://github.com/acme/bare" } } });
  const { records } = await listed({ "acme/bare": { v2: bare }, "acme/code": { v1: elsewhere } }, {}, { repositories: ["acme/bare", "acme/code"], publisher: "Acme Labs" });
  expect(records.map(({ name, publisher, description, license, links, url, createdAt, details }) => ({ name, publisher, description, license, links, url, createdAt, version: details?.version }))).toEqual([
    {
      name: "bare:v2", publisher: { name: "Acme" }, description: "Bare", license: { stated: "MIT" }, url: "https://acme.example/bare", createdAt: "2026-01-01T00:00:00Z", version: "2",
      links: [{ reference: "https://huggingface.co/acme/bare", relation: "UNKNOWN", statement: "The artifact names https://huggingface.co/acme/bare as its source." }],
    },
    { name: "code:v1", publisher: { name: "Acme Labs" } },
  ]);
});

it("takes the namespace for a publisher only where it says who published: not in a curated registry, nor in Docker's ai", async () => {
  const published = async (options: Partial<OciOptions>, repository = "acme/tiny") => {
    const hub = options.url === undefined ? origin : "https://registry-1.docker.io";
    const source = oci({ url: origin, repositories: [repository], ...options });
    const page = await source.list!({ limit: 1 }, testContext({ fetch: scriptedRegistry({ origin: hub, content: { [repository]: { v1: modelKit } } }) }));
    return [source.naming, page.records?.map(({ publisher }) => publisher)];
  };
  expect(await published({})).toEqual(["namespaced", [{ name: "acme" }]]);
  expect(await published({}, "tiny")).toEqual(["namespaced", [undefined]]);
  expect(await published({ curated: true })).toEqual(["curated", [undefined]]);
  expect(await published({ curated: true, publisher: "Acme" })).toEqual(["curated", [{ name: "Acme" }]]);
  expect(await published({ url: "https://docker.io" })).toEqual(["namespaced", [{ name: "acme" }]]);
  expect(await published({ url: "https://docker.io" }, "ai/tiny")).toEqual(["namespaced", [undefined]]);
});

it("takes of two quantizations the one that the tag names", async () => {
  const { records } = await listed({ "ai/llama3.1": { "8B-Q4_K_M": dockerModel("IQ2_XXS/Q4_K_M"), "latest": dockerModel("Q4_K_M/Q5_K_M"), "8B-F16": dockerModel("MOSTLY_F16") } });
  expect(Object.fromEntries(records.map(({ nativeId, precisions }) => [nativeId.split(":")[1], precisions]))).toEqual({ "8B-Q4_K_M": ["Q4_K_M"], "8B-F16": ["F16"], "latest": ["Q4_K_M", "Q5_K_M"] });
});

it("finds signatures by the referrers API as well, each once, and leaves other referrers out", async () => {
  const bundle = bundleOf(modelPack);
  const referrers = { [modelPack.digest]: index([{ digest: bundle.digest, artifactType: "application/vnd.dev.sigstore.bundle.v0.3+json" }, { digest: containerImage.digest, artifactType: "application/spdx+json" }]) };
  const { records } = await listed({ packs: { v1: modelPack, [fallbackTag(modelPack)]: referrersIndex(bundle) } }, { referrers });
  expect(records[0]?.claims).toEqual([signedBy("packs", modelPack, bundle, "application/vnd.dev.sigstore.bundle.v0.3+json")]);
});
