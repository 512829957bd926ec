import type { Finding } from "@modeldex/schema";
import { describe, expect, test } from "vitest";
import type { Catalog } from "../catalog.ts";
import { key, sample } from "./samples.ts";

/** Findings and the evidence that they rest on. */
export function trustSuite(open: () => Promise<Catalog>): void {
  const finding = (statement: string, status: "VERIFIED" | "FAILED" = "VERIFIED"): Finding => ({
    kind: "CONTENT_DIGEST", statement, effect: status === "VERIFIED" ? "SUPPORTS" : "UNDERMINES", method: "digest.compare/1", evidence: [], status,
  });
  const at = (day: number): string => `2026-05-0${day}T00:00:00Z`;

  describe("findings", () => {
    test("replace those of the same checks, keep their ids, and log what turned", async () => {
      const catalog = await open();
      const listing = key("hf:a/b");
      await catalog.applyListings([sample(listing), sample("hf:a/c")]);
      await catalog.saveFindings({ listing, revision: "r1", observedAt: at(1), checks: ["digest", "scan"], findings: [{ check: "digest", finding: finding("good") }, { check: "scan", finding: finding("clean") }] });
      const [before] = await catalog.findings([listing]);
      expect(before).toEqual([
        { id: before?.[0]?.id, listing, revision: "r1", check: "digest", finding: finding("good"), observedAt: at(1) },
        { id: before?.[1]?.id, listing, revision: "r1", check: "scan", finding: finding("clean"), observedAt: at(1) },
      ]);
      await catalog.saveFindings({ listing, revision: "r2", observedAt: at(2), checks: ["digest"], findings: [{ check: "digest", finding: finding("bad", "FAILED") }] });
      expect(await catalog.findings([key("hf:a/c"), listing, key("hf:no/thing")])).toEqual([
        [],
        [{ id: before?.[0]?.id, listing, revision: "r2", check: "digest", finding: finding("bad", "FAILED"), observedAt: at(2) }, before?.[1]],
        [],
      ]);
      expect((await catalog.changes(2, 10)).map(({ sequence: _sequence, ...change }) => change)).toEqual([
        {
          kind: "FINDING", at: at(2), source: "hf", listing, listingNow: listing, model: "hf:a/b", statement: "bad",
          before: { kind: "CONTENT_DIGEST", status: "VERIFIED", effect: "SUPPORTS" }, after: { kind: "CONTENT_DIGEST", status: "FAILED", effect: "UNDERMINES" },
        },
      ]);
      await catalog.saveFindings({ listing, observedAt: at(3), checks: ["digest", "scan"], findings: [] });
      expect(await catalog.findings([listing])).toEqual([[]]);
    });

    test("log what turned where a check came in place of another of its verifier", async () => {
      const catalog = await open();
      const listing = key("hf:a/b");
      await catalog.applyListings([sample(listing)]);
      const write = async (day: number, check: string, found: readonly Finding[], replaced: string) =>
        catalog.saveFindings({ listing, observedAt: at(day), checks: [replaced], findings: found.map((each, index) => ({ check: `${check}${index}`, finding: each })) });
      await write(1, "scan/1#sha256:a", [finding("clean")], "scan/1#sha256:a0");
      await write(2, "scan/1#sha256:b", [finding("bad", "FAILED"), finding("worse", "FAILED")], "scan/1#sha256:a0");
      const told = (await catalog.changes(0, 10)).filter(({ kind }) => kind === "FINDING").map(({ at: when, statement, before, after }) => ({ when, statement, before, after }));
      expect(told).toEqual([{
        when: at(2), statement: "bad", before: { kind: "CONTENT_DIGEST", status: "VERIFIED", effect: "SUPPORTS" },
        after: { kind: "CONTENT_DIGEST", status: "FAILED", effect: "UNDERMINES", alike: ["worse"] },
      }]);
    });

    test("are told apart when one check finds several things", async () => {
      const catalog = await open();
      const listing = key("hf:a/b");
      await catalog.applyListings([sample(listing)]);
      const found = [finding("one"), finding("two"), { ...finding("three"), artifact: `sha256:${"a".repeat(64)}` as const }].map((each) => ({ check: "digest", finding: each }));
      await catalog.saveFindings({ listing, observedAt: at(1), checks: ["digest"], findings: found });
      const [stored] = await catalog.findings([listing]);
      expect(stored?.map(({ finding: each }) => each.statement)).toEqual(["one", "two", "three"]);
      expect(new Set(stored?.map(({ id }) => id)).size).toBe(3);
    });

    test("follow a renamed listing and are dropped with one whose path was taken", async () => {
      const catalog = await open();
      await catalog.applyListings([sample("hf:a/b", { stableId: "1" })]);
      await catalog.saveFindings({ listing: key("hf:a/b"), observedAt: at(1), checks: ["digest"], findings: [{ check: "digest", finding: finding("good") }] });
      await catalog.applyListings([sample("hf:a/c", { stableId: "1", fetchedAt: "2026-03-02T00:00:00Z" })]);
      expect((await catalog.findings([key("hf:a/c"), key("hf:a/b")])).map((found) => found.map(({ listing }) => listing))).toEqual([["hf:a/c"], ["hf:a/c"]]);
      await catalog.applyListings([sample("hf:a/c", { stableId: "2", fetchedAt: "2026-03-03T00:00:00Z" })]);
      expect(await catalog.findings([key("hf:a/c")])).toEqual([[]]);
    });

    test("are refused for a listing that nobody knows", async () => {
      const catalog = await open();
      await expect(catalog.saveFindings({ listing: key("hf:no/thing"), observedAt: at(1), checks: [], findings: [] })).rejects.toThrow(/no listing hf:no\/thing/);
    });
  });

  describe("evidence", () => {
    test("is kept by its digest, as it was", async () => {
      const catalog = await open();
      const bytes = new TextEncoder().encode('{"a":1}');
      const digest = await catalog.putEvidence(bytes, "application/json");
      expect(digest).toBe("sha256:015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862");
      expect(await catalog.putEvidence(bytes, "application/json")).toBe(digest);
      const stored = await catalog.evidence(digest);
      expect([Buffer.from(stored?.bytes ?? []).toString(), stored?.mediaType]).toEqual(['{"a":1}', "application/json"]);
      expect(await catalog.evidence(`sha256:${"0".repeat(64)}`)).toBeUndefined();
      await expect(catalog.putEvidence(new Uint8Array(1024 * 1024 + 1), "x/y")).rejects.toThrow(/at most 1048576 bytes/);
    });
  });
}
