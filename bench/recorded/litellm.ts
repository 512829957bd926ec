/**
 * Reads LiteLLM's recorded map of prices through `liteLlm()` and prints what goes in, what comes out, each reason to leave a row out with how many, and a
 * sample of names for each provider.
 *
 * node bench/recorded/litellm.ts <folder> [names a provider; 4]
 *
 * Reads `data/sources/litellm/*.json` and, for links, `data/hf/lists` below the folder. Ends with 1 when a row is neither an overlay nor left out, when an
 * overlay does not pass the contract's checks, or when packages/source-litellm/docs/fields.md has no line for a field of the map, or one for a field
 * that there is not.
 */
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { checkSource, testContext } from "@modeldex/plugin-kit/checks";
import type { OverlayRecord } from "@modeldex/plugin-kit";
import { liteLlm } from "@modeldex/source-litellm";

const folder = process.argv[2] ?? "";
const mostNames = Number(process.argv[3] ?? 4);
const paths = globSync(join(folder, "data/sources/litellm/*.json")).toSorted();
if (paths.length === 0) {
  console.error("usage: node bench/recorded/litellm.ts <folder that holds data/sources/litellm>");
  process.exit(1);
}
let faults = 0;
for (const path of paths) await run(path);
if (faults > 0) process.exit(1);

function fault(message: string): void {
  faults += 1;
  console.log(`WRONG ${message}`);
}

async function run(path: string): Promise<void> {
  const text = readFileSync(path, "utf8");
  const map = JSON.parse(text) as Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  const fetch = async (): Promise<Response> => new Response(text, { headers: { "content-type": "text/plain; charset=utf-8", etag: '"recorded"' } });
  const context = testContext({ fetch });
  const began = performance.now();
  const { overlays = [] } = await liteLlm().list({ limit: 500 }, context);
  console.log(`${path.slice(folder.length)}: ${Object.keys(map).length} keys in, ${overlays.length} overlays out, ${context.drops.length} left out, ${Math.round(performance.now() - began)} ms`);
  for (const [reason, drops] of Map.groupBy(context.drops, (drop) => drop.reason)) console.log(`  ${drops.length} left out: ${reason}; such as ${drops.slice(0, 3).map(({ nativeId }) => nativeId).join(", ")}`);
  if (overlays.length + context.drops.length !== Object.keys(map).length) fault("some rows are neither overlays nor left out");
  count(overlays);
  links(overlays);
  for (const { rule, message } of await checkSource(() => liteLlm(), { fetch, examples: { references: { "groq/qwen/qwen3-32b": "groq/qwen/qwen3-32b" } } })) fault(`${rule}: ${message}`);
  fields(map);
  names(overlays);
}

function count(overlays: readonly OverlayRecord[]): void {
  const has = (what: string, test: (overlay: OverlayRecord, offer: NonNullable<OverlayRecord["offers"]>[number]) => boolean): string =>
    `${what} ${overlays.filter((overlay) => (overlay.offers ?? []).some((offer) => test(overlay, offer))).length}`;
  console.log(`  ${[
    has("named", ({ name }) => name !== undefined), has("with publisher", ({ publisher }) => publisher !== undefined), has("with link", ({ links: given }) => given !== undefined),
    has("priced by input token", (_, offer) => offer.usdPerMillionInputTokens !== undefined), has("with other prices", (_, offer) => offer.otherPrices !== undefined),
    has("with context", (_, offer) => offer.contextTokens !== undefined), has("with capabilities", (_, offer) => offer.capabilities !== undefined), has("with an end", (_, offer) => offer.endsAt !== undefined),
  ].join(", ")}`);
}

/** How many links to Hugging Face lead to ids that recorded lists of it have: to the letter, or but for capital letters. */
function links(overlays: readonly OverlayRecord[]): void {
  const known = new Map<string, string>();
  for (const path of globSync(join(folder, "data/hf/lists/**/*.*"))) {
    const bytes = readFileSync(path);
    const text = (path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("latin1");
    for (const [, id = ""] of text.matchAll(/"?([A-Za-z0-9][\w.-]{0,95}\/[\w.-]{1,96})"?(?=[\s",}\]]|$)/gm)) known.set(id.toLowerCase(), id);
  }
  const hub = "https://huggingface.co/";
  const all = overlays.flatMap(({ links: given = [] }) => given.map(({ reference }) => reference));
  const ids = all.filter((reference) => reference.startsWith(hub)).map((reference) => reference.slice(hub.length));
  const exact = ids.filter((id) => known.get(id.toLowerCase()) === id);
  const folded = ids.filter((id) => known.has(id.toLowerCase()) && known.get(id.toLowerCase()) !== id);
  const absent = [...new Set(ids.filter((id) => !known.has(id.toLowerCase())))];
  console.log(`  links: ${all.length - ids.length} to OpenRouter and Ollama, ${ids.length} to Hugging Face: ${exact.length} are in its recorded lists to the letter, ${folded.length} but for capital letters, ${ids.length - exact.length - folded.length} are not: ${absent.join(", ")}`);
}

function fields(map: Readonly<Record<string, Readonly<Record<string, unknown>>>>): void {
  const told = new Set([...readFileSync(new URL("../../packages/source-litellm/docs/fields.md", import.meta.url), "utf8").matchAll(/^\| `(\w+)` \|/gm)].map(([, field = ""]) => field));
  const there = new Set(Object.values(map).flatMap((row) => Object.keys(row)));
  for (const field of there.difference(told)) fault(`docs/fields.md has no line for ${field}`);
  for (const field of told.difference(there)) fault(`docs/fields.md has a line for ${field}, which no row has`);
  console.log(`  ${there.size} fields, ${told.size} lines of docs/fields.md`);
}

function names(overlays: readonly OverlayRecord[]): void {
  for (const [provider, rows] of Map.groupBy(overlays, ({ offers }) => offers?.[0]?.providerId ?? "")) {
    const step = Math.max(1, Math.floor(rows.length / mostNames));
    console.log(`${provider}: ${rows.filter((_, place) => place % step === 0).slice(0, mostNames).map(({ nativeId, name = "(none, it moves)", publisher }) => `${nativeId} > ${publisher === undefined ? "" : `${publisher.name} `}${name}`).join("; ")}`);
  }
}
