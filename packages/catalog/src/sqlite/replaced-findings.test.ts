import type { Finding } from "@modeldex/schema";
import { describe, expect, it } from "vitest";
import { turnsOfReplaced, type CheckedFinding } from "./replaced-findings.ts";

type Verdict = readonly [check: string, status: "ASSERTED" | "NOT_APPLICABLE" | "UNKNOWN" | "VERIFIED", effect: Finding["effect"]];

const found = ([check, status, effect]: Verdict): CheckedFinding => {
  const base = { kind: "THIRD_PARTY_SCAN", statement: `${check} is ${status}.`, effect, method: "m", evidence: [] } as const;
  return { check, finding: status === "UNKNOWN" ? { ...base, status, unknownReason: "NOT_REQUESTED" } : { ...base, status } };
};

/** Verdicts that stay, go and come, and what is told of it. */
const turns = ({ stays = [], goes = [], comes = [] }: Partial<Record<"stays" | "goes" | "comes", readonly Verdict[]>>): readonly string[] =>
  turnsOfReplaced({ before: [...stays, ...goes].map(found), gone: goes.map(found), came: comes.map(found) })
    .map(({ before, after, alike }) => [`${before.status} ${before.effect} → ${after.status} ${after.effect}`, ...(alike.length === 0 ? [] : [`and ${alike.length}`])].join(" "));

const clean: Verdict = ["scan/1#sha256:aa", "ASSERTED", "SUPPORTS"];
const flagged = (letter: string): Verdict => [`scan/1#sha256:${letter}`, "ASSERTED", "UNDERMINES"];

describe("a check in place of another one of the same verifier", () => {
  it.each([
    ["finds something else", { goes: [clean], comes: [flagged("b")] }, ["ASSERTED SUPPORTS → ASSERTED UNDERMINES"]],
    ["twin: finds the same", { goes: [clean], comes: [["scan/1#sha256:b", "ASSERTED", "SUPPORTS"]] }, []],
    ["finds it of several", { goes: [clean], comes: [flagged("b"), flagged("c")] }, ["ASSERTED SUPPORTS → ASSERTED UNDERMINES and 1"]],
    ["finds several other things", { goes: [clean], comes: [["scan/1#sha256:b", "UNKNOWN", "NEUTRAL"], flagged("c")] }, ["ASSERTED SUPPORTS → ASSERTED UNDERMINES and 1"]],
    ["finds what was found of another one that stays", { stays: [flagged("a")], goes: [clean], comes: [flagged("b")] }, []],
    ["is of a file", { goes: [["scan/1#file:sha256:aa", "VERIFIED", "SUPPORTS"]], comes: [["scan/1#file:sha256:bb", "VERIFIED", "UNDERMINES"]] }, ["VERIFIED SUPPORTS → VERIFIED UNDERMINES"]],
    ["comes where the source said nothing", { goes: [["scan/1", "NOT_APPLICABLE", "NEUTRAL"]], comes: [flagged("b")] }, ["NOT_APPLICABLE NEUTRAL → ASSERTED UNDERMINES"]],
    ["twin: comes where it was not asked for yet", { goes: [["scan/1", "UNKNOWN", "NEUTRAL"]], comes: [flagged("b")] }, []],
    ["comes beside what stays", { stays: [clean], comes: [flagged("b")] }, []],
    ["goes without another", { goes: [clean] }, []],
    ["is of another verifier", { goes: [clean], comes: [["other/1#sha256:b", "ASSERTED", "UNDERMINES"]] }, []],
    ["is of a verifier whose name begins alike", { goes: [["scan/1#sha256:aa", "ASSERTED", "SUPPORTS"]], comes: [["scan/10#sha256:b", "ASSERTED", "UNDERMINES"]] }, []],
    ["is of a row that anybody may have written", { goes: [["scan/1#overlay:sha256:aa", "ASSERTED", "SUPPORTS"]], comes: [["scan/1#overlay:sha256:bb", "ASSERTED", "UNDERMINES"]] }, []],
    ["is about what an own claim said", { goes: [clean], comes: [["scan/1#overlay:sha256:bb", "ASSERTED", "UNDERMINES"]] }, []],
  ] as const)("%s", (_what, given, expected) => {
    expect(turns(given)).toEqual(expected);
  });
});
