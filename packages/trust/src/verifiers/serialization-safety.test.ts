import { SourceError } from "@modeldex/plugin-kit";
import type { Artifact, ClaimOf, ListingRecord } from "@modeldex/schema";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { commit, listing, now, sha, tools, verdict, weights, type TestTools } from "../../test/subjects.ts";
import { arrayValue, ggufFile, ggufString, stringValue } from "../formats/fixtures/gguf-files.ts";
import { safetensorsFile, safetensorsWith } from "../formats/fixtures/safetensors-files.ts";
import { evilProtocol2, evilProtocol4, legacyTorch, stateDict } from "../formats/fixtures/write-pickle.ts";
import { zipOf } from "../formats/fixtures/write-zip.ts";
import type { PickleInspectors } from "../formats/inspect-file.ts";
import type { FileInspection } from "../formats/inspection.ts";
import { serializationSafety } from "./serialization-safety.ts";

const safetensors = safetensorsFile([{ name: "a", length: 16 }]);
const pickle = Buffer.from("\x80\x04N.", "latin1");
const tomorrow = new Date(now.getTime() + 86_400_000).toISOString();

/** A reader of pickles with a fixed result. */
function always(inspection: FileInspection): PickleInspectors {
  return { zip: async () => inspection, pickle: async () => inspection };
}

function pickleThat(outcome: "ONLY_KNOWN_IMPORTS" | "UNLISTED_IMPORTS" | "DANGEROUS" | "MALFORMED", because: string): FileInspection {
  return { outcome, format: "pickle", because, found: [because], reproduce: "python3 -m pickletools FILE", decisive: pickle };
}

const known = pickleThat("ONLY_KNOWN_IMPORTS", "it imports only torch._utils._rebuild_tensor_v2");

interface Looked {
  readonly path?: string;
  readonly bytes?: Uint8Array | Error;
  readonly file?: Partial<Artifact>;
  readonly record?: Partial<ListingRecord>;
  readonly naming?: "open" | "namespaced";
  readonly pickles?: FileInspection;
}

async function look({ path = "model.safetensors", bytes, file = {}, record = {}, naming = "namespaced", pickles = known }: Looked, lent?: TestTools) {
  const artifact = weights(path, sha("a"), { ...(bytes instanceof Uint8Array ? { sizeBytes: bytes.byteLength } : {}), ...file });
  const subject = { listing: listing("hf:a/b", { revision: commit, artifacts: [artifact], ...record }, naming), others: [] };
  return serializationSafety({ inspectors: always(pickles) }).verify({ subject, file: artifact }, lent ?? tools(bytes === undefined ? {} : { [path]: bytes }));
}

describe("SERIALIZATION_SAFETY of a file", () => {
  const cases: readonly (readonly [string, Looked, string, string])[] = [
    ["safetensors", { bytes: safetensors }, "VERIFIED SUPPORTS", "Loading model.safetensors runs nothing: it is a safetensors file, and its header of 1 tensor is in order."],
    ["twin: one byte of its values less", { bytes: safetensors.subarray(0, -1) }, "FAILED UNDERMINES", "model.safetensors is not in order: its header describes 80 bytes, and the file has 79."],
    ["twin: one byte less than the source states", { bytes: safetensors.subarray(0, -1), file: { sizeBytes: 80 } }, "FAILED UNDERMINES", "The source states 80 bytes for model.safetensors, and it ends after 79 bytes."],
    ["twin: one byte more than the source states", { bytes: Buffer.concat([safetensors, Buffer.of(0)]), file: { sizeBytes: 80 } }, "FAILED UNDERMINES", "The source states 80 bytes for model.safetensors, and it goes on."],
    ["twin: in a record that anybody may write", { bytes: safetensors, naming: "open" }, "VERIFIED NEUTRAL", "Loading model.safetensors runs nothing: it is a safetensors file, and its header of 1 tensor is in order. Anybody may write this record."],
    ["twin: under the name of another format", { path: "model.gguf", bytes: safetensors }, "VERIFIED CAUTION", "Loading model.gguf runs nothing: it is a safetensors file, and its header of 1 tensor is in order. Its name promises GGUF."],
    ["GGUF", { path: "a.gguf", bytes: ggufFile({}) }, "VERIFIED SUPPORTS", "Loading a.gguf runs nothing: it is a GGUF file, its header of 0 tensors is in order, and it has no chat template."],
    ["twin: with a chat template that reaches into Python", { path: "a.gguf", bytes: ggufFile({ values: [stringValue("tokenizer.chat_template", "{{ x.__class__ }}")] }) }, "VERIFIED UNDERMINES", "Loading a.gguf can do harm: its chat template reaches for the inside of Python through __class__."],
    ["twin: with one that is odd", { path: "a.gguf", bytes: ggufFile({ values: [stringValue("tokenizer.chat_template", "{{ x | attr(y) }}")] }) }, "VERIFIED CAUTION", "Loading a.gguf may run code: its chat template uses the filter attr, which no chat needs."],
    ["a pickle of known imports", { path: "a.pkl", bytes: pickle }, "VERIFIED NEUTRAL", "Loading a.pkl unpickles it, which can run code: it imports only torch._utils._rebuild_tensor_v2."],
    ["twin: of an import that is on no list", { path: "a.pkl", bytes: pickle, pickles: pickleThat("UNLISTED_IMPORTS", "it imports acme.load") }, "VERIFIED CAUTION", "Loading a.pkl may run code: it imports acme.load."],
    ["twin: of a dangerous import", { path: "a.pkl", bytes: pickle, pickles: pickleThat("DANGEROUS", "it imports posix.system") }, "VERIFIED UNDERMINES", "Loading a.pkl can do harm: it imports posix.system."],
    ["twin: the same in a record that anybody may write", { path: "a.pkl", bytes: pickle, naming: "open", pickles: pickleThat("DANGEROUS", "it imports posix.system") }, "VERIFIED UNDERMINES", "Loading a.pkl can do harm: it imports posix.system."],
    ["twin: the same in a file that is longer than stated", { path: "a.pkl", bytes: Buffer.concat([pickle, pickle]), file: { sizeBytes: 4 }, pickles: pickleThat("DANGEROUS", "it imports posix.system") }, "VERIFIED UNDERMINES", "Loading a.pkl can do harm: it imports posix.system."],
    ["twin: that contradicts itself", { path: "a.pkl", bytes: pickle, pickles: pickleThat("MALFORMED", "it ends within an opcode") }, "FAILED UNDERMINES", "a.pkl is not in order: it ends within an opcode."],
    ["a pickle under the name of safetensors", { bytes: pickle }, "VERIFIED CAUTION", "Loading model.safetensors unpickles it, which can run code: it imports only torch._utils._rebuild_tensor_v2. Its name promises safetensors."],
    ["a format that nobody reads here", { path: "a.h5", bytes: Buffer.from("\x89HDF\r\n\x1a\n", "latin1") }, "UNKNOWN(UNSUPPORTED_FORMAT) NEUTRAL", "What loading a.h5 does could not be seen: it is an HDF5 file, which is not read here."],
    ["a header longer than is read", { bytes: safetensorsWith(`{${" ".repeat(5_000_000)}}`, 0) }, "UNKNOWN(NEEDS_BYTES) NEUTRAL", "What loading model.safetensors does could not be seen: more than 4718592 bytes of it would have to be read."],
    ["a header that declares 2 GB", { bytes: safetensorsWith("{}", 64, 2_147_483_648n) }, "FAILED UNDERMINES", "model.safetensors is not in order: its header declares 2147483648 bytes, more than any loader reads."],
    ["a source that gives no files", {}, "UNKNOWN(NEEDS_BYTES) NEUTRAL", "What loading model.safetensors does could not be seen: its source gives no model.safetensors."],
    ["a gated file", { bytes: new SourceError("UNAUTHORIZED", "The repository is gated.") }, "UNKNOWN(ACCESS_DENIED) NEUTRAL", "What loading model.safetensors does could not be seen: The repository is gated."],
    ["a source that cannot be reached", { bytes: new SourceError("UNREACHABLE", "The Hub does not answer.") }, "UNKNOWN(SOURCE_UNAVAILABLE) NEUTRAL", "What loading model.safetensors does could not be seen: The Hub does not answer."],
    ["a budget that is used up", { bytes: Object.assign(new Error("no requests are left"), { code: "BUDGET_EXCEEDED" }) }, "UNKNOWN(BUDGET_EXCEEDED) NEUTRAL", "What loading model.safetensors does could not be seen: no requests are left."],
  ];
  it.each(cases)("%s", async (_name, looked, expected, statement) => {
    const found = await look(looked);
    expect([verdict(found), found.map((finding) => finding.statement)]).toEqual([expected, [statement]]);
  });

  it.each([
    ["a sha256 at a commit", { digest: sha("a") }, commit, { artifact: sha("a") }],
    ["a sha256 at a branch", { digest: sha("a") }, "main", { artifact: sha("a") }],
    ["no sha256 at a commit", {}, commit, {}],
    ["twin: no sha256 at a branch", {}, "main", { expiresAt: tomorrow }],
  ])("is bound to the bytes of a file with %s", async (_name, file, revision, expected) => {
    const artifact: Artifact = { path: "model.safetensors", ...file };
    const subject = { listing: listing("hf:a/b", { revision, artifacts: [artifact] }), others: [] };
    const [finding] = await serializationSafety({ inspectors: always(known) }).verify({ subject, file: artifact }, tools({ "model.safetensors": safetensors }));
    expect({ ...(finding?.artifact === undefined ? {} : { artifact: finding.artifact }), ...(finding?.expiresAt === undefined ? {} : { expiresAt: finding.expiresAt }) }).toEqual(expected);
  });

  it("does not keep another size for good, which may lie in one answer", async () => {
    const [finding] = await look({ bytes: safetensors.subarray(0, 76), file: { sizeBytes: 80 } });
    expect([finding?.status, finding?.artifact, finding?.expiresAt]).toEqual(["FAILED", sha("a"), tomorrow]);
  });

  it("keeps the header as evidence, with a command that shows it, and asks once for an ordinary shard", async () => {
    const tensors = Array.from({ length: 300 }, (_, index) => ({ name: `model.layers.${String(index)}.mlp.up_proj.weight`, dtype: "BF16", shape: [64, 64], length: 8192 }));
    const bytes = safetensorsFile(tensors, { format: "pt" });
    const asked: (readonly [string, number | undefined, number | undefined])[] = [];
    const lent = tools({ "model.safetensors": bytes });
    const [finding] = await look({ bytes, file: { url: "https://hub.example/model.safetensors" } }, {
      ...lent,
      readFile: async (path, range) => {
        asked.push([path, range?.start, range?.end]);
        return lent.readFile(path, range);
      },
    });
    const headerLength = Number(Buffer.from(bytes).readBigUInt64LE(0));
    const header = Buffer.from(bytes).subarray(8, 8 + headerLength);
    expect(asked).toEqual([["model.safetensors", 0, 131_071]]);
    expect(lent.kept).toEqual([header.toString()]);
    expect(finding?.evidence).toEqual([
      {
        kind: "staticAnalysis", path: "model.safetensors", bytesRead: 131_072, sourceUrl: "https://hub.example/model.safetensors",
        findings: ["300 tensors", "types BF16", expect.stringMatching(/^names, types and shapes sha256:[0-9a-f]{64}$/)],
        kept: `sha256:${createHash("sha256").update(header).digest("hex")}`,
        reproduce: `curl -fsSL 'https://hub.example/model.safetensors' -r 0-131071 -o FILE && head -c ${String(8 + headerLength)} FILE | tail -c +9`,
      },
    ]);
  });

  it.each([
    ["the header of safetensors", "model.safetensors", safetensors, (kept: string) => kept],
    ["the counts of a GGUF header", "a.gguf", ggufFile({ values: [stringValue("a", "b")] }), () => "0000008                    0                    1\n0000024\n"],
    ["what is odd in a template", "a.gguf", ggufFile({ values: [stringValue("tokenizer.chat_template", "{{ x.__class__ }}")] }), () => "__class__\n"],
  ])("gives a command that shows %s", async (_name, path, bytes, expected) => {
    const lent = tools({ [path]: bytes });
    const [finding] = await look({ path, bytes }, lent);
    const [evidence] = finding?.evidence ?? [];
    const folder = await mkdtemp(join(tmpdir(), "modeldex-"));
    try {
      await writeFile(join(folder, "FILE"), bytes);
      const { stdout } = spawnSync("sh", ["-c", evidence?.reproduce ?? ""], { cwd: folder, encoding: "utf8", env: { ...process.env, LC_ALL: "C" } });
      expect(stdout).toBe(expected(lent.kept[0] ?? "nothing was kept"));
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe("SERIALIZATION_SAFETY by the readers of this package", () => {
  const torchZip = (pickled: Uint8Array, storageBytes = 64): Uint8Array =>
    zipOf([{ name: "archive/data.pkl", bytes: pickled }, { name: "archive/data/0", bytes: Buffer.alloc(storageBytes) }, { name: "archive/version", bytes: Buffer.from("3\n") }]);
  const lying = zipOf([{ name: "archive/data.pkl", bytes: stateDict, local: { name: "archive/data.pkx" } }]);
  /** What is found of one file, how often it was asked for, and of how many bytes. */
  async function read(path: string, bytes: Uint8Array) {
    const file = weights(path, sha("a"), { sizeBytes: bytes.byteLength });
    const given = tools({ [path]: bytes });
    let requests = 0;
    let asked = 0;
    const found = await serializationSafety().verify({ subject: { listing: listing("hf:a/b", { revision: commit, artifacts: [file] }), others: [] }, file }, {
      ...given,
      readFile: async (each, range) => {
        requests += 1;
        asked += range === undefined ? bytes.byteLength : Math.min(range.end + 1, bytes.byteLength) - range.start;
        return given.readFile(each, range);
      },
    });
    return { found: verdict(found), statement: found[0]?.statement, requests, asked };
  }

  it.each([
    ["a pickle that calls what weights need", Buffer.from("ccollections\nOrderedDict\n(tR."), "VERIFIED NEUTRAL", "VERIFIED CAUTION"],
    ["twin: that calls a shell", Buffer.from("cposix\nsystem\n(S'id'\ntR."), "VERIFIED UNDERMINES", "VERIFIED UNDERMINES"],
    ["twin: that calls what is on no list", Buffer.from("cacme\nload\n(tR."), "VERIFIED CAUTION", "VERIFIED CAUTION"],
    ["twin: that does not end", Buffer.from("ccollections\nOrderedDict\n(tR"), "UNKNOWN(UNSUPPORTED_FORMAT) NEUTRAL", "FAILED UNDERMINES"],
    ["weights of torch before 1.6", legacyTorch(stateDict), "VERIFIED NEUTRAL", "VERIFIED CAUTION"],
    ["twin: with a shell", legacyTorch(evilProtocol2), "VERIFIED UNDERMINES", "VERIFIED UNDERMINES"],
    ["a zip of torch", torchZip(stateDict), "VERIFIED NEUTRAL", "VERIFIED CAUTION"],
    ["twin: with a shell", torchZip(evilProtocol4), "VERIFIED UNDERMINES", "VERIFIED UNDERMINES"],
    ["twin: whose directory lies", lying, "FAILED UNDERMINES", "FAILED UNDERMINES"],
  ])("reads %s, whatever its name", async (_name, bytes, asPickle, asSafetensors) => {
    expect([(await read("pytorch_model.bin", bytes)).found, (await read("model.safetensors", bytes)).found]).toEqual([asPickle, asSafetensors]);
  });

  it.each([["NEUTRAL", stateDict], ["UNDERMINES", evilProtocol2]])("reads little of a large zip of torch, and finds it %s", async (effect, pickled) => {
    const bytes = torchZip(pickled, 20_000_000);
    const { found, requests, asked } = await read("pytorch_model.bin", bytes);
    expect({ found, requests, little: asked < 100_000 }).toEqual({ found: `VERIFIED ${effect}`, requests: 2, little: true });
  });
});

describe("SERIALIZATION_SAFETY of a GGUF file with a vocabulary of 6 MB", () => {
  const words = Array.from({ length: 300_000 }, (_, index) => ggufString(`word-${String(index).padStart(7, "0")}`));
  const bytes = ggufFile({ values: [arrayValue("tokenizer.ggml.tokens", 8, words), stringValue("tokenizer.chat_template", "{{ x }}")] });
  const spoilt = Buffer.from(bytes);
  // The last length of a string, of the template, is one more than there are bytes.
  spoilt[bytes.byteLength - 15] = 8;

  it.each([
    ["STANDARD", bytes, "UNKNOWN(NEEDS_BYTES) NEUTRAL"],
    ["DEEP", bytes, "VERIFIED SUPPORTS"],
    ["DEEP", spoilt, "FAILED UNDERMINES"],
  ] as const)("is read to its end with DEEP alone: %s", async (depth, content, expected) => {
    const file = weights("a.gguf", sha("a"), { sizeBytes: content.byteLength });
    const subject = { listing: listing("hf:a/b", { revision: commit, artifacts: [file] }), others: [] };
    expect(verdict(await serializationSafety().verify({ subject, file, depth }, tools({ "a.gguf": content })))).toBe(expected);
  });

  it("is read no further than the limits of DEEP say", async () => {
    const file = weights("a.gguf", sha("a"), { sizeBytes: bytes.byteLength });
    const subject = { listing: listing("hf:a/b", { revision: commit, artifacts: [file] }), others: [] };
    const [finding] = await serializationSafety({ deepLimits: { maxBytes: 5_000_000, maxReads: 24 } }).verify({ subject, file, depth: "DEEP" }, tools({ "a.gguf": bytes }));
    expect(finding?.statement).toBe("What loading a.gguf does could not be seen: more than 5000000 bytes of it would have to be read.");
  });
});

describe("SERIALIZATION_SAFETY of a listing", () => {
  const many = (count: number): readonly Artifact[] => Array.from({ length: count }, (_, index) => weights(`${String(index)}.safetensors`));
  const cases: readonly (readonly [string, Partial<ListingRecord>, string])[] = [
    ["whose files are not known", {}, "UNKNOWN(NOT_REQUESTED) NEUTRAL"],
    ["whose list of files is cut", { artifacts: many(2), artifactCount: 3 }, "UNKNOWN(NOT_REQUESTED) NEUTRAL"],
    ["without weights", { artifacts: [{ path: "README.md" }] }, "NOT_APPLICABLE NEUTRAL"],
    ["of 100 weight files", { artifacts: many(100) }, ""],
    ["twin: of 101", { artifacts: many(101) }, "UNKNOWN(NOT_REQUESTED) NEUTRAL"],
    ["of 101 that are two by their sha256", { artifacts: many(101).map((file, index) => ({ ...file, digest: sha(index === 0 ? "a" : "b") })) }, ""],
  ];
  it.each(cases)("%s", async (_name, record, expected) => {
    const lent = tools({}, {});
    expect(verdict(await serializationSafety({ inspectors: always(known) }).verify({ subject: { listing: listing("hf:a/b", record), others: [] } }, lent))).toBe(expected);
  });

  it("keeps what a source says of it as its word", async () => {
    const claim: ClaimOf<"SERIALIZATION_SAFETY"> = { kind: "SERIALIZATION_SAFETY", statement: "All safe.", evidence: [] };
    const found = await serializationSafety({ inspectors: always(known) }).verify({ subject: { listing: listing("hf:a/b"), others: [] }, claim }, tools());
    expect(found).toEqual([{ kind: "SERIALIZATION_SAFETY", statement: "All safe.", status: "ASSERTED", effect: "NEUTRAL", method: "serialization.static/1", evidence: [] }]);
  });
});
