import type { Finding, ListingRecord, Verifier } from "@modeldex/plugin-kit";
import type { Digest } from "@modeldex/schema";
import { builtInVerifiers } from "@modeldex/trust";
import { describe, expect, it } from "vitest";
import { assessRooms, commit, reading, told, type AssessRooms } from "./testing/rooms.ts";

const hour = 3_600_000;
const sha = (letter: string): Digest => `sha256:${letter.repeat(64)}`;
const weights = (path: string, letter = "a"): Omit<ListingRecord, "name" | "nativeId"> => ({ revision: commit, artifacts: [{ path, digest: sha(letter) }] });
const ofFiles = (more: Partial<Verifier> = {}, finding: Partial<Finding> = {}): Verifier => reading("SERIALIZATION_SAFETY", { files: "WEIGHTS", inspects: false, ...more }, finding);

describe("what was found about bytes", () => {
  const first = "acme/first";
  const second = async (rooms: AssessRooms, more: Parameters<AssessRooms["store"]>[0] = { nativeId: "copy/second", ...weights("model.bin") }, source: Parameters<AssessRooms["store"]>[1] = "hub") => {
    const key = await rooms.store({ nativeId: first, ...weights("model.bin") }, source === "open" ? "open" : "hub");
    const [original] = await rooms.assess([key]);
    rooms.advance(hour);
    rooms.asked.length = 0;
    const [copy] = await rooms.assess([await rooms.store(more, source)]);
    return { original, copy, asked: rooms.asked };
  };

  it("is taken over for a copy in the same source, from when it was found, and kept there", async () => {
    const rooms = await assessRooms([ofFiles()]);
    const { original, copy, asked } = await second(rooms);
    expect({ told: told(copy), at: copy?.claims[0]?.observedAt, asked: [...asked] }).toEqual({ told: ["SERIALIZATION_SAFETY aa VERIFIED"], at: original?.claims[0]?.observedAt, asked: [] });
    const [cached] = await rooms.assess(["hub:copy/second" as never], {}, "CACHED");
    expect(cached?.claims).toEqual(copy?.claims);
  });

  it.each([
    ["another path, by which a reader may tell the format", { nativeId: "copy/second", ...weights("model.onnx") }, "hub", "model.onnx"],
    ["other bytes", { nativeId: "copy/second", ...weights("model.bin", "b") }, "hub", "model.bin"],
    ["a source of its own, which may serve other bytes than it states", { nativeId: "copy/second", ...weights("model.bin") }, "mirror", "model.bin"],
    ["a source where anybody may write", { nativeId: "copy/second", ...weights("model.bin") }, "open", "model.bin"],
  ] as const)("is found anew for %s", async (_, record, source, path) => {
    expect((await second(await assessRooms([ofFiles()]), record, source)).asked).toEqual([`/files/copy/second/${path}`]);
  });

  it.each([
    ["says that it ends", { expiresAt: "2027-01-01T00:00:00Z" }],
    ["is about another file", { artifact: sha("b") }],
    ["could not be decided", { status: "UNKNOWN", unknownReason: "UNSUPPORTED_FORMAT", effect: "NEUTRAL" }],
  ] as const)("is found anew where it %s", async (_, finding) => {
    expect((await second(await assessRooms([ofFiles({}, finding as Partial<Finding>)]))).asked).toEqual(["/files/copy/second/model.bin"]);
  });

  it("is found anew where the check looked at more than them", async () => {
    const alsoName: Verifier = ofFiles({
      verify: async ({ file }, tools) => {
        await new Response(await tools.readFile(file?.path ?? "")).text();
        const finding: Finding = { kind: "SERIALIZATION_SAFETY", statement: "Good.", status: "VERIFIED", effect: "SUPPORTS", method: "m", evidence: [] };
        return [{ ...finding, artifact: sha("a") }, { ...finding, statement: "Its name is good too." }];
      },
    });
    expect((await second(await assessRooms([alsoName]))).asked).toEqual(["/files/copy/second/model.bin"]);
  });

  it("stays for good, whatever else of the listing changes", async () => {
    const rooms = await assessRooms([ofFiles()]);
    const key = await rooms.store({ nativeId: first, ...weights("model.bin") });
    await rooms.assess([key]);
    rooms.advance(24 * 365 * hour);
    await rooms.store({ nativeId: first, ...weights("model.bin"), revision: commit.replace("0", "f") });
    expect([told((await rooms.assess([key]))[0]), rooms.asked.length]).toEqual([["SERIALIZATION_SAFETY aa VERIFIED"], 1]);
  });
});

describe("other findings", () => {
  it("end, where they rest on no bytes and on no revision", async () => {
    const rooms = await assessRooms([reading("AVAILABILITY"), ofFiles()]);
    const key = await rooms.store({ nativeId: "acme/a", artifacts: [{ path: "model.bin", digest: sha("a") }] });
    const [report] = await rooms.assess([key]);
    expect(report?.claims.map(({ kind, expiresAt }) => [kind, expiresAt])).toEqual([["SERIALIZATION_SAFETY", undefined], ["AVAILABILITY", "2026-11-02T12:00:00.000Z"]]);
    rooms.advance(25 * hour);
    await rooms.assess([key]);
    expect(rooms.asked).toEqual(["/files/acme/a/availability.json", "/files/acme/a/model.bin", "/files/acme/a/availability.json"]);
  });

  it("are kept through an outage, stale, and no level rests on them", async () => {
    const day = { expiresAt: "2026-11-02T12:00:00.000Z" };
    const rooms = await assessRooms([...builtInVerifiers().filter(({ id, needs }) => needs === "records" || id.startsWith("third-party-scan")), reading("CODE_EXECUTION_REQUIRED", {}, day), reading("SERIALIZATION_SAFETY")]);
    const scan = { kind: "THIRD_PARTY_SCAN", statement: "Clean.", facts: { scanner: "AV", verdict: "CLEAN" }, evidence: [] } as const;
    const key = await rooms.store({ nativeId: "acme/a", ...weights("model.safetensors"), claims: [scan] });
    const [fresh] = await rooms.assess([key]);
    rooms.fail(true);
    rooms.advance(20 * hour);
    const [later] = await rooms.assess([key]);
    rooms.advance(5 * hour);
    const [outage] = await rooms.assess([key]);
    const [summary] = await rooms.catalog.assessments([key]);
    expect([fresh?.level, later?.level, outage?.level, summary?.level]).toEqual(["INSPECTED", "INSPECTED", "PINNED", "PINNED"]);
    expect(told(outage).filter((each) => each.startsWith("CODE"))).toEqual(["CODE_EXECUTION_REQUIRED VERIFIED stale"]);
  });

  it("of a claim that its source states otherwise now are told when that is checked, also where the source is down at first", async () => {
    const verdict: Verifier = {
      id: "scan/1", kind: "THIRD_PARTY_SCAN", depth: "STANDARD", reads: ["claims"], inspects: false,
      verify: async ({ claim }) => {
        const isClean = claim?.statement === "Clean.";
        return [{ kind: "THIRD_PARTY_SCAN", statement: claim?.statement ?? "", status: "ASSERTED", effect: isClean ? "SUPPORTS" : "UNDERMINES", method: "scan/1", evidence: [] }];
      },
    };
    const scan = (statement: string) => ({ name: "a", nativeId: "acme/a", revision: statement === "Clean." ? commit : commit.replace("0", "f"), claims: [{ kind: "THIRD_PARTY_SCAN", statement, facts: { scanner: "AV", verdict: "CLEAN" }, evidence: [] }] }) as const;
    const rooms = await assessRooms([verdict], ["claims"]);
    const findings = async () => (await rooms.catalog.changes(0, 100)).filter(({ kind }) => kind === "FINDING").map(({ statement }) => statement);
    rooms.records.set("acme/a", scan("Clean."));
    const key = await rooms.store({ nativeId: "acme/a", revision: commit });
    await rooms.assess([key]);
    rooms.advance(hour);
    await rooms.store({ nativeId: "acme/a", revision: scan("Flagged.").revision });
    rooms.records.set("acme/a", scan("Flagged."));
    rooms.fail(true);
    await rooms.assess([key]);
    expect(await findings()).toEqual([]);
    rooms.fail(false);
    rooms.advance(hour);
    await rooms.assess([key]);
    await rooms.assess([key]);
    expect(await findings()).toEqual(["Flagged."]);
  });

  it("of a file in place of another are told when it was reached, also where the budget ends before it at first", async () => {
    const rooms = await assessRooms([ofFiles({ verify: async (request, tools) => {
      const found = await ofFiles().verify(request, tools);
      return found.map((each) => (request.file?.digest === sha("b") ? { ...each, statement: "Bad.", effect: "UNDERMINES" } : each));
    } })]);
    const findings = async () => (await rooms.catalog.changes(0, 100)).filter(({ kind }) => kind === "FINDING").map(({ statement }) => statement);
    const key = await rooms.store({ nativeId: "acme/a", ...weights("model.bin") });
    await rooms.assess([key]);
    rooms.advance(hour);
    await rooms.store({ nativeId: "acme/a", ...weights("model.bin", "b") });
    const [cut] = await rooms.assess([key], { requests: 0 });
    expect([cut?.claims.map(({ statement, unknownReason }) => [statement.includes("good"), unknownReason]), await findings()]).toEqual([[[false, "BUDGET_EXCEEDED"]], []]);
    await rooms.assess([key]);
    await rooms.assess([key]);
    expect(await findings()).toEqual(["Bad."]);
  });

  it("on what was seen of the listing know what its files told in the same report", async () => {
    const rooms = await assessRooms(builtInVerifiers().filter(({ kind }) => kind === "CHANGE_HISTORY"), ["artifacts"]);
    const record = (letter: string, revision: string) => ({ name: "a", nativeId: "acme/a", ...weights("model.bin", letter), revision });
    const next = commit.replace("0", "f");
    rooms.records.set("acme/a", record("a", commit));
    const key = await rooms.store({ nativeId: "acme/a", revision: commit });
    await rooms.assess([key]);
    rooms.advance(48 * hour);
    await rooms.store({ nativeId: "acme/a", revision: next });
    rooms.records.set("acme/a", record("b", next));
    const [report] = await rooms.assess([key]);
    expect(report?.claims.map(({ effect, statement }) => [effect, statement])).toEqual([["CAUTION", "Other weights came under this name on 2026-11-03: Other bytes at model.bin."]]);
  });

  it("alone are what searches read: what a source says and nobody has checked is unknown there", async () => {
    const rooms = await assessRooms([reading("AVAILABILITY")]);
    const scan = { kind: "THIRD_PARTY_SCAN", statement: "Clean.", facts: { scanner: "AV", verdict: "CLEAN" }, evidence: [] } as const;
    const key = await rooms.store({ nativeId: "acme/a", revision: commit, claims: [scan] });
    const [report] = await rooms.assess([key]);
    const [summary] = await rooms.catalog.assessments([key]);
    expect([report?.claims.map(({ kind }) => kind), summary?.claims]).toEqual([["THIRD_PARTY_SCAN", "AVAILABILITY"], [{ kind: "AVAILABILITY", status: "VERIFIED", effect: "SUPPORTS" }]]);
  });

  it("on records that come to the same after their time are made anew", async () => {
    let time = "";
    const rooms: AssessRooms = await assessRooms([reading("CHANGE_HISTORY", {
      needs: "records",
      verify: async (_, tools) => {
        time = new Date(tools.now().getTime() + hour).toISOString();
        return [{ kind: "CHANGE_HISTORY", statement: "Young.", status: "VERIFIED", effect: "CAUTION", method: "age/1", evidence: [], expiresAt: time }];
      },
    })]);
    const key = await rooms.store({ nativeId: "acme/a" });
    await rooms.assess([key]);
    rooms.advance(2 * hour);
    const [report] = await rooms.assess([key]);
    expect([told(report), report?.claims[0]?.expiresAt]).toEqual([["CHANGE_HISTORY VERIFIED"], time]);
  });
});
