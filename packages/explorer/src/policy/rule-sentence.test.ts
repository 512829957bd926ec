import { describe, expect, it } from "vitest";
import type { PolicyRuleInput } from "../generated/types.ts";
import { ruleSentence, unknownSentence, wholeDuration } from "./rule-sentence.ts";

describe("ruleSentence", () => {
  it.each<[PolicyRuleInput["severity"], PolicyRuleInput["test"], string]>([
    ["BLOCK", { require: { kinds: ["LICENSE_TERMS"], statuses: ["VERIFIED", "ASSERTED"] } }, "Blocks unless there is a verified or asserted claim about licence terms."],
    ["WARN", { require: { kinds: ["LINEAGE"], statuses: ["ASSERTED"], atLeast: 2 } }, "Warns unless there are claims by at least 2 different issuers, each an asserted claim about lineage."],
    ["BLOCK", { forbid: { kinds: ["CODE_EXECUTION_REQUIRED"], effects: ["CAUTION", "UNDERMINES"] } }, "Blocks when there is a claim about code that runs on load that asks for caution or speaks against it."],
    ["INFO", { forbid: { statuses: ["FAILED"] } }, "Informs, without weight, when there is a contradicted claim."],
    ["BLOCK", { forbid: { kinds: ["THIRD_PARTY_SCAN"], effects: ["UNDERMINES"], maxAgeSeconds: 604_800 } }, "Blocks when there is a claim about scans by others that speaks against it, at most 7 days old."],
    ["BLOCK", { anyOf: [{ kinds: ["CONTENT_DIGEST"], statuses: ["VERIFIED"], effects: ["SUPPORTS"] }, { kinds: ["CROSS_SOURCE_DIGEST_MATCH"] }] }, "Blocks unless there is one of these: a verified claim about content digests that speaks for it; or a claim about digest matches across sources."],
    ["WARN", { anyOf: [{ methods: ["oms.sigstore/1"], issuers: ["hf", "a", "b"], issuerTypes: ["GATEWAY", "CHAIN"] }] }, "Warns unless there is a claim, stated by hf, a or b, from this gateway or a chain, by the method oms.sigstore/1."],
    ["BLOCK", { level: "LISTED" }, "Blocks when a claim of any kind was contradicted or speaks against it."],
    ["BLOCK", { level: "INSPECTED" }, "Blocks unless the files reach the level “Inspected”, and no claim of any kind was contradicted or speaks against it."],
    ["WARN", { systemLevel: "PINNABLE" }, "Warns unless the system around it reaches the level “Pinnable”."],
  ])("of %s %j", (severity, test, sentence) => expect(ruleSentence({ severity, test })).toBe(sentence));
});

describe("unknownSentence", () => {
  it.each<[PolicyRuleInput["severity"], PolicyRuleInput["onUnknown"], string]>([
    ["BLOCK", undefined, "Where this cannot be said, nothing is decided: it never counts as passed."],
    ["BLOCK", "INDETERMINATE", "Where this cannot be said, nothing is decided: it never counts as passed."],
    ["BLOCK", "WARN", "Where this cannot be said, there is a warning: it never counts as passed."],
    ["BLOCK", "DENY", "Where this cannot be said, it counts as a refusal."],
    ["WARN", "DENY", "Where this cannot be said, there is a warning."],
    ["INFO", undefined, "Where this cannot be said, the decision does not change."],
  ])("of %s %s", (severity, onUnknown, sentence) => expect(unknownSentence({ severity, onUnknown })).toBe(sentence));
});

describe("wholeDuration", () => {
  it.each([[604_800, "7 days"], [3_600, "1 hour"], [90, "90 seconds"], [0, "0 seconds"], [86_460, "1441 minutes"]])("of %i is %s", (seconds, text) => expect(wholeDuration(seconds)).toBe(text));
});
