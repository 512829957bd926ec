import { describe, expect, it } from "vitest";
import { withStoredHealth } from "./health.ts";

const early = "2026-11-25T00:00:00.000Z";
const late = "2026-11-26T00:00:00.000Z";

describe("a source that this process has not asked", () => {
  it.each([
    ["does as it did when it last answered", { lastSuccessAt: late, lastErrorAt: early, lastErrorMessage: "No connection." }, { state: "OK", lastSuccessAt: late, lastErrorAt: early }],
    ["does as it did when it last failed", { lastSuccessAt: early, lastErrorAt: late, lastErrorMessage: "No connection." }, { state: "DEGRADED", message: "No connection.", lastSuccessAt: early, lastErrorAt: late }],
    ["was never asked where nothing is stored either", {}, { state: "NEVER_ASKED" }],
  ])("%s", (_what, stored, status) => {
    expect(withStoredHealth({ state: "NEVER_ASKED" }, stored)).toEqual(status);
  });

  it("is told by this process once that has asked, with the times of before", () => {
    expect(withStoredHealth({ state: "DOWN", message: "Away.", lastErrorAt: late }, { lastSuccessAt: early })).toEqual({ state: "DOWN", message: "Away.", lastSuccessAt: early, lastErrorAt: late });
    expect(withStoredHealth({ state: "DISABLED" }, { lastSuccessAt: early })).toEqual({ state: "DISABLED", lastSuccessAt: early });
  });
});
