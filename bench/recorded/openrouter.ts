/**
 * Runs the four recorded dumps of OpenRouter through its adapter, and harvests them in their order into a catalog.
 *
 * node bench/recorded/openrouter.ts <folder with upstreams/ and data/>
 *
 * Prints what goes in and comes out, what becomes of each field of the rows, and what the log tells beside what the raw rows differ in. Ends with 1 when more
 * than 1 % of the rows of a dump are dropped, when a field of the data has no line in packages/source-openrouter/docs/fields.md or a line has no field,
 * when the log tells anything else than the rows, or when a stored offer is not what a row says.
 */
import { existsSync, globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { testContext } from "@modeldex/plugin-kit/checks";
import type { ListingRecord, Offer } from "@modeldex/plugin-kit";
import { openRouter } from "@modeldex/source-openrouter";
import { startGateway } from "../../test/support/gateway.ts";
import { fieldFaults, fieldLines, pathsOf } from "./openrouter-fields.ts";
import { differences, isOtherContext, rawModels, targetOf, type RawModel, type RawRow } from "./openrouter-rows.ts";
import { startReplay, type ReplayServer } from "./replay-server.ts";

const folder = process.argv[2] ?? "";
const dumps = globSync(join(folder, "data/sources/openrouter/models-*.json")).toSorted().map((path) => ({ date: /models-(\d{4}-\d\d)/.exec(basename(path))?.[1] ?? "", document: JSON.parse(readFileSync(path, "utf8")) as { readonly data: readonly RawRow[] } }));
if (dumps.length === 0 || !existsSync(join(folder, "upstreams/catalogs.mjs"))) {
  console.error("usage: node bench/recorded/openrouter.ts <folder with upstreams/catalogs.mjs and data/sources/openrouter>");
  process.exit(2);
}

const faults: string[] = [];
const began = performance.now();
let time = 0;
const replay = await startReplay(folder, { script: "catalogs.mjs", arguments: ["--only", "openrouter"] });
const gateway = await startGateway({ sources: [openRouter({ endpoint: replay.url })], backgroundDetails: false, backgroundAssessments: false }, { now: () => new Date(time) });
try {
  const records: ListingRecord[] = [];
  for (const { date, document } of dumps) records.push(...(await through(date, document.data)));
  const last = dumps.at(-1)?.document.data ?? [];
  const asked = await providersOf(last);
  checkFields([...records, ...asked]);
  await harvestAll();
  await checkPage(last);
} finally {
  await gateway.close();
  await replay.stop();
}
for (const fault of faults.slice(0, 40)) console.error(`WRONG: ${fault}`);
console.log(`\n${faults.length === 0 ? "All as the rows say" : `${faults.length} faults`}, in ${((performance.now() - began) / 1000).toFixed(1)} s.`);
process.exitCode = faults.length === 0 ? 0 : 1;

/** One dump through the adapter. */
async function through(date: string, rows: readonly RawRow[]): Promise<readonly ListingRecord[]> {
  await replay.control({ date });
  const context = testContext({ fetch: globalThis.fetch });
  const { records = [] } = (await openRouter({ endpoint: replay.url }).list?.({ limit: 500 }, context)) ?? {};
  const aliases = rows.filter((row) => targetOf(row, rows) !== undefined).length;
  const named = records.reduce((sum, { movingAliases = [] }) => sum + movingAliases.length, 0);
  const folded = records.reduce((sum, { offers = [] }) => sum + offers.length - 1, 0);
  const { length: dropped } = context.drops;
  const routers = records.filter(({ details }) => details?.["router"] === true).map(({ nativeId }) => nativeId);
  const unsaid = records.filter(({ nativeId }) => nativeId.startsWith("~")).length;
  console.log(`${date}: ${rows.length} rows in, ${records.length} listings out; ${folded} folded as variants, ${named} as names that move, ${dropped} dropped (${((100 * dropped) / rows.length).toFixed(1)} %)`);
  console.log(`  of the listings: ${routers.length} routers (${routers.join(", ") || "none"}), ${unsaid} ids that move and do not say where; ${records.reduce((sum, { aliases: more = [] }) => sum + more.length, 0)} aliases, ${records.filter(({ links }) => links !== undefined).length} links to the Hub`);
  for (const { nativeId, reason } of context.drops) console.log(`  dropped ${nativeId}: ${reason}`);
  if (dropped / rows.length > 0.01) faults.push(`${date}: ${dropped} of ${rows.length} rows are dropped, more than 1 %`);
  if (records.length + folded + named + dropped !== rows.length || named !== aliases) faults.push(`${date}: ${rows.length} rows are not ${records.length} listings, ${folded} variants, ${named} of ${aliases} moving names and ${dropped} drops`);
  for (const [base, rawModel] of rawModels(rows)) checkOffers(date, base, rawModel, records.find(({ nativeId }) => nativeId === base)?.offers ?? []);
  return records;
}

/** Whether OpenRouter's own offers say what the rows say. */
function checkOffers(where: string, base: string, rawModel: RawModel, offers: readonly Offer[]): void {
  const perMillion = (price: unknown): number | undefined => (Number(price) >= 0 ? Number(price) * 1e6 : undefined);
  const own = new Map(offers.filter(({ provider }) => provider === "OpenRouter").map((offer) => [offer.callAs, offer]));
  for (const [id, row] of rawModel) {
    const [offer, pricing] = [own.get(id), row["pricing"] as RawRow];
    const pairs = [[offer?.usdPerMillionInputTokens, perMillion(pricing["prompt"])], [offer?.usdPerMillionOutputTokens, perMillion(pricing["completion"])], [offer?.contextTokens, row["context_length"]]] as const;
    for (const [is, shouldBe] of pairs) {
      const same = is === shouldBe || (typeof shouldBe === "number" && is !== undefined && Math.abs(is - shouldBe) <= 1e-9 * shouldBe);
      if (!same) faults.push(`${where}: an offer of ${id} says ${String(is)}, its row ${String(shouldBe)}`);
    }
  }
  if (own.size !== rawModel.size) faults.push(`${where}: ${base} has ${own.size} offers of OpenRouter and ${rawModel.size} rows`);
}

/** The models of which rows of providers are recorded, with what `get` makes of them. */
async function providersOf(rows: readonly RawRow[]): Promise<readonly ListingRecord[]> {
  const refs = providerRows().map(({ modelId }) => ({ nativeId: String(modelId) })).filter(({ nativeId }) => rows.some(({ id }) => id === nativeId));
  const unique = [...new Map(refs.map((ref) => [ref.nativeId, ref])).values()];
  const answers = (await openRouter({ endpoint: replay.url }).get?.({ refs: unique, need: new Set(["offers"]) }, testContext({ fetch: globalThis.fetch }))) ?? [];
  const found = answers.filter((answer): answer is ListingRecord => answer !== undefined && !(answer instanceof Error));
  const offers = found.flatMap((record) => record.offers ?? []).filter(({ provider }) => provider !== "OpenRouter");
  const recorded = providerRows().filter(({ modelId }) => unique.some(({ nativeId }) => nativeId === modelId));
  console.log(`\nproviders: ${providerRows().length} rows recorded, ${recorded.length} of them of the ${unique.length} models that are listed in ${dumps.at(-1)?.date ?? ""}; ${offers.length} offers out`);
  const written = (provider: unknown, tag: unknown, callAs: unknown, precision: unknown, price: unknown): string => [provider, tag, callAs, precision ?? "unknown", Number(price).toPrecision(6)].map(String).join(" ");
  const [is, shouldBe] = [offers.map((offer) => written(offer.provider, offer.endpoint, offer.callAs, offer.precision?.toLowerCase(), offer.usdPerMillionInputTokens)), recorded.map((row) => written(row["providerName"], row["tag"], row["modelId"], row["quantization"], row["promptCostPer1M"]))];
  if (is.toSorted().join("\n") !== shouldBe.toSorted().join("\n")) faults.push(`offers of providers are ${is.toSorted().join("; ")} instead of ${shouldBe.toSorted().join("; ")}`);
  return found;
}

function providerRows(): readonly RawRow[] {
  return (JSON.parse(readFileSync(join(folder, "data/sources/openrouter/provider-endpoints.raw.json"), "utf8")) as { readonly rows: readonly RawRow[] }).rows;
}

function checkFields(records: readonly ListingRecord[]): void {
  const inData = new Set(dumps.flatMap(({ document: { data, ...others } }) => [...data.flatMap((row) => pathsOf(row)), ...pathsOf(others).map((path) => `list: ${path}`)]));
  // The recorder wrote the rows of providers under names of its own; the replay gives them back under the names of the service.
  const names: Readonly<Record<string, string>> = { endpointName: "name", providerName: "provider_name", promptCostPerToken: "pricing.prompt", completionCostPerToken: "pricing.completion", contextLength: "context_length", maxCompletionTokens: "max_completion_tokens", maxPromptTokens: "max_prompt_tokens", supportsImplicitCaching: "supports_implicit_caching", uptimeLast30m: "uptime_last_30m" };
  for (const row of providerRows()) for (const field of Object.keys(row).filter((each) => !/^(?:modelId|.*Per1M|sourceModel.*|extractedAt)$/.test(each))) inData.add(`endpoints: ${names[field] ?? field}`);
  const lines = fieldLines(new URL("../../packages/source-openrouter/docs/fields.md", import.meta.url));
  faults.push(...fieldFaults(inData, lines, new Set(records.flatMap((record) => pathsOf(record)))));
  console.log(`\n${inData.size} fields occur, ${[...lines.values()].filter((targets) => targets.length > 0).length} are mapped, ${[...lines.values()].filter((targets) => targets.length === 0).length} are not:`);
  for (const [path, targets] of lines) console.log(`  ${path}: ${targets.join(", ") || "not mapped"}`);
}

/** The dumps one after the other into one catalog, each told change beside what the raw rows differ in. */
async function harvestAll(): Promise<void> {
  const lastKnown = new Map<string, RawModel>();
  let listed: ReadonlyMap<string, RawModel> = new Map();
  let sequence = 0;
  console.log("\n| dump | new | gone | price | offers | of these context | other changes |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
  for (const { date, document } of dumps) {
    await replay.control({ date });
    time = Date.parse(`${date}-15T12:00:00Z`);
    const { status } = await gateway.gateway.harvest("openrouter", { all: false, force: true, signal: AbortSignal.timeout(60_000) });
    if (status !== "DONE") faults.push(`${date}: the harvest ended with ${status}`);
    const now = rawModels(document.data);
    const expected = new Map<string, Set<string>>();
    const expect = (base: string, ...kinds: readonly string[]): void => {
      for (const kind of kinds) expected.set(base, (expected.get(base) ?? new Set<string>()).add(kind));
    };
    for (const base of listed.keys()) if (!now.has(base)) expect(base, "GONE");
    for (const [base, model] of now) {
      if (!listed.has(base)) expect(base, "LISTED");
      const before = lastKnown.get(base);
      if (before !== undefined) expect(base, ...differences(before, model));
    }
    const [told, others, end] = await toldAfter(sequence);
    const count = (kind: string): number => [...told.values()].filter((kinds) => kinds.has(kind)).length;
    const contexts = [...now].filter(([base, model]) => isOtherContext(lastKnown.get(base) ?? new Map(), model)).length;
    console.log(`| ${date} | ${["LISTED", "GONE", "PRICE", "OFFERS"].map(count).join(" | ")} | ${contexts} | ${others} |`);
    for (const base of new Set([...told.keys(), ...expected.keys()])) {
      const [is, shouldBe] = [told, expected].map((kinds) => [...(kinds.get(base) ?? [])].toSorted().join(", "));
      if (is !== shouldBe) faults.push(`${date}: of ${base} the log tells ${is || "nothing"}, the rows ${shouldBe || "nothing"}`);
    }
    await checkStored(date, now);
    for (const [base, model] of now) lastKnown.set(base, model);
    [listed, sequence] = [now, end];
  }
}

type Told = readonly [told: ReadonlyMap<string, Set<string>>, others: number, end: number];

/** What the log tells after a row of it, by the native id; changes of other fields are only counted. */
async function toldAfter(after: number): Promise<Told> {
  const told = new Map<string, Set<string>>();
  let [others, end] = [0, after];
  for (;;) {
    const rows = await gateway.gateway.services.catalog.changes(end, 1_000);
    for (const { kind, listing = "", statement, sequence } of rows) {
      end = sequence;
      const isOfOffers = /^Changed: (?:.*, )?offers[,.]/.test(statement);
      if (kind === "UPDATED" && !isOfOffers) others += 1;
      else told.set(listing.replace("openrouter:", ""), (told.get(listing.replace("openrouter:", "")) ?? new Set<string>()).add(kind === "UPDATED" ? "OFFERS" : kind));
    }
    if (rows.length < 1_000) return [told, others, end];
  }
}

/** Whether what is stored and listed is what the rows say. */
async function checkStored(date: string, now: ReadonlyMap<string, RawModel>): Promise<void> {
  const { catalog } = gateway.gateway.services;
  for (const [base, model] of now) {
    const stored = await catalog.findListing("openrouter" as Parameters<typeof catalog.findListing>[0], base);
    if (stored?.state !== "LISTED" || stored.record.nativeId !== base) faults.push(`${date}: ${base} is stored as ${stored?.key ?? "nothing"}, ${stored?.state ?? ""}`);
    else checkOffers(`${date}, stored`, base, model, stored.record.offers ?? []);
  }
}

/** A model's page asks for the providers, once; a list of models does not, and shows them all the same afterwards. */
async function checkPage(rows: readonly RawRow[]): Promise<void> {
  const id = String(providerRows().find(({ modelId }) => rows.some((row) => row["id"] === modelId))?.["modelId"]);
  const shown = "nodes { provider endpoint precision inputPrice callAs }";
  const page = `query ($id: ID!) { model(id: $id) { offers { ${shown} } } }`;
  const many = `query ($id: ID!) { models(ids: [$id]) { offers { ${shown} } } }`;
  const counted = async (query: string): Promise<readonly [requests: number, offers: number]> => {
    const before = await requests(replay);
    const answer = await gateway.query<Readonly<Record<string, unknown>>>(query, { id: `openrouter:${id}` });
    return [(await requests(replay)) - before, (JSON.stringify(answer).match(/"provider"/g) ?? []).length];
  };
  const got = [await counted(many), await counted(page), await counted(page)];
  // Kept answers stand for some seconds.
  time += 60_000;
  got.push(await counted(many));
  const providers = providerRows().filter(({ modelId }) => modelId === id).length;
  const expected = [[0, 1], [2, 1 + providers], [0, 1 + providers], [0, 1 + providers]];
  console.log(`\n${id}, requests and offers in a list, on its page, on its page again, in a list again: ${JSON.stringify(got)}`);
  if (JSON.stringify(got) !== JSON.stringify(expected)) faults.push(`a page of ${id} costs and shows ${JSON.stringify(got)} instead of ${JSON.stringify(expected)}`);
}

async function requests(server: ReplayServer): Promise<number> {
  const { byRoute } = await server.stats();
  return Object.entries(byRoute).reduce((sum, [route, count]) => sum + (route.startsWith("_") ? 0 : count), 0);
}
