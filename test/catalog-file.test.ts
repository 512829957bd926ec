import { copyFile, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { basename, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { catalogFile } from "@modeldex/source-file";
import { huggingFace } from "@modeldex/source-hf";
import { deadAddress, emptyFolder, removeFolder, runCommand, serveCommand, stopCommand } from "./support/command.ts";
import type { ServingCommand } from "./support/command.ts";
import { startGateway } from "./support/gateway.ts";

const open: (() => Promise<unknown>)[] = [];
let folder: string;
let path: string;
beforeEach(async () => {
  folder = await emptyFolder();
  open.push(() => removeFolder(folder));
  path = join(folder, "models.yaml");
});
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

const support = "  - id: 百川/客服-7b\n    name: 客服助手\n    description: 回答客户的问题。\n    parameters: 7B\n";
const letters = "  - id: acme/letters\n    name: Помощник для писем\n    license: mit\n";
const catalog = (...entries: string[]) => writeFile(path, `models:\n${entries.join("")}`);

/** A gateway that runs outside of the folder, with the repository's own configuration, whose Hub cannot be reached, and which harvests. */
async function serve(more: Readonly<Record<string, string>> = {}): Promise<ServingCommand> {
  const serving = await serveCommand({ MODELDEX_DATA_DIR: join(folder, "data"), MODELDEX_CATALOG: path, MODELDEX_HARVEST: "on", HF_ENDPOINT: await deadAddress(), ...more });
  open.push(() => stopCommand(serving));
  return serving;
}

/** Asks until the answer is the one that is waited for. @returns how long it took. @throws what differs when it has not come within ten seconds. */
async function until(ask: () => Promise<unknown>, expected: unknown): Promise<number> {
  const began = performance.now();
  for (;;) {
    const answer = await ask();
    try {
      expect(answer).toEqual(expected);
      return performance.now() - began;
    } catch (error) {
      if (performance.now() - began > 10_000) throw error;
      await pause(50);
    }
  }
}

const found = (serving: ServingCommand, text: string) => async () => (await serving.query("query($text: String!) { search(text: $text, live: false) { nodes { id name } } }", { text })).search.nodes;
const status = (serving: ServingCommand) => async () => (await serving.query('{ source(id: "file") { status { state message } } }')).source.status;
const coverage = (serving: ServingCommand) => async () => (await serving.query('{ source(id: "file") { coverage { listings running { heldBackBecause } } } }')).source.coverage;

describe("a served catalog file", () => {
  it("is found by words of any script, follows its file within two seconds, keeps its last good state, and lets go of what is removed", async () => {
    await catalog(support, letters);
    const serving = await serve();
    const chinese = found(serving, "客服助手");
    await until(chinese, [{ id: "file:百川/客服-7b", name: "客服助手" }]);
    expect(await found(serving, "客户的问题")()).toEqual([{ id: "file:百川/客服-7b", name: "客服助手" }]);
    expect(await found(serving, "помощник писем")()).toEqual([{ id: "file:acme/letters", name: "Помощник для писем" }]);

    // The product promises about two seconds.
    await catalog(support.replace("客服助手", "客服助手二"), letters);
    expect(await until(chinese, [{ id: "file:百川/客服-7b", name: "客服助手二" }])).toBeLessThan(3_000);

    await catalog(support.replace("7B", "七十亿"), letters);
    const message = `${basename(folder)}/models.yaml:5:17 models[0].parameters (of 百川/客服-7b) is "七十亿"; write the number of parameters, such as 8B, 350M or 8030261248. Nothing of the catalog was taken over; what was read before stays.`;
    expect(await until(status(serving), { state: "DEGRADED", message })).toBeLessThan(3_000);
    expect(await chinese()).toEqual([{ id: "file:百川/客服-7b", name: "客服助手二" }]);
    await pause(2_500);
    expect(await status(serving)()).toEqual({ state: "DEGRADED", message });

    await catalog(letters);
    expect(await until(status(serving), { state: "OK", message: null })).toBeLessThan(3_000);
    await until(coverage(serving), { listings: 1, running: null });
    expect(await chinese()).toEqual([]);
    const listings = await serving.query('{ model(id: "file:百川/客服-7b") { name listings { nodes { key state goneAt } } } }');
    expect(listings).toEqual({ model: { name: "客服助手二", listings: { nodes: [{ key: "file:百川/客服-7b", state: "GONE", goneAt: expect.any(String) }] } } });
  });

  it("is served offline as well, and a wrong file at the start harms nobody else", async () => {
    await catalog("  - id: acme/x\n    licence: mit\n");
    const serving = await serve({ MODELDEX_OFFLINE: "1", MODELDEX_STARTER: "on" });
    const message = `${basename(folder)}/models.yaml:3:5 models[0].licence (of acme/x) is no field of a catalog; did you mean license. Nothing of the catalog was taken over; what was read before stays.`;
    expect(serving.printed.out).toContain(`\n  file    0 listings stored; BAD_RESPONSE: ${message}\n`);
    expect(await status(serving)()).toEqual({ state: "DEGRADED", message });
    expect((await serving.query('{ search(text: "whisper large v3", first: 1) { nodes { id } } }')).search.nodes).toEqual([{ id: "hf:openai/whisper-large-v3" }]);
    await catalog(letters);
    await until(found(serving, "писем"), [{ id: "file:acme/letters", name: "Помощник для писем" }]);
  });

  it("begins with the starter catalog as well when the first command is a harvest, and not when it is an import", async () => {
    await catalog(letters, `${support}    access: private\n`);
    const data = (name: string) => ({ MODELDEX_DATA_DIR: join(folder, name), MODELDEX_CATALOG: path, MODELDEX_OFFLINE: "1", MODELDEX_STARTER: "on" });
    const first = await runCommand(["harvest", "file"], data("first"));
    expect(first).toEqual({ code: 0, out: expect.stringMatching(/^file: 2 listings seen/), err: expect.stringMatching(/^The catalog was empty: it begins with \d+ well-known models, each with the date of its facts\.\n/) });
    expect(await runCommand(["search", "whisper"], data("first"))).toMatchObject({ code: 0, out: expect.stringContaining("hf:openai/whisper-large-v3 ") });
    const exported = join(folder, "letters.ndjson");
    expect(await runCommand(["export", exported, "--source", "file"], data("first"))).toMatchObject({ code: 0, out: expect.stringMatching(/^1 listing in .*letters\.ndjson \(file 1\); 1 private one left out\n/) });
    expect(await runCommand(["import", exported], data("second"))).toMatchObject({ code: 0, out: expect.stringMatching(/^1 listing of .* 1 new, /) });
    expect(await runCommand(["search", "whisper"], data("second"))).toMatchObject({ code: 3 });
  });

  it("waits with removals that are more than a fifth, says how to let go, and does so by that command", async () => {
    const many = Array.from({ length: 40 }, (_, number) => `  - id: team/m${number}\n`);
    await catalog(...many);
    const serving = await serve();
    await until(coverage(serving), { listings: 40, running: null });
    await catalog(...many.slice(0, 10));
    const because = "30 of 40 listings (75 %) were not seen, more than 20 %; nothing was removed. When they are really gone, let go by: modeldex harvest file --force";
    await until(coverage(serving), { listings: 40, running: { heldBackBecause: because } });
    const forced = await runCommand(["harvest", "file", "--force"], { MODELDEX_DATA_DIR: join(folder, "data"), MODELDEX_CATALOG: path });
    expect(forced).toEqual({ code: 0, err: "", out: expect.stringMatching(/^file: 10 listings seen \(0 new, 0 changed, 30 gone, 0 left out\)/) });
    await until(coverage(serving), { listings: 10, running: null });
    const again = await runCommand(["harvest", "file"], { MODELDEX_DATA_DIR: join(folder, "data"), MODELDEX_CATALOG: path });
    expect(again).toEqual({ code: 0, err: "", out: "file: nothing has changed since the last harvest\n" });
  });

  it("is asked for at its address by a condition, and answers 304 cost nothing", async () => {
    let body = "models: [{ id: acme/one }]";
    let [whole, unchanged] = [0, 0];
    const origin = createServer((request, response) => {
      const etag = `"${body.length}"`;
      const same = request.headers["if-none-match"] === etag;
      if (same) unchanged += 1;
      else whole += 1;
      response.writeHead(same ? 304 : 200, { etag }).end(same ? undefined : body);
    });
    await new Promise<void>((resolve) => void origin.listen(0, "127.0.0.1", resolve));
    const from = `http://127.0.0.1:${(origin.address() as AddressInfo).port}/catalog.yaml`;
    const modeldex = await startGateway({ sources: [catalogFile({ from, harvestEveryMs: 100 })] }, { harvest: true });
    open.push(async () => {
      await modeldex.close();
      origin.closeAllConnections();
      origin.close();
    });
    const ids = async () => (await modeldex.query("{ search { nodes { id } } }")).search.nodes.map(({ id }: any) => id);
    await until(ids, ["file:acme/one"]);
    const generation = await modeldex.gateway.services.catalog.generation();
    while (unchanged < 5) await pause(20);
    expect([whole, await modeldex.gateway.services.catalog.generation()]).toEqual([1, generation]);
    body = "models: [{ id: acme/one }, { id: acme/two }]";
    await until(async () => (await ids()).toSorted(), ["file:acme/one", "file:acme/two"]);
    expect(whole).toBe(2);
    // Nothing that people type is sent anywhere: whatever they asked, the origin saw its document only.
    const { resolve } = await modeldex.query("query($text: String!) { resolve(reference: $text) { outcome model { id } } }", { text: `${from}#acme/two` });
    expect(resolve).toEqual({ outcome: "RESOLVED", model: { id: "file:acme/two" } });
  });
});

it("joins an entry to the model that it says it is, by purl and by the sha256 of the weights, and keeps what only the team knows", async () => {
  const sha256 = "5e".repeat(32);
  await catalog(
    "  - id: team/whisper-large-v3\n    sameAs: [pkg:huggingface/openai/whisper-large-v3]\n    details: { owner: team-speech }\n",
    `  - id: ours\n    artifacts: [{ path: model.safetensors, sha256: ${sha256} }]\n`,
    `  - id: theirs\n    sameAs: ["sha256:${sha256}"]\n`,
  );
  const other = join(folder, "other.yaml");
  await writeFile(other, `- id: copy\n  artifacts: [{ path: weights/model.safetensors, sha256: ${sha256.toUpperCase()} }]\n`);
  const modeldex = await startGateway({ sources: [huggingFace(), catalogFile(path), catalogFile({ from: other, id: "other" })] }, { starter: true, offline: true });
  open.push(() => modeldex.close());
  for (const id of ["file", "other"]) await modeldex.gateway.harvest(id, { all: true, signal: AbortSignal.timeout(30_000) });
  const { models } = await modeldex.query('{ models(ids: ["hf:openai/whisper-large-v3", "file:team/whisper-large-v3", "file:ours", "other:copy"]) { id listings { nodes { key details { ... on GenericDetails { fields } } } } } }');
  expect(models.slice(0, 2)).toEqual(Array(2).fill({ id: "hf:openai/whisper-large-v3", listings: { nodes: [{ key: "hf:openai/whisper-large-v3", details: null }, { key: "file:team/whisper-large-v3", details: { fields: { owner: "team-speech" } } }] } }));
  expect(models[2].listings.nodes.map(({ key }: any) => key)).toEqual(expect.arrayContaining(["file:ours", "other:copy"]));
  expect(models[3].id).toBe(models[2].id);
});

describe("the page about a private catalog", () => {
  it("works as it stands: its catalog, its command, its question, its answer", async () => {
    const page = await readFile(new URL("../docs/private-catalog.md", import.meta.url), "utf8");
    const [, yaml = ""] = /```yaml\n(# models\.yaml\n[^]*?)```/.exec(page) ?? [];
    const [, command = ""] = /```sh\n(MODELDEX_CATALOG=models\.yaml [^\n]*)\n```/.exec(page) ?? [];
    const [, query = ""] = /```graphql\n([^]*?)```/.exec(page) ?? [];
    const [, answer = ""] = /```json\n([^]*?)```/.exec(page) ?? [];
    expect(command).toBe("MODELDEX_CATALOG=models.yaml pnpm start");
    await writeFile(path, yaml);
    const serving = await serve({ MODELDEX_STARTER: "on", MODELDEX_OFFLINE: "1" });
    const told = JSON.parse(answer).data;
    await until(() => serving.query(query), told);
    const [, mistake = ""] = /```\nmodels\.yaml(:[^\n]*)\n```/.exec(page) ?? [];
    await writeFile(path, yaml.replace("7.6B", "7.6X"));
    await until(status(serving), { state: "DEGRADED", message: expect.stringContaining(`models.yaml${mistake}`) });
  });

  it("shows a file with every field that the format has", async () => {
    await copyFile(new URL("../packages/source-file/example.yaml", import.meta.url), path);
    const { properties } = JSON.parse(await readFile(new URL("../packages/source-file/catalog.schema.json", import.meta.url), "utf8")).$defs.Model;
    const text = await readFile(path, "utf8");
    expect(Object.keys(properties).filter((field) => !new RegExp(`^ +(- )?${field}:`, "m").test(text))).toEqual([]);
    const modeldex = await startGateway({ sources: [catalogFile(path)] });
    open.push(() => modeldex.close());
    expect(await modeldex.gateway.harvest("file", { all: true, signal: AbortSignal.timeout(30_000) })).toMatchObject({ status: "DONE", seen: 3, dropped: 0 });
    const { model } = await modeldex.query(`{ model(id: "file:acme/support-7b") {
      name publisher { name } license { spdx } parameters { total } contextLength languages formats tags listings { nodes { access details { ... on GenericDetails { fields } } } }
    } }`);
    expect(model).toMatchObject({ name: "Support 7B", license: { spdx: "Apache-2.0" }, parameters: { total: 7_600_000_000 }, formats: ["SAFETENSORS"] });
  });
});
