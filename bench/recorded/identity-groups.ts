import { parseArgs } from "node:util";
import { huggingFace } from "../../packages/source-hf/src/index.ts";
import { dumpCatalog, modelIds, type CatalogDump } from "../../test/support/catalog-dump.ts";
import type { TestGateway } from "../../test/support/gateway.ts";
import { seeded, shuffled } from "../../test/support/random.ts";
import { startCatalogs } from "./catalogs-server.ts";
import { explainedByRule, groupExceptions } from "./identity/group-exceptions.ts";
import { mixedIn, type Mixed } from "./identity/mixed-groups.ts";
import { harvestInto } from "./identity/recorded-catalog.ts";
import { recordedSources } from "./identity/recorded-sources.ts";
import { readRecorded } from "./identity/recorded.ts";
import { startReplay } from "./replay-server.ts";

// All recorded origins in one catalog: the Hub (replayed), Ollama's library, OpenRouter, LiteLLM's overlays, the catalogues of Open Data Hub, each through its
// adapter, and Docker's cards and models.dev's laboratories as listings. Prints how many models there are, what joins their listings, how many are candidates,
// how many overlays fit; and every group that holds two sizes, versions, dates or trainings, as identity/strict-reader.ts reads names, apart from the rules; beside
// them what is joined although one name says less, for reading.
//   node bench/recorded/identity-groups.ts <folder> [--ids] [--orders 10]
//   --ids      the Hub by the ids of its lists alone, which is quicker
//   --orders   instead, harvests the same sources so many times in random orders (seeded), and holds the catalogs against each other: models, links, statements,
//              candidates and overlays. The Hub then is the ids of owners that other sources name.
// Ends with 1 when there is a member whose name contradicts, or that was joined by a name that says something else, and that identity/group-exceptions.ts does not
// explain; or an order that gives another catalog.

const { values, positionals: [folder] } = parseArgs({ allowPositionals: true, options: { ids: { type: "boolean" }, orders: { type: "string" } } });
if (folder === undefined) {
  console.error("Give the folder of recorded data: node bench/recorded/identity-groups.ts ../shared");
  process.exit(2);
}
const recorded = readRecorded(folder);
const server = await startCatalogs(folder, ["openrouter", "ollama-registry", "litellm"]);
try {
  process.exitCode = (values.orders === undefined ? await groups(folder) : await orders(folder, Number(values.orders))) ? 0 : 1;
} finally {
  await server.stop();
}

async function groups(of: string): Promise<boolean> {
  const hub = values.ids === true ? undefined : await startReplay(of);
  try {
    const { gateway, harvested } = await harvestInto(recordedSources({ folder: of, recorded, urls: server.urls, ...(hub && { hub: huggingFace({ endpoint: hub.url }) }) }));
    try {
      console.table(harvested);
      const unexplained = await report(gateway);
      return unexplained === 0;
    } finally {
      await gateway.close();
    }
  } finally {
    await hub?.stop();
  }
}

async function report({ gateway }: TestGateway): Promise<number> {
  const { catalog } = gateway.services;
  const counts = new Map<string, number>();
  const add = (what: string, count = 1): void => void counts.set(what, (counts.get(what) ?? 0) + count);
  const mixed: Mixed[] = [];
  for await (const ids of modelIds(catalog)) {
    const [listings, candidates, overlays] = await Promise.all([catalog.listingsOf(ids), catalog.candidateListingsOf(ids), catalog.overlaysOf(ids)]);
    for (const [place, id] of ids.entries()) {
      const members = listings[place] ?? [];
      add("models");
      if (members.length > 1) add("models of several listings");
      if (new Set(members.map(({ source }) => source)).size > 1) add("models of several sources");
      for (const { link } of members) if (link.kind !== "LEADING") add(`joined: ${link.kind} ${link.relation}`);
      for (const { link } of candidates[place] ?? []) add(`candidates, seen from each side: ${link.kind}`);
      add("overlays that fit", overlays[place]?.length ?? 0);
      mixed.push(...mixedIn(id, { listings: members, overlays: overlays[place] ?? [], isExplained: (key) => groupExceptions.has(key) }));
    }
  }
  const { overlays, overlaysUnmatched } = await catalog.coverage("litellm" as Parameters<typeof catalog.coverage>[0]);
  add("overlays", overlays);
  add("overlays that fit none", overlaysUnmatched);
  console.table(Object.fromEntries([...counts].toSorted(([left], [right]) => (left < right ? -1 : 1))));

  const kinds = Map.groupBy(mixed, ({ how, byName }) => `${how}, joined ${byName ? "by name" : "by reference, digest or rule"}`);
  for (const [kind, all] of [...kinds].toSorted(([left], [right]) => (left < right ? -1 : 1))) {
    console.log(`\n${kind}: ${all.length} members of ${new Set(all.map(({ model }) => model)).size} models`);
    for (const { model, member, against, aspects, because } of all) {
      const reason = groupExceptions.get(member) ?? explainedByRule(aspects, because);
      console.log(`  ${member} in ${model}${against === model ? "" : ` beside ${against}`} (${aspects.join(", ")}): ${because}${reason === undefined ? "" : `\n    explained: ${reason}`}`);
    }
  }
  // That a reference joins a name that says less is what references are for; a name alone must say the same.
  const unexplained = mixed.filter(({ member, how, byName, aspects, because }) => (how === "CONTRADICTS" || byName) && !groupExceptions.has(member) && explainedByRule(aspects, because) === undefined);
  console.log(`\n${unexplained.length} members that contradict, or that a name joined although it says something else, are not explained.`);
  return unexplained.length;
}

async function orders(of: string, count: number): Promise<boolean> {
  const owners = new Set([...recorded.openRouter.flatMap(({ hubId }) => hubId ?? []), ...recorded.modelsDev.labs.flatMap(({ hubIds }) => hubIds)].flatMap((id) => id.split("/")[0] ?? []));
  const sources = () => recordedSources({ folder: of, recorded, urls: server.urls, isListed: (id) => owners.has(id.split("/")[0] ?? "") });
  const ids = sources().map(({ id }) => id);
  let first: CatalogDump | undefined;
  let different = 0;
  for (let seed = 0; seed < count; seed += 1) {
    const order = shuffled(ids, seeded(seed));
    const { gateway } = await harvestInto(sources(), order);
    const dump = await dumpCatalog(gateway.gateway.services.catalog);
    await gateway.close();
    first ??= dump;
    const told = firstDifference(first, dump);
    if (told !== undefined) different += 1;
    console.log(`${order.join(", ")}: ${Object.keys(dump.models).length} models, ${Object.values(dump.models).flat().length} listings, ${Object.values(dump.candidates).flat().length} candidates, ${Object.values(dump.overlays).flat().length} overlays; ${told ?? "the same"}`);
  }
  console.log(different === 0 ? `${count} orders give the same catalog.` : `${different} of ${count} orders give another catalog.`);
  return different === 0;
}

function firstDifference(first: CatalogDump, other: CatalogDump): string | undefined {
  for (const part of ["models", "candidates", "overlays"] as const) {
    for (const id of new Set([...Object.keys(first[part]), ...Object.keys(other[part])])) {
      const [before, after] = [first[part][id] ?? [], other[part][id] ?? []];
      if (before.join("\n") !== after.join("\n")) return `DIFFERENT at ${part} of ${id}:\n  ${before.filter((line) => !after.includes(line)).join("\n  ")}\n  instead of\n  ${after.filter((line) => !before.includes(line)).join("\n  ")}`;
    }
  }
  return undefined;
}
