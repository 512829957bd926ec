import { SourceError } from "@modeldex/plugin-kit";
import { testContext } from "@modeldex/plugin-kit/testing";
import { describe, expect, it } from "vitest";
import { dockerModel, modelPack, stored, type Artifact } from "./fixtures/artifacts.ts";
import { scriptedRegistry, type RegistryScript } from "./fixtures/scripted-registry.ts";
import { oci } from "./oci.ts";
import type { OciOptions } from "./options.ts";

const origin = "https://registry.example";
const content = { "packs/llama": { v1: modelPack } };
const nativeId = "registry.example/packs/llama:v1";

interface Asked {
  readonly options?: Partial<OciOptions>;
  readonly script?: Partial<RegistryScript>;
  readonly others?: readonly RegistryScript[];
  readonly ref?: { readonly nativeId: string; readonly revision?: string };
}

async function got({ options, script, others = [], ref = { nativeId } }: Asked) {
  const calls: string[] = [];
  const context = testContext({ fetch: scriptedRegistry({ origin, content, calls, ...script }, ...others) });
  const [answer] = await oci({ url: origin, ...options }).get!({ refs: [ref], need: new Set() }, context);
  const told = answer instanceof SourceError ? `${answer.code}: ${answer.message}` : answer?.nativeId;
  return { told, calls, drops: context.drops };
}

describe("manifests", () => {
  it("accepts every kind, since a registry answers 404 for one that is not accepted, as if it were not there", async () => {
    const accepts: (string | null)[] = [];
    const { told } = await got({ script: { instead: (request) => void accepts.push(request.headers.get("accept")) as undefined } });
    expect(told).toBe(nativeId);
    expect(accepts[0]).toBe("application/vnd.oci.image.manifest.v1+json, application/vnd.oci.image.index.v1+json, application/vnd.docker.distribution.manifest.v2+json, application/vnd.docker.distribution.manifest.list.v2+json");
    const bare = await scriptedRegistry({ origin, content })(`${origin}/v2/packs/llama/manifests/v1`, { headers: { accept: "application/vnd.docker.distribution.manifest.v2+json" } });
    expect([bare.status, await bare.text()]).toEqual([404, '{"errors":[{"code":"MANIFEST_UNKNOWN","message":"manifest unknown"}]}']);
  });

  const instead = (bytes: string, headers: Readonly<Record<string, string>> = {}) => (request: Request) => (request.url.includes("/manifests/") ? new Response(request.method === "HEAD" ? null : bytes, { headers }) : undefined);
  const cut = modelPack.bytes.slice(0, 200);
  const other = dockerModel("F16");

  it.each([
    ["is cut off and says its digest", instead(cut, { "docker-content-digest": modelPack.digest }), `BAD_RESPONSE: the manifest ${nativeId} came with other bytes than those of its digest ${modelPack.digest}: theirs is ${stored(cut).digest}.`],
    ["is cut off and says no digest", instead(cut), `BAD_RESPONSE: The origin did not answer in JSON for the manifest ${nativeId}.`],
    ["is too large", instead(" ".repeat(4_194_305)), `BAD_RESPONSE: the manifest ${nativeId} is larger than 4194304 bytes, the most that is read.`],
    ["is another one", instead(other.bytes, { "docker-content-digest": modelPack.digest }), `BAD_RESPONSE: the manifest ${nativeId} came with other bytes than those of its digest ${modelPack.digest}: theirs is ${other.digest}.`],
    ["is no object", instead("[]"), `BAD_RESPONSE: the manifest ${nativeId} is no JSON object.`],
  ])("refuses one that %s", async (_how, spoiled, message) => {
    expect((await got({ script: { instead: spoiled } })).told).toBe(message);
  });

  it("refuses another one than the digest that was asked for, whatever the registry calls it", async () => {
    const { told } = await got({ ref: { nativeId, revision: modelPack.digest }, script: { instead: instead(other.bytes, { "docker-content-digest": other.digest }) } });
    expect(told).toBe(`BAD_RESPONSE: the manifest registry.example/packs/llama@${modelPack.digest} came with other bytes than those of its digest ${modelPack.digest}: theirs is ${other.digest}.`);
  });

  it("refuses a configuration with other bytes than its digest says", async () => {
    const swapped: Artifact = { ...modelPack, blobs: modelPack.blobs.map(({ digest }) => ({ digest, bytes: "{}" })) };
    expect((await got({ script: { content: { "packs/llama": { v1: swapped } } } })).told).toContain(`BAD_RESPONSE: the configuration registry.example/packs/llama@${modelPack.blobs[0]!.digest} came with other bytes`);
  });
});

it("serves with credentials only the repositories that are configured, where some are", async () => {
  expect((await got({ options: { token: "mine", repositories: ["packs/other"] } })).told).toBeUndefined();
  expect((await got({ options: { token: "mine", repositories: ["packs/llama"] } })).told).toBe(nativeId);
  expect((await got({ options: { token: "mine" } })).told).toBe(nativeId);
  expect((await got({ options: { repositories: ["packs/other"] } })).told).toBe(nativeId);
});

describe("one artifact", () => {
  it("is found by a less explicit tag, by digest, without any tag, and at a revision", async () => {
    const script = { content: { "packs/llama": { v1: modelPack, latest: modelPack }, untagged: { [modelPack.digest]: dockerModel("F16") } } };
    const byDigest = `registry.example/packs/llama@${modelPack.digest}`;
    expect((await got({ script, ref: { nativeId: "registry.example/packs/llama:latest" } })).told).toBe(nativeId);
    expect((await got({ script, ref: { nativeId: byDigest } })).told).toBe(nativeId);
    expect((await got({ script, ref: { nativeId: byDigest, revision: modelPack.digest } })).told).toBe(byDigest);
    expect((await got({ script, ref: { nativeId, revision: modelPack.digest } })).told).toBe(nativeId);
    expect((await got({ script, ref: { nativeId: `registry.example/packs/llama:none` } })).told).toBeUndefined();
    expect((await got({ script, ref: { nativeId, revision: "v1" } })).told).toBeUndefined();
  });

  it("is read where the registry does not list tags, as Ollama's", async () => {
    const { told, calls } = await got({ script: { instead: (request) => (request.url.includes("/tags/") ? new Response("404 page not found", { status: 404 }) : undefined) } });
    expect(told).toBe(nativeId);
    expect(calls.filter((call) => /manifests\/sha256-/.test(call))).toHaveLength(2);
  });
});

describe("files", () => {
  const file = async (range: { readonly start: number; readonly end: number } | undefined, instead?: RegistryScript["instead"], path = "config.json") => {
    const pack = { ...modelPack, blobs: modelPack.blobs };
    const source = oci({ url: origin });
    const stream = await source.readFile!({ ref: { nativeId }, path, ...(range && { range }) }, testContext({ fetch: scriptedRegistry({ origin, content: { "packs/llama": { v1: pack } }, ...(instead && { instead }) }) }));
    return stream && (await new Response(stream).text());
  };
  const weights = "model-00001-of-00001.safetensors";

  it("are read whole, or exactly by range, also from a registry that always sends everything", async () => {
    const whole = (request: Request) => (request.headers.has("range") ? new Response("GGUF modelpack") : undefined);
    expect([await file(undefined), await file({ start: 5, end: 9 }, undefined, weights), await file({ start: 5, end: 9 }, whole, weights), await file({ start: 900, end: 999 }, undefined, weights)]).toEqual(["{}", "model", "model", ""]);
    expect([await file(undefined, undefined, "none.bin"), await file(undefined, (request) => (request.url.includes("/blobs/") ? new Response("", { status: 404 }) : undefined))]).toEqual([undefined, undefined]);
  });

  it("are refused where the range is none, or the answer another one", async () => {
    await expect(file({ start: 3, end: 2 })).rejects.toMatchObject({ code: "UNSUPPORTED" });
    const later = (request: Request) => (request.headers.has("range") ? new Response("pack", { status: 206, headers: { "content-range": "bytes 10-13/14" } }) : undefined);
    await expect(file({ start: 5, end: 9 }, later)).rejects.toMatchObject({ code: "BAD_RESPONSE", message: `registry.example gave other bytes than those asked for of config.json of ${nativeId}.` });
  });
});
