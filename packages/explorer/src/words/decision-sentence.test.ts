import { describe, expect, it } from "vitest";
import { decisionSentence } from "./decision-sentence.ts";
import type { CountedResult } from "./decision-sentence.ts";

const result = (severity: CountedResult["rule"]["severity"], outcome: CountedResult["outcome"], exception: unknown = null): CountedResult => ({ rule: { severity }, outcome, exception });

describe("decisionSentence", () => {
  it.each<[Parameters<typeof decisionSentence>[0], readonly CountedResult[], string]>([
    ["DENY", [result("BLOCK", "FAIL"), result("BLOCK", "FAIL"), result("BLOCK", "UNKNOWN"), result("WARN", "FAIL")], "2 rules that block fail, and 1 is unknown."],
    ["DENY", [result("BLOCK", "UNKNOWN")], "1 rule that blocks is unknown, and what is unknown counts as a refusal."],
    ["INDETERMINATE", [result("BLOCK", "UNKNOWN"), result("BLOCK", "PASS")], "1 rule that blocks is unknown. That is not a yes."],
    ["WARN", [result("WARN", "FAIL"), result("WARN", "UNKNOWN"), result("BLOCK", "PASS")], "1 rule that warns fails, and 1 is unknown."],
    ["WARN", [result("BLOCK", "UNKNOWN"), result("WARN", "UNKNOWN"), result("WARN", "UNKNOWN")], "1 rule that blocks is unknown, and this policy treats that as a warning; 2 rules that warn are unknown."],
    ["ALLOW", [result("BLOCK", "FAIL", {}), result("BLOCK", "PASS"), result("INFO", "FAIL")], "No rule that counts for the decision fails or is unknown. It says no more than the rules do."],
  ])("of %s", (outcome, results, sentence) => expect(decisionSentence(outcome, results)).toBe(sentence));
});
