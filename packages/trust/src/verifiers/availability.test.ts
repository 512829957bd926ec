import { SourceError } from "@modeldex/plugin-kit";
import type { ListingRecord } from "@modeldex/schema";
import { describe, expect, it } from "vitest";
import { commit, listing, now, sha, tools, verdict, weights } from "../../test/subjects.ts";
import type { TrustListing } from "../trust-claim.ts";
import { availability } from "./availability.ts";

const file = (path: string, letter: string, sizeBytes?: number) => weights(path, sha(letter), { url: `https://hub.example/${path}`, ...(sizeBytes === undefined ? {} : { sizeBytes }) });
const record: Partial<ListingRecord> = { revision: commit, artifacts: [{ path: "README.md" }, file("big.safetensors", "a", 900), file("small.safetensors", "b", 100)] };

interface Ground {
  readonly files?: Readonly<Record<string, string | Error>>;
  readonly readsFiles?: boolean;
  readonly others?: readonly TrustListing[];
}

async function verify(given: Partial<ListingRecord>, { files = {}, readsFiles = true, others = [] }: Ground = {}) {
  const asked: string[] = [];
  const lent = tools(files);
  const found = await availability.verify({ subject: { listing: listing("hf:a/b", given), others } }, {
    ...lent, readsFiles,
    readFile: (path, range) => {
      asked.push(`${path} ${JSON.stringify(range)}`);
      return lent.readFile(path, range);
    },
  });
  return { found, asked };
}

const cases: readonly (readonly [name: string, record: Partial<ListingRecord>, ground: Ground, expected: string])[] = [
  ["a file that is there", record, { files: { "small.safetensors": "x" } }, "VERIFIED SUPPORTS"],
  ["twin: a file that is not", record, { files: { "small.safetensor": "x" } }, "VERIFIED CAUTION"],
  ["twin: that its source claims to be there", { ...record, claims: [{ kind: "AVAILABILITY", statement: "It can be had.", evidence: [] }] }, { files: { "small.safetensor": "x" } }, "FAILED CAUTION"],
  ["twin: a source that reads no files", record, { readsFiles: false }, "UNKNOWN(NEEDS_BYTES) NEUTRAL"],
  ["a file that is kept back", record, { files: { "small.safetensors": new SourceError("UNAUTHORIZED", "Only for members.") } }, "UNKNOWN(ACCESS_DENIED) NEUTRAL"],
  ["twin: a source that is down", record, { files: { "small.safetensors": new SourceError("UNREACHABLE", "The hub is down.") } }, "UNKNOWN(SOURCE_UNAVAILABLE) NEUTRAL"],
  ["twin: a source that is late", record, { files: { "small.safetensors": new SourceError("TIMEOUT", "The hub is slow.") } }, "UNKNOWN(TIMEOUT) NEUTRAL"],
  ["only documents", { artifacts: [{ path: "README.md" }] }, { files: { "README.md": "x" } }, "VERIFIED SUPPORTS"],
  ["an empty list of files", { artifacts: [] }, {}, "NOT_APPLICABLE NEUTRAL"],
  ["a service without files", { offers: [{ provider: "acme" }] }, {}, "NOT_APPLICABLE NEUTRAL"],
  ["twin: files that nobody asked for", {}, {}, "UNKNOWN(NOT_REQUESTED) NEUTRAL"],
];

describe("AVAILABILITY", () => {
  it.each(cases)("%s", async (_name, given, ground, expected) => {
    const { found, asked } = await verify(given, ground);
    expect(verdict(found)).toBe(expected);
    expect(asked.length).toBeLessThanOrEqual(1);
  });

  it("asks for one byte of the smallest weights, and for one a day", async () => {
    const { found, asked } = await verify(record, { files: { "small.safetensors": "x" } });
    expect(asked).toEqual(['small.safetensors {"start":0,"end":0}']);
    expect(found).toEqual([
      {
        kind: "AVAILABILITY", statement: `small.safetensors could be read from its source at ${commit}.`, status: "VERIFIED", effect: "SUPPORTS", method: "availability.probe/1", checks: [],
        evidence: [{ kind: "file", path: "small.safetensors", revision: commit, digest: sha("b"), sourceUrl: "https://hub.example/small.safetensors", reproduce: "curl -fsSL -r 0-0 -o /dev/null -w '%{http_code}\\n' 'https://hub.example/small.safetensors'" }],
        validAt: now.toISOString(), expiresAt: "2026-11-02T12:00:00.000Z",
      },
    ]);
  });

  it("names other operators that list the same bytes, also where it cannot be had, and nobody else", async () => {
    const others = [
      listing("oci:a/b", { artifacts: [file("x.safetensors", "a")] }), listing("mlflow:a/b", { artifacts: [file("x.safetensors", "c")] }),
      listing("onchain:1", { artifacts: [file("x.safetensors", "a")] }, "open"), { ...listing("mirror:a/b", { artifacts: [file("x.safetensors", "a")] }), sourceKind: "huggingface" },
    ];
    const { found: [gone] } = await verify(record, { others });
    expect([gone?.status, gone?.statement, gone?.checks]).toEqual([
      "VERIFIED", `small.safetensors is listed, and cannot be had from its source at ${commit}. The same bytes are listed by oci:a/b.`,
      [{ key: "also:oci:a/b", status: "VERIFIED", statement: "oci:a/b lists 1 of 2 of its weight files by the same sha256; it was not asked for them." }],
    ]);
  });

  it("keeps a source's own word asserted", async () => {
    const claim = { kind: "AVAILABILITY", statement: "It can be had.", evidence: [] } as const;
    expect(verdict(await availability.verify({ subject: { listing: listing("hf:a/b"), others: [] }, claim }, tools()))).toBe("ASSERTED NEUTRAL");
  });
});
