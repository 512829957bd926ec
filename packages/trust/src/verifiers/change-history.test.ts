import type { ChangeKind, SubjectChange, SubjectHistory } from "@modeldex/plugin-kit";
import type { ClaimOf, ListingRecord } from "@modeldex/schema";
import { describe, expect, it } from "vitest";
import { commit, listing, sha, tools, verdict, weights } from "../../test/subjects.ts";
import { changeHistory } from "./change-history.ts";

const change = (kind: ChangeKind, at: string, before?: unknown, after?: unknown): SubjectChange => ({ kind, at, statement: "Other bytes at model.safetensors.", before, after });
const [recently, earlier] = ["2026-10-20T00:00:00Z", "2026-07-01T00:00:00Z"] as const;
const other = "f".repeat(40);
const bytes = (at: string, path = "model.safetensors"): SubjectChange => change("WEIGHTS", at, { [path]: sha("a") }, { [path]: sha("b") });
const moved = (at: string, from: string | undefined, to: string): SubjectChange => change("UPDATED", at, from === undefined ? {} : { revision: from }, { revision: to });
const seen = (...changes: readonly SubjectChange[]): SubjectHistory => ({ firstSeenAt: "2026-05-01T00:00:00Z", lastSeenAt: "2026-11-01T00:00:00Z", changes });
const record = { revision: commit, artifacts: [weights("model.safetensors", sha("b"))] };
const block = (number: number): string => `block:${String(number)}:0x${"ab".repeat(32)}`;
/** So many that the log is cut. */
const full = Array.from({ length: 200 }, () => change("LICENSE", earlier));

const cases: readonly (readonly [name: string, record: Partial<ListingRecord>, history: SubjectHistory | undefined, expected: string])[] = [
  ["nothing changed in half a year", record, seen(), "VERIFIED SUPPORTS"],
  ["nothing but its licence", record, seen(change("LICENSE", recently)), "VERIFIED SUPPORTS"],
  ["nothing, as far as a long log is read", record, seen(...full), "VERIFIED NEUTRAL"],
  ["twin: seen only once", record, { ...seen(), lastSeenAt: "2026-05-01T00:00:00Z" }, "UNKNOWN(NO_EVIDENCE_PUBLISHED) NEUTRAL"],
  ["twin: nobody knows when it was seen last", record, { firstSeenAt: "2026-05-01T00:00:00Z", changes: [] }, "UNKNOWN(NO_EVIDENCE_PUBLISHED) NEUTRAL"],
  ["no history", record, undefined, "UNKNOWN(NO_EVIDENCE_PUBLISHED) NEUTRAL"],
  ["files that nobody asked for", { revision: commit }, seen(), "UNKNOWN(NOT_REQUESTED) NEUTRAL"],
  ["weights without a digest", { revision: commit, artifacts: [weights("model.safetensors")] }, seen(), "UNKNOWN(NO_EVIDENCE_PUBLISHED) NEUTRAL"],
  ["no weights", { revision: commit, artifacts: [{ path: "README.md" }] }, seen(), "NOT_APPLICABLE NEUTRAL"],
  ["other weights with another commit, long ago", record, seen(bytes(earlier), moved(earlier, other, commit)), "VERIFIED NEUTRAL"],
  ["twin: this month", record, seen(bytes(recently), moved(recently, other, commit)), "VERIFIED CAUTION"],
  ["twin: under a branch", { ...record, revision: "main" }, seen(bytes(earlier)), "VERIFIED CAUTION"],
  ["twin: at the same commit", record, seen(bytes(earlier)), "FAILED UNDERMINES"],
  ["twin: at a commit that was left later", { ...record, revision: other }, seen(bytes(earlier), moved(recently, commit, other)), "FAILED UNDERMINES"],
  ["twin: at a branch that was left later", { ...record, revision: other }, seen(bytes(earlier), moved(recently, "main", other)), "VERIFIED NEUTRAL"],
  ["twin: a file that came", record, seen(change("WEIGHTS", earlier, {}, { "b.safetensors": sha("b") })), "VERIFIED NEUTRAL"],
  ["twin: a digest that was not stated before", record, seen(change("WEIGHTS", earlier, { "model.safetensors": null }, { "model.safetensors": sha("b") })), "VERIFIED NEUTRAL"],
  ["files that were asked for after the commit had moved", record, seen(moved(earlier, other, commit), bytes("2026-07-09T00:00:00Z")), "VERIFIED NEUTRAL"],
  ["twin: and once more without another commit", record, seen(moved(earlier, other, commit), bytes("2026-07-09T00:00:00Z"), bytes("2026-07-10T00:00:00Z")), "FAILED UNDERMINES"],
  ["files at a commit that was not known before", record, seen(bytes(earlier), moved(earlier, undefined, commit)), "VERIFIED NEUTRAL"],
  ["other bytes at the beginning of a log that is cut", record, seen(bytes(earlier), ...full.slice(1)), "VERIFIED NEUTRAL"],
  ["an entry of a chain that names other bytes at its block", { ...record, revision: block(7) }, seen(bytes(earlier)), "VERIFIED CAUTION"],
  ["a commit that was left and came back", record, seen(moved(earlier, commit, other), moved(recently, other, commit)), "VERIFIED CAUTION"],
  ["twin: another commit came", record, seen(moved(earlier, "e".repeat(40), other), moved(recently, other, commit)), "VERIFIED SUPPORTS"],
  ["weights of the model that had the name before", record, seen(bytes(recently), change("LISTED", recently, undefined, { key: "hf:a/b", stableId: "1" })), "VERIFIED SUPPORTS"],
];

const verify = (given: Partial<ListingRecord>, history: SubjectHistory | undefined, claim?: ClaimOf<"CHANGE_HISTORY">) =>
  changeHistory.verify({ subject: { listing: listing("hf:a/b", given), others: [], ...(history === undefined ? {} : { history }) }, ...(claim === undefined ? {} : { claim }) }, tools());

describe("CHANGE_HISTORY", () => {
  it.each(cases)("%s", async (_name, given, history, expected) => {
    expect(verdict(await verify(given, history))).toBe(expected);
  });

  const word = (visible: boolean): ClaimOf<"CHANGE_HISTORY"> => ({ kind: "CHANGE_HISTORY", statement: "Everything can be seen.", facts: { visible }, evidence: [] });
  const back = seen(moved(earlier, commit, other), moved(recently, other, commit));
  it.each([
    ["of a history that can be seen", word(true), seen(), "ASSERTED NEUTRAL"],
    ["twin: that cannot", word(false), seen(), "ASSERTED CAUTION"],
    ["twin: that went back", word(true), back, "FAILED UNDERMINES"],
    ["twin: that cannot be seen, and went back", word(false), back, "ASSERTED CAUTION"],
    ["of a chain whose blocks were reorganised", word(true), seen(moved(earlier, block(7), block(9)), moved(recently, block(9), block(7))), "FAILED CAUTION"],
    ["of a branch that was moved to and fro", word(true), seen(moved(earlier, "main", "dev"), moved(recently, "dev", "main")), "ASSERTED NEUTRAL"],
    ["of which nothing was seen", word(true), undefined, "ASSERTED NEUTRAL"],
  ] as const)("a source's word %s", async (_name, claim, history, expected) => {
    expect(verdict(await verify(record, history, claim))).toBe(expected);
  });

  it("gives the days, the digests before and after, and how long it advises caution", async () => {
    const [replaced] = await verify(record, seen(bytes(earlier), moved(earlier, "e".repeat(40), other), bytes(recently), moved(recently, other, commit)));
    expect([replaced?.statement, replaced?.expiresAt]).toEqual(["Other weights came under this name on 2026-10-20, 2026-07-01: Other bytes at model.safetensors.", "2026-11-19T00:00:00.000Z"]);
    const [contradicted] = await verify(record, seen(bytes(earlier)));
    expect(contradicted).toEqual({
      kind: "CHANGE_HISTORY", statement: `On 2026-07-01 its source stated other bytes for model.safetensors at the same revision ${commit}, which cannot change.`,
      status: "FAILED", effect: "UNDERMINES", method: "change.history/1",
      evidence: [{ kind: "digest", left: sha("a"), leftFrom: `model.safetensors@${commit}, as stated before`, right: sha("b"), rightFrom: `model.safetensors@${commit}, as stated since` }],
    });
  });
});
