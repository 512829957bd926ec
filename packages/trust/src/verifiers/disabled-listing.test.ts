import type { Access } from "@modeldex/schema";
import { expect, it } from "vitest";
import { assessed, listing, verdict } from "../../test/subjects.ts";
import { disabledListing } from "./disabled-listing.ts";

/** It cannot FAIL: nobody but the source knows whether it has disabled the listing. It cannot be UNKNOWN: a source that says nothing has no such flag. */
it.each([
  ["a listing that the source has disabled", { access: "DISABLED" }, "ASSERTED UNDERMINES", "The source has disabled this listing."],
  ["twin: one that is gated", { access: "GATED" }, "NOT_APPLICABLE NEUTRAL", "The source does not say that it has disabled this listing."],
  ["a source that says nothing of access", {}, "NOT_APPLICABLE NEUTRAL", "The source does not say that it has disabled this listing."],
] as const)("%s", async (_name, record: { readonly access?: Access }, expected, statement) => {
  const findings = (await assessed(listing("hf:acme/tiny", { url: "https://hub.example/acme/tiny", ...record }), [], [disabledListing])).map(({ finding }) => finding);
  expect([verdict(findings), findings[0]?.statement]).toEqual([expected, statement]);
});

it("keeps what a source claims of advisories as its word, which supports nothing", async () => {
  const claim = { kind: "SECURITY_ADVISORY", statement: "No advisory, believe me.", evidence: [] } as const;
  const findings = (await assessed(listing("hf:acme/tiny", { claims: [claim] }), [], [disabledListing])).map(({ finding }) => finding);
  expect(verdict(findings)).toBe("NOT_APPLICABLE NEUTRAL; ASSERTED NEUTRAL");
});
