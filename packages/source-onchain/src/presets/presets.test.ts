import { expect, test } from "vitest";
import type { Mapping } from "../mapping/mapping.ts";
import { readOptions } from "../options.ts";
import { eas, type EasOptions } from "./eas.ts";
import { erc8004Reputation, erc8004Validation } from "./erc8004-feedback.ts";
import { erc8004 } from "./erc8004.ts";
import { fabstir } from "./fabstir.ts";
import { opengradientTee } from "./opengradient-tee.ts";
import { oraOao } from "./ora-oao.ts";
import { zeroGCompute } from "./zero-g-compute.ts";

const at = { chainId: 1, address: `0x${"11".repeat(20)}`, startBlock: 0 } as const;
const attested = (field: string, as: EasOptions["model"]["as"], attesters: number): Mapping =>
  eas({
    chainId: 1,
    startBlock: 0,
    schemaUid: `0x${"22".repeat(32)}`,
    schema: "string model, bytes32 sha256, uint8 score, bytes proof, string[] tags, address[] reviewers, bool passed",
    attesters: Array.from({ length: attesters }, (_, index) => `0x${(index + 1).toString(16).padStart(40, "0")}`),
    model: { field, as },
  });

test.each<readonly [string, readonly Mapping[]]>([
  ["erc8004, which lists nothing", [erc8004(at)]],
  ["erc8004, with a name as text", [erc8004({ ...at, modelMetadataKey: "model" })]],
  ["erc8004, with JSON and registration files", [erc8004({ ...at, modelMetadataKey: "model", modelMetadataAs: "json", registrationFiles: true })]],
  [
    "all three of ERC-8004",
    [erc8004(at), erc8004Reputation({ ...at, address: `0x${"22".repeat(20)}` }), erc8004Validation({ ...at, address: `0x${"33".repeat(20)}` })],
  ],
  ["fabstir", [fabstir(at)]],
  ["fabstir, enumerated", [fabstir({ ...at, enumerate: true })]],
  ["zeroGCompute, in pages", [zeroGCompute({ startBlock: 0 })]],
  ["zeroGCompute, whole", [zeroGCompute({ startBlock: 0, chainId: 16_602, version: "whole" })]],
  ["oraOao", [oraOao({ chainId: 1, startBlock: 0 })]],
  ["oraOao, with labels", [oraOao({ chainId: 1, startBlock: 0, labels: { "0": "Llama 2" } })]],
  ["eas, by purl", [attested("model", "purl", 1)]],
  ["eas, by repository", [attested("model", "huggingface", 2)]],
  ["eas, by digest, of many attesters", [attested("sha256", "sha256", 30)]],
  ["opengradientTee", [opengradientTee({ startBlock: 0 })]],
  ["opengradientTee, of the earlier form, listed", [opengradientTee({ startBlock: 0, version: "plain", listed: true })]],
])("%s is a right mapping of its own ABI", (_, registries) => {
  const chains = [...new Set(registries.map(({ chainId }) => chainId))].map((chainId) => ({ chainId, rpc: ["https://rpc.example"] }));
  expect(readOptions({ chains, registries }).chains.flatMap((chain) => chain.registries.map(({ id }) => id))).toEqual(registries.map(({ id }) => id));
});

test("asks for an address where none is known", () => {
  const registries = [zeroGCompute({ startBlock: 0, chainId: 5 })];
  expect(() => readOptions({ chains: [{ chainId: 5, rpc: ["https://rpc.example"] }], registries })).toThrow("registries[0].address: must be a contract's address: 0x and 40 hex digits");
});
