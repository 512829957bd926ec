import { createLentFetch } from "@modeldex/plugin-kit/lend";
import { testContext } from "@modeldex/plugin-kit/testing";
import { oci } from "@modeldex/source-oci";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bundleOf, containerImage, dockerModel, fallbackTag, modelKit, modelPack, ociManifest, ollamaModel, referrersIndex } from "../packages/source-oci/src/fixtures/artifacts.ts";
import { dockerRegistryMissing, startDockerRegistry, type DockerRegistry } from "./support/docker-registry.ts";
import { startGateway, type TestGateway } from "./support/gateway.ts";
import { startRegistryFront, type RegistryFront } from "./support/registry-front.ts";

const small = dockerModel("IQ2_XXS/Q4_K_M");
const bundle = bundleOf(modelPack);
const harvest = async (modeldex: TestGateway, all = true) => await modeldex.gateway.harvest("oci", { all, signal: AbortSignal.timeout(60_000) });
const resolveQuery = "query($reference: String!) { resolve(reference: $reference) { outcome revision readAs model { id } listing { nativeId revision } message sources { status code } } }";

describe.skipIf(dockerRegistryMissing !== undefined)(`a real registry${dockerRegistryMissing === undefined ? "" : ` (${dockerRegistryMissing})`}`, () => {
  let registry: DockerRegistry;
  let modeldex: TestGateway;
  let host: string;
  beforeAll(async () => {
    registry = await startDockerRegistry();
    host = new URL(registry.url).host;
    await registry.push("packs/llama", "8b-awq", modelPack);
    await registry.push("packs/llama", "bundle", bundle);
    await registry.push("packs/llama", fallbackTag(modelPack), referrersIndex(bundle));
    await registry.push("kits/llama3", "8B-q4_0", modelKit);
    for (const tag of ["latest", "8B-Q4_K_M"]) await registry.push("ai/llama3.1", tag, small);
    await registry.push("ai/llama3.1", "8B-F16", dockerModel("F16"));
    await registry.push("llama", "8b", ollamaModel);
    await registry.push("llama", "app", containerImage);
    modeldex = await startGateway({ sources: [oci({ url: registry.url })] });
  }, 60_000);
  afterAll(async () => {
    await modeldex.close();
    await registry.stop();
  });

  it("is listed by its catalog: four packagings, one listing for each manifest, no image and no signature", async () => {
    expect(await harvest(modeldex)).toMatchObject({ status: "DONE", seen: 5, added: 5, dropped: 2 });
    const { source, models } = await modeldex.query(`{
      source(id: "oci") { coverage { listings dropped } }
      models: search(text: "llama", first: 20) { nodes { name listings { nodes { nativeId details { ... on OciDetails { packaging } } artifacts(first: 1) { nodes { digest } } } } } }
    }`);
    expect(source.coverage).toEqual({ listings: 5, dropped: 2 });
    const rows = models.nodes.map(({ name, listings: { nodes: [listing] } }: any) => [listing.nativeId, name, listing.details.packaging, listing.artifacts.nodes[0].digest]);
    expect(rows.sort()).toEqual([
      [`${host}/ai/llama3.1:8B-F16`, "llama3.1:8B-F16", "Docker Model Runner", dockerModel("F16").blobs[1]!.digest],
      [`${host}/ai/llama3.1:8B-Q4_K_M`, "llama3.1:8B-Q4_K_M", "Docker Model Runner", small.blobs[1]!.digest],
      [`${host}/kits/llama3:8B-q4_0`, "llama3:8B-q4_0", "KitOps", modelKit.blobs[1]!.digest],
      [`${host}/llama:8b`, "llama:8b", "Ollama", ollamaModel.blobs[1]!.digest],
      [`${host}/packs/llama:8b-awq`, "Llama-3.1-8B-Instruct", "ModelPack", modelPack.blobs[1]!.digest],
    ]);
    expect(await harvest(modeldex, false)).toMatchObject({ status: "DONE", seen: 5, added: 0, changed: 0, gone: 0 });
  });

  it("is resolved by tag, by a tag that is no name of its own, by digest, and by the digest of a file", async () => {
    const found = async (reference: string) => {
      const { resolve } = await modeldex.query(resolveQuery, { reference });
      return [resolve.outcome, resolve.listing?.nativeId, resolve.revision];
    };
    const answer = ["RESOLVED", `${host}/ai/llama3.1:8B-Q4_K_M`, small.digest];
    expect(await found(`oci://${host}/ai/llama3.1:8B-Q4_K_M`)).toEqual(answer);
    expect(await found(`${host}/ai/llama3.1:latest`)).toEqual(answer);
    expect(await found(`${host}/ai/llama3.1@${small.digest}`)).toEqual(answer);
    expect(await found(small.blobs[1]!.digest)).toEqual(answer);
    expect((await found(`${host}/ai/llama3.1:70B`))[0]).toBe("NOT_FOUND");
  });

  it("is resolved although nothing was listed, also by a tag that leads elsewhere, and a digest that a tag has left is not taken for its present one", async () => {
    const fresh = await startGateway({ sources: [oci({ url: registry.url })] });
    try {
      const found = async (reference: string) => (await fresh.query(resolveQuery, { reference })).resolve;
      expect(await found(`${host}/ai/llama3.1:latest`)).toMatchObject({ outcome: "RESOLVED", listing: { nativeId: `${host}/ai/llama3.1:8B-Q4_K_M` } });
      const [before, after] = [dockerModel("Q5_K_M"), dockerModel("Q6_K")];
      await registry.push("moves", "v1", before);
      expect(await found(`${host}/moves@${before.digest}`)).toMatchObject({ outcome: "RESOLVED", revision: before.digest, listing: { nativeId: `${host}/moves:v1`, revision: before.digest } });
      await registry.push("moves", "v1", after);
      await harvest(fresh);
      expect(await found(`${host}/moves:v1`)).toMatchObject({ outcome: "RESOLVED", revision: after.digest });
      expect(await found(`${host}/moves@${before.digest}`)).toMatchObject({ outcome: "RESOLVED", revision: before.digest, listing: { nativeId: `${host}/moves:v1`, revision: after.digest } });
    } finally {
      await fresh.close();
    }
  });

  it("has no referrers API, so a signature is found by the fallback tag; it is a claim that nobody has checked", async () => {
    expect((await fetch(`${registry.url}/v2/packs/llama/referrers/${modelPack.digest}`)).status).toBe(404);
    const { model } = await modeldex.query("query($id: ID!) { model(id: $id) { trust { claims(first: 60) { nodes { kind status statement evidence { ... on DocumentEvidence { sourceUrl statement } } } } } } }", { id: `oci:${host}/packs/llama:8b-awq` });
    const [signature] = model.trust.claims.nodes.filter(({ kind }: any) => kind === "PUBLISHER_SIGNATURE");
    expect(signature).toMatchObject({
      status: "ASSERTED",
      statement: `${host} holds application/vnd.dev.sigstore.bundle.v0.3+json for ${modelPack.digest}; who signed it, and whether it holds, is not checked by the registry.`,
    });
  });

  it("answers 404 to a client that accepts only Docker's manifests, for a model that is there", async () => {
    const accept = (kind: string) => fetch(`${registry.url}/v2/packs/llama/manifests/8b-awq`, { headers: { accept: kind } });
    const wrong = await accept("application/vnd.docker.distribution.manifest.v2+json");
    expect([wrong.status, ((await wrong.json()) as any).errors[0].code, (await accept(ociManifest)).status]).toEqual([404, "MANIFEST_UNKNOWN", 200]);
    expect((await modeldex.query(resolveQuery, { reference: `${host}/packs/llama:8b-awq` })).resolve.outcome).toBe("RESOLVED");
  });

  it("is walked through by a catalog of one repository a page", async () => {
    const lent = createLentFetch({ baseAddresses: [registry.url], userAgent: "test" });
    const asked: string[] = [];
    const fetch: typeof globalThis.fetch = async (input, init) => {
      asked.push(new Request(input).url.slice(registry.url.length));
      return await lent.fetch(input, init);
    };
    try {
      const source = oci({ url: registry.url });
      const ids: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await source.list!({ limit: 1, ...(cursor !== undefined && { cursor }) }, testContext({ fetch }));
        ids.push(...(page.records ?? []).map(({ nativeId }) => nativeId.slice(host.length + 1)));
        cursor = page.cursor;
      } while (cursor !== undefined);
      expect(ids).toEqual(expect.arrayContaining(["ai/llama3.1:8B-Q4_K_M", "ai/llama3.1:8B-F16", "kits/llama3:8B-q4_0", "llama:8b", "packs/llama:8b-awq"]));
      expect([...new Set(asked.filter((path) => path.includes("_catalog")))].slice(0, 4)).toEqual(["/v2/_catalog?n=2", "/v2/_catalog?n=2&last=ai%2Fllama3.1", "/v2/_catalog?n=2&last=kits%2Fllama3", "/v2/_catalog?n=2&last=llama"]);
    } finally {
      await lent.close();
    }
  });

  it("gives ranges of files", async () => {
    const lent = createLentFetch({ baseAddresses: [registry.url], userAgent: "test" });
    try {
      const stream = await oci({ url: registry.url }).readFile!({ ref: { nativeId: `${host}/llama:8b`, revision: ollamaModel.digest }, path: "model.gguf", range: { start: 5, end: 8 } }, testContext({ fetch: lent.fetch }));
      expect(await new Response(stream).text()).toBe("olla");
    } finally {
      await lent.close();
    }
  });

  describe("behind a server that gives tokens", () => {
    let front: RegistryFront;
    let guarded: TestGateway;
    let frontHost: string;
    beforeAll(async () => {
      front = await startRegistryFront(registry.url);
      frontHost = new URL(front.url).host;
      guarded = await startGateway({ sources: [oci({ url: front.url, authUrl: front.tokensUrl, username: "ada", password: "secret words", repositories: ["packs/llama", "ai/llama3.1"] })] });
    });
    afterAll(async () => {
      await guarded.close();
      await front.close();
    });

    it("is listed, and goes on when tokens expire before their time", async () => {
      expect(await harvest(guarded)).toMatchObject({ status: "DONE", seen: 3, dropped: 1 });
      const credentials = `Basic ${Buffer.from("ada:secret words").toString("base64")}`;
      expect([...new Set(front.tokenRequests)].sort()).toEqual(["registry%3Acatalog%3A*", "repository%3Aai%2Fllama3.1%3Apull", "repository%3Apacks%2Fllama%3Apull"].map((scope) => `?service=front&scope=${scope} ${credentials}`));
      const before = front.tokenRequests.length;
      front.expireTokens();
      expect(await harvest(guarded)).toMatchObject({ status: "DONE", seen: 3, changed: 0, gone: 0 });
      expect(front.tokenRequests.length).toBeGreaterThan(before);
    });

    it("drops a manifest that comes cut off with that reason, and keeps what is stored of it", async () => {
      await registry.push("ai/llama3.1", "8B", small);
      front.cut = { ending: "8b-awq", bytes: 200, saysLength: true };
      expect(await harvest(guarded, false)).toMatchObject({ status: "DONE", seen: 2, gone: 0, dropped: 2 });
      const source = oci({ url: front.url, authUrl: front.tokensUrl, username: "ada", password: "secret words", repositories: ["packs/llama"] });
      const [direct] = await source.get!({ refs: [{ nativeId: `${frontHost}/packs/llama:8b-awq` }], need: new Set() }, testContext({ fetch: (...asked) => fetch(...asked) }));
      front.cut = undefined;
      expect(direct).toMatchObject({ code: "BAD_RESPONSE", message: expect.stringMatching(`^the manifest ${frontHost}/packs/llama:8b-awq came with other bytes than those of its digest ${modelPack.digest}: theirs is sha256:[0-9a-f]{64}\\.$`) });
      expect((await guarded.query("query($id: ID!) { model(id: $id) { listings { nodes { state } } } }", { id: `oci:${frontHost}/packs/llama:8b-awq` })).model.listings.nodes).toEqual([{ state: "LISTED" }]);
    });

    it("fails, and lets nothing go, when the connection ends within a manifest", async () => {
      await harvest(guarded);
      front.cut = { ending: "8b-awq", bytes: 200, saysLength: false };
      const run = await guarded.gateway.harvest("oci", { all: true, signal: AbortSignal.timeout(60_000) });
      front.cut = undefined;
      expect(run).toMatchObject({ status: "FAILED", code: "UNREACHABLE", gone: 0 });
    }, 60_000);
  });
});
