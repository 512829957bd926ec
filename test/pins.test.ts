import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { huggingFace } from "@modeldex/source-hf";
import { canonicalDigest } from "../packages/trust/src/canonical.ts";
import { lockEntrySchema, lockFileSchema } from "../packages/trust/src/pins/lock-schema.ts";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { emptyFolder, removeFolder, runCommand, runHere } from "./support/command.ts";
import { startGateway } from "./support/gateway.ts";
import type { TestGateway } from "./support/gateway.ts";
import { scriptedSource } from "./support/scripted-source.ts";
import { hubDigest, startHub } from "./support/hub.ts";
import type { HubModel, TestHub } from "./support/hub.ts";

const ajv = new Ajv2020({ strict: true });
const isEntry = ajv.compile(lockEntrySchema);
const chat: HubModel = {
  id: "acme/chat", license: "apache-2.0", downloads: 900, lastModified: "2026-01-01T00:00:00.000Z", keptInHistory: true,
  files: ["config.json", "model.safetensors", "README.md", "LICENSE"], tags: ["chat"],
};
const later = { lastModified: "2026-06-01T00:00:00.000Z" };
const other = "f".repeat(64);
const usedUp = "What one request may ask of sources for pins was used up before it was reached; ask for fewer at once.";

let hub: TestHub;
let modeldex: TestGateway;
beforeEach(async () => {
  hub = await startHub([chat, { id: "acme/other", keptInHistory: true }]);
  modeldex = await startGateway({ sources: [huggingFace({ endpoint: hub.url })] });
});
afterEach(async () => {
  await modeldex.close();
  await hub.close();
});

const pinFields = "digest revision fileCount createdAt model { id } listing { key } files { path digest } decision { outcome policy { id } } document";
const pinAll = async (references: readonly string[], policy?: object): Promise<any[]> =>
  (await modeldex.query(`query($references: [String!]!, $policy: PolicyInput) { pin(references: $references, policy: $policy) { reference problem resolution { outcome } pin { ${pinFields} } } }`, { references, policy })).pin;
const pin = async (reference: string): Promise<any> => {
  const [result] = await pinAll([reference]);
  expect(result.problem).toBeNull();
  expect([isEntry(result.pin.document), isEntry.errors]).toEqual([true, null]);
  return result.pin;
};
const check = async (documents: readonly unknown[], fields = ""): Promise<any[]> =>
  (await modeldex.query(`query($pins: [PinInput!]!) { checkPins(pins: $pins) { outcome reference digest problem checkedAt drifts { kind severity before after statement } ${fields} } }`, { pins: documents.map((document) => ({ document })) })).checkPins;
/** Outcome and drifts of one document. */
const held = async (document: unknown): Promise<readonly unknown[]> => {
  const [{ outcome, drifts }] = (await check([document])) as [any];
  return [outcome, drifts.map(({ kind, severity }: any) => `${severity} ${kind}`)];
};
const commitOf = async (id = "acme/chat") => (await pin(id)).revision as string;

describe("a pin", () => {
  it("holds what was chosen, at which commit, with the digest of every file, and stores nothing of itself", async () => {
    const made = await pin("https://huggingface.co/acme/chat");
    expect(made).toMatchObject({
      revision: expect.stringMatching(/^[0-9a-f]{40}$/), fileCount: 4, model: { id: "hf:acme/chat" }, listing: { key: "hf:acme/chat" }, decision: { outcome: "WARN", policy: { id: "open-weights-default" } },
      files: [{ path: "LICENSE", digest: null }, { path: "README.md", digest: null }, { path: "config.json", digest: null }, { path: "model.safetensors", digest: `sha256:${hubDigest("acme/chat", "model.safetensors")}` }],
    });
    expect(made.document).toMatchObject({
      lockVersion: 1, requested: "https://huggingface.co/acme/chat", source: { id: "hf", kind: "huggingface" }, nativeId: "acme/chat", publisher: "acme", access: "OPEN", createdAt: "2024-01-01T00:00:00Z",
      license: { stated: "apache-2.0", spdx: "Apache-2.0", class: "PERMISSIVE" }, codeExecution: "NO", trust: { level: "PINNED", systemLevel: "PINNABLE" }, policy: { id: "open-weights-default", outcome: "WARN" },
    });
    const text = JSON.stringify(made.document);
    expect(Object.keys(made.document)).toEqual(Object.keys(made.document).toSorted());
    expect(made.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(text).not.toContain("requestedRevision");
  });

  it("of two models has its findings in one order, so that a diff shows what differs", async () => {
    const kinds = (document: any): string[] => document.trust.findings.map(({ kind }: any) => kind);
    const [first, second] = await Promise.all([pin("acme/chat"), pin("acme/other")]);
    const shared = (of: any, other: any): string[] => kinds(of.document).filter((kind) => kinds(other.document).includes(kind));
    expect([...new Set(shared(first, second))]).toEqual([...new Set(shared(second, first))]);
  });

  it("has the decision of the policy that was asked for", async () => {
    const rules = [{ key: "attested", severity: "BLOCK", test: { level: "ATTESTED" } }];
    const [strict] = await pinAll(["acme/chat"], { rules });
    expect(strict.pin.document.policy).toEqual({ id: strict.pin.decision.policy.id, digest: strict.pin.decision.policy.id, outcome: "INDETERMINATE", inputDigest: expect.stringMatching(/^sha256:/) });
    expect(strict.pin.decision.outcome).toBe("INDETERMINATE");
  });

  it.each([["acme/chat@"], ["hf:acme/chat@"], ["pkg:huggingface/acme/chat@"], ["https://huggingface.co/acme/chat/tree/"]])("of %s<commit> is one of that commit, and leaves the present as it is", async (reference) => {
    const old = await commitOf();
    hub.put({ ...chat, ...later, digests: { "model.safetensors": other }, license: "mit" });
    const made = await pin(`${reference}${old}`);
    expect([made.revision, made.document.requestedRevision, made.document.license.stated, made.files.at(-1).digest]).toEqual([old, old, "apache-2.0", `sha256:${hubDigest("acme/chat", "model.safetensors")}`]);
    const present = await pin("acme/chat");
    expect([present.revision === old, present.document.license.stated, present.files.at(-1).digest]).toEqual([false, "mit", `sha256:${other}`]);
    expect((await modeldex.query('{ model(id: "hf:acme/chat") { license { spdx } } }')).model.license.spdx).toBe("MIT");
  });

  it("is of the state now, also where an older one is stored and fresh", async () => {
    const { model } = await modeldex.query('{ model(id: "hf:acme/chat") { artifacts { totalCount } listings { nodes { revision } } } }');
    hub.put({ ...chat, ...later });
    expect((await pin("acme/chat")).revision).not.toBe(model.listings.nodes[0].revision);
  });

  it("says in plain words why there is none, and costs the others nothing", async () => {
    const results = await pinAll(["acme/chat", "acme/nothing", "acme", "", `acme/chat@${"0".repeat(40)}`, "acme/chat"]);
    expect(results.map(({ pin: made }) => made !== null)).toEqual([true, false, false, false, false, true]);
    expect(results.map(({ problem }) => problem)).toEqual([
      null,
      expect.stringContaining("Every source that could know it answered no"),
      expect.stringMatching(/No model has exactly this name.* Perhaps hf:acme\//),
      expect.stringContaining("The reference is empty"),
      expect.stringContaining(`it has no revision ${"0".repeat(40)} of this model`),
      null,
    ]);
    expect(results[0].pin.document.files).toEqual(results[5].pin.document.files);
  });

  it("is none of a listing that is only called, without an immutable state", async () => {
    await modeldex.close();
    modeldex = await startGateway({ sources: [scriptedSource("shop", ["acme/served"], { offers: [{ provider: "shop" }] })] });
    await modeldex.gateway.harvest("shop", { all: true, signal: AbortSignal.timeout(30_000) });
    const [result] = await pinAll(["shop:acme/served"]);
    expect(result.problem).toContain("states no immutable revision of shop:acme/served");
  });

  it("says when its source cannot be asked for the present, whatever is stored", async () => {
    await pin("acme/chat");
    await modeldex.close();
    const dataDir = await emptyFolder();
    try {
      const now = { at: Date.now() };
      modeldex = await startGateway({ sources: [huggingFace({ endpoint: hub.url })] }, { dataDir, now: () => new Date(now.at) });
      await pin("acme/chat");
      now.at += 120_000;
      hub.fail("RESET");
      const [result] = await pinAll(["hf:acme/chat"]);
      expect(result.problem).toContain("hf:acme/chat could not be asked for now, and a pin needs its present state:");
    } finally {
      await removeFolder(dataDir);
    }
  });

  it("asks at most a hundred times for many, in one request, and says of the others why there is none", async () => {
    const names = Array.from({ length: 50 }, (_, number) => `acme/m${number}`);
    for (const id of names) hub.put({ id });
    const before = hub.requests.length;
    const made = await pinAll(names);
    // Beside it reports cost at most their own 25.
    expect(hub.requests.length - before).toBeLessThanOrEqual(125);
    expect(made.filter(({ pin: each }) => each !== null).length).toBeGreaterThanOrEqual(10);
    expect(made.filter(({ pin: each, problem }) => each === null && !problem.endsWith(usedUp))).toEqual([]);
  });

  it("is limited to 50 in a request, and so is a check", async () => {
    const many = Array.from({ length: 51 }, () => "acme/chat");
    const { errors } = await modeldex.ask("query($many: [String!]!, $pins: [PinInput!]!) { pin(references: $many) { reference } checkPins(pins: $pins) { outcome } }", { many, pins: many.map((document) => ({ document })) });
    expect(errors?.map(({ message, extensions }) => [message, extensions.code, extensions.argument])).toEqual([
      ["`references` has 51 of them; give at most 50.", "BAD_USER_INPUT", "references"], ["`pins` has 51 of them; give at most 50.", "BAD_USER_INPUT", "pins"],
    ]);
  });
});

describe("a check of a pin", () => {
  /** What happens after the pin, how the reference was written, and every drift with its outcome. */
  const table: readonly (readonly [string, string, () => void, readonly unknown[]])[] = [
    ["nothing happens", "acme/chat", () => undefined, ["UNCHANGED", []]],
    ["counts go up", "acme/chat", () => hub.put({ ...chat, downloads: 5_000, likes: 9 }), ["UNCHANGED", []]],
    ["weights are replaced under the same branch", "acme/chat", () => hub.put({ ...chat, ...later, digests: { "model.safetensors": other } }), ["DRIFTED", ["BLOCK WEIGHTS_CHANGED_SAME_REF"]]],
    ["weights are replaced beside a pinned commit", "acme/chat@<commit>", () => hub.put({ ...chat, ...later, digests: { "model.safetensors": other } }), ["DRIFTED", ["INFO NEW_REVISION_AVAILABLE"]]],
    ["the licence becomes a stricter one", "acme/chat", () => hub.put({ ...chat, ...later, license: "cc-by-nc-4.0" }), ["DRIFTED", ["BLOCK LICENSE_CHANGED"]]],
    ["the licence becomes another, as permissive one", "acme/chat", () => hub.put({ ...chat, ...later, license: "mit" }), ["DRIFTED", ["WARN LICENSE_CHANGED"]]],
    ["the repository is deleted", "acme/chat", () => hub.remove("acme/chat"), ["DRIFTED", ["BLOCK PIN_UNAVAILABLE"]]],
    ["the repository is hidden", "acme/chat", () => hub.put({ ...chat, private: true }), ["DRIFTED", ["BLOCK PIN_UNAVAILABLE"]]],
    ["the repository is deleted and created again by somebody else", "acme/chat", () => {
      hub.remove("acme/chat");
      hub.put({ ...chat, ...later, stableId: "650000000000000000000001", createdAt: "2026-06-01T00:00:00.000Z" });
    }, ["DRIFTED", ["BLOCK IDENTITY_CHANGED", "BLOCK PIN_UNAVAILABLE"]]],
    ["and with other weights", "acme/chat", () => {
      hub.remove("acme/chat");
      hub.put({ ...chat, ...later, stableId: "650000000000000000000001", digests: { "model.safetensors": other } });
    }, ["DRIFTED", ["BLOCK IDENTITY_CHANGED", "BLOCK WEIGHTS_CHANGED_SAME_REF", "BLOCK PIN_UNAVAILABLE"]]],
    ["the name leads to another repository", "acme/chat", () => {
      hub.put({ ...chat, id: "guild/chat", stableId: "650000000000000000000002" });
      hub.forward("acme/chat", "guild/chat");
      // The test Hub makes digests of files from the name of their repository; only its configurations are alike.
    }, ["DRIFTED", ["BLOCK IDENTITY_CHANGED", "BLOCK WEIGHTS_CHANGED_SAME_REF", "BLOCK PIN_UNAVAILABLE", "WARN LICENSE_CHANGED"]]],
    ["it is renamed by its owner", "acme/chat", () => hub.rename("acme/chat", "acme/talk"), ["DRIFTED", ["INFO METADATA_ONLY"]]],
    ["it is handed to another owner", "acme/chat", () => hub.rename("acme/chat", "guild/chat"), ["DRIFTED", ["BLOCK IDENTITY_CHANGED"]]],
    ["history is rewritten with the same files", "acme/chat", () => {
      hub.put({ ...chat, ...later });
      hub.squash("acme/chat");
    }, ["DRIFTED", ["BLOCK PIN_UNAVAILABLE"]]],
    ["it is gated", "acme/chat", () => hub.put({ ...chat, gated: "auto" }), ["DRIFTED", ["BLOCK PIN_UNAVAILABLE"]]],
    ["code is added", "acme/chat", () => hub.put({ ...chat, ...later, files: [...(chat.files ?? []), "modeling_chat.py"] }), ["DRIFTED", ["WARN CODE_CHANGED"]]],
    ["code is added that the Hub says is run", "acme/chat", () => hub.put({ ...chat, ...later, files: [...(chat.files ?? []), "modeling_chat.py"], tags: ["chat", "custom_code"] }), ["DRIFTED", ["BLOCK CODE_CHANGED"]]],
    ["its configuration differs", "acme/chat", () => hub.put({ ...chat, ...later, contents: { "config.json": "2" } }), ["DRIFTED", ["WARN CONFIG_CHANGED"]]],
    ["the text of its licence differs", "acme/chat", () => hub.put({ ...chat, ...later, contents: { LICENSE: "2" } }), ["DRIFTED", ["WARN LICENSE_CHANGED"]]],
    ["a signature is added", "acme/chat", () => hub.put({ ...chat, ...later, files: [...(chat.files ?? []), "model.sig"] }), ["DRIFTED", ["WARN SIGNATURE_CHANGED"]]],
    ["its README differs", "acme/chat", () => hub.put({ ...chat, ...later, contents: { "README.md": "2" } }), ["DRIFTED", ["INFO METADATA_ONLY"]]],
    ["its tags differ", "acme/chat", () => hub.put({ ...chat, ...later, tags: ["talk"] }), ["DRIFTED", ["INFO METADATA_ONLY"]]],
    ["a commit comes with nothing that is known to differ", "acme/chat", () => hub.put({ ...chat, ...later }), ["DRIFTED", ["INFO NEW_REVISION_AVAILABLE"]]],
    ["a scan flags a file", "acme/chat", () => hub.put({ ...chat, scan: { scansDone: true, filesWithIssues: [{ path: "model.safetensors", level: "unsafe" }] } }), ["UNCHANGED", []]],
  ];
  it.each(table)("when %s (%s)", async (_what, reference, happens, expected) => {
    const text = reference.replace("<commit>", reference.includes("<commit>") ? await commitOf() : "");
    const { document } = await pin(text);
    happens();
    expect(await held(document)).toEqual(expected);
    // Nothing of the look is kept that would change the next one.
    expect(await held(document)).toEqual(expected);
  });

  it("opened again, where it was gated, is a change of access alone", async () => {
    hub.put({ ...chat, gated: "auto" });
    const { document } = await pin("acme/chat");
    hub.put(chat);
    expect(await held(document)).toEqual(["DRIFTED", ["WARN ACCESS_CHANGED"]]);
  });

  it("names digests, old and new, and gives what a pin would be now", async () => {
    const made = await pin("acme/chat");
    hub.put({ ...chat, ...later, digests: { "model.safetensors": other } });
    const [{ drifts, current, digest, reference, problem }] = (await check([made.document], "current { revision document files { path digest } } model { id }")) as [any];
    const before = `sha256:${hubDigest("acme/chat", "model.safetensors")}`;
    expect(drifts).toEqual([{
      kind: "WEIGHTS_CHANGED_SAME_REF", severity: "BLOCK", before: { "model.safetensors": before }, after: { "model.safetensors": `sha256:${other}` },
      statement: `"acme/chat" now gives other weights: model.safetensors (${before.slice(0, 19)}… → sha256:${other.slice(0, 12)}…). The pinned digests, and every check of the pinned weights, do not hold for what it gives now.`,
    }]);
    expect([digest, reference, problem]).toEqual([made.digest, "acme/chat", null]);
    expect(current.files.at(-1)).toEqual({ path: "model.safetensors", digest: `sha256:${other}` });
    expect(isEntry(current.document)).toBe(true);
    expect(await held(current.document)).toEqual(["UNCHANGED", []]);
  });

  it("shows a scan that was added in the decision of a pin now, with the policy of the pin", async () => {
    const { document } = await pin("acme/chat");
    hub.put({ ...chat, scan: { scansDone: true, filesWithIssues: [{ path: "model.safetensors", level: "unsafe" }] } });
    const [{ outcome, current }] = (await check([document], "current { revision decision { outcome policy { id } } }")) as [any];
    expect([outcome, current.revision, current.decision.policy.id]).toEqual(["UNCHANGED", document.revision, "open-weights-default"]);
    expect(current.decision.outcome).toBe("DENY");
  });

  it("costs one request of an unchanged model, by name, by branch and by commit", async () => {
    const commit = await commitOf();
    for (const reference of ["acme/chat", `acme/chat@${commit}`, "hf:acme/chat@main"]) {
      const { document } = await pin(reference);
      const before = hub.requests.length;
      expect(await held(document)).toEqual(["UNCHANGED", []]);
      expect(hub.requests.slice(before)).toEqual([expect.stringMatching(/^GET \/api\/models\/acme\/chat(\/revision\/main)?\?expand/)]);
    }
  });

  it("of a commit that was not the newest says nothing until the branch moves again", async () => {
    const old = await commitOf();
    hub.put({ ...chat, ...later });
    await pin("acme/chat");
    const { document } = await pin(`acme/chat@${old}`);
    const before = hub.requests.length;
    expect(await held(document)).toEqual(["UNCHANGED", []]);
    expect(hub.requests.length - before).toBe(2);
    hub.put({ ...chat, lastModified: "2026-07-01T00:00:00.000Z" });
    expect(await held(document)).toEqual(["DRIFTED", ["INFO NEW_REVISION_AVAILABLE"]]);
    hub.squash("acme/chat");
    expect(await held(document)).toEqual(["DRIFTED", ["BLOCK PIN_UNAVAILABLE"]]);
  });

  it("of what was changed since it was made, or is none, is INVALID and asks nobody", async () => {
    const { document } = await pin("acme/chat");
    const before = hub.requests.length;
    const rows = await check([{ ...document, revision: "0".repeat(40) }, { ...document, lockVersion: 2 }, { ...document, more: 1 }, "a text", []]);
    expect(rows.map(({ outcome, problem, drifts, digest, reference }) => [outcome, problem, drifts, digest, reference])).toEqual([
      expect.stringMatching(/changed after it was made/), expect.stringMatching(/made by a newer version/), expect.stringMatching(/\/more is not a member/),
      expect.stringMatching(/it is "a text"/), expect.stringMatching(/it is an empty list/),
    ].map((problem) => ["INVALID", problem, [], null, null]));
    expect(hub.requests.length).toBe(before);
  });

  it("is UNREACHABLE when the source does not answer, also where an answer is stored; others go on", async () => {
    const { document } = await pin("acme/chat");
    hub.fail(503);
    const rows = await check([document, "no pin"]);
    expect(rows.map(({ outcome, drifts, problem }) => [outcome, drifts, problem === null])).toEqual([["UNREACHABLE", [], false], ["INVALID", [], false]]);
    hub.fail(undefined);
  });

  it("tells no other source of the kind what it is called, which may be a private name", async () => {
    const { document } = await pin("acme/chat");
    await modeldex.close();
    const elsewhere = await startHub([chat]);
    try {
      modeldex = await startGateway({ sources: [huggingFace({ id: "hub", endpoint: elsewhere.url })] });
      const { url: _url, integrity: _integrity, ...withoutUrl } = document;
      const rows = await check([document, { ...withoutUrl, integrity: canonicalDigest(withoutUrl) }]);
      const problem = 'No source here is called "hf" and of the kind huggingface, and no single one of that kind is at the address of the pin; configure it under that id.';
      expect(rows.map((row) => [row.outcome, row.problem])).toEqual([["UNREACHABLE", problem], ["UNREACHABLE", problem]]);
      expect(elsewhere.requests).toEqual([]);
    } finally {
      await elsewhere.close();
    }
  });

  it("is UNREACHABLE where no such source is configured, and finds the one at its address under another id", async () => {
    const { document } = await pin("acme/chat");
    await modeldex.close();
    modeldex = await startGateway({ sources: [huggingFace({ id: "hub", endpoint: hub.url })] });
    expect(await held(document)).toEqual(["UNCHANGED", []]);
    await modeldex.close();
    modeldex = await startGateway({ sources: [huggingFace({ id: "hub", endpoint: hub.url }), huggingFace({ id: "mirror", endpoint: hub.url })] });
    expect((await check([document]))[0]).toMatchObject({ outcome: "UNREACHABLE", problem: expect.stringContaining('No source here is called "hf"') });
  });

  it("takes 50 at once, in the order given, one request each", async () => {
    const made = await pinned(50);
    hub.put({ id: "acme/m7", ...later, digests: { "model.safetensors": other } });
    const before = hub.requests.length;
    const rows = await check(made.map(({ pin: each }) => each.document));
    expect(rows.map(({ reference, outcome }) => `${reference} ${outcome}`)).toEqual(Array.from({ length: 50 }, (_, number) => `acme/m${number} ${number === 7 ? "DRIFTED" : "UNCHANGED"}`));
    expect(hub.requests.slice(before).filter((line) => !line.includes("acme/m7"))).toHaveLength(49);
  });

  it("asks at most a hundred times for all that moved, in one request, and says what it did not reach", async () => {
    const made = await pinned(50);
    move(50);
    const before = hub.requests.length;
    const rows = await check(made.map(({ pin: { document } }) => document));
    // Beside it reports cost at most their own 25.
    expect(hub.requests.length - before).toBeLessThanOrEqual(125);
    expect(rows.filter(({ outcome }) => outcome === "DRIFTED").length).toBeGreaterThanOrEqual(10);
    expect(rows.flatMap(({ outcome, problem }) => (outcome === "DRIFTED" ? [] : [[outcome, problem]]))).toEqual(Array.from({ length: rows.filter(({ outcome }) => outcome !== "DRIFTED").length }, () => ["UNREACHABLE", usedUp]));
    const pins = made.map(({ pin: { document } }) => ({ document }));
    const twice = hub.requests.length;
    await modeldex.query("query($pins: [PinInput!]!) { first: checkPins(pins: $pins) { outcome } again: checkPins(pins: $pins) { outcome } }", { pins });
    expect(hub.requests.length - twice).toBeLessThanOrEqual(125);
    expect((await check(made.slice(40).map(({ pin: { document } }) => document))).map(({ outcome }) => outcome)).toEqual(Array.from({ length: 10 }, () => "DRIFTED"));
  });
});

/** Makes so many models, and their pins. */
async function pinned(count: number): Promise<any[]> {
  const names = Array.from({ length: count }, (_, number) => `acme/m${number}`);
  for (const id of names) hub.put({ id, keptInHistory: true });
  const made: any[] = [];
  for (let start = 0; start < count; start += 20) made.push(...(await pinAll(names.slice(start, start + 20))));
  expect(made.filter(({ pin: each }) => each === null)).toEqual([]);
  return made;
}
const move = (count: number): void => {
  for (let number = 0; number < count; number += 1) hub.put({ id: `acme/m${number}`, keptInHistory: true, ...later, digests: { "model.safetensors": other } });
};

describe("the commands pin and check", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await emptyFolder();
  });
  afterAll(() => removeFolder(folder));
  const modeldexCommand = (words: readonly string[]) => runCommand(words, { MODELDEX_DATA_DIR: join(folder, "data"), HF_ENDPOINT: hub.url });
  const lockOf = async (text: string, name = "models.lock.json"): Promise<string> => {
    const path = join(folder, name);
    await writeFile(path, text);
    return path;
  };

  it("write a lock file and hold it against the present, with an exit code for each outcome", async () => {
    const made = await modeldexCommand(["pin", "acme/other", "acme/chat", "acme/chat"]);
    expect(made).toMatchObject({ code: 0, err: "" });
    const lock = JSON.parse(made.out);
    expect([ajv.compile(lockFileSchema)(lock), lock.models.map(({ requested }: any) => requested)]).toEqual([true, ["acme/chat", "acme/other"]]);
    expect(made.out).toMatch(/\n {8}\{ "path": "model\.safetensors", "role": "WEIGHTS", "sizeBytes": 2000000000, "digest": "sha256:[0-9a-f]{64}", .+ \}\n/);
    const path = await lockOf(made.out);
    expect(await modeldexCommand(["check", path])).toEqual({ code: 0, err: "", out: "unchanged   acme/chat\nunchanged   acme/other\n\n2 models: 2 unchanged\n" });
    hub.put({ ...chat, ...later, contents: { "README.md": "2" } });
    const drifted = await modeldexCommand(["check", path]);
    expect([drifted.code, drifted.out.split("\n").slice(0, 3)]).toEqual([7, ["drifted     acme/chat", expect.stringMatching(/^ {2}INFO {2}metadata only: Only what describes it differs: README\.md \(/), "unchanged   acme/other"]]);
    expect((await modeldexCommand(["check", path, "--severity", "warn"])).code).toBe(0);
    const [row] = JSON.parse((await modeldexCommand(["check", path, "--json"])).out);
    expect(row).toMatchObject({ outcome: "DRIFTED", reference: "acme/chat", drifts: [{ kind: "METADATA_ONLY", severity: "INFO" }] });
    hub.put({ ...chat, scan: { scansDone: true, filesWithIssues: [{ path: "model.safetensors", level: "unsafe" }] } });
    const decided = await modeldexCommand(["check", path, "--decide"]);
    expect([decided.code, decided.out.split("\n")[0]]).toEqual([5, "unchanged   acme/chat (open-weights-default says DENY now)"]);
    hub.fail("RESET");
    const silent = await modeldexCommand(["check", path]);
    expect([silent.code, silent.out]).toEqual([4, expect.stringMatching(/^unreachable acme\/chat: .+\nunreachable acme\/other: .+\n\n2 models: 2 unreachable\n$/)]);
    hub.fail(undefined);
    const edited = await modeldexCommand(["check", await lockOf(made.out.replace('"access": "OPEN"', '"access": "GATED"'))]);
    expect([edited.code, edited.out]).toEqual([8, expect.stringMatching(/^invalid {5}entry 1: The entry was changed after it was made: /)]);
  }, 60_000);

  it("check a lock file that is longer than what one request may ask", async () => {
    const made = await pinned(30);
    const path = await lockOf(JSON.stringify({ lockVersion: 1, models: made.map(({ pin: { document } }) => document) }), "long.json");
    move(30);
    const drifted = await modeldexCommand(["check", path]);
    expect([drifted.code, drifted.out.trimEnd().split("\n").at(-1)]).toEqual([7, "30 models: 30 drifted"]);
  }, 60_000);

  it("pin what they can, and say of the others why not", async () => {
    const made = await modeldexCommand(["pin", "acme/nothing", "acme/chat"]);
    expect([made.code, made.err, JSON.parse(made.out).models.map(({ requested }: any) => requested)]).toEqual([3, expect.stringMatching(/^acme\/nothing: not pinned\. Every source.+\n$/), ["acme/chat"]]);
    const none = await modeldexCommand(["pin", "acme/nothing"]);
    const checked = await modeldexCommand(["check", await lockOf(none.out)]);
    expect([none.code, checked.code, checked.out]).toEqual([3, 3, "0 models: nothing is pinned in it.\n"]);
    hub.put({ ...chat, ...later, scan: { scansDone: true, filesWithIssues: [{ path: "model.safetensors", level: "unsafe" }] } });
    const denied = await modeldexCommand(["pin", "acme/chat", "--policy", "open-weights-default"]);
    expect([denied.code, denied.err, JSON.parse(denied.out).models[0].policy.outcome]).toEqual([5, "acme/chat: pinned; open-weights-default says DENY.\n", "DENY"]);
    expect((await modeldexCommand(["pin", "acme/chat"])).code).toBe(0);
    const [row] = JSON.parse((await modeldexCommand(["pin", "acme/chat", "--json"])).out);
    expect([row.reference, isEntry(row.pin.document)]).toEqual(["acme/chat", true]);
  }, 60_000);

  it.each([
    ["no JSON", "x", 8, "It is no JSON"],
    ["another JSON", "{}", 8, "Its lockVersion is missing"],
    ["a newer one", '{"lockVersion":2}', 8, "made by a newer version"],
  ])("refuse %s as a lock file", async (_what, text, code, message) => {
    expect(await runHere(["check", await lockOf(text, "odd.json")])).toMatchObject({ code, out: "", err: expect.stringContaining(message) });
  });

  it("refuse a file that is not there, and a weight that is none", async () => {
    expect(await runHere(["check", join(folder, "none.json")])).toMatchObject({ code: 2, err: expect.stringContaining("cannot be read") });
    expect(await runHere(["check", "x", "--severity", "bad"])).toMatchObject({ code: 2, err: '--severity is "bad"; write one of block, warn, info.\n' });
  });
});
