/**
 * Makes a recorded Hub fail in every way that its control interface knows, beside a healthy source, and looks at every answer over HTTP.
 *
 * node bench/recorded/hub-faults.ts <folder with upstreams/ and data/>
 *
 * Ends with 1 when an answer takes longer than its deadline and 200 ms, an outcome has another code than the fault's, the hits of the healthy source
 * change, a stored record changes, or the other host hears anything that carries the token.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { fileURLToPath } from "node:url";

import { runCommand, startGateway, type RunningGateway } from "../running-gateway.ts";
import { startReplay } from "./replay-server.ts";
import { storedRecords } from "./stored-records.ts";

interface Fault {
  readonly name: string;
  readonly control: Readonly<Record<string, unknown>>;
  /** Codes that the Hub's outcome may have. */
  readonly codes: readonly string[];
  /** Some requests come through. */
  readonly mayAnswer?: true;
}

interface Row {
  readonly source: { readonly id: string };
  readonly status: string;
  readonly code: string | null;
}

/** One answer that was looked at. */
interface Seen {
  readonly asked: string;
  readonly tookMs: number;
  readonly problems: readonly string[];
  /** Code of the Hub's outcome, or its status. */
  readonly hub: string;
}

const token = "hf_neverToBeSeenElsewhere";
const graceMs = 200;
const liveDeadlineMs = 2_500;
const requestDeadlineMs = 10_000;
const healthy: Readonly<Record<string, unknown>> = { hang: false, failRate: 0, garbage: false, budget: 1_000_000, retryAfter: null };
/** Each has hits at the Hub, and not so many that those of the healthy source would be on a later page. */
const texts = ["tinyllama chat", "bge m3", "qwen coder 32b", "granite 8b", "deepseek distill", "phi mini"];
const stored = ["openai/whisper-large-v3", "Qwen/Qwen2.5-Coder-7B-Instruct"];

const searchDocument = "query($text: String) { search(text: $text, first: 100) { nodes { id } sources { source { id } status code } } }";
const others: readonly (readonly [string, string])[] = [
  ["resolve a guess", '{ resolve(reference: "nobody/nothing-here") { outcome sources { source { id } status code } } }'],
  ["resolve a name", '{ resolve(reference: "falcon 7b instruct") { outcome sources { source { id } status code } } }'],
  ["model, asked anew", `{ model(id: "hf:${stored[0]}", maxAgeSeconds: 0) { id contextLength } }`],
  ["trust", `{ model(id: "hf:${stored[0]}") { id trust { level } } }`],
  ["compare", `{ compare(references: ${JSON.stringify(stored)}) { models { id } rows { attribute } } }`],
];

const { positionals } = parseArgs({ allowPositionals: true });
const [folder] = positionals;
if (folder === undefined) {
  console.error("usage: node bench/recorded/hub-faults.ts <folder with upstreams/ and data/>");
  process.exit(2);
}

const dataDir = mkdtempSync(join(tmpdir(), "modeldex-faults-"));
const hub = await startReplay(folder, { arguments: ["--set", "modern"] });
const shelf = await listen((request, response) => {
  const word = (new URL(request.url ?? "/", "http://shelf").searchParams.get("text") ?? "").replaceAll(" ", "-");
  response.setHeader("content-type", "application/json").end(JSON.stringify([{ id: `shelf/${word}-one` }, { id: `shelf/${word}-two` }]));
});
const heard: string[] = [];
const other = await listen((request, response) => {
  heard.push(`${request.url ?? ""} ${request.headers.authorization ?? ""}`);
  response.setHeader("content-type", "application/json").end("[]");
}, "127.0.0.2");
const faults: readonly Fault[] = [
  { name: "hang", control: { hang: true }, codes: ["TIMEOUT", "CIRCUIT_OPEN"] },
  { name: "503 at 50 %", control: { failRate: 0.5, failStatus: 503 }, codes: ["UNREACHABLE", "CIRCUIT_OPEN"], mayAnswer: true },
  { name: "429", control: { budget: 0, retryAfter: 30 }, codes: ["RATE_LIMITED"] },
  { name: "truncated", control: { garbage: "truncated" }, codes: ["BAD_RESPONSE"] },
  { name: "types", control: { garbage: "types" }, codes: ["BAD_RESPONSE"] },
  { name: "huge", control: { garbage: "huge" }, codes: ["BAD_RESPONSE", "TIMEOUT"] },
  { name: "html", control: { garbage: "html" }, codes: ["BAD_RESPONSE"] },
  { name: "redirect", control: { garbage: "redirect", redirectTo: other.url }, codes: ["UNSUPPORTED", "BAD_RESPONSE"] },
];
const settings = { HF_ENDPOINT: hub.url, HF_TOKEN: token, SHELF_URL: shelf.url, MODELDEX_DATA_DIR: dataDir, MODELDEX_CONFIG: fileURLToPath(new URL("./hub-faults.config.ts", import.meta.url)) };
const problems: string[] = [];
try {
  const { status, out, err } = await runCommand(["harvest", "hf", "--all"], settings);
  if (status !== 0) throw new Error(`modeldex harvest ended with ${status}: ${err || out}`);
  console.log(out.trim());
  await baseline();
  console.log(`${storedRecords(dataDir).size} stored records; each fault has a gateway of its own over the same folder\n`);
  console.log(["fault".padEnd(12), "answers", "slowest search", "slowest other", "outcomes of the Hub"].join("  "));
  for (const fault of faults) await endure(fault);
} finally {
  await hub.stop();
  shelf.close();
  other.close();
  rmSync(dataDir, { recursive: true, force: true });
}
if (heard.length > 0) problems.push(`the other host heard ${heard.join(", ")}`);
console.log(`\nthe other host heard ${heard.length} requests`);
for (const problem of problems) console.log(`VIOLATION  ${problem}`);
console.log(problems.length === 0 ? "all as wanted" : `${problems.length} violations`);
process.exitCode = problems.length === 0 ? 0 : 1;

/** Asks everything once while all is well, so that all that a later success would bring is stored. */
async function baseline(): Promise<void> {
  const gateway = await startGateway(settings);
  try {
    for (const { asked, problems: found } of await askAll(gateway, undefined)) problems.push(...found.map((problem) => `without a fault, ${asked}: ${problem}`));
  } finally {
    await gateway.stop();
  }
}

async function endure(fault: Fault): Promise<void> {
  const before = storedRecords(dataDir);
  const gateway = await startGateway(settings);
  try {
    // The very first answer of a process also loads its code.
    await gateway.ask('{ search(text: "warm", live: false) { nodes { id } } }');
    await hub.control(fault.control);
    const seen = await askAll(gateway, fault);
    const searches = seen.filter(({ asked }) => asked.startsWith("search"));
    const slowest = (list: readonly Seen[]): string => `${Math.round(Math.max(...list.map(({ tookMs }) => tookMs)))} ms`;
    const outcomes = [...Map.groupBy(seen.filter(({ hub: code }) => code !== ""), ({ hub: code }) => code)].map(([code, list]) => `${code} ${list.length}`);
    console.log([fault.name.padEnd(12), String(seen.length).padStart(7), slowest(searches).padStart(14), slowest(seen.filter((one) => !searches.includes(one))).padStart(13), outcomes.join(", ")].join("  "));
    for (const { asked, problems: found } of seen) problems.push(...found.map((problem) => `${fault.name}, ${asked}: ${problem}`));
  } finally {
    await hub.control(healthy);
    await gateway.stop();
  }
  const after = storedRecords(dataDir);
  for (const [key, record] of before) if (after.get(key) !== record && !mayChange(key, fault)) problems.push(`${fault.name}: the stored record of ${key} changed`);
  for (const key of after.keys()) if (!before.has(key)) problems.push(`${fault.name}: ${key} was stored`);
}

/** What is asked anew and comes through is stored as it came. */
function mayChange(key: string, { mayAnswer }: Fault): boolean {
  return mayAnswer === true && key === `hf:${stored[0]}`;
}

async function askAll(gateway: RunningGateway, fault: Fault | undefined): Promise<readonly Seen[]> {
  const searches = await Promise.all(texts.slice(0, 3).map((text) => searchOnce(gateway, text, fault)));
  for (const text of texts.slice(3)) searches.push(await searchOnce(gateway, text, fault));
  const rest: Seen[] = [];
  for (const [asked, document] of others) {
    const { answer, tookMs } = await timed(() => gateway.ask(document));
    const outcome = (answer as { readonly resolve?: { readonly sources: readonly Row[] } }).resolve?.sources.find(({ source }) => source.id === "hf");
    const odd = outcome?.status === "FAILED" && fault !== undefined && !fault.codes.includes(outcome.code ?? "") ? [`the Hub's outcome is ${outcome.code}, wanted ${fault.codes.join(" or ")}`] : [];
    rest.push({ asked, tookMs, hub: outcome?.code ?? "", problems: [...late(tookMs, requestDeadlineMs), ...odd] });
  }
  return [...searches, ...rest];
}

async function searchOnce(gateway: RunningGateway, text: string, fault: Fault | undefined): Promise<Seen> {
  const { answer, tookMs } = await timed(() => gateway.ask(searchDocument, { text }));
  const { nodes, sources } = (answer as { readonly search: { readonly nodes: readonly { readonly id: string }[]; readonly sources: readonly Row[] } }).search;
  const row = (id: string): Row | undefined => sources.find(({ source }) => source.id === id);
  const found = late(tookMs, liveDeadlineMs);
  const hits = nodes.map(({ id }) => id).filter((id) => id.startsWith("shelf:")).sort().join(", ");
  const wanted = ["one", "two"].map((name) => `shelf:shelf/${text.replaceAll(" ", "-")}-${name}`).join(", ");
  if (hits !== wanted) found.push(`the hits of the healthy source are ${hits}, wanted ${wanted}`);
  if (row("shelf")?.status !== "OK") found.push(`the healthy source's outcome is ${row("shelf")?.code}`);
  const outcome = row("hf");
  const answered = outcome?.status === "OK" && (fault === undefined || fault.mayAnswer === true);
  if (!answered && (outcome?.status !== "FAILED" || fault?.codes.includes(outcome.code ?? "") !== true)) found.push(`the Hub's outcome is ${outcome?.code ?? outcome?.status}, wanted ${fault?.codes.join(" or ") ?? "OK"}`);
  return { asked: `search ${text}`, tookMs, problems: found, hub: outcome?.code ?? outcome?.status ?? "" };
}

function late(tookMs: number, deadlineMs: number): string[] {
  return tookMs > deadlineMs + graceMs ? [`took ${Math.round(tookMs)} ms, at most ${deadlineMs + graceMs} are promised`] : [];
}

async function timed<T>(run: () => Promise<T>): Promise<{ readonly answer: T; readonly tookMs: number }> {
  const began = performance.now();
  return { answer: await run(), tookMs: performance.now() - began };
}

async function listen(answer: (request: IncomingMessage, response: ServerResponse) => void, host = "127.0.0.1"): Promise<{ readonly url: string; close(): void }> {
  const server = createServer(answer);
  await new Promise<void>((done) => void server.listen(0, host, done));
  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
