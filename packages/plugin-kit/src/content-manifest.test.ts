import { describe, expect, it } from "vitest";
import { sha256Of } from "./bytes.ts";
import { digestClaims, layerFiles, readLayer, readManifest } from "./content-manifest.ts";
import { testContext } from "./testing/test-context.ts";

const blob = (content: string) => ({ digest: sha256Of(content), size: content.length });
const [config, weights, license] = [blob("{}"), blob("weights"), blob("MIT License")];
const layer = ({ digest, size }: { readonly digest: string; readonly size: number }, kind: string) => ({ mediaType: `application/vnd.acme.${kind}`, digest, size });
/** Not as JSON.stringify writes it, so that a digest over anything but the bytes is another. */
const text = `{ "config": ${JSON.stringify(layer(config, "config"))}, "layers": [ ${[layer(weights, "model"), layer(license, "license"), layer(license, "license")].map((each) => JSON.stringify(each)).join(", ")} ] }\n`;
const expected = { what: "the manifest acme/tiny:8b", most: 10_000, now: new Date("2026-01-01T00:00:00Z") };
const url = "https://registry.example/v2/acme/tiny/manifests/8b";
const blobs = "https://registry.example/v2/acme/tiny/blobs";
const answer = (body: string, init = {}): Response => Object.defineProperty(new Response(body, init), "url", { value: url });
const manifest = async () => await readManifest(answer(text, { headers: { "content-type": "text/plain" } }), expected);

describe("readManifest", () => {
  it("gives the digest over the bytes as they came, the configuration and the layers, whatever type the answer has", async () => {
    expect(await manifest()).toEqual({
      digest: sha256Of(text), config: { mediaType: "application/vnd.acme.config", digest: config.digest, sizeBytes: 2 },
      layers: [
        { mediaType: "application/vnd.acme.model", digest: weights.digest, sizeBytes: 7 },
        { mediaType: "application/vnd.acme.license", digest: license.digest, sizeBytes: 11 }, { mediaType: "application/vnd.acme.license", digest: license.digest, sizeBytes: 11 },
      ],
    });
    expect((await readManifest(answer('{"layers":[]}'), expected)).config).toBe(undefined);
  });

  it.each([
    ["no manifest", '{"errors":[]}', "registry.example answered for the manifest acme/tiny:8b with something that is no manifest."],
    ["a layer without a digest", '{"layers":[{"size":1}]}', "registry.example answered for the manifest acme/tiny:8b with something that is no manifest."],
    ["a page", "<html>", /did not answer in JSON for the manifest acme\/tiny:8b, but with a web page\.$/],
  ])("refuses %s", async (_, body, message) => {
    await expect(readManifest(answer(body), expected)).rejects.toMatchObject({ code: "BAD_RESPONSE", message: typeof message === "string" ? message : expect.stringMatching(message) });
  });

  it("refuses the manifest of another digest", async () => {
    await expect(readManifest(answer(text), { ...expected, digests: [weights.digest] })).rejects.toMatchObject({ code: "BAD_RESPONSE" });
  });
});

describe("readLayer", () => {
  const read = async (body: string, status = 200, sizeBytes = license.size) =>
    await readLayer({ mediaType: "", digest: license.digest, sizeBytes }, { blobs, most: 20 }, testContext({ fetch: async (asked) => {
      expect(asked).toBe(`${blobs}/${license.digest}`);
      return new Response(body, { status });
    } }));

  it("gives a text that has its digest, and nothing of one that is not there or too large", async () => {
    expect([await read("MIT License"), await read("no", 404), await read("MIT License", 200, 21)]).toEqual(["MIT License", undefined, undefined]);
    await expect(read("MIT Licence")).rejects.toMatchObject({ code: "BAD_RESPONSE" });
    await expect(read("busy", 503)).rejects.toMatchObject({ code: "UNREACHABLE" });
  });
});

describe("layers", () => {
  it("are files with their addresses, numbered where several have one path", async () => {
    const { layers } = await manifest();
    const files = layerFiles(layers, blobs, ({ mediaType }) => (mediaType.endsWith("model") ? { path: "model.gguf", role: "WEIGHTS" } : { path: "LICENSE" }));
    expect(files).toEqual([
      { path: "model.gguf", role: "WEIGHTS", sizeBytes: 7, digest: weights.digest, url: `${blobs}/${weights.digest}` },
      { path: "LICENSE", sizeBytes: 11, digest: license.digest, url: `${blobs}/${license.digest}` },
      { path: "LICENSE-2", sizeBytes: 11, digest: license.digest, url: `${blobs}/${license.digest}` },
    ]);
    expect(layerFiles([...layers, ...layers], blobs, () => ({ path: "a.b/model.tar.gz" })).slice(1, 3).map(({ path }) => path)).toEqual(["a.b/model-2.tar.gz", "a.b/model-3.tar.gz"]);
  });

  it("are claimed with the manifest as evidence", async () => {
    const read = await manifest();
    const files = layerFiles(read.layers, blobs, ({ mediaType }) => ({ path: mediaType.slice(-5) }));
    expect(digestClaims(read, url, files).slice(0, 2)).toEqual([
      { kind: "CONTENT_DIGEST", statement: `The manifest has the sha256 ${read.digest}, over its bytes as the registry gives them.`, facts: { digest: read.digest, path: "manifest.json", reference: url }, evidence: [{ kind: "document", url, digest: read.digest }] },
      { kind: "CONTENT_DIGEST", statement: "The manifest names model by its sha256.", facts: { digest: weights.digest, path: "model", reference: `${blobs}/${weights.digest}` }, evidence: [{ kind: "document", url, pointer: "/layers/0/digest", digest: read.digest }] },
    ]);
  });
});
