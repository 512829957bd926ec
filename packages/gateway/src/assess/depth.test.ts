import type { Finding, Verifier } from "@modeldex/plugin-kit";
import type { Digest, ListingKey } from "@modeldex/schema";
import { describe, expect, it } from "vitest";
import { assessRooms, commit, told, type AssessRooms } from "./testing/rooms.ts";

const hour = 3_600_000;
const digest: Digest = `sha256:${"a".repeat(64)}`;

/** A verifier that sees enough of a file with DEEP alone, and says which depths it was asked for. */
function deepReader(more: Partial<Finding> = {}): { readonly verifier: Verifier; readonly depths: readonly (string | undefined)[] } {
  const depths: (string | undefined)[] = [];
  const base = { kind: "SERIALIZATION_SAFETY", method: "deep/1", evidence: [] } as const;
  const verifier: Verifier = {
    id: "deep/1", kind: "SERIALIZATION_SAFETY", depth: "STANDARD", files: "WEIGHTS", inspects: false,
    verify: async ({ depth, file }) => {
      depths.push(depth);
      const bound = file?.digest === undefined ? {} : { artifact: file.digest };
      if (depth !== "DEEP") return [{ ...base, ...bound, statement: "More would have to be read.", status: "UNKNOWN", unknownReason: "NEEDS_BYTES", effect: "NEUTRAL" }];
      return [{ ...base, ...bound, statement: "Good.", status: "VERIFIED", effect: "SUPPORTS", ...more } as Finding];
    },
  };
  return { verifier, depths };
}

const assess = async (rooms: AssessRooms, key: ListingKey, depth: "STANDARD" | "DEEP" | "CACHED"): Promise<readonly string[]> => told((await rooms.assess([key], {}, depth))[0]);

describe("a report of depth DEEP", () => {
  it("looks again at what needed more bytes, and what it finds stays for reports of less depth", async () => {
    const { verifier, depths } = deepReader();
    const rooms = await assessRooms([verifier]);
    const key = await rooms.store({ nativeId: "acme/a", revision: commit, artifacts: [{ path: "model.gguf", digest }] });
    expect(await assess(rooms, key, "STANDARD")).toEqual(["SERIALIZATION_SAFETY aa NEEDS_BYTES"]);
    expect(await assess(rooms, key, "STANDARD")).toEqual(["SERIALIZATION_SAFETY aa NEEDS_BYTES"]);
    for (const depth of ["DEEP", "DEEP", "STANDARD", "CACHED"] as const) expect(await assess(rooms, key, depth)).toEqual(["SERIALIZATION_SAFETY aa VERIFIED"]);
    rooms.advance(24 * 365 * hour);
    expect(await assess(rooms, key, "STANDARD")).toEqual(["SERIALIZATION_SAFETY aa VERIFIED"]);
    expect(depths).toEqual(["STANDARD", "DEEP"]);
  });

  it("finds what ends, which then is kept, stale, until it is looked at as deep again", async () => {
    const { verifier, depths } = deepReader({ expiresAt: "2026-11-01T13:00:00Z" });
    const rooms = await assessRooms([verifier]);
    const key = await rooms.store({ nativeId: "acme/a", revision: commit, artifacts: [{ path: "model.gguf", digest }] });
    expect(await assess(rooms, key, "DEEP")).toEqual(["SERIALIZATION_SAFETY aa VERIFIED"]);
    rooms.advance(2 * hour);
    expect(await assess(rooms, key, "STANDARD")).toEqual(["SERIALIZATION_SAFETY aa VERIFIED stale"]);
    expect(await assess(rooms, key, "CACHED")).toEqual(["SERIALIZATION_SAFETY aa VERIFIED stale"]);
    expect(depths).toEqual(["DEEP", "STANDARD"]);
  });

  it("leaves alone what could not be found out for another reason", async () => {
    const { verifier, depths } = deepReader({ status: "UNKNOWN", unknownReason: "UNSUPPORTED_FORMAT", effect: "NEUTRAL" } as Partial<Finding>);
    const rooms = await assessRooms([verifier]);
    const key = await rooms.store({ nativeId: "acme/a", revision: commit, artifacts: [{ path: "model.gguf", digest }] });
    for (const depth of ["DEEP", "DEEP"] as const) expect(await assess(rooms, key, depth)).toEqual(["SERIALIZATION_SAFETY aa UNSUPPORTED_FORMAT"]);
    expect(depths).toEqual(["DEEP"]);
  });

  it("takes over what was found so of the same bytes in another listing", async () => {
    const { verifier, depths } = deepReader();
    const rooms = await assessRooms([verifier]);
    const file = { revision: commit, artifacts: [{ path: "model.gguf", digest }] };
    const [first, copy] = [await rooms.store({ nativeId: "acme/a", ...file }), await rooms.store({ nativeId: "copy/a", ...file })];
    await assess(rooms, copy, "STANDARD");
    await assess(rooms, first, "DEEP");
    expect(await assess(rooms, copy, "DEEP")).toEqual(["SERIALIZATION_SAFETY aa VERIFIED"]);
    expect(depths).toEqual(["STANDARD", "DEEP"]);
  });
});
