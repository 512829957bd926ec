import { describe, expect, it } from "vitest";
import type { ModelPageAskedFragment } from "../../generated/types.ts";
import { whatCame } from "./what-came.ts";

const stored: ModelPageAskedFragment = {
  key: "hf:a/b", fetchedAt: "2026-05-12T08:00:00Z", name: "b", revision: "1".repeat(40), access: "OPEN", state: "LISTED", license: { spdx: "MIT", name: null }, source: { id: "hf", title: "Hub" },
};
const later = "2026-05-12T09:00:00Z";

describe("whatCame", () => {
  it("is nothing newer where the time of reading stands, or the listing is away", () => {
    expect([whatCame(stored, { ...stored, revision: null }), whatCame(stored, undefined)]).toEqual([{ kind: "NOTHING_NEWER" }, { kind: "NOTHING_NEWER" }]);
  });
  it("is read anew without a change", () => {
    expect(whatCame(stored, { ...stored, fetchedAt: later })).toEqual({ kind: "ANEW", fetchedAt: later, changes: [] });
  });
  it("names each change, with what it was", () => {
    expect(whatCame(stored, { ...stored, fetchedAt: later, revision: null, access: "GATED", state: "GONE", license: { spdx: "Apache-2.0", name: "Apache" } })).toEqual({
      kind: "ANEW", fetchedAt: later,
      changes: [`revision: none known, before ${"1".repeat(40)}`, "licence: Apache, before MIT", "access: gated, before open", "state: gone, before listed"],
    });
  });
});
