import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { pick, random } from "../../test/claims.ts";
import { claims, entry, pinGround, record } from "../../test/lock-entries.ts";
import { listing, weights } from "../../test/subjects.ts";
import { canonicalDigest } from "../canonical.ts";
import { faultIn } from "./fault-in.ts";
import { lockEntrySchema, lockFileSchema } from "./lock-schema.ts";
import { lockFileText, readLockFile } from "./lock-text.ts";
import { makeEntry } from "./make-entry.ts";
import { readLockEntry } from "./read-entry.ts";

const whole = entry({}, { requestedRevision: "main", others: [listing("oci:acme/chat", { revision: "sha256:1", artifacts: record.artifacts ?? [] })] });
const ajv = new Ajv2020({ strict: true });
const byAjv = ajv.compile(lockEntrySchema);
/** Nothing of the entry but what is given is other. */
const resealed = (more: object): object => {
  const { integrity: _, ...rest } = { ...whole, ...more };
  return { ...rest, integrity: canonicalDigest(rest) };
};
const problemOf = (document: unknown): string => {
  const reading = readLockEntry(document);
  return reading.status === "INVALID" ? reading.problem : "";
};

describe("a lock entry", () => {
  it("is one by its schema, and is read as it was made, however it is written", () => {
    expect(byAjv(whole)).toBe(true);
    expect(readLockEntry(whole)).toEqual({ status: "ENTRY", entry: whole, digest: canonicalDigest(whole) });
    const reversed = Object.fromEntries(Object.entries(JSON.parse(JSON.stringify(whole, null, 7)) as object).toReversed());
    expect(readLockEntry(reversed)).toMatchObject({ status: "ENTRY", digest: canonicalDigest(whole) });
  });

  it("has something in every member that the schema names, so that the tests below reach it", () => {
    expect(Object.keys(lockEntrySchema.properties ?? {}).filter((name) => !Object.hasOwn(whole, name))).toEqual(["presentRevision"]);
  });

  it.each([
    ["a changed commit", { ...whole, revision: "f".repeat(40) }],
    ["a changed digest of a file", { ...whole, files: whole.files.map((file, place) => (place === 0 ? { ...file, sizeBytes: 1 } : file)) }],
    ["a changed decision", { ...whole, policy: { ...whole.policy, outcome: whole.policy.outcome === "ALLOW" ? "DENY" : "ALLOW" } }],
    ["a file that was taken out", { ...whole, files: whole.files.slice(1) }],
    ["another integrity", { ...whole, integrity: `sha256:${"0".repeat(64)}` }],
  ])("with %s is INVALID, and says so", (_what, document) => {
    expect(problemOf(document)).toMatch(/^The entry was changed after it was made: its content has sha256:[0-9a-f]{64}, its integrity says sha256:[0-9a-f]{64}\./);
  });

  it.each([
    ["a member that is not known", { extra: 1 }, "/extra is not a member that is known here; there are lockVersion, requested,"],
    ["a text for a number", { files: [{ path: "a", role: "OTHER", sizeBytes: "12" }] }, "/files/0/sizeBytes is \"12\"; it must be a whole number from 0: its size in bytes."],
    ["another role", { files: [{ path: "a", role: "weights" }] }, "/files/0/role is \"weights\"; it must be one of WEIGHTS, CONFIGURATION,"],
    ["no policy", { policy: undefined }, "/policy is undefined"],
    ["a list for an object", { source: [] }, "/source is an empty list; it must be an object: the source that lists it."],
    ["a broken digest", { integrity: "sha256:12" }, ""],
  ])("with %s is INVALID, and says where and what would be right", (_what, more, expected) => {
    const document = "integrity" in more ? { ...whole, ...more } : resealed(more);
    expect(problemOf(document)).toContain(expected === "" ? "/integrity is \"sha256:12\"" : expected);
  });

  it.each([[undefined, "it is undefined"], [null, "it is null"], ["{}", "it is \"{}\""], [[], "it is an empty list"], [{}, "/lockVersion is missing"]])("is not %j", (document, expected) => {
    expect(problemOf(document)).toContain(`This is no lock entry: ${expected}`);
  });

  it("of a newer version is INVALID as such, whatever else it has", () => {
    expect(problemOf({ lockVersion: 2, more: true })).toBe("The entry was made by a newer version of Modeldex (lockVersion 2; 1 is read here); check it with that version, or pin again.");
    expect(problemOf({ ...whole, lockVersion: "1" })).toContain("/lockVersion is \"1\"; it must be 1");
  });

  it("is judged as ajv judges it, over documents with one thing changed", () => {
    const next = random(7);
    const values: readonly unknown[] = [null, "", "x", 0, -1, 1.5, 2 ** 53, [], {}, true, "sha256:00", "2026-13-01", ["x"], [{}], "😀".repeat(1_025), "y".repeat(5_000), { constructor: 1 }];
    const verdicts = { fits: 0, not: 0 };
    for (let run = 0; run < 1_500; run += 1) {
      const document = JSON.parse(JSON.stringify(whole)) as object;
      mutate(document, next, values);
      const expected = byAjv(document);
      verdicts[expected ? "fits" : "not"] += 1;
      expect([faultIn(lockEntrySchema, document) === undefined, document]).toEqual([expected, document]);
    }
    expect(Math.min(verdicts.fits, verdicts.not)).toBeGreaterThan(50);
  });

  it("is refused where nothing immutable, or no digest, could be pinned", () => {
    const refused = (more: object, ground: object = {}) => {
      const made = makeEntry({ ...pinGround(listing("hf:acme/chat", { ...record, ...more }), claims()), ...ground });
      return made.status === "REFUSED" ? made.problem : made.status;
    };
    expect(refused({})).toBe("PINNED");
    expect(refused({ revision: undefined })).toContain("states no immutable revision of hf:acme/chat");
    expect(refused({ revision: "sha256:46e0c10c039e" })).toContain("states only the beginning, sha256:46e0c10c039e: it does not name bytes for certain");
    expect(refused({ revision: "main" })).toContain("The revision \"main\" of hf:acme/chat is no commit, digest or block");
    expect(refused({ revision: `block:7:0x${"1".repeat(64)}` })).toContain("not final yet");
    expect(refused({ artifacts: undefined })).toContain("did not say which files hf:acme/chat has");
    expect(refused({ artifacts: undefined }, { hasFiles: false })).toBe("PINNED");
    expect(refused({ artifacts: [weights("a.gguf", undefined, { otherDigests: ["odd:*"] })] })).toMatch(/^What Hugging Face states of hf:acme\/chat does not fit into a pin\. This is no lock entry: \/files\/0\/otherDigests\/0 is "odd:\*"/);
    expect(refused({ artifacts: Array.from({ length: 2_001 }, (_, at) => weights(`${String(at)}.gguf`, `sha256:${"a".repeat(64)}`)) })).toContain("/files is a list of 2001");
    expect(refused({ artifacts: [weights("a.safetensors"), weights("b.gguf")] })).toContain("states no digest of a.safetensors, b.gguf in hf:acme/chat");
  });
});

describe("a lock file", () => {
  const one = whole;
  const two = entry({ revision: "1".repeat(40) }, { requested: "acme/another" });

  it("is one by its schema, and gives back its entries", () => {
    const text = lockFileText([one, two]);
    expect(ajv.compile(lockFileSchema)(JSON.parse(text))).toBe(true);
    expect(readLockFile(text)).toEqual({ documents: [two, one] });
    expect(readLockFile(lockFileText([]))).toEqual({ documents: [] });
    expect(lockFileText([two, one])).toBe(text);
  });

  it("differs in one line where one file differs, and in those of the state", () => {
    const said = claims();
    const pinned = entry({}, { claims: said });
    const other = entry({ artifacts: (record.artifacts ?? []).map((file) => (file.path === "config.json" ? { ...file, sizeBytes: 6 } : file)) }, { claims: said });
    const lines = (text: string): readonly string[] => text.split("\n");
    const [before, after] = [lines(lockFileText([pinned])), lines(lockFileText([other]))];
    expect(after.filter((line) => !before.includes(line)).map((line) => line.trim().slice(0, 24))).toEqual(['{ "path": "config.json",', '"integrity": "sha256:' + other.integrity.slice(7, 10)]);
  });

  it("shows what would not be seen, or turn the writing round, and gives back what it was", () => {
    const hostile = entry({ name: "chat\u202etxt.\u200b", tags: ["a\u0085b", "c\u2028d", "\u{e0001}x"] });
    const text = lockFileText([hostile]);
    expect(text).not.toMatch(/[\p{Cf}\u007f-\u009f\u2028]/u);
    expect(text).toContain("\\u202etxt");
    expect(readLockFile(text)).toEqual({ documents: [hostile] });
  });

  it("with a member that stands there twice is none, since a person may read the other one", () => {
    const text = lockFileText([one]);
    const twice = text.replace('"nativeId": ', '"nativeId": "acme/other",\n      "nativeId": ');
    expect(readLockEntry((JSON.parse(twice) as { models: unknown[] }).models[0]).status).toBe("ENTRY");
    expect(readLockFile(twice)).toEqual({ problem: 'It is written as no lock file is: it has the key "nativeId" twice.' });
  });

  it.each([
    ["", "It is no JSON"], ["[]", "It is no lock file"], ['{"lockVersion":2,"models":[]}', "newer version"], ['{"models":[]}', "Its lockVersion is missing"],
    ['{"lockVersion":1}', "`models` is no list"], ['{"lockVersion":1,"models":[],"x":1}', 'the member "x"'],
  ])("is not %j", (text, expected) => {
    expect(readLockFile(text)).toEqual({ problem: expect.stringContaining(expected) as unknown });
  });

  it("has its schema in the docs, as it is here", () => {
    expect(JSON.parse(readFileSync(new URL("../../../../docs/lock-file.schema.json", import.meta.url), "utf8"))).toEqual(JSON.parse(JSON.stringify(lockFileSchema)));
  });
});

/** Changes, adds or removes one member somewhere. */
function mutate(document: object, next: () => number, values: readonly unknown[]): void {
  let at: object = document;
  while (next() < 0.75) {
    const inner = Object.values(at).filter((value): value is object => typeof value === "object" && value !== null);
    if (inner.length === 0) break;
    at = pick(next, inner);
  }
  const keys = Object.keys(at);
  const how = next();
  if (how < 0.15 && !Array.isArray(at)) Reflect.set(at, pick(next, ["extra", "path", "toString", "a/b~c"]), "x");
  else if (how < 0.3 && keys.length > 0) {
    if (Array.isArray(at)) at.pop();
    else Reflect.deleteProperty(at, pick(next, keys));
  } else if (keys.length > 0) Reflect.set(at, pick(next, keys), pick(next, values));
}
