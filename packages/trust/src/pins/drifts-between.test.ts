import type { Artifact, DriftKind, ListingRecord, RuleSeverity } from "@modeldex/schema";
import { driftKinds } from "@modeldex/schema";
import { describe, expect, it } from "vitest";
import { claims, entry, facts, record } from "../../test/lock-entries.ts";
import { commit, sha } from "../../test/subjects.ts";
import { driftsBetween, goneDrift } from "./drifts-between.ts";
import { fileChanges } from "./file-changes.ts";

const next = "fedcba9876543210fedcba9876543210fedcba98";
const git = (digit: string): string => `git-sha1:${digit.repeat(40)}`;
/** The files of the pinned record, one of them otherwise. */
const files = (path: string, file: Partial<Artifact> | undefined): Partial<ListingRecord> => {
  const others = (record.artifacts ?? []).filter((each) => each.path !== path);
  const own = record.artifacts?.find((each) => each.path === path);
  return { revision: next, artifacts: file === undefined ? others : [...others, { path, ...own, ...file }] };
};
const kinds = (drifts: readonly { readonly kind: DriftKind; readonly severity: RuleSeverity }[]) => drifts.map(({ kind, severity }) => [severity, kind]);

describe("drifts between a pin and the present", () => {
  /** What is there now, what else is known, and every drift. Each row with drifts has a twin without, or with another one. */
  const table: readonly (readonly [string, Parameters<typeof facts>, Partial<Parameters<typeof driftsBetween>[1]>, readonly (readonly [RuleSeverity, DriftKind])[]])[] = [
    ["the same", [], {}, []],
    ["the same in another order", [{ artifacts: (record.artifacts ?? []).toReversed(), tags: (record.tags ?? []).toReversed() }, claims().toReversed()], {}, []],
    ["another repository of that name", [{ stableId: "62bb" }], {}, [["BLOCK", "IDENTITY_CHANGED"]]],
    ["one whose source no longer says its inner id", [{ stableId: undefined } as unknown as ListingRecord], {}, []],
    ["another publisher", [{ publisher: { name: "mallory" } }], {}, [["BLOCK", "IDENTITY_CHANGED"]]],
    ["made at another time", [{ createdAt: "2026-01-01T00:00:00Z" }], {}, [["BLOCK", "IDENTITY_CHANGED"]]],
    ["made at the same time, written otherwise", [{ createdAt: "2024-01-01T00:00:00.000Z" }], {}, []],
    ["other weights", [files("model.safetensors", { digest: sha("b") })], {}, [["BLOCK", "WEIGHTS_CHANGED_SAME_REF"]]],
    ["weights of which no digest is stated any more", [files("model.safetensors", { digest: undefined, otherDigests: [] } as unknown as Artifact)], {}, [["BLOCK", "WEIGHTS_CHANGED_SAME_REF"]]],
    ["twin: a digest of another file", [files("config.json", { otherDigests: [] })], {}, [["INFO", "NEW_REVISION_AVAILABLE"]]],
    ["the same weights, stored otherwise in git", [files("model.safetensors", { otherDigests: [git("9")] })], {}, [["INFO", "NEW_REVISION_AVAILABLE"]]],
    ["the same weights at another path", [{ revision: next, artifacts: (record.artifacts ?? []).map((file) => (file.path === "model.safetensors" ? { ...file, path: "weights.safetensors" } : file)) }], {}, [["WARN", "CONFIG_CHANGED"]]],
    ["one file of weights more", [files("adapter.safetensors", { digest: sha("c") })], {}, [["BLOCK", "WEIGHTS_CHANGED_SAME_REF"]]],
    ["no weights", [files("model.safetensors", undefined)], {}, [["BLOCK", "WEIGHTS_CHANGED_SAME_REF"]]],
    ["without the pinned revision", [{ revision: next }], { hasPinnedRevision: false }, [["BLOCK", "PIN_UNAVAILABLE"]]],
    ["with the pinned revision", [{ revision: next }], { hasPinnedRevision: true }, [["INFO", "NEW_REVISION_AVAILABLE"]]],
    ["gated", [{ access: "GATED" }], {}, [["BLOCK", "PIN_UNAVAILABLE"]]],
    ["disabled", [{ access: "DISABLED" }], {}, [["BLOCK", "PIN_UNAVAILABLE"]]],
    ["private, and served", [{ access: "PRIVATE" }], {}, [["WARN", "ACCESS_CHANGED"]]],
    ["other code, which nothing runs", [files("modeling_chat.py", { otherDigests: [git("9")] })], {}, [["WARN", "CODE_CHANGED"]]],
    ["other code, which is run", [files("modeling_chat.py", { otherDigests: [git("9")] }), claims({ code: "CAUTION" })], {}, [["BLOCK", "CODE_CHANGED"]]],
    ["code that is run now", [{ revision: next }, claims({ code: "CAUTION" })], {}, [["BLOCK", "CODE_CHANGED"]]],
    ["a chat template", [files("chat_template.jinja", { otherDigests: [git("9")] })], {}, [["WARN", "CODE_CHANGED"]]],
    ["another implementation", [{}, claims({ implementation: "0x00000000000000000000000000000000000000b2" })], {}, [["BLOCK", "CONTROL_CHANGED"]]],
    ["another owner of the contract", [{}, claims({ owner: "0x00000000000000000000000000000000000000c2" })], {}, [["BLOCK", "CONTROL_CHANGED"]]],
    ["the same owner in other letters", [{}, claims({ owner: "0x00000000000000000000000000000000000000C1" })], {}, []],
    ["another signer", [{ revision: next }, claims({ signer: "you@acme.example" })], {}, [["WARN", "SIGNATURE_CHANGED"]]],
    ["another signature", [files("model.sig", { otherDigests: [git("9")] })], {}, [["WARN", "SIGNATURE_CHANGED"]]],
    ["a stricter licence", [{ license: { stated: "cc-by-nc-4.0" } }], {}, [["BLOCK", "LICENSE_CHANGED"]]],
    ["another licence that allows as much", [{ license: { stated: "mit" } }], {}, [["WARN", "LICENSE_CHANGED"]]],
    ["no licence", [{ license: undefined } as unknown as ListingRecord], {}, [["WARN", "LICENSE_CHANGED"]]],
    ["another text of the licence", [files("LICENSE", { otherDigests: [git("9")] })], {}, [["WARN", "LICENSE_CHANGED"]]],
    ["another configuration", [files("config.json", { otherDigests: [git("9")] })], {}, [["WARN", "CONFIG_CHANGED"]]],
    ["a file that nobody knows the use of", [files("data.bin2", { sizeBytes: 1 })], {}, [["WARN", "CONFIG_CHANGED"]]],
    ["another README", [files("README.md", { otherDigests: [git("9")] })], {}, [["INFO", "METADATA_ONLY"]]],
    ["other tags", [{ revision: next, tags: ["de", "fr"] }], {}, [["INFO", "METADATA_ONLY"]]],
    ["another name", [{ name: "talk", nativeId: "acme/talk" }], {}, [["INFO", "METADATA_ONLY"]]],
    ["another README and other weights", [{ ...files("README.md", { otherDigests: [git("9")] }), artifacts: [{ path: "model.safetensors", digest: sha("b") }, { path: "README.md", otherDigests: [git("9")] }, ...(record.artifacts ?? []).filter(({ path }) => !/README|model\.safe/.test(path))] }], {}, [["BLOCK", "WEIGHTS_CHANGED_SAME_REF"]]],
    ["all at once", [{ ...files("model.safetensors", { digest: sha("b") }), stableId: "62bb", access: "PRIVATE", license: { stated: "mit" } }, claims({ owner: "0x00000000000000000000000000000000000000c2" })], { hasPinnedRevision: false }, [
      ["BLOCK", "IDENTITY_CHANGED"], ["BLOCK", "WEIGHTS_CHANGED_SAME_REF"], ["BLOCK", "PIN_UNAVAILABLE"], ["BLOCK", "CONTROL_CHANGED"], ["WARN", "LICENSE_CHANGED"], ["WARN", "ACCESS_CHANGED"],
    ]],
  ];
  it.each(table)("are exactly those of %s", (_what, now, more, expected) => {
    expect(kinds(driftsBetween(entry(), { facts: facts(...now), ...more }))).toEqual(expected);
  });

  it("reach every kind", () => {
    expect(new Set(table.flatMap(([, , , expected]) => expected.map(([, kind]) => kind)))).toEqual(new Set(driftKinds));
  });

  const fixed = entry({}, { requestedRevision: commit });
  it.each([
    ["moved on with other weights", files("model.safetensors", { digest: sha("b") }), [["INFO", "NEW_REVISION_AVAILABLE"]]],
    ["did not move", {}, []],
  ] as const)("are those of a commit that the reference names, where its branch %s", (_what, now, expected) => {
    expect(kinds(driftsBetween(fixed, { facts: facts(now), atPinned: facts() }))).toEqual(expected);
  });

  it("say of a moved branch beside a pinned commit that its weights differ", () => {
    const [drift] = driftsBetween(fixed, { facts: facts(files("model.safetensors", { digest: sha("b") })) });
    expect(drift).toEqual({
      kind: "NEW_REVISION_AVAILABLE", severity: "INFO", before: commit, after: next,
      statement: "hf:acme/chat is at fedcba987654… now, and was pinned at 0123456789ab…: weights differ there. What was pinned still holds for 0123456789ab….",
    });
  });

  it("are none while the branch stays where it was beside the pinned commit", () => {
    const old = entry({}, { requestedRevision: commit, presentRevision: next });
    expect(kinds(driftsBetween(old, { facts: facts({ revision: next }) }))).toEqual([]);
    expect(kinds(driftsBetween(old, { facts: facts({ revision: "a".repeat(40) }) }))).toEqual([["INFO", "NEW_REVISION_AVAILABLE"]]);
  });

  it("name what was and what is, and which pinned facts no longer apply", () => {
    expect(driftsBetween(entry(), { facts: facts({ ...files("model.safetensors", { digest: sha("b") }), license: { stated: "cc-by-nc-4.0" } }) })).toEqual([
      {
        kind: "WEIGHTS_CHANGED_SAME_REF", severity: "BLOCK", before: { "model.safetensors": sha("a") }, after: { "model.safetensors": sha("b") },
        statement: "\"acme/chat\" now gives other weights: model.safetensors (sha256:aaaaaaaaaaaa… → sha256:bbbbbbbbbbbb…). The pinned digests, and every check of the pinned weights, do not hold for what it gives now.",
      },
      {
        kind: "LICENSE_CHANGED", severity: "BLOCK", before: { license: "apache-2.0" }, after: { license: "cc-by-nc-4.0" },
        statement: "The declared licence is \"CC-BY-NC-4.0\", and was \"Apache-2.0\", which allows more. The pinned licence does not hold for what is there now.",
      },
    ]);
  });

  it("say of weights in other files that digests cannot show whether they are the same numbers", () => {
    const converted = { revision: next, artifacts: [...(record.artifacts ?? []).slice(1), { path: "model.gguf", digest: sha("b") }] };
    expect(driftsBetween(entry(), { facts: facts(converted) })[0]?.statement).toContain("perhaps the same numbers in another format or split anew, which digests of files cannot show");
  });

  it("say of weights without a digest that nothing is known of them", () => {
    const [drift] = driftsBetween(entry(), { facts: facts(files("model.safetensors", { digest: undefined, otherDigests: [] } as unknown as Artifact)) });
    expect(drift).toMatchObject({ before: { "model.safetensors": sha("a") }, after: { "model.safetensors": "no digest to compare" }, statement: expect.stringContaining('What "acme/chat" now gives cannot be held against the pinned weights: model.safetensors (sha256:aaaaaaaaaaaa… → no digest to compare).') as unknown });
  });

  it("bear contracts that answer nothing, or anything", () => {
    const answering = (result: string) => claims().map((claim) => ({ ...claim, evidence: claim.evidence.map((each) => (each.kind === "chain" && "result" in each.raw ? { ...each, raw: { ...each.raw, result } } : each)) }));
    for (const result of ["0x", `0x${"f".repeat(200)}`]) expect(facts({}, answering(result)).system.powers.flatMap(({ terms = [] }) => terms)).toEqual([]);
  });

  it("say nothing about powers that could not be read", () => {
    const unread = claims().map((claim) => (claim.kind === "CONTROL_AUTHORITY" ? { ...claim, facts: { power: "code" }, evidence: [] } : claim));
    const now = facts({}, unread);
    expect(now.powersAreRead).toBe(false);
    expect(driftsBetween(entry(), { facts: now })).toEqual([]);
  });

  it("tell a branch that went from a repository that is gone", () => {
    const branch = entry({}, { requestedRevision: "dev" });
    expect([goneDrift(branch, true), goneDrift(branch, false)].map(({ severity, statement }) => [severity, statement])).toEqual([
      ["WARN", "\"acme/chat\" names nothing any more: hf:acme/chat has no dev. The pinned 0123456789ab… can still be had by itself."],
      ["BLOCK", "hf:acme/chat is gone, or hidden from these credentials: the pinned 0123456789ab… can no longer be had from its source."],
    ]);
  });
});

describe("changes of files", () => {
  it("are told by the strongest digest that both sides have, and by sizes where they have none", () => {
    const file = (more: object) => ({ path: "config.json", role: "CONFIGURATION" as const, ...more });
    const changed = (was: object, is: object): number => fileChanges([file(was)], [file(is)]).length;
    expect([
      changed({ digest: sha("a"), otherDigests: ["git-sha1:1"] }, { digest: sha("a"), otherDigests: ["git-sha1:2"] }),
      changed({ digest: sha("a") }, { digest: sha("b") }),
      changed({ digest: sha("a"), sizeBytes: 1 }, { otherDigests: ["git-sha1:2"], sizeBytes: 1 }),
      changed({ digest: sha("a"), sizeBytes: 1 }, { otherDigests: ["git-sha1:2"], sizeBytes: 2 }),
      changed({ otherDigests: ["git-sha1:1", "xet:9"] }, { otherDigests: ["xet:9"] }),
      changed({}, {}),
    ]).toEqual([0, 1, 0, 1, 0, 0]);
  });
});
