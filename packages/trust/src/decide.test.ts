import { describe, expect, it } from "vitest";
import { claim, stated } from "../test/claims.ts";
import { decide, type DecisionInput } from "./decide.ts";
import { parsePolicy } from "./parse-policy.ts";
import type { ClaimMatch, RuleTest } from "./policy.ts";
import type { TrustClaim } from "./trust-claim.ts";

const report = (claims: readonly TrustClaim[], more: Partial<DecisionInput> = {}): DecisionInput => ({
  claims, level: "LISTED", systemLevel: "OPAQUE", reportedAt: "2026-11-01T12:00:00.000Z", ...more,
});
const policyOf = (test: RuleTest, more: object = {}) => parsePolicy({ rules: [{ key: "rule", severity: "BLOCK", test, ...more }] });
const outcomeOf = (test: RuleTest, claims: readonly TrustClaim[], more: Partial<DecisionInput> = {}) => {
  const [rule] = decide(report(claims, more), policyOf(test), "hf:a/b").rules;
  return rule?.outcome;
};

const kind = "THIRD_PARTY_SCAN";
/** Without words of their own, which would stand behind those of the rule. */
const silent = { statement: "" };
const clean = claim(kind, "ASSERTED", "SUPPORTS", silent);
const flagged = claim(kind, "ASSERTED", "UNDERMINES", silent);
const unknown = claim(kind, "UNKNOWN", "NEUTRAL", silent);
const failed = claim(kind, "FAILED", "CAUTION", silent);
const absent = claim(kind, "NOT_APPLICABLE", "NEUTRAL", silent);
const other = claim("CONTENT_DIGEST", "ASSERTED", "SUPPORTS", silent);

describe("forbid", () => {
  const forbid: RuleTest = { forbid: { kinds: [kind], effects: ["UNDERMINES"] } };
  const anyKind: RuleTest = { forbid: { effects: ["UNDERMINES"] } };
  it.each([
    ["a match fails", forbid, [clean, flagged], "FAIL"],
    ["looked at, no match", forbid, [clean], "PASS"],
    ["an unknown might match", forbid, [clean, unknown], "UNKNOWN"],
    ["a kind that nobody has checked", forbid, [other], "UNKNOWN"],
    ["a kind that only its source speaks of", forbid, [stated(kind)], "UNKNOWN"],
    ["what failed is not known not to match", forbid, [clean, failed], "UNKNOWN"],
    ["a match weighs more than an unknown", forbid, [unknown, flagged], "FAIL"],
    ["a kind that does not apply", forbid, [absent], "SKIPPED"],
    ["not applicable beside one that was looked at", forbid, [absent, clean], "PASS"],
    ["a stale match, by its effect", forbid, [{ ...flagged, stale: true }], "FAIL"],
    ["a stale match, by its status", { forbid: { kinds: [kind], statuses: ["ASSERTED"], effects: ["UNDERMINES"] } }, [{ ...flagged, stale: true }], "UNKNOWN"],
    ["a stale claim that does not match", forbid, [{ ...clean, stale: true }], "UNKNOWN"],
    ["no claims at all, no kinds named", anyKind, [], "UNKNOWN"],
    ["no kinds named, bare statements alone", anyKind, [stated(kind)], "UNKNOWN"],
    ["no kinds named, something checked", anyKind, [clean, stated("LICENSE_TERMS")], "PASS"],
    ["no kinds named, one unknown", anyKind, [clean, unknown], "UNKNOWN"],
    ["the status UNKNOWN itself can be forbidden", { forbid: { kinds: [kind], statuses: ["UNKNOWN"] } }, [unknown], "FAIL"],
    ["bare statements can be forbidden", { forbid: { kinds: [kind], statuses: ["ASSERTED"] } }, [stated(kind)], "FAIL"],
    ["what the source says of itself does not hide what was checked", forbid, [clean, stated(kind, { subject: { type: "SOURCE", reference: "hf" } })], "PASS"],
    ["fewer issuers than it takes", { forbid: { kinds: [kind], effects: ["UNDERMINES"], atLeast: 2 } }, [flagged, clean], "PASS"],
  ] as const)("%s", (_name, test, claims, expected) => {
    expect(outcomeOf(test as RuleTest, claims)).toBe(expected);
  });
});

describe("require", () => {
  const required: ClaimMatch = { kinds: [kind], effects: ["SUPPORTS"] };
  it.each([
    ["a match", { require: required }, [clean, flagged], "PASS"],
    ["none of the kind", { require: required }, [other], "UNKNOWN"],
    ["another effect", { require: required }, [flagged], "FAIL"],
    ["an unknown", { require: required }, [unknown], "UNKNOWN"],
    ["a stale match", { require: required }, [{ ...clean, stale: true }], "UNKNOWN"],
    ["does not apply", { require: required }, [absent], "SKIPPED"],
    ["what failed meets nothing", { require: { kinds: [kind] } }, [failed], "FAIL"],
    ["unless FAILED is asked for", { require: { kinds: [kind], statuses: ["FAILED"] } }, [failed], "PASS"],
    ["an unknown never passes, even when it is asked for", { require: { kinds: [kind], statuses: ["UNKNOWN"] } }, [unknown], "UNKNOWN"],
    ["a bare statement meets nothing", { require: { kinds: ["LICENSE_TERMS"] } }, [stated("LICENSE_TERMS")], "UNKNOWN"],
    ["unless ASSERTED is asked for", { require: { kinds: ["LICENSE_TERMS"], statuses: ["ASSERTED"] } }, [stated("LICENSE_TERMS")], "PASS"],
    ["two issuers of two", { require: { ...required, atLeast: 2 } }, [clean, claim(kind, "ASSERTED", "SUPPORTS", { issuer: { type: "SCANNER", key: "b" } })], "PASS"],
    ["twin: the same issuer twice", { require: { ...required, atLeast: 2 } }, [clean, claim(kind, "ASSERTED", "SUPPORTS")], "FAIL"],
    ["an issuer by its exact key", { require: { kinds: [kind], issuers: ["gateway"] } }, [clean], "PASS"],
    ["twin: a prefix of the key", { require: { kinds: [kind], issuers: ["gatewa"] } }, [clean], "FAIL"],
    ["a method by its exact name", { require: { kinds: [kind], methods: ["some.check/2"] } }, [clean], "FAIL"],
    ["an issuer type", { require: { kinds: [kind], issuerTypes: ["SCANNER"] } }, [clean], "FAIL"],
    ["young enough", { require: { ...required, maxAgeSeconds: 3600 } }, [{ ...clean, stale: true }], "PASS"],
    ["twin: one second too old", { require: { ...required, maxAgeSeconds: 3599 } }, [clean], "UNKNOWN"],
    ["one of several", { anyOf: [{ kinds: ["CONTENT_DIGEST"] }, required] }, [clean], "PASS"],
    ["one of several, one not known", { anyOf: [{ kinds: ["CONTENT_DIGEST"] }, required] }, [flagged], "UNKNOWN"],
    ["none of several", { anyOf: [{ kinds: [kind], effects: ["NEUTRAL"] }, required] }, [flagged], "FAIL"],
    ["several that do not apply", { anyOf: [required] }, [absent], "SKIPPED"],
  ] as const)("%s", (_name, test, claims, expected) => {
    expect(outcomeOf(test as RuleTest, claims)).toBe(expected);
  });
});

describe("levels", () => {
  it.each([
    ["the lowest, and nothing against it", { level: "LISTED" }, [clean, unknown], {}, "PASS"],
    ["twin: something failed", { level: "LISTED" }, [clean, failed], {}, "FAIL"],
    ["twin: something undermines trust", { level: "LISTED" }, [clean, flagged], {}, "FAIL"],
    ["twin: something undermined it that is out of date", { level: "LISTED" }, [clean, { ...flagged, stale: true }], {}, "FAIL"],
    ["twin: nothing is known", { level: "LISTED" }, [unknown], {}, "UNKNOWN"],
    ["twin: nothing was checked", { level: "LISTED" }, [stated(kind)], {}, "UNKNOWN"],
    ["reached", { level: "PINNED" }, [], { level: "INSPECTED" }, "PASS"],
    ["reached, with something against it", { level: "PINNED" }, [flagged], { level: "INSPECTED" }, "FAIL"],
    ["not reached, something unknown", { level: "PINNED" }, [unknown, claim("CONTENT_DIGEST", "VERIFIED", "SUPPORTS")], {}, "UNKNOWN"],
    ["not reached, nothing checked", { level: "PINNED" }, [other], {}, "UNKNOWN"],
    ["not reached, something against it", { level: "PINNED" }, [flagged, unknown], {}, "FAIL"],
    ["not reached, all known", { level: "AUTHENTICATED" }, [claim("CONTENT_DIGEST", "VERIFIED", "SUPPORTS")], {}, "FAIL"],
    ["system reached", { systemLevel: "NAMED" }, [], { systemLevel: "NAMED" }, "PASS"],
    ["system not reached", { systemLevel: "NAMED" }, [], {}, "UNKNOWN"],
  ] as const)("%s", (_name, test, claims, more, expected) => {
    expect(outcomeOf(test as RuleTest, claims, more as Partial<DecisionInput>)).toBe(expected);
  });
});

describe("a decision", () => {
  const rule = (key: string, severity: string, effect: string, more: object = {}) => ({ key, severity, test: { forbid: { kinds: [kind], effects: [effect] } }, ...more });
  const outcome = (claims: readonly TrustClaim[], ...rules: readonly object[]) => decide(report(claims), parsePolicy({ rules }), "hf:a/b").outcome;

  it("is DENY when a BLOCK rule failed, whatever else is unknown", () => {
    expect(outcome([flagged, unknown], rule("a", "BLOCK", "UNDERMINES"), rule("b", "BLOCK", "CAUTION"))).toBe("DENY");
  });
  it("is INDETERMINATE when a BLOCK rule is unknown, never ALLOW", () => {
    expect(outcome([unknown], rule("a", "BLOCK", "UNDERMINES"), rule("b", "WARN", "CAUTION"))).toBe("INDETERMINATE");
  });
  it("is DENY or WARN for an unknown that the rule treats so", () => {
    expect([outcome([unknown], rule("a", "BLOCK", "UNDERMINES", { onUnknown: "DENY" })), outcome([unknown], rule("a", "BLOCK", "UNDERMINES", { onUnknown: "WARN" }))]).toEqual(["DENY", "WARN"]);
  });
  it("is WARN when a WARN rule failed or is unknown, whatever the rule treats unknowns as", () => {
    expect([outcome([flagged], rule("a", "WARN", "UNDERMINES")), outcome([unknown], rule("a", "WARN", "UNDERMINES", { onUnknown: "DENY" }))]).toEqual(["WARN", "WARN"]);
  });
  it("is ALLOW when INFO rules fail", () => {
    expect(outcome([flagged], rule("a", "INFO", "UNDERMINES"))).toBe("ALLOW");
  });

  it("explains each rule with the claims that decided it and a remedy", () => {
    const decision = decide(report([flagged, clean]), parsePolicy({ rules: [rule("a", "BLOCK", "UNDERMINES", { explanation: "Flagged files are a reason to stop.", remedy: "Choose another file." })] }), "hf:a/b");
    expect(decision.rules).toEqual([
      {
        rule: { key: "a", title: "a", severity: "BLOCK", onUnknown: "INDETERMINATE", test: { forbid: { kinds: [kind], effects: ["UNDERMINES"] } }, explanation: "Flagged files are a reason to stop.", remedy: "Choose another file." },
        outcome: "FAIL",
        because: [flagged],
        explanation: "1 claim about third party scans undermines trust. Flagged files are a reason to stop.",
        remedy: "Needed: no claim about third party scans that undermines trust. Choose another file.",
      },
    ]);
  });

  const noFailure: RuleTest = { forbid: { statuses: ["FAILED"] } };
  const notFlagged: RuleTest = { forbid: { kinds: [kind], effects: ["UNDERMINES"] } };
  const needsSupport: RuleTest = { require: { kinds: [kind], statuses: ["VERIFIED", "ASSERTED"], effects: ["SUPPORTS"] } };
  const eitherOf: RuleTest = { anyOf: [{ kinds: ["CONTENT_DIGEST"], effects: ["SUPPORTS"] }, { kinds: [kind], effects: ["SUPPORTS"] }] };
  const fourUnknown = [unknown, unknown, unknown, claim("CONTENT_DIGEST", "UNKNOWN", "NEUTRAL", silent)];
  it.each([
    ["an unknown of a forbid", noFailure, fourUnknown, "4 claims could not be checked, so a failed claim cannot be ruled out.", "Let these be checked: content digests, third party scans."],
    ["one unknown", noFailure, [unknown], "1 claim could not be checked, so a failed claim cannot be ruled out.", "Let this be checked: third party scans."],
    ["several reasons", notFlagged, [unknown, { ...clean, stale: true }, stated(kind, silent), failed, failed],
      "1 claim about third party scans could not be checked, 1 is stated but not checked, 1 is out of date and 2 failed, so a claim that undermines trust cannot be ruled out.", "Let this be checked: third party scans."],
    ["nothing looked at", noFailure, [], "Nothing was checked yet, so a failed claim cannot be ruled out.", "Let the listing be checked."],
    ["a kind not looked at", notFlagged, [other], "Nothing is known about third party scans, so a claim that undermines trust cannot be ruled out.", "Let this be checked: third party scans."],
    ["a pass of a forbid", noFailure, [clean, clean, flagged, other, other, other], "6 claims were looked at; none failed.", undefined],
    ["a pass with one claim", noFailure, [clean], "1 claim was looked at; it did not fail.", undefined],
    ["a failure among several kinds, by those that fail", { forbid: { kinds: ["CONTENT_DIGEST", kind], effects: ["UNDERMINES"] } }, [flagged, claim("CONTENT_DIGEST", "ASSERTED", "NEUTRAL")], "1 claim about third party scans undermines trust.",
      "Needed: no claim about third party scans that undermines trust."],
    ["an unknown among several kinds, by those that are not known", { forbid: { kinds: ["CONTENT_DIGEST", kind], effects: ["UNDERMINES"] } }, [unknown, claim("CONTENT_DIGEST", "ASSERTED", "NEUTRAL")],
      "1 claim about third party scans could not be checked, so a claim that undermines trust cannot be ruled out.", "Let this be checked: third party scans."],
    ["a pass by effect with one claim", notFlagged, [clean], "1 claim about third party scans was looked at; it does not undermine trust.", undefined],
    ["a pass by either of two effects with one claim", { forbid: { kinds: [kind], effects: ["CAUTION", "UNDERMINES"] } }, [clean], "1 claim about third party scans was looked at; it neither calls for caution nor undermines trust.", undefined],
    ["a forbid that takes two issuers", { forbid: { effects: ["UNDERMINES"], atLeast: 2 } }, [flagged, clean], "1 claim undermines trust, from 1 issuer; it takes 2 different issuers.", undefined],
    ["a failure of a forbid", noFailure, [failed, failed], "2 claims failed.", "Needed: no failed claim."],
    ["a pass of a require", needsSupport, [clean], "1 claim about third party scans is verified or asserted and supports trust.", undefined],
    ["a failure of a require", needsSupport, [flagged, flagged], "2 claims about third party scans were looked at; none is verified or asserted and supports trust.",
      "Needed: a verified or asserted claim about third party scans that supports trust."],
    ["a require that takes two issuers", { require: { kinds: [kind], effects: ["SUPPORTS"], atLeast: 2 } }, [clean, clean],
      "2 claims about third party scans support trust, from 1 issuer; it takes 2 different issuers.", "Needed: a claim about third party scans that supports trust, from 2 different issuers."],
    ["an unknown of a require", needsSupport, [unknown], "1 claim about third party scans could not be checked, so it is not known whether there is a verified or asserted claim that supports trust.",
      "Let this be checked: third party scans."],
    ["what does not apply", notFlagged, [absent], "Does not apply here: third party scans.", undefined],
    ["an age and an issuer", { require: { kinds: [kind], issuers: ["x"], maxAgeSeconds: 7200 } }, [clean], "1 claim about third party scans was looked at; it is not a claim, from x, at most 2 hours old.",
      "Needed: a claim about third party scans, from x, at most 2 hours old."],
    ["alternatives not known", eitherOf, [unknown], "It is not known whether one of 2 alternatives is met. Nothing is known about content digests, so it is not known whether there is a claim that supports trust. 1 claim about third party scans could not be checked, so it is not known whether there is a claim that supports trust.",
      "Let one of these be checked: content digests, third party scans."],
    ["alternatives not met", eitherOf, [flagged, claim("CONTENT_DIGEST", "ASSERTED", "NEUTRAL", silent)], "None of 2 alternatives is met. 1 claim about content digests was looked at; it does not support trust. 1 claim about third party scans was looked at; it does not support trust.",
      "One of these is needed: a claim about content digests that supports trust; a claim about third party scans that supports trust."],
    ["one alternative", { anyOf: [{ kinds: [kind], effects: ["SUPPORTS"] }] }, [flagged], "1 claim about third party scans was looked at; it does not support trust.", "Needed: a claim about third party scans that supports trust."],
    ["of many kinds, those that it is about", { forbid: { kinds: [kind, "CONTENT_DIGEST", "LINEAGE", "AVAILABILITY"], effects: ["UNDERMINES"] } }, [flagged, other], "1 claim about third party scans undermines trust.", "Needed: no claim about third party scans that undermines trust."],
    ["of many kinds, some not known", { forbid: { kinds: [kind, "CONTENT_DIGEST", "LINEAGE", "AVAILABILITY"], effects: ["UNDERMINES"] } }, [unknown, other], "1 claim about third party scans could not be checked, and nothing is known about lineage or availability, so a claim that undermines trust cannot be ruled out.", "Let these be checked: third party scans, lineage, availability."],
    ["of more kinds than a sentence holds", { forbid: { kinds: [kind, "CONTENT_DIGEST", "LINEAGE", "AVAILABILITY"], effects: ["UNDERMINES"] } }, [], "Nothing is known about 4 kinds of claims, so a claim that undermines trust cannot be ruled out.", "Let these be checked: third party scans, content digests, lineage, availability."],
    ["what is past its age", { forbid: { kinds: [kind], effects: ["UNDERMINES"], maxAgeSeconds: 60 } }, [clean], "1 claim about third party scans is out of date, so a claim that undermines trust, at most 1 minute old, cannot be ruled out.", "Let this be checked: third party scans."],
    ["the claims in their own words, each once", notFlagged, [{ ...flagged, statement: "A flags it." }, { ...flagged, statement: "A flags it." }, { ...flagged, statement: "B flags it.", stale: true }, { ...flagged, statement: "C does." }],
      "4 claims about third party scans undermine trust. A flags it. Out of date: B flags it. 1 more like this.", "Needed: no claim about third party scans that undermines trust."],
    ["why it does not apply", notFlagged, [{ ...absent, statement: "There is no scan." }], "Does not apply here: third party scans. There is no scan.", undefined],
    ["the lowest level, not met", { level: "LISTED" }, [failed, flagged], "2 claims failed or undermine trust.", "Needed: no claim that failed or undermines trust."],
    ["the lowest level, met", { level: "LISTED" }, [clean, other, unknown], "2 claims were looked at; none failed or undermines trust. 1 more could not be checked.", undefined],
    ["the lowest level, not known", { level: "LISTED" }, [unknown], "Nothing was checked yet, so what stands against it is not known.", "Let the listing be checked."],
    ["a level that something is missing for", { level: "INSPECTED" }, [{ ...unknown, statement: "The scan has not finished." }, claim("LINEAGE", "UNKNOWN", "NEUTRAL", { statement: "No base is known." })], "The level is LISTED; INSPECTED is asked for, and not everything could be checked. The scan has not finished.", "Reach INSPECTED: the report says what is missing for the next level."],
    ["a level", { level: "PINNED" }, [flagged], "The level is LISTED; PINNED is asked for, and 1 claim stands against it.", "Reach PINNED: the report says what is missing for the next level."],
  ] as const)("says in plain words: %s", (_name, test, claims, explanation, remedy) => {
    const [found] = decide(report(claims), policyOf(test as RuleTest), "x").rules;
    expect([found?.explanation, found?.remedy]).toEqual([explanation, remedy]);
  });

  it("gives at most 20 claims as reason", () => {
    const many = Array.from({ length: 30 }, () => claim(kind, "ASSERTED", "UNDERMINES"));
    expect(decide(report(many), policyOf({ forbid: { kinds: [kind], effects: ["UNDERMINES"] } }), "x").rules[0]?.because).toHaveLength(20);
  });

  it("has another input digest for another subject, level, status, or age that a rule asks for, and no other", () => {
    const aged = policyOf({ require: { kinds: [kind], maxAgeSeconds: 3600 } });
    const digest = (claims: readonly TrustClaim[], more: Partial<DecisionInput> = {}, subject = "x", policy = aged) => decide(report(claims, more), policy, subject).inputDigest;
    const base = digest([clean]);
    expect(digest([clean])).toBe(base);
    expect(digest([clean], { reportedAt: "2026-11-01T11:30:00.000Z" })).toBe(base);
    const others = [digest([clean], {}, "y"), digest([clean], { level: "PINNED" }), digest([{ ...clean, status: "VERIFIED" }]), digest([clean], { reportedAt: "2026-11-01T12:00:01.000Z" }), digest([clean, other])];
    expect(new Set([base, ...others]).size).toBe(6);
  });
});
