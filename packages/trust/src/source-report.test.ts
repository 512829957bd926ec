import type { Finding, SourceClaim, SourceId } from "@modeldex/schema";
import { expect, it } from "vitest";
import { input, listing, now, stored } from "../test/subjects.ts";
import { buildReport } from "./report.ts";
import { keyedClaims, parseSourceCheckId, sourceCheckId } from "./source-claim-key.ts";
import { buildSourceReport } from "./source-report.ts";
import type { TrustSystem } from "./trust-claim.ts";

const source = "onchain" as SourceId;
const contract = (digit: string) => `eip155:1:0x${digit.repeat(40)}`;
const chainEvidence = (digit: string, blockNumber = 9) => ({ kind: "chain", chainId: 1, address: `0x${digit.repeat(40)}`, blockNumber, blockHash: `0x${"11".repeat(32)}`, finality: "FINALIZED", endpointsAgreeing: 1, endpointsAsked: 1, raw: { call: "0x8da5cb5b", result: "0x" } }) as const;
const owner = (digit: string, blockNumber?: number): SourceClaim => ({ kind: "CONTROL_AUTHORITY", statement: `Somebody owns ${digit}.`, facts: { power: "owner" }, evidence: [chainEvidence(digit, blockNumber)], issuer: { type: "CHAIN", key: contract(digit) } });
const operator: SourceClaim = { kind: "SOURCE_OPERATOR", statement: "Acme operates it.", facts: { operator: "Acme" }, evidence: [] };
const history: SourceClaim = { kind: "CHANGE_HISTORY", statement: "One sees what changed.", facts: { visible: true }, evidence: [] };
const verified: Finding = { kind: "CONTROL_AUTHORITY", statement: "One account owns a.", status: "VERIFIED", effect: "CAUTION", method: "chain.authority/1", evidence: [], expiresAt: "2026-11-01T13:00:00Z" };
const keyOf = (claim: SourceClaim) => keyedClaims([claim])[0]?.key ?? "";
const found = (finding: Finding, claim?: SourceClaim) => {
  const { revision: _, ...rest } = stored(finding, { check: sourceCheckId("control-authority/1", claim === undefined ? undefined : keyOf(claim)) });
  return rest;
};
const system = (more: Partial<TrustSystem> = {}): TrustSystem => ({ claims: [operator, history, owner("a"), owner("b")], observedAt: "2026-11-01T10:00:00Z", ...more });
const report = (of?: TrustSystem, at = now) => buildSourceReport({ source, sourceTitle: "Registries", now: at, ...(of === undefined ? {} : { system: of }) });
const lines = ({ claims }: { readonly claims: readonly { readonly status: string; readonly effect: string; readonly statement: string; readonly subject: { readonly type: string; readonly reference: string } }[] }) =>
  claims.map(({ status, effect, statement, subject }) => `${status} ${effect} ${subject.type} ${subject.reference}: ${statement}`);

it("of a source that nothing is known of is empty", () => {
  expect(report()).toEqual({ systemLevel: "OPAQUE", systemMissingForNext: ["Who operates the source must be stated."], counts: { verified: 0, asserted: 0, unknown: 0, failed: 0 }, claims: [] });
});

it("shows what the source states, and what was found in its place", () => {
  const { systemLevel, counts, assessedAt, ...rest } = report(system({ findings: [found(verified, owner("a"))] }));
  expect({ systemLevel, counts, assessedAt, lines: lines(rest) }).toEqual({
    systemLevel: "NAMED", counts: { verified: 1, asserted: 3, unknown: 0, failed: 0 }, assessedAt: "2026-11-01T11:00:00Z",
    lines: [`VERIFIED CAUTION CONTRACT ${contract("a")}: One account owns a.`, "ASSERTED NEUTRAL SOURCE onchain: Acme operates it.", `ASSERTED NEUTRAL CONTRACT ${contract("b")}: Somebody owns b.`, "ASSERTED NEUTRAL SOURCE onchain: One sees what changed."],
  });
});

it("stays the same, ids too, when the source reads the same at another block, and in whatever order", () => {
  const findings = [found(verified, owner("a")), found({ ...verified, statement: "One account owns b." }, owner("b"))];
  const first = report(system({ findings }));
  const second = report(system({ claims: [owner("b", 99), history, owner("a", 99), operator], findings: findings.toReversed() }));
  expect(second.claims.map(({ id, statement }) => [id, statement])).toEqual(first.claims.map(({ id, statement }) => [id, statement]));
});

it("says what is out of date, and shows what was found of the source as such", () => {
  const nobody: Finding = { kind: "SOURCE_OPERATOR", statement: "Nobody is named.", status: "UNKNOWN", unknownReason: "NO_EVIDENCE_PUBLISHED", effect: "NEUTRAL", method: "source.operator/1", evidence: [] };
  const late = report(system({ claims: [owner("a")], findings: [found(verified, owner("a")), { ...found(nobody), check: sourceCheckId("source-operator/1") }] }), new Date("2026-11-01T14:00:00Z"));
  expect(late.claims.map(({ status, stale, subject }) => [status, stale, subject.type])).toEqual([["VERIFIED", true, "CONTRACT"], ["UNKNOWN", false, "SOURCE"]]);
  expect(late.systemMissingForNext).toEqual(["Who operates the source must be stated. Nobody is named."]);
});

it("leaves out what was found of a statement that there is no longer", () => {
  expect(lines(report(system({ claims: [operator], findings: [found(verified, owner("a"))] })))).toEqual(["ASSERTED NEUTRAL SOURCE onchain: Acme operates it."]);
});

it("stands in the report of a listing as far as it concerns it", () => {
  const subject = listing(`onchain:${contract("a")}/1`, {}, "open");
  const of = buildReport(input(subject, { system: system({ findings: [found(verified, owner("a")), found({ ...verified, statement: "One account owns b." }, owner("b"))] }) }));
  expect(lines(of)).toEqual([`VERIFIED CAUTION CONTRACT ${contract("a")}: One account owns a.`, "ASSERTED NEUTRAL SOURCE onchain: Acme operates it.", "ASSERTED NEUTRAL SOURCE onchain: One sees what changed."]);
  expect(of.claims[0]?.subject).toEqual({ type: "CONTRACT", reference: contract("a"), listing: subject.key });
});

it("tells statements apart by kind, issuer and power, and numbers those that differ in their text alone", () => {
  const role = { ...owner("a"), facts: { power: "role:X" } } as SourceClaim;
  const twice = { ...operator, statement: "Zeta operates it." } as SourceClaim;
  const keys = keyedClaims([owner("a"), owner("b"), role, twice, operator, { ...operator, issuer: { type: "OPERATOR", key: "x" } }]).map(({ key }) => key);
  expect(new Set(keys).size).toBe(6);
  expect(keyedClaims([twice, operator]).map(({ key, claim }) => [key.split(".")[1], claim.statement])).toEqual([[undefined, "Acme operates it."], ["1", "Zeta operates it."]]);
  expect([parseSourceCheckId("a/1#source"), parseSourceCheckId(sourceCheckId("a/1", "k.1"))]).toEqual([{ verifier: "a/1" }, { verifier: "a/1", key: "k.1" }]);
});
