import type { StoredOverlay } from "@modeldex/catalog";
import type { Finding, Verifier } from "@modeldex/plugin-kit";
import { listingKey, type SourceClaim, type SourceId } from "@modeldex/schema";
import { decide, parsePolicy } from "@modeldex/trust";
import { describe, expect, it, vi } from "vitest";
import { assessRooms, commit, reading, told } from "./testing/rooms.ts";

const sha = (letter: string) => `sha256:${letter.repeat(64)}` as const;
const [first, second] = [{ path: "a.safetensors", sizeBytes: 1, digest: sha("a") }, { path: "b.safetensors", sizeBytes: 2, digest: sha("b") }];
const files = () => reading("SERIALIZATION_SAFETY", { files: "WEIGHTS", inspects: false });
const nothingHarms = parsePolicy({ rules: [{ key: "harmless", severity: "BLOCK", test: { forbid: { kinds: ["SERIALIZATION_SAFETY"], effects: ["UNDERMINES"] } } }] });

describe("a report from what is stored", () => {
  it("does not take the files that a budget reached for all of them", async () => {
    const rooms = await assessRooms([files()]);
    const key = await rooms.store({ nativeId: "acme/tiny", revision: commit, artifacts: [first, second] });
    const [live] = await rooms.assess([key], { requests: 1 });
    expect(told(live)).toEqual(["SERIALIZATION_SAFETY BUDGET_EXCEEDED", "SERIALIZATION_SAFETY aa VERIFIED"]);
    const [cached] = await rooms.assess([key], {}, "CACHED");
    expect(told(cached)).toEqual(["SERIALIZATION_SAFETY NOT_REQUESTED", "SERIALIZATION_SAFETY aa VERIFIED"]);
    expect(decide(cached!, nothingHarms, key).outcome).toBe("INDETERMINATE");
  });

  it("does not take the files of an earlier revision for those of the present one", async () => {
    const rooms = await assessRooms([files()]);
    const key = await rooms.store({ nativeId: "acme/tiny", revision: commit, artifacts: [first] });
    await rooms.assess([key]);
    expect(decide((await rooms.assess([key], {}, "CACHED"))[0]!, nothingHarms, key).outcome).toBe("ALLOW");
    await rooms.store({ nativeId: "acme/tiny", revision: "f".repeat(40), artifacts: [first, second] });
    const [cached] = await rooms.assess([key], {}, "CACHED");
    expect(decide(cached!, nothingHarms, key).outcome).toBe("INDETERMINATE");
    await rooms.assess([key]);
    expect(told((await rooms.assess([key], {}, "CACHED"))[0])).toEqual(["SERIALIZATION_SAFETY aa VERIFIED", "SERIALIZATION_SAFETY bb VERIFIED"]);
  });
});

describe("a check that reaches a part of what it asks", () => {
  const base = { kind: "SECURITY_ADVISORY", method: "two-lists/1", evidence: [] } as const;
  const expiresAt = "2026-11-02T12:00:00.000Z";
  const none: Finding = { ...base, statement: "No advisory names it.", status: "ASSERTED", effect: "NEUTRAL", expiresAt };
  const affected: Finding = { ...base, statement: "It is affected.", status: "ASSERTED", effect: "UNDERMINES", expiresAt: "2026-11-03T12:00:00.000Z" };
  const unread: Finding = { ...base, statement: "One list could not be read.", status: "UNKNOWN", unknownReason: "SOURCE_UNAVAILABLE", effect: "NEUTRAL" };

  it("shows its warning beside what was found before, whatever else could not be reached", async () => {
    let answer: readonly Finding[] = [none];
    const lists: Verifier = { id: "two-lists/1", kind: "SECURITY_ADVISORY", depth: "STANDARD", verify: async () => answer };
    const rooms = await assessRooms([lists]);
    const key = await rooms.store({ nativeId: "acme/tiny", revision: commit });
    await rooms.assess([key]);
    rooms.advance(86_400_001);
    answer = [affected, unread];
    const [report] = await rooms.assess([key]);
    expect(report?.claims.map(({ statement, stale }) => `${statement}${stale ? " stale" : ""}`)).toEqual(["It is affected.", "No advisory names it. stale"]);
    answer = [unread];
    const [later] = await rooms.assess([key]);
    expect(later?.claims.map(({ statement }) => statement)).toEqual(["No advisory names it."]);
  });
});

describe("what rows beside the listing state", () => {
  it("is checked with what the listing itself leaves of the budget, however much somebody writes", async () => {
    const registered = reading("ONCHAIN_REGISTRATION", { inspects: false });
    const rooms = await assessRooms([registered, reading("AVAILABILITY"), reading("LINEAGE", { cost: "HIGH" })]);
    const key = await rooms.store({ nativeId: "acme/tiny", revision: commit });
    const claims = Array.from({ length: 50 }, (_, at): SourceClaim => ({ kind: "ONCHAIN_REGISTRATION", statement: `Entry ${String(at)}.`, facts: { registry: "eip155:1:0x0", key: String(at) }, evidence: [] }));
    const row: StoredOverlay = { key: listingKey("open" as SourceId, "wall/1"), source: "open" as SourceId, naming: "open", record: { nativeId: "wall/1", claims }, listing: key, statement: "It names it.", firstSeenAt: rooms.now().toISOString(), fetchedAt: rooms.now().toISOString() };
    vi.spyOn(rooms.catalog, "overlaysOf").mockResolvedValue([[row]]);
    const [report] = await rooms.assess([key], { requests: 3 });
    const own = report?.claims.filter(({ overlay }) => overlay === undefined) ?? [];
    expect(own.map(({ kind, status }) => `${kind} ${status}`).sort()).toEqual(["AVAILABILITY VERIFIED", "LINEAGE VERIFIED"]);
    expect(rooms.asked).toHaveLength(3);
    // Nobody comes back for it sooner than for anything else.
    expect((await rooms.catalog.assessments([key]))[0]?.dueAt).toBeUndefined();
  });
});
