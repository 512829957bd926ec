// Pins models of the replayed Hub, replaces weights, changes a licence, gives a repository to somebody else and lets a scan flag a file, and prints what turned,
// drifted and was told beside what should. Also what an unchanged pin and a warm report ask upstream.
// Run: node bench/recorded/trust-moves.ts <folder>
// Ends with 1 when anything is not as expected.
import { join } from "node:path";
import { existsSync } from "node:fs";
import { huggingFace } from "@modeldex/source-hf";
import { startGateway, type TestGateway } from "../../test/support/gateway.ts";
import { feedEnd, toldAfter, turnedBetween, verdictsOf, type Verdicts } from "../../test/support/verdicts.ts";
import { mostUsedIds, startReplay, type ReplayServer } from "./replay-server.ts";
import { chosenModels, expectations, makeMove, moves, type Got } from "./trust-move.ts";

const folder = process.argv[2];
if (folder === undefined || !existsSync(join(folder, "upstreams", "hf.mjs"))) {
  console.error("Give the folder that holds upstreams/ and data/: node bench/recorded/trust-moves.ts <folder>");
  process.exit(2);
}

const hour = 3_600_000;
const day = 24 * hour;
/** So many models are harvested; as many as there are moves are moved, and two stay beside them. */
const top = 80;
let time = Date.parse("2026-11-26T12:00:00Z");
const began = performance.now();
const hub = await startReplay(folder);
const gateway = await startGateway({ sources: [huggingFace({ endpoint: hub.url, harvest: { top } })], backgroundDetails: false, backgroundAssessments: false }, { now: () => new Date(time) });
try {
  const models = await chosenModels(hub.url, await mostUsedIds(hub.url, 500).then((ids) => ids.slice(0, top)), moves.length + 2);
  const expected = expectations(models);
  const { got, costs } = await watch(models);
  let wrong = 0;
  const row = (what: string, shouldBe: string, is: string): void => {
    if (shouldBe !== is) wrong += 1;
    console.log(`| ${what} | ${shouldBe || "nothing"} | ${shouldBe === is ? "the same" : is || "nothing"} |`);
  };
  console.log("| | expected | got |\n| --- | --- | --- |");
  for (const [index, id] of models.entries()) {
    const what = `${id}: ${moves[index]?.what ?? "nothing happens"}`;
    for (const part of ["turned", "drifts", "told", "later"] as const) row(`${what}, ${part}`, (expected.get(id)?.[part] ?? []).join("; "), (got.get(id)?.[part] ?? []).join("; "));
  }
  row("anything else, told", "", [...got].filter(([id]) => !models.includes(id)).flatMap(([id, { told, later }]) => [...told, ...later].map((words) => `${id} ${words}`)).join("; "));
  row("requests of an unchanged pin", "1", String(costs.pin));
  row("requests of a warm report", "0", String(costs.warm));
  console.log(`\n${wrong === 0 ? "All as expected" : `${wrong} not as expected`}, in ${((performance.now() - began) / 1000).toFixed(0)} s.`);
  process.exitCode = wrong === 0 ? 0 : 1;
} finally {
  await gateway.close();
  await hub.stop();
}

interface Watched {
  readonly got: ReadonlyMap<string, Got>;
  /** Upstream requests. */
  readonly costs: { readonly pin: number; readonly warm: number };
}

async function watch(ids: readonly string[]): Promise<Watched> {
  await harvest(gateway);
  await assess(ids);
  time += 40 * day;
  await harvest(gateway);
  const before = await assess(ids);
  const costs = { warm: await requestsOf(hub, () => assess(ids.slice(0, 1))), pin: 0 };
  const pins = await pin(ids);
  costs.pin = await requestsOf(hub, () => check(pins.slice(0, 1)));
  const cursor = await feedEnd(gateway.query, String(time));

  time += day - hour;
  for (const [index, move] of moves.entries()) await makeMove(hub, ids[index] ?? "", move, new Date(time).toISOString());
  time += hour;
  await harvest(gateway);
  const after = await assess(ids);
  const drifts = await check(pins);
  const told = await toldOf(cursor);
  const since = await feedEnd(gateway.query, String(time));
  for (let round = 0; round < 2; round += 1) {
    time += day;
    await harvest(gateway);
    await assess(ids);
  }
  const later = await toldOf(since);
  const nothing: readonly string[] = [];
  const of = (id: string): Got => ({
    turned: turnedBetween(before.get(id) ?? new Map(), after.get(id) ?? new Map()), drifts: drifts[ids.indexOf(id)] ?? nothing, told: told.get(id) ?? nothing, later: later.get(id) ?? nothing,
  });
  return { got: new Map([...new Set([...ids, ...told.keys(), ...later.keys()])].map((id) => [id, of(id)])), costs };
}

async function harvest({ gateway: { harvest: run } }: TestGateway): Promise<void> {
  const { status } = await run("hf", { all: false, signal: AbortSignal.timeout(60_000) });
  if (status !== "DONE") throw new Error(`The harvest ended with ${status}.`);
}

async function assess(ids: readonly string[]): Promise<ReadonlyMap<string, Verdicts>> {
  const found = new Map<string, Verdicts>();
  for (const id of ids) {
    for (let attempt = 0; !found.has(id); attempt += 1) {
      if (attempt === 20) throw new Error(`The report of ${id} was not complete after ${attempt} attempts.`);
      time += 6_000;
      const verdicts = await verdictsOf(gateway.query, `listing:hf:${id}`, { distinct: String(time) });
      if (verdicts !== undefined) found.set(id, verdicts);
    }
  }
  return found;
}

async function pin(ids: readonly string[]): Promise<readonly unknown[]> {
  const { pin: made } = await gateway.query<{ readonly pin: readonly { readonly reference: string; readonly problem: string | null; readonly pin: { readonly document: unknown } | null }[] }>("query($references: [String!]!) { pin(references: $references) { reference problem pin { document } } }", { references: ids });
  return made.map(({ reference, problem, pin: one }) => {
    if (one === null) throw new Error(`${reference} was not pinned: ${problem ?? "no reason is given"}`);
    return one.document;
  });
}

interface HeldPin {
  readonly outcome: string;
  readonly problem: string | null;
  readonly drifts: readonly { readonly kind: string; readonly severity: string }[];
}

/** Drifts of each pin. */
async function check(documents: readonly unknown[]): Promise<readonly (readonly string[])[]> {
  const { checkPins } = await gateway.query<{ readonly checkPins: readonly HeldPin[] }>("query($pins: [PinInput!]!) { checkPins(pins: $pins) { outcome problem drifts { kind severity } } }", { pins: documents.map((document) => ({ document })) });
  return checkPins.map(({ outcome, problem, drifts }) => (outcome === "UNCHANGED" || outcome === "DRIFTED" ? drifts.map(({ kind, severity }) => `${severity} ${kind}`) : [`${outcome}: ${problem ?? ""}`]));
}

async function toldOf(after: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await toldAfter(gateway.query, after, { distinct: String(time) });
  return new Map([...Map.groupBy(rows, ({ about }) => about.replace("hf:", ""))].map(([id, own]) => [id, own.map(({ words }) => words).toSorted()]));
}

async function requestsOf(server: ReplayServer, work: () => Promise<unknown>): Promise<number> {
  await server.control({ resetStats: true });
  await work();
  return (await server.stats()).total;
}
