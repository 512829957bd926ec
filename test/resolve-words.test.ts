import { huggingFace } from "@modeldex/source-hf";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startGateway } from "./support/gateway.ts";
import type { TestGateway, TestGatewayOptions } from "./support/gateway.ts";
import { hubDigest, startHub } from "./support/hub.ts";
import type { TestHub } from "./support/hub.ts";
import { scriptedSource } from "./support/scripted-source.ts";

let time = Date.parse("2026-11-26T12:00:00Z");
const now = () => new Date(time);
const waitAnHour = (): void => void (time += 3_600_000);
const fields = "outcome message readAs model { id } listing { key state } candidates { model { id } reason }";

let hub: TestHub;
let shelf: { records: string[] };
let open: (() => Promise<void>)[] = [];
beforeEach(async () => {
  time = Date.parse("2026-11-26T12:00:00Z");
  hub = await startHub();
  shelf = { records: ["acme/whisper-large-v3", "acme/other"] };
  open = [() => hub.close()];
});
afterEach(async () => {
  for (const close of open.reverse()) await close();
});

async function start(options: TestGatewayOptions = {}): Promise<TestGateway> {
  const file = scriptedSource("file", []);
  const list = async () => ({ records: shelf.records.map((nativeId) => ({ nativeId, name: nativeId })) });
  const { search: _, ...listing } = file;
  const modeldex = await startGateway({ sources: [huggingFace({ endpoint: hub.url }), { ...listing, removals: "trusted", list }] }, { now, ...options });
  open.push(() => modeldex.close());
  return modeldex;
}

const resolve = async (modeldex: TestGateway, reference: string): Promise<any> => (await modeldex.query(`query($reference: String!) { resolve(reference: $reference) { ${fields} } }`, { reference })).resolve;
const harvestShelf = (modeldex: TestGateway) => modeldex.gateway.harvest("file", { all: true, signal: AbortSignal.timeout(10_000) });

describe("what is gone from its source", () => {
  it("is told by resolve with the listing as it was, its model and the day", async () => {
    const modeldex = await start();
    await harvestShelf(modeldex);
    shelf.records = ["acme/other"];
    waitAnHour();
    await harvestShelf(modeldex);
    expect(await resolve(modeldex, "file:acme/whisper-large-v3")).toEqual({
      outcome: "NOT_FOUND", readAs: ["key of a listing"], candidates: [], model: { id: "file:acme/whisper-large-v3" }, listing: { key: "file:acme/whisper-large-v3", state: "GONE" },
      message: "file:acme/whisper-large-v3 is gone: file has it no longer, as was seen on 2026-11-26.",
    });
    const { compare } = await modeldex.query('{ compare(references: ["file:acme/whisper-large-v3", "file:acme/other"]) { models { id } unresolved { outcome message } } }');
    expect(compare).toEqual({ models: [{ id: "file:acme/other" }], unresolved: [{ outcome: "NOT_FOUND", message: expect.stringContaining("is gone") }] });
  });

  it("is told of a repository that the Hub deleted, and while the Hub is away, that it may be back", async () => {
    const modeldex = await start();
    await resolve(modeldex, "BAAI/bge-m3");
    hub.remove("BAAI/bge-m3");
    waitAnHour();
    await modeldex.query('{ model(id: "hf:BAAI/bge-m3", maxAgeSeconds: 0) { id } }');
    const gone = { model: { id: "hf:BAAI/bge-m3" }, listing: { key: "hf:BAAI/bge-m3", state: "GONE" } };
    expect(await resolve(modeldex, "BAAI/bge-m3")).toMatchObject({ ...gone, outcome: "NOT_FOUND", message: "hf:BAAI/bge-m3 is gone: hf has it no longer, as was seen on 2026-11-26." });
    hub.fail(500);
    const other = await start({ dataDir: modeldex.dataDir });
    expect(await resolve(other, "https://huggingface.co/BAAI/bge-m3")).toMatchObject({ ...gone, outcome: "UNREACHABLE", message: expect.stringMatching(/^hf:BAAI\/bge-m3 is gone: .* Whether it is back is not known: hf did not answer; ask again later\.$/) });
  });
});

describe("digests", () => {
  it("are read bare too, as sha256sum and git print them, and are sent to no source", async () => {
    const modeldex = await start();
    await modeldex.query('{ model(id: "hf:openai/whisper-large-v3") { id } resolve(reference: "openai/whisper-large-v3") { model { artifacts { totalCount } } } }');
    const before = hub.requests.length;
    const digest = hubDigest("openai/whisper-large-v3", "model.safetensors");
    expect(await resolve(modeldex, digest.toUpperCase())).toMatchObject({ outcome: "RESOLVED", readAs: ["sha256 of a file"], model: { id: "hf:openai/whisper-large-v3" } });
    expect(await resolve(modeldex, "0".repeat(64))).toMatchObject({ outcome: "NOT_FOUND", readAs: ["sha256 of a file"], message: expect.stringContaining("with this sha256") });
    expect(await resolve(modeldex, "0".repeat(40))).toMatchObject({ outcome: "NOT_FOUND", readAs: ["git-sha1 of a file"], message: expect.stringContaining("org/name@commit") });
    expect(hub.requests.length).toBe(before);
  });
});

describe("what no configured source reads", () => {
  it.each([
    ["sha256:00", 'The text is "sha256:00" with 2 hexadecimal digits; a whole sha256 has 64, and a part of one names nothing for certain.'],
    ["0x1a9d91521c85bD252Ac848806Ff5096bBb9ACDb2", "This is an address on a chain, and no source that is configured here reads it. ONCHAIN_RPC_<chain id> names an endpoint of a chain whose registries are known."],
    [`0x${"12".repeat(32)}`, expect.stringMatching(/^This is the hash of a transaction .* ONCHAIN_RPC_<chain id>/)],
    ["xyz:foo/bar", 'No source that is configured here reads addresses of this form, and none is called "xyz" (there are hf, file).'],
    ["https://huggingface.co/datasets/squad/squad", "This is the address of a dataset, not of a model; give that of a model."],
    ["https://huggingface.co/spaces/acme/demo", "This is the address of a space, not of a model; give that of a model."],
  ])("is named for what it seems to be, and is sent to nobody: %s", async (text, message) => {
    const modeldex = await start();
    expect(await resolve(modeldex, text)).toMatchObject({ outcome: "NOT_RECOGNIZED", message });
    expect(hub.requests).toEqual([]);
  });
});

describe("a revision that is not to be had", () => {
  it("leads to the stored model as a candidate, whether the Hub says no or nothing", async () => {
    const modeldex = await start();
    await resolve(modeldex, "BAAI/bge-m3");
    const stored = [{ model: { id: "hf:BAAI/bge-m3" }, reason: expect.stringMatching(/^it is the model that was named, stored at [0-9a-f]{40}, not at abc$/) }];
    expect(await resolve(modeldex, "BAAI/bge-m3@abc")).toMatchObject({ outcome: "NOT_FOUND", model: null, candidates: stored, message: "hf: it has no revision abc of this model." });
    hub.fail(500);
    const away = await start({ dataDir: modeldex.dataDir });
    expect(await resolve(away, "https://huggingface.co/BAAI/bge-m3/resolve/abc/model.safetensors")).toMatchObject({
      outcome: "UNREACHABLE", candidates: stored, message: "This revision is not stored here, and hf did not answer; ask again later. The candidate is what is stored of the model.",
    });
  });
});

describe("why a source did not say", () => {
  it("is that this gateway is offline, of what it would have asked, and it says so at once", async () => {
    const modeldex = await start({ offline: true });
    expect(await resolve(modeldex, "nosuch/abc")).toMatchObject({ outcome: "UNREACHABLE", message: "Not stored here, and hf was not asked, since this gateway is offline (MODELDEX_OFFLINE)." });
    const { sources } = await modeldex.query("{ sources { id status { state message } } }");
    expect(sources).toMatchObject([{ id: "hf", status: { state: "DISABLED", message: expect.stringContaining("offline") } }, { id: "file", status: { state: "NEVER_ASKED" } }]);
  });

  it("is that its answer was none", async () => {
    const modeldex = await start();
    hub.fail("GARBAGE");
    expect(await resolve(modeldex, "https://huggingface.co/nosuch/abc")).toMatchObject({ outcome: "UNREACHABLE", message: "Not stored here, and hf answered, but not as it should; its message says what was wrong." });
  });
});
