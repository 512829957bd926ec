import { mkdir, mkdtemp, rm, symlink, utimes, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ListPage } from "@modeldex/plugin-kit";
import { createLentFetch } from "@modeldex/plugin-kit/lend";
import { testContext } from "@modeldex/plugin-kit/testing";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { catalogFile } from "./catalog-file.ts";

let folder: string;
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), "modeldex-file-"))));
afterEach(() => rm(folder, { recursive: true }));

/** Writes a file that was last changed a while ago, so that nobody waits for its writer. */
async function write(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  const before = new Date(Date.now() - 5_000 - Math.random() * 1_000_000);
  await utimes(path, before, before);
  return path;
}

const context = (now = "2026-01-01T00:00:00Z") => testContext({ now: new Date(now) });
const ids = ({ records = [] }: ListPage) => records.map(({ nativeId }) => nativeId);
const problem = async (path: string, more: object = {}) => (await catalogFile({ from: path, ...more }).list({ limit: 500 }, context()).catch((error: unknown) => error)) as Error & { code: string };

describe("files", () => {
  it("are read once for each change, in this and in another process, and listed anew after three hours", async () => {
    const path = await write("models.yaml", "models: [{ id: a }, { id: b }]");
    const source = catalogFile(path);
    const first = await source.list({ limit: 500 }, context());
    expect([ids(first), first.whole, first.checkpoint]).toEqual([["a", "b"], undefined, expect.stringMatching(/^[0-9a-f]{64}@2026-01-01T00:00:00.000Z$/)]);
    const since = first.checkpoint ?? "";
    expect(await source.list({ limit: 500, since }, context("2026-01-01T02:59:00Z"))).toEqual({ unchanged: true });
    expect(await catalogFile(path).list({ limit: 500, since }, context())).toEqual({ unchanged: true });
    expect(await source.list({ limit: 500, since }, context("2026-01-01T03:00:00Z"))).toMatchObject({ whole: true, records: [{}, {}] });
    await write("models.yaml", "models: [{ id: b }]");
    const changed = await source.list({ limit: 500, since }, context());
    expect([ids(changed), changed.whole, changed.checkpoint === since]).toEqual([["b"], true, false]);
    for (const madeUp of ["", "x", `${"0".repeat(64)}@2026-01-01T00:00:00.000Z`, `${since.slice(0, 65)}9999-99-99T00:00:00.000Z`]) {
      expect(await source.list({ limit: 500, since: madeUp }, context())).toMatchObject({ whole: true });
    }
  });

  it("are several, by list and by pattern, in the order of their names; an id in two of them is a mistake", async () => {
    await mkdir(join(folder, "teams/x"), { recursive: true });
    await write("teams/b.yaml", "- id: b");
    await write("teams/a.json", '[{ "id": "a" }]');
    await write("teams/x/c.jsonl", '{"id":"c"}\n{"id":"d"}');
    const from = [join(folder, "teams/*.*"), join(folder, "teams/**/*.jsonl")];
    const source = catalogFile({ from });
    expect(ids(await source.list({ limit: 500 }, context()))).toEqual(["a", "b", "c", "d"]);
    await write("teams/x/c.jsonl", '{"id":"c"}\n{"id":"a"}');
    await expect(source.list({ limit: 500 }, context())).rejects.toThrow('c.jsonl:2:7 id is "a", which a.json has already; give each model an id of its own.');
    await rm(join(folder, "teams/x/c.jsonl"));
    expect(ids(await source.list({ limit: 500 }, context()).catch(() => ({})))).toEqual([]);
    await expect(source.list({ limit: 500 }, context())).rejects.toThrow("No file fits *.jsonl; put one there, or correct the pattern.");
  });

  it("give nothing at all when one of them is wrong, and everything once it is mended", async () => {
    await write("a.yaml", "- id: a");
    await write("b.yaml", "- id: b\n  parameters: big");
    const source = catalogFile(join(folder, "*.yaml"));
    await expect(source.list({ limit: 500 }, context())).rejects.toMatchObject({ code: "BAD_RESPONSE", message: 'b.yaml:2:15 [0].parameters (of b) is "big"; write the number of parameters, such as 8B, 350M or 8030261248. Nothing of the catalog was taken over; what was read before stays.' });
    await expect(source.about(context())).rejects.toMatchObject({ code: "BAD_RESPONSE" });
    await write("b.yaml", "- id: b\n  parameters: 8B");
    expect(ids(await source.list({ limit: 500 }, context()))).toEqual(["a", "b"]);
  });

  it("are waited for while somebody writes them", async () => {
    const path = join(folder, "models.yaml");
    await writeFile(path, "models: [");
    const listed = catalogFile(path).list({ limit: 500 }, context());
    await writeFile(path, "models: [{ id: a }]");
    expect(ids(await listed)).toEqual(["a"]);
  });

  it.each<[string, (name: string) => Promise<unknown>, string]>([
    ["is not there", async () => undefined, "There is no file x.yaml; write one, or correct the path."],
    ["is a folder", (name) => mkdir(join(folder, name)), "x.yaml is a folder; name a file, or the files in it by a pattern such as x.yaml/*.yaml."],
    ["is a device", (name) => symlink("/dev/zero", join(folder, name)), "x.yaml is no ordinary file; name one."],
    ["is too large", (name) => write(name, `# ${"x".repeat(2_000)}`), "x.yaml has more than 1000 bytes; make several documents of it, or raise the option maxBytes."],
    ["is empty", (name) => write(name, ""), 'x.yaml:1 is empty; write "models: []" when it is to list none.'],
    ["is in Latin-1", (name) => write(name, Buffer.from("models:\n- id: caf\u00e9", "latin1")), "x.yaml:2 is not in UTF-8; save it in UTF-8."],
    ["is in UTF-16", (name) => write(name, Buffer.from("\ufeffmodels: []", "utf16le")), "x.yaml:1 is in UTF-16; save it in UTF-8."],
    ["holds NUL", (name) => write(name, "models:\n- id: a\u0000b"), "x.yaml:2 holds a NUL character, so that it is no text; give YAML, JSON or JSONL."],
  ])("say what is wrong when one %s", async (_, make, message) => {
    await make("x.yaml");
    const { code, message: told } = await problem(join(folder, "x.yaml"), { maxBytes: 1_000 });
    expect({ code, told: told.replace(" Nothing of the catalog was taken over; what was read before stays.", "") }).toEqual({ code: "BAD_RESPONSE", told: message });
  });

  it("may begin with a byte order mark, and have any script in names of their own", async () => {
    const path = await write("模型.yaml", "\ufeffmodels:\r\n  - id: مختبر/نموذج\r\n    name: نموذج الدعم 🤖\r\n    description: Помощник для писем\r\n");
    const { records } = await catalogFile(path).list({ limit: 500 }, context());
    expect(records).toEqual([{ nativeId: "مختبر/نموذج", name: "نموذج الدعم 🤖", description: "Помощник для писем" }]);
  });
});

describe("catalogs of Kubeflow", () => {
  const models = `source: Acme\nmodels:\n  - name: acme/tiny-8b-FP8\n    provider: Acme\n    description: Tiny.\n    readme: "# Tiny\\n\\nQuantized version of [acme/tiny](https://huggingface.co/acme/tiny)."
    language: [en]\n    license: apache-2.0\n    licenseLink: https://www.apache.org/licenses/LICENSE-2.0\n    libraryName: transformers\n    maturity: Generally Available\n    logo: data:image/svg+xml;base64,AAAA
    tasks: [text-to-text, text-generation]\n    createTimeSinceEpoch: "1728086400000"\n    servingConfig: { toolCalling: { supported: true } }
    customProperties:\n      validated: { metadataType: MetadataStringValue, string_value: "" }\n      validated_on: { metadataType: MetadataStringValue, string_value: '["vLLM 0.8"]' }\n      size: { metadataType: MetadataIntValue, int_value: "8" }
    artifacts:\n      - uri: oci://registry.example/acme/tiny:1.0\n      - artifactType: metrics-artifact\n        metricsType: accuracy-metrics\n        customProperties: { benchmark: { string_value: mmlu }, score: { double_value: 75.8 }, score_metric: { string_value: accuracy } }
  - description: nameless\n  - name: acme/tiny-8b-FP8\n    provider: Again\n  - name: acme/draft\n    provider: Acme\n`;

  it("are recognised by their shape, and their bad rows left out with a reason", async () => {
    const lent = context();
    const { records } = await catalogFile(await write("kubeflow.yaml", models)).list({ limit: 500 }, lent);
    expect(records).toEqual([
      {
        nativeId: "acme/tiny-8b-FP8", name: "tiny-8b-FP8", publisher: { name: "Acme" }, description: "Tiny.", hasCard: true, task: "text-generation",
        license: { stated: "apache-2.0", url: "https://www.apache.org/licenses/LICENSE-2.0" }, languages: ["en"], libraries: ["transformers"], capabilities: ["tools"],
        tags: ["validated", "text-to-text"], createdAt: "2024-10-05T00:00:00Z",
        links: [{ reference: "oci://registry.example/acme/tiny:1.0", relation: "SAME_WEIGHTS", statement: "The catalog gives this as where the model's artifact is." }],
        lineage: [{ reference: "https://huggingface.co/acme/tiny", relation: "QUANTIZED" }],
        evaluations: [{ benchmark: "mmlu", author: "SOURCE", value: 75.8, metric: "accuracy" }],
        details: { validated_on: ["vLLM 0.8"], size: 8, maturity: "Generally Available", artifactUris: ["oci://registry.example/acme/tiny:1.0"] },
      },
      { nativeId: "acme/draft", name: "draft", publisher: { name: "Acme" } },
    ]);
    expect(lent.drops).toEqual([{ nativeId: "models[1]", reason: "it has no name" }, { nativeId: "acme/tiny-8b-FP8", reason: "kubeflow.yaml has a model of this name already" }]);
  });

  it("are named by a list, which is read with them and whose patterns count", async () => {
    await write("models.yaml", models);
    const list = (entries: string) => write("sources.yaml", `catalogs:\n${entries}`);
    const entry = (id: string, more: string, path = "models.yaml") => `  - { id: ${id}, name: X, type: yaml, properties: { yamlCatalogPath: ${path} }${more} }\n`;
    const source = catalogFile(join(folder, "sources.yaml"));
    await list(entry("one", ", excludedModels: ['*/DRAFT*']") + entry("off", ", enabled: false") + "  - { id: hub, type: hf }\n");
    const lent = context();
    expect(ids(await source.list({ limit: 500 }, lent))).toEqual(["acme/tiny-8b-FP8"]);
    expect(lent.drops.map(({ nativeId, reason }) => `${nativeId}: ${reason}`)).toEqual([
      "off: the catalog is not enabled", "hub: the catalog is of the type hf; only yaml is read", "models[1]: it has no name",
      "acme/tiny-8b-FP8: models.yaml has a model of this name already", "acme/draft: its catalog excludes it, or does not include it",
    ]);
    await list(entry("one", ", includedModels: ['*draft']"));
    expect(ids(await source.list({ limit: 500 }, context()))).toEqual(["acme/draft"]);
    for (const path of ["../models.yaml", "/etc/passwd", "https://models.example/models.yaml"]) {
      await list(entry("one", "", path));
      await expect(source.list({ limit: 500 }, context())).rejects.toThrow(`sources.yaml names the catalog one at "${path}", which is not in its folder; put it there.`);
    }
  });
});

describe("addresses", () => {
  let answers: (url: string, headers: NodeJS.Dict<string | string[]>) => { readonly status?: number; readonly headers?: Record<string, string>; readonly body?: string };
  const asked: string[] = [];
  const server: Server = createServer((request, response) => {
    asked.push(`${request.url} ${request.headers["if-none-match"] ?? request.headers["if-modified-since"] ?? "-"} ${request.headers.authorization ?? "-"}`);
    const { status = 200, headers = {}, body = "" } = answers(request.url ?? "", request.headers);
    response.writeHead(status, headers).end(body);
  });
  const listening = new Promise<string>((resolve) => void server.listen(0, "127.0.0.1", () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)));
  afterAll(() => void server.close());

  const asking = async (path: string, more: object = {}) => {
    const base = await listening;
    asked.length = 0;
    const source = catalogFile({ from: `${base}${path}`, ...more });
    const lent = createLentFetch({ baseAddresses: source.baseAddresses ?? [], userAgent: "test" });
    let second = 0;
    return { source, base, lend: () => testContext({ fetch: lent.fetch, now: new Date(Date.UTC(2026, 0, 1, 0, 0, (second += 60))) }), close: lent.close };
  };

  it.each<[string, Record<string, string>, string]>([
    ["ETag", { etag: '"v1"' }, '"v1"'],
    ["Last-Modified", { "last-modified": "Wed, 21 Oct 2026 07:28:00 GMT" }, "Wed, 21 Oct 2026 07:28:00 GMT"],
  ])("are asked whether they changed, by %s", async (_, headers, sent) => {
    let body = "models: [{ id: a }]";
    answers = (_url, given) => ((given["if-none-match"] ?? given["if-modified-since"]) === sent && body.includes("a") ? { status: 304 } : { headers, body });
    const { source, lend, close } = await asking("/shelf/catalog.yaml?key=s3cret", { token: "t0ken" });
    const first = await source.list({ limit: 500 }, lend());
    const since = first.checkpoint ?? "";
    expect(await source.list({ limit: 500, since }, lend())).toEqual({ unchanged: true });
    body = "models: [{ id: b }]";
    expect(ids(await source.list({ limit: 500, since }, lend()))).toEqual(["b"]);
    expect(asked).toEqual(["-", sent, sent].map((condition) => `/shelf/catalog.yaml?key=s3cret ${condition} Bearer t0ken`));
    await close();
  });

  it("are not asked again at once where a file beside them is looked at every second", async () => {
    answers = () => ({ headers: { "content-type": "application/json" }, body: '{"models":[{"id":"remote"}]}' });
    const base = await listening;
    const source = catalogFile({ from: [`${base}/catalog`, await write("models.yaml", "- id: local")] });
    const lent = createLentFetch({ baseAddresses: source.baseAddresses ?? [], userAgent: "test" });
    asked.length = 0;
    for (const second of [0, 1, 2, 29, 31]) expect(ids(await source.list({ limit: 500 }, testContext({ fetch: lent.fetch, now: new Date(Date.UTC(2026, 0, 1, 0, 0, second)) })))).toEqual(["remote", "local"]);
    expect([asked.length, source.harvestEveryMs]).toEqual([2, 1_000]);
    await lent.close();
  });

  it("say what is wrong with line and field, by a name without secrets", async () => {
    answers = (url) => (url.startsWith("/page") ? { body: "<!doctype html><title>Sign in</title>" } : url.startsWith("/lines") ? { headers: { "content-type": "application/x-ndjson" }, body: '{"id":"a"}\n{"id":7}' } : { status: 404 });
    for (const [path, told] of [
      ["/page?key=s3cret", "is a web page, not a catalog; give the address of the document itself."],
      ["/lines?key=s3cret", ":2:7 [1].id is 7; write the text by which people name it"],
      ["/none?key=s3cret", "(404)"],
    ] as const) {
      const { source, base, lend, close } = await asking(path);
      const { message } = (await source.list({ limit: 500 }, lend()).catch((error: unknown) => error)) as Error;
      expect([message.includes(told), message.includes("s3cret"), message.includes(base.slice("http://".length))]).toEqual([true, false, true]);
      await close();
    }
  });

  it("may hold a list of Kubeflow's catalogs, of the same folder only", async () => {
    let path = "models.yaml";
    answers = (url) => ({ body: url.endsWith("/sources.yaml") ? `catalogs: [{ id: one, type: yaml, properties: { yamlCatalogPath: "${path}" } }]` : "source: Acme\nmodels: [{ name: acme/tiny, provider: Acme }]" });
    const { source, base, lend, close } = await asking("/shelf/sources.yaml");
    expect(source.baseAddresses).toEqual([`${base}/shelf/`]);
    expect(ids(await source.list({ limit: 500 }, lend()))).toEqual(["acme/tiny"]);
    for (path of ["../private.yaml", "http://127.0.0.1:1/models.yaml", "/models.yaml", "%2e%2e/private.yaml"]) {
      await expect(source.list({ limit: 500 }, lend())).rejects.toThrow("which is not in its folder; put it there.");
    }
    await close();
  });
});
