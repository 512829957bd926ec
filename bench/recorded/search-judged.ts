/**
 * Holds judged queries against a harvest of a recorded Hub, over HTTP: the share with a wanted model at rank 1, within 3, within 10.
 *
 * node bench/recorded/search-judged.ts <folder with upstreams/ and data/> [--half development|held-out|both] [--misses] [--data <folder>]
 *
 * The queries and what they should find are in judged-queries.jsonl, written before the ranking was tuned. Half of them, by a digest of their text,
 * are held out: nobody looks at those while changing anything. `--misses` lists what was not at rank 1. With `--data` the folder is used and kept.
 */
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { openSqliteCatalog } from "../../packages/catalog/src/index.ts";
import type { ListingRecord, SourceId } from "../../packages/schema/src/index.ts";
import { runCommand, startGateway, type RunningGateway } from "../running-gateway.ts";
import { startReplay } from "./replay-server.ts";

interface Judged {
  readonly kind: string;
  readonly text: string;
  /** Any one of these is right. */
  readonly expected: readonly string[];
}

/** Repositories put into the Hub beside its own, for substrings. */
const repositories = ["someone/ner-danish-large", "someone/bertscore-large", "someone/bettercap-classifier", "someone/dexterity-policy"];
/** Listings put into the catalog, in scripts that the Hub's ids do not have. All invented. */
const listings: readonly ListingRecord[] = [
  { nativeId: "yuyinlab/通义听写-大模型", name: "通义听写-大模型" },
  { nativeId: "yuyinlab/tingxie-asr", name: "tingxie-asr", description: "中文语音识别模型，支持普通话和方言。" },
  { nativeId: "yiliao/医疗问答-7b", name: "医疗问答-7b" },
  { nativeId: "kotobalab/日本語要約モデル", name: "日本語要約モデル" },
  { nativeId: "golos/Русский-Диктор-v2", name: "Русский-Диктор-v2" },
  { nativeId: "tarjama/نموذج-الترجمة-العربية", name: "نموذج-الترجمة-العربية" },
  { nativeId: "hangeul/한국어요약-base", name: "한국어요약-base" },
  { nativeId: "bhasha/हिन्दी-अनुवाद", name: "हिन्दी-अनुवाद" },
];
const searchQuery = `query ($text: String!) { search(text: $text, first: 10, live: false) { edges { node { id } } } }`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { half: { type: "string", default: "development" }, misses: { type: "boolean", default: false }, data: { type: "string" } },
});
const [folder] = positionals;
if (folder === undefined || !["development", "held-out", "both"].includes(values.half)) {
  console.error("usage: node bench/recorded/search-judged.ts <folder with upstreams/ and data/> [--half development|held-out|both] [--misses] [--data <folder>]");
  process.exit(2);
}

const dataFolder = values.data ?? mkdtempSync(join(tmpdir(), "modeldex-judged-"));
mkdirSync(dataFolder, { recursive: true });
let gateway: RunningGateway | undefined;
try {
  await fill(folder, dataFolder);
  gateway = await startGateway({ MODELDEX_OFFLINE: "1", MODELDEX_DATA_DIR: dataFolder });
  const queries = readFileSync(new URL("judged-queries.jsonl", import.meta.url), "utf8").trim().split("\n").map((line) => JSON.parse(line) as Judged);
  for (const half of values.half === "both" ? ["development", "held-out"] : [values.half]) await report(gateway, half, queries.filter((query) => halfOf(query) === half));
} finally {
  await gateway?.stop();
  if (values.data === undefined) rmSync(dataFolder, { recursive: true, force: true });
}

/** Harvests everything, unless that was done before, and puts in what is made for these queries. */
async function fill(recorded: string, into: string): Promise<void> {
  const catalog = await openSqliteCatalog({ path: join(into, "catalog.sqlite") });
  const isFilled = !(await catalog.isEmpty());
  await catalog.close();
  if (isFilled) return;
  const hub = await startReplay(recorded);
  try {
    for (const id of repositories) await hub.control({ patch: { id, set: { pipeline_tag: "token-classification" } } });
    const { status, out, err } = await runCommand(["harvest", "hf", "--all"], { HF_ENDPOINT: hub.url, MODELDEX_DATA_DIR: into });
    if (status !== 0) throw new Error(`modeldex harvest ended with ${status}: ${err || out}`);
  } finally {
    await hub.stop();
  }
  const filled = await openSqliteCatalog({ path: join(into, "catalog.sqlite") });
  const fetchedAt = new Date().toISOString();
  await filled.applyListings(listings.map((record) => ({ source: "hf" as SourceId, naming: "namespaced", record, fetchedAt, linkTargets: [], onDemand: [] })));
  await filled.close();
}

/** By the first bit of the SHA-256 of the text. */
function halfOf({ text }: Judged): string {
  return ((createHash("sha256").update(text).digest()[0] ?? 0) & 0x80) === 0 ? "development" : "held-out";
}

async function report(asked: RunningGateway, half: string, queries: readonly Judged[]): Promise<void> {
  const ranks = new Map<Judged, number>();
  for (const query of queries) ranks.set(query, await rankOf(asked, query));
  const kinds = Map.groupBy(queries, ({ kind }) => kind);
  console.log(`${half} half, ${queries.length} queries: share at rank 1, within 3, within 10`);
  for (const [kind, members] of [...kinds, ["all kinds", queries] as const]) {
    const share = (most: number): string => `${Math.round((100 * members.filter((query) => (ranks.get(query) ?? Infinity) <= most).length) / members.length)} %`.padStart(6);
    console.log(`  ${kind.padEnd(18)} ${String(members.length).padStart(4)} ${share(1)} ${share(3)} ${share(10)}`);
  }
  if (!values.misses) return;
  for (const query of queries) {
    const rank = ranks.get(query) ?? Infinity;
    if (rank > 1) console.log(`  ${rank === Infinity ? "none" : `rank ${rank}`}: ${query.kind}: ${query.text} (first: ${(await idsOf(asked, query.text))[0] ?? "nothing"})`);
  }
}

async function rankOf(asked: RunningGateway, { text, expected }: Judged): Promise<number> {
  const wanted = new Set(expected.map((id) => `hf:${id}`));
  const place = (await idsOf(asked, text)).findIndex((id) => wanted.has(id));
  return place < 0 ? Infinity : place + 1;
}

async function idsOf(asked: RunningGateway, text: string): Promise<readonly string[]> {
  const data = (await asked.ask(searchQuery, { text })) as { readonly search: { readonly edges: readonly { readonly node: { readonly id: string } }[] } };
  return data.search.edges.map(({ node }) => node.id);
}
