import { createHash } from "node:crypto";
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * A small server in the shape of the Hub's read API: list with search, cursor and expand, one model with blobs and scan, config.json.
 * Ids, tasks, libraries, licences and orders of magnitude are facts of 2026-05-12 and 2026-08-22; everything else is synthetic.
 */
export interface TestHub {
  readonly url: string;
  /** Requests since the start or the last reset, as `METHOD path?query`. */
  readonly requests: string[];
  /** Authorization headers that came. */
  readonly credentials: string[];
  put(model: HubModel): void;
  /** Forgets what was there before, as when a history is rewritten. */
  squash(id: string): void;
  remove(id: string): void;
  /** Gives a repository another name; the old one leads to it from now on. */
  rename(from: string, to: string): void;
  /** Lets a name lead to another repository, as after a take-over. */
  forward(from: string, to: string): void;
  /** Says who has a namespace; without it nobody has an overview. */
  account(name: string, account: { readonly kind: "organizations" | "users"; readonly isVerified?: boolean }): void;
  /** Makes trouble from now on, or after so many further requests; `undefined`: answers normally again, also what was kept waiting. */
  fail(trouble: HubTrouble | undefined, afterRequests?: number): void;
  /** Resolves with the first request, past or to come, whose line matches. */
  asked(line: RegExp): Promise<string>;
  close(): Promise<void>;
}

/**
 * A status with an error body; no answer until the trouble ends; a page that is no JSON; a cut connection; a redirect to another address. `HALF`: every
 * second request gets 503; `TRUNCATED`: the answer breaks off within its JSON; `TYPES`: texts become numbers, and numbers lists; `HUGE`: 40 MB of JSON.
 */
export type HubTrouble = number | "HANG" | "GARBAGE" | "RESET" | "HALF" | "TRUNCATED" | "TYPES" | "HUGE" | { readonly redirectTo: string } | { readonly retryAfterSeconds: number };

export interface HubModel {
  readonly id: string;
  /** `_id`. @default derived from the id: put it to make another repository under a name */
  readonly stableId?: string;
  readonly createdAt?: string;
  readonly task?: string;
  readonly library?: string;
  readonly license?: string;
  readonly downloads?: number;
  readonly likes?: number;
  readonly parameters?: number;
  readonly context?: number;
  readonly languages?: readonly string[];
  readonly files?: readonly string[];
  readonly tags?: readonly string[];
  readonly gated?: "auto" | "manual";
  readonly private?: boolean;
  readonly lastModified?: string;
  readonly scan?: { readonly scansDone: boolean; readonly filesWithIssues: readonly { readonly path: string; readonly level: string }[] };
  /** sha256 by path; others are derived. */
  readonly digests?: Readonly<Record<string, string>>;
  /** What is in files: served whole and by range, with the sizes and digests that they have. */
  readonly contents?: Readonly<Record<string, string | Uint8Array>>;
  /** This state stays to be had by its commit when another is put in its place. @default only the newest state is there */
  readonly keptInHistory?: true;
}

/** Well-known models for tests. */
export const wellKnown: readonly HubModel[] = [
  { id: "openai/whisper-large-v3", task: "automatic-speech-recognition", library: "transformers", license: "apache-2.0", downloads: 4_800_000, likes: 4_900, parameters: 1_543_490_560, languages: ["en", "zh", "de"] },
  { id: "openai/whisper-large-v3-turbo", task: "automatic-speech-recognition", library: "transformers", license: "mit", downloads: 3_900_000, likes: 2_600, parameters: 808_878_080, languages: ["en", "zh"] },
  { id: "meta-llama/Llama-3.1-8B-Instruct", task: "text-generation", library: "transformers", license: "llama3.1", downloads: 9_600_000, likes: 4_700, parameters: 8_030_261_248, context: 131_072, gated: "manual", languages: ["en", "de"] },
  { id: "meta-llama/Llama-3.1-8B", task: "text-generation", library: "transformers", license: "llama3.1", downloads: 900_000, likes: 1_900, parameters: 8_030_261_248, context: 131_072, gated: "manual" },
  { id: "bartowski/Meta-Llama-3.1-8B-Instruct-GGUF", task: "text-generation", license: "llama3.1", downloads: 300_000, likes: 270, files: ["Meta-Llama-3.1-8B-Instruct-Q4_K_M.gguf"], tags: ["gguf", "base_model:meta-llama/Llama-3.1-8B-Instruct", "base_model:quantized:meta-llama/Llama-3.1-8B-Instruct"] },
  { id: "Qwen/Qwen2.5-Coder-7B-Instruct", task: "text-generation", library: "transformers", license: "apache-2.0", downloads: 1_500_000, likes: 600, parameters: 7_615_616_512, context: 32_768 },
  { id: "Qwen/Qwen2.5-Coder-7B", task: "text-generation", library: "transformers", license: "apache-2.0", downloads: 100_000, likes: 130, parameters: 7_615_616_512, context: 32_768 },
  { id: "BAAI/bge-m3", task: "sentence-similarity", library: "sentence-transformers", license: "mit", downloads: 8_000_000, likes: 2_500, files: ["pytorch_model.bin", "config.json", "README.md"], context: 8_194 },
  { id: "google-bert/bert-base-uncased", task: "fill-mask", library: "transformers", license: "apache-2.0", downloads: 60_000_000, likes: 2_500, parameters: 110_106_428, context: 512, languages: ["en"] },
  { id: "google-bert/bert-base-cased", task: "fill-mask", library: "transformers", license: "apache-2.0", downloads: 5_000_000, likes: 330, parameters: 108_932_934, context: 512 },
  { id: "Maltehb/danish-bert-botxo", task: "fill-mask", library: "transformers", license: "cc-by-4.0", downloads: 2_000, likes: 14, languages: ["da"], files: ["pytorch_model.bin", "config.json"] },
  { id: "TheBloke/TinyLlama-1.1B-Chat-v1.0-GGUF", library: "transformers", license: "apache-2.0", downloads: 60_000, likes: 150, files: ["tinyllama-1.1b-chat-v1.0.Q4_K_M.gguf", "README.md"], tags: ["gguf"] },
];

const sha1 = (text: string): string => createHash("sha1").update(text).digest("hex");
const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
const isWeight = (path: string): boolean => /\.(safetensors|bin|gguf|pt)$/.test(path);

/** sha256 that the test Hub states of a file. */
export function hubDigest(id: string, path: string): string {
  return sha256(`${id}:${path}`);
}

/** Starts it on a free loopback port. @param limit requests in five minutes, as its headers say; nobody is refused. */
export async function startHub(models: readonly HubModel[] = wellKnown, limit = 500): Promise<TestHub> {
  const stored = new Map(models.map((model) => [model.id, model]));
  const moved = new Map<string, string>();
  const history = new Map<string, HubModel>(models.filter(({ keptInHistory }) => keptInHistory).map((model) => [historyKey(model), model]));
  const accounts = new Map<string, Readonly<Record<string, unknown>>>();
  const requests: string[] = [];
  const credentials: string[] = [];
  let trouble: HubTrouble | undefined;
  let troubleAfter = 0;
  let waiting: (() => void)[] = [];
  const awaited = new Set<{ readonly line: RegExp; readonly resolve: (line: string) => void }>();
  const server = createServer((request, response) => {
    const line = `${request.method ?? ""} ${request.url ?? ""}`;
    requests.push(line);
    response.setHeader("RateLimit", `"api";r=${limit - 1};t=295`).setHeader("RateLimit-Policy", `"fixed window";"api";q=${limit};w=300`);
    if (request.headers.authorization !== undefined) credentials.push(request.headers.authorization);
    for (const each of awaited) if (each.line.test(line) && awaited.delete(each)) each.resolve(line);
    const hub = { stored, moved, accounts, history };
    if (trouble === undefined || troubleAfter-- > 0) return answer(request, response, hub);
    if (trouble === "HALF" && requests.length % 2 === 0) return answer(request, response, hub);
    if (trouble === "TRUNCATED" || trouble === "TYPES") return answer(request, spoiled(response, trouble), hub);
    return makeTrouble(trouble, response, () => void waiting.push(() => answer(request, response, hub)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests, credentials,
    put: (model) => {
      moved.delete(model.id);
      stored.set(model.id, model);
      if (model.keptInHistory === true) history.set(historyKey(model), model);
    },
    squash: (id) => {
      for (const [key, model] of history) if (model.id === id && model !== stored.get(id)) history.delete(key);
    },
    remove: (id) => void stored.delete(id),
    rename: (from, to) => {
      const model = stored.get(from);
      if (model === undefined) throw new Error(`The test Hub has no ${from}`);
      stored.delete(from);
      stored.set(to, { ...model, id: to, stableId: stableIdOf(model) });
      moved.set(from, to);
    },
    forward: (from, to) => {
      stored.delete(from);
      moved.set(from, to);
    },
    account: (name, { kind, isVerified }) => void accounts.set(`${kind}/${name}`, { _id: `61${sha1(name).slice(0, 22)}`, name, fullname: name, ...(isVerified !== undefined && { isVerified }) }),
    fail: (wanted, afterRequests = 0) => {
      trouble = wanted;
      troubleAfter = afterRequests;
      const kept = waiting;
      waiting = [];
      if (wanted === undefined) for (const answerNow of kept) answerNow();
    },
    asked: (line) => new Promise((resolve) => {
      const past = requests.find((request) => line.test(request));
      if (past === undefined) awaited.add({ line, resolve });
      else resolve(past);
    }),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Sends what is ended with in another form. */
function spoiled(response: ServerResponse, trouble: "TRUNCATED" | "TYPES"): ServerResponse {
  const end = response.end.bind(response) as (text: string) => ServerResponse;
  return Object.assign(response, { end: (text: string) => end(trouble === "TYPES" ? JSON.stringify(otherTypes(JSON.parse(text))) : text.slice(0, Math.ceil(text.length * 0.6))) });
}

function otherTypes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(otherTypes);
  if (typeof value === "object" && value !== null) return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, otherTypes(inner)]));
  return typeof value === "string" ? value.length : typeof value === "number" ? [value] : value;
}

function makeTrouble(trouble: Exclude<HubTrouble, "TRUNCATED" | "TYPES">, response: ServerResponse, keepWaiting: () => void): void {
  if (typeof trouble === "number") return send(response, trouble, { error: "upstream trouble" });
  if (trouble === "HALF") return send(response, 503, { error: "upstream trouble" });
  if (trouble === "HUGE") return void response.writeHead(200, { "content-type": "application/json" }).end(`[{"id":"huge/huge","description":"${"x".repeat(40_000_000)}"}]`);
  if (typeof trouble === "object" && "retryAfterSeconds" in trouble) return send(response, 429, { error: "Too many requests" }, { "Retry-After": String(trouble.retryAfterSeconds), RateLimit: `"api";r=0;t=${trouble.retryAfterSeconds}` });
  if (typeof trouble === "object") return send(response, 307, {}, { Location: trouble.redirectTo });
  if (trouble === "HANG") return keepWaiting();
  if (trouble === "RESET") return void response.destroy();
  response.writeHead(200, { "content-type": "application/json" }).end("<html>not what you asked for");
}

interface HubState {
  readonly stored: ReadonlyMap<string, HubModel>;
  readonly moved: ReadonlyMap<string, string>;
  readonly accounts: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
  /** By repository and commit. */
  readonly history: ReadonlyMap<string, HubModel>;
}

function answer(request: IncomingMessage, response: ServerResponse, { stored, moved, accounts, history }: HubState): void {
  const url = new URL(request.url ?? "/", `http://${request.headers.host ?? "127.0.0.1"}`);
  const [, account] = /^\/api\/((?:organizations|users)\/[^/]+)\/overview$/.exec(url.pathname) ?? [];
  if (account !== undefined) return accounts.has(account) ? send(response, 200, accounts.get(account)) : send(response, 404, { error: "This organization does not exist" });
  if (url.pathname === "/api/models") return list(url, response, stored, request.headers.authorization !== undefined);
  const [, id, revision] = /^\/api\/models\/([^/]+\/[^/]+?)(?:\/revision\/([^/]+))?$/.exec(decodeURIComponent(url.pathname)) ?? [];
  const model = id === undefined ? undefined : stored.get(id);
  const target = id === undefined ? undefined : moved.get(id);
  if (id !== undefined && model === undefined && target !== undefined) return send(response, 307, {}, { Location: `${url.pathname.replace(id, target)}${url.search}` });
  if (id !== undefined) {
    if (model?.private === true && request.headers.authorization === undefined) return send(response, 401, { error: "Invalid username or password." });
    if (model === undefined) return send(response, 401, { error: "Invalid username or password." });
    const shown = revision === undefined || revision === "main" || revision === shaOf(model) ? model : history.get(`${stableIdOf(model)} ${revision}`);
    if (shown === undefined) return send(response, 404, { error: "Invalid rev id" }, { "X-Error-Code": "RevisionNotFound" });
    return send(response, 200, info({ ...shown, id: model.id }, url.searchParams));
  }
  const [, owner, path] = /^\/([^/]+\/[^/]+)\/resolve\/[^/]+\/(.+)$/.exec(decodeURIComponent(url.pathname)) ?? [];
  const holder = owner === undefined ? undefined : stored.get(owner);
  if (holder === undefined) return send(response, 404, { error: "Not found" });
  if (holder.gated !== undefined && request.headers.authorization === undefined) return send(response, 401, { error: "Access to model is restricted." }, { "X-Error-Code": "GatedRepo" });
  const content = path === undefined ? undefined : contentOf(holder, path);
  if (content !== undefined) return sendFile(request, response, Buffer.from(content));
  // Weights of two gigabytes are not made up; that they are there can be asked for.
  if (path !== undefined && isWeight(path) && filesOf(holder).includes(path) && request.headers.range === "bytes=0-0") {
    return void response.writeHead(206, { "content-type": "application/octet-stream", "content-length": 1, "content-range": "bytes 0-0/2000000000" }).end("\0");
  }
  return send(response, 404, { error: "Entry not found" }, { "X-Error-Code": "EntryNotFound" });
}

function list(url: URL, response: ServerResponse, stored: ReadonlyMap<string, HubModel>, isMember: boolean): void {
  const q = url.searchParams;
  const words = q.getAll("search").map((word) => word.toLowerCase());
  const by = q.get("sort") === "lastModified" ? (model: HubModel) => model.lastModified ?? "" : q.get("sort") === "createdAt" ? (model: HubModel) => `${model.createdAt ?? ""}${model.id}` : (model: HubModel) => model.downloads ?? 0;
  const found = [...stored.values()]
    .filter(({ id, task, private: isPrivate }) => (isMember || isPrivate !== true) && words.every((word) => id.toLowerCase().includes(word)) && (q.get("pipeline_tag") === null || q.get("pipeline_tag") === task) && (q.get("author") === null || id.startsWith(`${q.get("author")}/`)))
    .sort((a, b) => (by(a) < by(b) ? 1 : by(a) > by(b) ? -1 : a.id < b.id ? -1 : 1));
  const at = q.get("cursor") === null ? 0 : Number(Buffer.from(q.get("cursor") ?? "", "base64url").toString());
  const limit = Math.min(Number(q.get("limit") ?? 30), 500);
  const next = new URL(url);
  next.searchParams.set("cursor", Buffer.from(String(at + limit)).toString("base64url"));
  send(response, 200, found.slice(at, at + limit).map((model) => expanded(model, q)), at + limit < found.length ? { Link: `<${next.href}>; rel="next"` } : {});
}

function stableIdOf({ id, stableId }: HubModel): string {
  return stableId ?? `62${sha1(id).slice(0, 22)}`;
}

function shaOf(model: HubModel): string {
  return sha1(`${stableIdOf(model)}${model.lastModified ?? ""}`);
}

/** What is in a file: as it was given, or of a configuration what the other facts say. */
function contentOf({ contents, context, files }: HubModel, path: string): string | Uint8Array | undefined {
  const isConfiguration = path === "config.json" && (files === undefined || files.includes(path));
  return contents?.[path] ?? (isConfiguration ? JSON.stringify({ model_type: "synthetic", ...(context && { max_position_embeddings: context }) }) : undefined);
}

function historyKey(model: HubModel): string {
  return `${stableIdOf(model)} ${shaOf(model)}`;
}

function filesOf({ files, contents = {} }: HubModel): readonly string[] {
  return files ?? [...new Set(["config.json", "model.safetensors", "README.md", ...Object.keys(contents)])];
}

function body(model: HubModel): Record<string, unknown> {
  const { id, task, library, license, downloads, likes, parameters, languages = [], tags = [], gated, lastModified } = model;
  return {
    _id: stableIdOf(model), id, modelId: id, author: id.split("/")[0], sha: shaOf(model), private: model.private ?? false, gated: gated ?? false, disabled: false,
    createdAt: model.createdAt ?? "2024-01-01T00:00:00.000Z", lastModified: lastModified ?? "2025-01-01T00:00:00.000Z", pipeline_tag: task, library_name: library, downloads, likes,
    tags: [...new Set([library, task, ...languages, ...(license === undefined ? [] : [`license:${license}`]), ...(filesOf(model).some((path) => path.endsWith(".safetensors")) ? ["safetensors"] : []), ...tags])].filter((tag) => tag !== undefined),
    ...(parameters !== undefined && { safetensors: { parameters: { BF16: parameters }, total: parameters } }),
  };
}

function expanded(model: HubModel, q: URLSearchParams): Record<string, unknown> {
  const wanted = new Set(["_id", "id", ...q.getAll("expand"), ...q.getAll("expand[]")]);
  const whole = { ...body(model), siblings: filesOf(model).map((rfilename) => ({ rfilename })) };
  return wanted.size === 2 ? whole : Object.fromEntries(Object.entries(whole).filter(([key, value]) => wanted.has(key) && value !== undefined));
}

function info(model: HubModel, q: URLSearchParams): Record<string, unknown> {
  if (q.has("expand") || q.has("expand[]")) return expanded(model, q);
  const file = (path: string): Record<string, unknown> => {
    const content = contentOf(model, path);
    const bytes = content === undefined ? undefined : Buffer.from(content);
    const size = bytes?.length ?? (isWeight(path) ? 2_000_000_000 : 700);
    if (q.get("blobs") !== "true") return { rfilename: path };
    if (bytes !== undefined) {
      const blobId = createHash("sha1").update(`blob ${size}\0`).update(bytes).digest("hex");
      const digest = model.digests?.[path] ?? createHash("sha256").update(bytes).digest("hex");
      return { rfilename: path, size, blobId, ...(isWeight(path) && { lfs: { sha256: digest, size, pointerSize: 135 } }) };
    }
    return { rfilename: path, size, blobId: sha1(model.id + path), ...(isWeight(path) && { lfs: { sha256: model.digests?.[path] ?? hubDigest(model.id, path), size, pointerSize: 135 } }) };
  };
  return {
    ...body(model), siblings: filesOf(model).map(file), spaces: [], "model-index": null,
    ...(q.get("securityStatus") === "true" && { securityRepoStatus: model.scan ?? { scansDone: true, filesWithIssues: [] } }),
  };
}

/** The whole file, or the one range that is asked for (RFC 9110, 14.2). */
function sendFile(request: IncomingMessage, response: ServerResponse, bytes: Buffer): void {
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? "") ?? [];
  if (first === undefined || last === undefined) return void response.writeHead(200, { "content-type": "application/octet-stream", "content-length": bytes.length }).end(bytes);
  const [start, end] = [Number(first), Math.min(Number(last), bytes.length - 1)];
  if (start >= bytes.length) return void response.writeHead(416, { "content-range": `bytes */${bytes.length}` }).end();
  response.writeHead(206, { "content-type": "application/octet-stream", "content-length": end - start + 1, "content-range": `bytes ${start}-${end}/${bytes.length}` }).end(bytes.subarray(start, end + 1));
}

function send(response: ServerResponse, status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): void {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8", ...headers });
  response.end(JSON.stringify(value));
}
