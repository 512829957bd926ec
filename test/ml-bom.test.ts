import { createHash } from "node:crypto";
import { huggingFace } from "@modeldex/source-hf";
import { expect, it } from "vitest";
import { startGateway } from "./support/gateway.ts";
import { startHub } from "./support/hub.ts";

it("pins come as one bill of materials without asking anybody, and what is no pin is refused by its place", async () => {
  const hub = await startHub([{ id: "acme/tiny", license: "mit", downloads: 10, contents: { "model.safetensors": "bytes" } }, { id: "acme/other", license: "mit", downloads: 9, contents: { "model.safetensors": "others" } }]);
  const modeldex = await startGateway({ sources: [huggingFace({ endpoint: hub.url })] });
  try {
    const { pin } = await modeldex.query('{ pin(references: ["acme/tiny", "acme/other"]) { problem pin { document } } }');
    const pins = pin.map(({ pin: { document } }: any) => ({ document }));
    const asked = hub.requests.length;
    const document = "query ($pins: [PinInput!]!) { mlBom(pins: $pins) }";
    const { mlBom } = await modeldex.query(document, { pins });
    expect([mlBom.components.map(({ name }: any) => name), hub.requests.slice(asked)]).toEqual([["tiny", "other"], []]);
    const answers = [await modeldex.ask(document, { pins: [] }), await modeldex.ask(document, { pins: [pins[0], { document: { ...pins[1].document, name: "mine" } }] })];
    expect(answers.map(({ data, errors }) => [data, errors?.[0].message.slice(0, 60), errors?.[0].extensions.code])).toEqual([
      [{ mlBom: null }, "`pins` is empty; give the documents of pins, as `pin` gave t", "BAD_USER_INPUT"],
      [{ mlBom: null }, "`pins[1].document` cannot be used. The entry was changed aft", "BAD_USER_INPUT"],
    ]);
  } finally {
    await modeldex.close();
    await hub.close();
  }
});

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
    expect(definitions.standards[0].requirements.map(({ identifier }: any) => identifier)).toContain("no-failed-claim");
    const asked = hub.requests.length;
    await modeldex.query('{ model(id: "hf:acme/tiny") { mlBom name } }');
    expect(hub.requests.slice(asked)).toEqual([]);
  } finally {
    await modeldex.close();
    await hub.close();
  }
});
