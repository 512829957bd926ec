import { createHash } from "node:crypto";
import { huggingFace } from "@modeldex/source-hf";
import { expect, it } from "vitest";
import { startGateway } from "./support/gateway.ts";
import { startHub } from "./support/hub.ts";

it("a model's bill of materials names its files, its claims and the decision, and costs nothing when its report is warm", async () => {
  const weights = Buffer.from("not weights, but bytes");
  const hub = await startHub([{ id: "acme/tiny", task: "text-generation", license: "mit", downloads: 10, contents: { "model.safetensors": weights } }]);
  const modeldex = await startGateway({ sources: [huggingFace({ endpoint: hub.url })] });
  try {
    await modeldex.query('{ resolve(reference: "hf:acme/tiny") { outcome } }');
    const { model } = await modeldex.query('{ model(id: "hf:acme/tiny") { mlBom } }');
    const { specVersion, metadata, declarations, definitions } = model.mlBom;
    expect({ specVersion, name: metadata.component.name, licenses: metadata.component.licenses, purl: metadata.component.purl }).toEqual({
      specVersion: "1.6", name: "tiny", licenses: [{ license: { id: "MIT" } }], purl: `pkg:huggingface/acme/tiny@${metadata.component.version}`,
    });
    expect(metadata.component.components.find(({ name }: any) => name === "model.safetensors").hashes).toEqual([{ alg: "SHA-256", content: createHash("sha256").update(weights).digest("hex") }]);
    expect(declarations.claims.map(({ predicate }: any) => predicate.slice(0, predicate.indexOf(":")))).toContain("CONTENT_DIGEST");
    expect(definitions.standards[0].requirements.map(({ identifier }: any) => identifier)).toContain("nothing-against");
    const asked = hub.requests.length;
    await modeldex.query('{ model(id: "hf:acme/tiny") { mlBom name } }');
    expect(hub.requests.slice(asked)).toEqual([]);
  } finally {
    await modeldex.close();
    await hub.close();
  }
});
