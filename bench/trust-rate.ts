import type { HubModel } from "../test/support/hub.ts";
import { startHarvestingGateway, type BenchProcess } from "./bench-process.ts";
import { startCountingHub, type CountingHub } from "./counting-hub.ts";
import { postAll, quantile } from "./lean-client.ts";

/** What an answer cost upstream and took, in milliseconds. */
export interface ReportCost {
  readonly requests: number;
  readonly bytes: number;
  readonly elapsedMs: number;
}

export interface TrustRates {
  /** A report on one model of the Hub, by depth: the first, and the same again. */
  readonly one: Readonly<Record<"STANDARD" | "DEEP", { readonly cold: ReportCost; readonly warm: ReportCost }>>;
  /** A page of 20 models with reports, again and again until it asks nothing more; the last one is warm. */
  readonly page: readonly ReportCost[];
  /** CPU per page, medians over the rounds: without trust, with stored findings alone, and with reports that have nothing left to ask. */
  readonly cpuMs: Readonly<Record<"plain" | "cached" | "standard", number>>;
  /** CPU of a page with warm reports over that of the plain page. */
  readonly besidePlain: number;
}

/** Most pages until nothing is asked any more. */
const mostPages = 40;
const pageSize = 20;
const perRound = 30;
const files = ["README.md", "LICENSE", "config.json", "generation_config.json", "tokenizer.json", "tokenizer_config.json", ...[1, 2, 3, 4].map((number) => `model-0000${number}-of-00004.safetensors`)];
/** Two models for the single reports, and those of the page. */
const models: readonly HubModel[] = Array.from({ length: 2 + pageSize }, (_, number) => ({
  id: `lab-${number % 5}/model-${number}`, task: "text-generation", library: "transformers", license: "apache-2.0", downloads: 1_000_000 - number, parameters: 4_000_000_000, files,
}));

const report = "level systemLevel counts { verified asserted unknown failed } claims(first: 100) { nodes { kind status effect statement } } decision { outcome }";
const one = (depth: string): string => `query($ids: [ID!]!) { models(ids: $ids) { id name trust(depth: ${depth}) { ${report} } } }`;
const page = (trust: string): string => `query($filter: ModelFilterInput) { search(filter: $filter, first: ${pageSize}, sort: DOWNLOADS, live: false) { nodes { id name task license { spdx } ${trust} } } }`;
const pages = { plain: page(""), cached: page(`trust(depth: CACHED) { ${report} }`), standard: page(`trust { ${report} }`) } as const;

/** Measures reports of a gateway with an empty folder, over a Hub on loopback. */
export async function trustRates(dataDir: string, rounds: number): Promise<TrustRates> {
  const hub = await startCountingHub(models);
  const gateway = await startHarvestingGateway({ MODELDEX_DATA_DIR: dataDir, HF_ENDPOINT: hub.url, MODELDEX_LOG: "info" }).catch(async (error: unknown) => {
    await hub.close();
    throw error;
  });
  try {
    await gateway.harvest("hf");
    const measured = {
      STANDARD: await coldAndWarm(gateway, hub, { query: one("STANDARD"), variables: { ids: ["hf:lab-0/model-0"] } }),
      DEEP: await coldAndWarm(gateway, hub, { query: one("DEEP"), variables: { ids: ["hf:lab-1/model-1"] } }),
    };
    const costs: ReportCost[] = [];
    while (costs.at(-1)?.requests !== 0 && costs.length < mostPages) costs.push(await costOf(gateway, hub, { query: pages.standard, variables: {} }));
    const cpu = { plain: [] as number[], cached: [] as number[], standard: [] as number[] };
    for (const kind of ["plain", "cached", "standard"] as const) await cpuOf(gateway, pages[kind]);
    for (let round = 0; round < rounds; round += 1) for (const kind of ["plain", "cached", "standard"] as const) cpu[kind].push(await cpuOf(gateway, pages[kind]));
    return {
      one: measured, page: costs,
      cpuMs: { plain: quantile(cpu.plain, 0.5), cached: quantile(cpu.cached, 0.5), standard: quantile(cpu.standard, 0.5) },
      besidePlain: quantile(cpu.standard.map((each, round) => each / (cpu.plain[round] ?? each)), 0.5),
    };
  } finally {
    await gateway.stop();
    await hub.close();
  }
}

interface Question {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

async function coldAndWarm(gateway: BenchProcess, hub: CountingHub, question: Question): Promise<{ readonly cold: ReportCost; readonly warm: ReportCost }> {
  return { cold: await costOf(gateway, hub, question), warm: await costOf(gateway, hub, question) };
}

async function costOf(gateway: BenchProcess, hub: CountingHub, question: Question): Promise<ReportCost> {
  hub.take();
  const { elapsedMs } = await postAll({ url: `${gateway.url}/graphql`, bodies: [bodyOf(question)], connections: 1, wrong });
  return { ...hub.take(), elapsedMs: elapsedMs[0] ?? 0 };
}

async function cpuOf(gateway: BenchProcess, query: string): Promise<number> {
  const before = await gateway.cpuMs();
  await postAll({ url: `${gateway.url}/graphql`, bodies: Array.from({ length: perRound }, () => bodyOf({ query, variables: {} })), connections: 1, wrong });
  return ((await gateway.cpuMs()) - before) / perRound;
}

let asked = 0;

/** No two questions are equal, so that no whole answer is kept from before: by a filter that the same models meet, or by a comment. */
function bodyOf({ query, variables }: Question): string {
  asked += 1;
  if (!query.includes("$filter")) return JSON.stringify({ query: `${query} # ${asked}`, variables });
  return JSON.stringify({ query, variables: { ...variables, filter: { parameters: { min: asked }, downloads30d: { max: 999_998 } } } });
}

function wrong(answer: string): string | undefined {
  const { data, errors } = JSON.parse(answer) as { readonly data?: { readonly search?: { readonly nodes: readonly unknown[] }; readonly models?: readonly unknown[] }; readonly errors?: unknown };
  if (errors !== undefined) return `An answer has errors: ${JSON.stringify(errors)}`;
  const found = data?.search?.nodes ?? data?.models ?? [];
  return found.length === 0 || found.includes(null) ? `An answer has no models: ${answer.slice(0, 200)}` : undefined;
}
