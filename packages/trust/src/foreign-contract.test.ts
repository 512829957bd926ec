import type { ClaimOf } from "@modeldex/schema";
import { expect, it } from "vitest";
import { commit, input, listing, now, stored } from "../test/subjects.ts";
import { buildReport } from "./report.ts";
import { keyedClaims, sourceCheckId } from "./source-claim-key.ts";

const account = (letter: string): string => `eip155:1:0x${letter.repeat(40)}`;

it.each([
  ["the contract that keeps the entry", `onchain:${account("a")}/1`, account("a"), "CONSTRAINED"],
  ["twin: a contract that has nothing to do with it", `onchain:${account("b")}/1`, account("a"), "PINNABLE"],
  ["twin: a contract, where no contract keeps the listing", "hf:acme/tiny", account("a"), "PINNABLE"],
])("the level of the system rests on who can change %s", (_name, key, contract, expected) => {
  const control: ClaimOf<"CONTROL_AUTHORITY"> = { kind: "CONTROL_AUTHORITY", statement: "Nobody can change it.", facts: { authority: "NONE", power: "upgrade" }, issuer: { type: "CHAIN", key: contract }, evidence: [] };
  const claims = [{ kind: "SOURCE_OPERATOR", statement: "Acme operates it.", facts: { operator: "Acme" }, evidence: [] }, { kind: "CHANGE_HISTORY", statement: "It can be seen.", facts: { visible: true }, evidence: [] }, control] as const;
  const [keyed] = keyedClaims([control]);
  const found = stored({ kind: "CONTROL_AUTHORITY", statement: "Nobody can change it.", status: "VERIFIED", effect: "SUPPORTS", method: "chain.authority/1", evidence: [] }, { check: sourceCheckId("control-authority/1", keyed?.key) });
  const immutable = stored({ kind: "REFERENCE_IMMUTABILITY", statement: "It is a commit.", status: "VERIFIED", effect: "SUPPORTS", method: "reference.form/1", evidence: [] });
  const report = buildReport(input(listing(key, { revision: commit }), { findings: [immutable], system: { claims, observedAt: now.toISOString(), findings: [found] } }));
  expect(report.systemLevel).toBe(expected);
});
