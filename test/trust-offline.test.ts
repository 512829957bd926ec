import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { publisherIdentity, securityAdvisories } from "@modeldex/gateway";
import { huggingFace } from "@modeldex/source-hf";
import { expect, it } from "vitest";
import { emptyFolder, removeFolder } from "./support/command.ts";
import { startGateway } from "./support/gateway.ts";
import { startHub } from "./support/hub.ts";

it("a gateway that is offline asks nobody for a report, a pin or a check, neither sources nor what verifiers are configured with", async () => {
  const asked: string[] = [];
  const advisories = createServer((request, response) => {
    asked.push(request.url ?? "");
    response.end(JSON.stringify([]));
  }).listen(0, "127.0.0.1");
  await once(advisories, "listening");
  const address = `http://127.0.0.1:${String((advisories.address() as AddressInfo).port)}/osv.json`;
  const hub = await startHub([{ id: "acme/tiny", license: "mit", downloads: 10 }]);
  const dataDir = await emptyFolder();
  const config = () => ({
    sources: [huggingFace({ endpoint: hub.url })],
    verifiers: [publisherIdentity({ anchors: [{ publisher: "acme", domains: ["acme.eth"] }], ens: { rpc: [address] } }), securityAdvisories({ from: [address] })],
  });
  const everything = `query ($pins: [PinInput!]!) {
    model(id: "hf:acme/tiny") { mlBom trust(depth: DEEP) { level claims { nodes { kind status unknownReason } } } }
    pin(references: ["hf:acme/tiny", "acme/other"]) { problem pin { document } } checkPins(pins: $pins) { outcome }
    sources { trust { systemLevel } }
  }`;
  try {
    const online = await startGateway(config(), { dataDir });
    const { pin } = await online.query('{ pin(references: ["hf:acme/tiny"]) { pin { document } } }');
    await online.close();
    expect(hub.requests.length + asked.length).toBeGreaterThan(2);
    const before = [hub.requests.length, asked.length];
    const offline = await startGateway(config(), { dataDir, offline: true });
    const answer = await offline.query(everything, { pins: [{ document: pin[0].pin.document }] });
    await offline.close();
    expect([hub.requests.length, asked.length]).toEqual(before);
    expect(answer.checkPins).toEqual([{ outcome: "UNREACHABLE" }]);
    expect(answer.pin.map((each: any) => each.pin)).toEqual([null, null]);
  } finally {
    await hub.close();
    advisories.close();
    await removeFolder(dataDir);
  }
});
