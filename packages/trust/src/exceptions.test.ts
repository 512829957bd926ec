import { describe, expect, it } from "vitest";
import { claim } from "../test/claims.ts";
import { decide, type DecisionInput } from "./decide.ts";
import type { PolicyException } from "./exceptions.ts";
import { parsePolicy } from "./parse-policy.ts";
import { commit } from "../test/subjects.ts";

const kind = "THIRD_PARTY_SCAN";
const policyOf = (...rules: readonly object[]) => parsePolicy({ id: "house", rules });
const scan = { key: "scan", severity: "BLOCK", test: { forbid: { kinds: [kind], effects: ["UNDERMINES"] } } };
const lineage = { key: "lineage", severity: "BLOCK", test: { require: { kinds: ["LINEAGE"], effects: ["SUPPORTS"] } } };
const flagged = claim(kind, "ASSERTED", "UNDERMINES", { statement: "Flagged." });
const good = claim("LINEAGE", "VERIFIED", "SUPPORTS");
const report = (more: Partial<DecisionInput> = {}): DecisionInput => ({
  claims: [flagged, good], level: "LISTED", systemLevel: "OPAQUE", reportedAt: "2026-11-01T12:00:00.000Z", revision: commit, ...more,
});
const exception: PolicyException = { subject: "hf:a/b", rule: "scan", reason: "The scanner is wrong about this file.", by: "ada@acme.example", until: "2026-12-01T00:00:00.000Z" };
const outcome = (exceptions: readonly PolicyException[], more: Partial<DecisionInput> = {}, policy = policyOf(scan, lineage), subject = "hf:a/b") =>
  decide(report(more), policy, subject, { exceptions }).outcome;

describe("an exception", () => {
  it.each([
    ["none", [], {}, "DENY"],
    ["of this listing and rule", [exception], {}, "ALLOW"],
    ["of this revision", [{ ...exception, subject: `hf:a/b@${commit}` }], {}, "ALLOW"],
    ["twin: of another revision", [{ ...exception, subject: `hf:a/b@${commit.replace("0", "1")}` }], {}, "DENY"],
    ["of this revision, which is not known", [{ ...exception, subject: `hf:a/b@${commit}` }], { revision: undefined }, "DENY"],
    ["twin: of a listing whose name goes on", [{ ...exception, subject: "hf:a/b2" }], {}, "DENY"],
    ["twin: of the beginning of its name", [{ ...exception, subject: "hf:a/" }], {}, "DENY"],
    ["a pattern is no pattern", [{ ...exception, subject: "hf:a/*" }], {}, "DENY"],
    ["of this policy", [{ ...exception, policy: "house" }], {}, "ALLOW"],
    ["twin: of another policy", [{ ...exception, policy: "houses" }], {}, "DENY"],
    ["twin: of another rule", [{ ...exception, rule: "lineage" }], {}, "DENY"],
    ["in its last millisecond", [exception], { reportedAt: "2026-11-30T23:59:59.999Z" }, "ALLOW"],
    ["twin: at its end", [exception], { reportedAt: "2026-12-01T00:00:00.000Z" }, "DENY"],
    ["an end in another zone", [{ ...exception, until: "2026-11-01T13:00:00+01:00" }], {}, "DENY"],
  ] as const)("%s", (_name, exceptions, more, expected) => {
    expect(outcome(exceptions, more as Partial<DecisionInput>)).toBe(expected);
  });

  it.each([
    ["of a revision, for a listing that is called by both", `hf:a/b@${commit}`, `hf:a/b@${commit}`, commit, "DENY"],
    ["of a revision, for a listing whose revision ends alike", "hf:a/b@v1@v2", "hf:a/b", "v1@v2", "DENY"],
    ["twin: of a revision of a listing whose key has an @", "hf:a/b@v1@v2", "hf:a/b@v1", "v2", "ALLOW"],
  ] as const)("%s", (_name, excepted, subject, revision, expected) => {
    expect(outcome([{ ...exception, subject: excepted }], { revision }, undefined, subject)).toBe(expected);
  });

  it("counts for a model as the schema names it", () => {
    expect(outcome([exception], {}, undefined, "listing:hf:a/b")).toBe("ALLOW");
  });

  it("of no policy does not count for one that is given in place, whose rules are its giver's own", () => {
    const inPlace = parsePolicy({ rules: [scan, lineage] });
    expect([outcome([exception], {}, inPlace), outcome([exception], {}, parsePolicy({ id: "other", rules: [scan, lineage] }))]).toEqual(["DENY", "ALLOW"]);
  });

  it("lifts nothing but its own rule", () => {
    expect(outcome([exception], { claims: [flagged] })).toBe("INDETERMINATE");
    expect(outcome([exception, { ...exception, rule: "lineage" }], { claims: [flagged] })).toBe("ALLOW");
  });

  it("leaves the outcome of its rule to be seen, and says that the decision rests on it, and until when", () => {
    const decision = decide(report(), policyOf(scan, lineage), "hf:a/b", { exceptions: [exception] });
    expect(decision).toMatchObject({ outcome: "ALLOW", exceptions: [exception], validUntil: exception.until });
    expect(decision.rules.map(({ outcome: of, exception: by, explanation, remedy }) => ({ of, by, explanation, remedy }))).toEqual([
      {
        of: "FAIL", by: exception, remedy: "Needed: no claim about third party scans that undermines trust.",
        explanation: "1 claim about third party scans undermines trust. Flagged. It does not count until 2026-12-01T00:00:00.000Z, by an exception of ada@acme.example: The scanner is wrong about this file.",
      },
      { of: "PASS", by: undefined, explanation: "1 claim about lineage supports trust.", remedy: undefined },
    ]);
  });

  it("is not rested on where its rule holds, or changes nothing anyway", () => {
    const clean = claim(kind, "ASSERTED", "SUPPORTS");
    const unneeded = decide(report({ claims: [clean, good] }), policyOf(scan, lineage), "hf:a/b", { exceptions: [exception] });
    const info = decide(report(), policyOf({ ...scan, severity: "INFO" }, lineage), "hf:a/b", { exceptions: [exception] });
    expect([unneeded.exceptions, info.exceptions, info.rules[0]?.exception]).toEqual([[], [], undefined]);
    expect(unneeded).toEqual(decide(report({ claims: [clean, good] }), policyOf(scan, lineage), "hf:a/b"));
  });

  it("of several takes the one that ends last, in whatever order they come", () => {
    const longer = { ...exception, by: "grace@acme.example", until: "2027-01-01T00:00:00.000Z" };
    const same = { ...longer, by: "bob@acme.example" };
    for (const order of [[exception, longer, same], [same, longer, exception], [longer, exception, same]]) {
      expect(decide(report(), policyOf(scan, lineage), "hf:a/b", { exceptions: order }).exceptions).toEqual([same]);
    }
  });

  it("is part of the digest of what a decision rests on, once it is rested on; after its end the decision is as without", () => {
    const digest = (exceptions: readonly PolicyException[], more: Partial<DecisionInput> = {}) => decide(report(more), policyOf(scan, lineage), "hf:a/b", { exceptions }).inputDigest;
    const plain = digest([]);
    expect(digest([{ ...exception, subject: "hf:a/c" }])).toBe(plain);
    expect(new Set([plain, digest([exception]), digest([{ ...exception, reason: "Another." }])]).size).toBe(3);
    const later = { reportedAt: "2026-12-02T00:00:00.000Z" };
    expect(decide(report(later), policyOf(scan, lineage), "hf:a/b", { exceptions: [exception] })).toEqual(decide(report(later), policyOf(scan, lineage), "hf:a/b"));
  });
});

describe("until when a decision stands", () => {
  const until = (claims: DecisionInput["claims"], ...rules: readonly object[]) => decide(report({ claims }), policyOf(...rules), "hf:a/b").validUntil;
  const ends = (at: string, of: "THIRD_PARTY_SCAN" | "LINEAGE" = kind) => claim(of, "ASSERTED", "SUPPORTS", { expiresAt: `2026-11-0${at}T00:00:00.000Z` });
  it.each([
    ["nothing ends", [claim(kind, "ASSERTED", "SUPPORTS")], [scan], undefined],
    ["the first of the claims that a rule reads", [ends("4"), ends("3")], [scan], "2026-11-03T00:00:00.000Z"],
    ["not of those that no rule reads", [ends("4"), ends("3", "LINEAGE")], [scan], "2026-11-04T00:00:00.000Z"],
    ["all of them for a level", [ends("4"), ends("3", "LINEAGE")], [{ key: "level", severity: "BLOCK", test: { level: "PINNED" } }], "2026-11-03T00:00:00.000Z"],
    ["not of what has ended", [{ ...ends("1"), stale: true }, ends("4")], [scan], "2026-11-04T00:00:00.000Z"],
    ["an age that a rule allows, whatever its claim says", [ends("4")], [{ ...scan, test: { require: { kinds: [kind], maxAgeSeconds: 7_200 } } }], "2026-11-01T13:00:00.000Z"],
  ] as const)("%s", (_name, claims, rules, expected) => {
    expect(until(claims, ...rules)).toBe(expected);
  });
});
