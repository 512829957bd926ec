import type { SourceClaim } from "@modeldex/schema";
import { describe, expect, it } from "vitest";
import { commit, input, listing, stored } from "../test/subjects.ts";
import { checkId } from "./check-id.ts";
import { decide } from "./decide.ts";
import { parsePolicy } from "./parse-policy.ts";
import { buildReport } from "./report.ts";

const byGateway = parsePolicy({ rules: [{ key: "identity", severity: "BLOCK", test: { require: { kinds: ["PUBLISHER_IDENTITY"], issuers: ["gateway"] } } }] });
const said: SourceClaim = { kind: "PUBLISHER_IDENTITY", statement: "Verified.", facts: { publisher: "acme", confirmedBy: "gateway" }, issuer: { type: "OPERATOR", key: "gateway" }, evidence: [] };
const finding = { kind: "PUBLISHER_IDENTITY", statement: "acme.example names it.", effect: "SUPPORTS", method: "publisher.proof/1", evidence: [] } as const;

describe("a policy that asks for what the gateway has found", () => {
  it("is not met by a source that calls somebody else so", () => {
    const subject = listing("hf:acme/tiny", { revision: commit, claims: [said] });
    const repeated = stored({ ...finding, status: "ASSERTED" }, { check: checkId("publisher-identity/1", { claim: said }) });
    expect(decide(buildReport(input(subject, { findings: [repeated] })), byGateway, subject.key).outcome).not.toBe("ALLOW");
    expect(decide(buildReport(input(subject, { findings: [stored({ ...finding, status: "VERIFIED" })] })), byGateway, subject.key).outcome).toBe("ALLOW");
  });
});

describe("whom an identity is about", () => {
  it("is the account, not the name, in a record that anybody may write", () => {
    const account = `eip155:1:0x${"b".repeat(40)}`;
    const about = (naming: "open" | "namespaced") => {
      const subject = listing("wall:1", { publisher: { name: "meta-llama" }, registrant: account, revision: commit }, naming);
      return buildReport(input(subject, { findings: [stored({ ...finding, status: "VERIFIED" })] })).claims.map((claim) => claim.subject.reference);
    };
    expect([about("open"), about("namespaced")]).toEqual([[account], ["meta-llama"]]);
  });
});
