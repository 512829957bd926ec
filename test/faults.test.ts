import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { storedRecords } from "../bench/recorded/stored-records.ts";
import { emptyFolder, removeFolder, serveCommand, stopCommand } from "./support/command.ts";
import type { ServingCommand } from "./support/command.ts";
import { startHub } from "./support/hub.ts";
import type { HubTrouble, TestHub } from "./support/hub.ts";

/** What the product promises, and what an answer may take besides. */
const liveDeadlineMs = 2_500;
const requestDeadlineMs = 10_000;
const graceMs = 200;

const token = "hf_neverToBeSeenElsewhere";
let hub: TestHub;
let serving: ServingCommand;
let folder: string;
let otherHost: string;
const heardElsewhere: string[] = [];
const open: (() => Promise<unknown>)[] = [];

async function listen(host: string, answer: (url: URL, authorization: string | undefined) => unknown): Promise<string> {
  const server = createServer((request, response) => {
    response.setHeader("content-type", "application/json").end(JSON.stringify(answer(new URL(request.url ?? "/", "http://any"), request.headers.authorization)));
  });
  await new Promise<void>((done) => void server.listen(0, host, done));
  open.push(async () => (server.closeAllConnections(), server.close()));
  return `http://${host}:${(server.address() as AddressInfo).port}`;
}

// The Hub and a healthy shelf, each in a thread, in one process that goes through all faults.
beforeAll(async () => {
  hub = await startHub();
  open.push(() => hub.close());
  folder = await emptyFolder();
  open.push(() => removeFolder(folder));
  const shelf = await listen("127.0.0.1", (url) => onTheShelf(url.searchParams.get("text") ?? "").map((id) => ({ id })));
  otherHost = await listen("127.0.0.2", (url, authorization) => (heardElsewhere.push(`${url.pathname} ${authorization ?? ""}`), []));
  serving = await serveCommand({ HF_ENDPOINT: hub.url, HF_TOKEN: token, SHELF_URL: shelf, MODELDEX_DATA_DIR: folder, MODELDEX_CONFIG: fileURLToPath(new URL("../bench/recorded/hub-faults.config.ts", import.meta.url)) });
  open.push(() => stopCommand(serving));
  // What later answers would bring is stored before.
  for (const text of ["bert", "whisper", "llama"]) await serving.query("query($text: String) { search(text: $text) { nodes { id } } }", { text });
  await serving.query('{ compare(references: ["hf:openai/whisper-large-v3", "hf:google-bert/bert-base-uncased"]) { rows { attribute } } }');
});
afterAll(async () => {
  for (const close of open.reverse()) await close();
});

/** What the shelf has for a text. No other text finds it by its words. */
function onTheShelf(text: string): readonly string[] {
  return ["one", "two"].map((name) => `shelf/x${Buffer.from(text).toString("hex")}-${name}`);
}

async function timed<T>(run: () => Promise<T>): Promise<{ readonly answer: T; readonly tookMs: number }> {
  const began = performance.now();
  return { answer: await run(), tookMs: performance.now() - began };
}

async function searchOnce(text: string) {
  const { answer, tookMs } = await timed(() => serving.query("query($text: String) { search(text: $text, first: 100) { nodes { id } sources { source { id } status code message retryAfterMs } } }", { text }));
  const [hf, shelf] = answer.search.sources;
  return { hf, shelf, hits: answer.search.nodes.map(({ id }: any) => id).filter((id: string) => id.startsWith("shelf:")).sort(), tookMs };
}

const others = [
  '{ resolve(reference: "nobody/nothing") { outcome } }', '{ resolve(reference: "https://huggingface.co/nobody/nothing") { outcome } }', '{ model(id: "hf:google-bert/bert-base-uncased", maxAgeSeconds: 0) { id contextLength } }',
  '{ model(id: "hf:openai/whisper-large-v3") { trust { level } } }', '{ compare(references: ["hf:openai/whisper-large-v3", "hf:google-bert/bert-base-uncased"]) { models { id } } }',
];

// The texts of each fault are its own, since an answer that is kept would be served; the Hub has hits for all of them.
describe.each<[string, () => HubTrouble, readonly string[], readonly string[]]>([
  ["answers 503 to every second request", () => "HALF", ["UNREACHABLE"], ["large v3", "large turbo"]],
  ["breaks off within its JSON", () => "TRUNCATED", ["BAD_RESPONSE"], ["openai whisper", "meta llama"]],
  ["answers with other types", () => "TYPES", ["BAD_RESPONSE"], ["llama instruct", "qwen coder"]],
  ["answers with more than may be read", () => "HUGE", ["BAD_RESPONSE", "TIMEOUT"], ["coder instruct", "baai bge"]],
  ["answers with a web page", () => "GARBAGE", ["BAD_RESPONSE"], ["bge m3", "google bert"]],
  ["redirects to another host", () => ({ redirectTo: `${otherHost}/api/models` }), ["UNSUPPORTED"], ["bert cased", "bert uncased"]],
  ["hangs", () => "HANG", ["TIMEOUT", "CIRCUIT_OPEN"], ["danish botxo", "danish bert"]],
  ["allows no further request", () => ({ retryAfterSeconds: 60 }), ["RATE_LIMITED"], ["tinyllama chat", "tinyllama gguf"]],
])("the Hub %s", (name, trouble, codes, texts) => {
  const half = name.includes("every second");

  it("which costs its own outcome row and nothing else", async () => {
    // What the fault before left behind has passed.
    hub.fail(undefined);
    await expect.poll(async () => (await searchOnce(`nothing ${Math.random()}`)).hf.code, { timeout: 30_000, interval: 250 }).toBe(null);
    const before = storedRecords(folder);
    hub.fail(trouble());
    for (const text of texts) {
      const { hf, shelf, hits, tookMs } = await searchOnce(text);
      expect(tookMs).toBeLessThan(liveDeadlineMs + graceMs);
      expect([shelf.status, hits]).toEqual(["OK", onTheShelf(text).map((id) => `shelf:${id}`)]);
      if (half && hf.status === "OK") continue;
      expect({ status: hf.status, code: codes.includes(hf.code) ? "as wanted" : hf.code, message: hf.message }).toEqual({ status: "FAILED", code: "as wanted", message: expect.stringMatching(/^\S.{15,}\.$/) });
      if (hf.code === "RATE_LIMITED") expect(hf.retryAfterMs).toBeGreaterThan(50_000);
    }
    for (const document of others) expect((await timed(() => serving.query(document))).tookMs).toBeLessThan(requestDeadlineMs + graceMs);
    const kept = [...storedRecords(folder)].filter(([key]) => key.startsWith("hf:"));
    if (half) expect(kept.map(([key]) => key).sort()).toEqual([...before.keys()].filter((key) => key.startsWith("hf:")).sort());
    else expect(kept).toEqual([...before].filter(([key]) => key.startsWith("hf:")));
  });
});

it("no other host heard anything, and the Hub heard the token", () => {
  expect(heardElsewhere).toEqual([]);
  expect(new Set(hub.credentials)).toEqual(new Set([`Bearer ${token}`]));
});
