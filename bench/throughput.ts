import { type BenchProcess, startBareServer, startHarvestingGateway } from "./bench-process.ts";
import { postAll, quantile } from "./lean-client.ts";
import { nameQuestions } from "./name-questions.ts";

/** Over which catalog, and how much is asked. */
export interface ThroughputOptions {
  /** Folder of a gateway with a filled catalog. */
  readonly dataDir: string;
  /** Native ids to ask for; more than `rounds * requests`. */
  readonly ids: readonly string[];
  readonly rounds: number;
  /** Requests of each kind in one round. */
  readonly requests: number;
}

/** Medians over the rounds. CPU is of the server, per request. */
export interface Throughput {
  readonly bare: Rate;
  readonly gateway: Rate;
  readonly cached: Rate;
  /** CPU per request of the bare server over that of the gateway. */
  readonly besideBare: number;
  /** CPU per request uncached over that of a hit. */
  readonly cachedBesideUncached: number;
  /** The same two by requests a second; other processes on the machine disturb them more. */
  readonly besideBareBySecond: number;
  readonly cachedBesideUncachedBySecond: number;
}

export interface Rate {
  readonly cpuMs: number;
  readonly perSecond: number;
  /** Of one request after the other. */
  readonly p50Ms: number;
  readonly p95Ms: number;
}

const connections = 8;

/**
 * Asks a gateway and the bare server in turn for 20 models of 12 fields, each search once, then the gateway for what it has just answered. The rounds
 * alternate, so that all meet the same machine.
 */
export async function measureThroughput({ dataDir, ids, rounds, requests }: ThroughputOptions): Promise<Throughput> {
  const bare = await startBareServer(`${dataDir}/catalog.sqlite`);
  const gateway = await startHarvestingGateway({ MODELDEX_DATA_DIR: dataDir, MODELDEX_OFFLINE: "1", MODELDEX_LOG: "info" }).catch(async (error: unknown) => {
    await bare.stop();
    throw error;
  });
  try {
    const nextOfBare = nameQuestions(ids);
    const nextOfGateway = nameQuestions(ids);
    const take = (next: ReturnType<typeof nameQuestions>): readonly string[] => Array.from({ length: requests }, () => JSON.stringify(next()));
    const gatewayUrl = `${gateway.url}/graphql`;
    // Code and columns warm up on both.
    for (const [server, url, next] of [[bare, bare.url, nextOfBare], [gateway, gatewayUrl, nextOfGateway]] as const) await rateOf(server, url, take(next));
    const measured = { bare: [] as Rate[], gateway: [] as Rate[], cached: [] as Rate[] };
    for (let round = 0; round < rounds; round += 1) {
      const questions = take(nextOfGateway);
      measured.bare.push(await rateOf(bare, bare.url, take(nextOfBare)));
      measured.gateway.push(await rateOf(gateway, gatewayUrl, questions));
      // Within the life of one kept answer, over and over.
      const few = questions.slice(0, 50);
      measured.cached.push(await rateOf(gateway, gatewayUrl, Array.from({ length: requests * 8 }, (_, place) => few[place % few.length] ?? "")));
    }
    const ratio = (over: readonly Rate[], under: readonly Rate[], of: (rate: Rate) => number): number => quantile(over.map((rate, round) => of(rate) / of(under[round] ?? rate)), 0.5);
    return {
      bare: median(measured.bare), gateway: median(measured.gateway), cached: median(measured.cached),
      besideBare: ratio(measured.bare, measured.gateway, ({ cpuMs }) => cpuMs),
      cachedBesideUncached: ratio(measured.gateway, measured.cached, ({ cpuMs }) => cpuMs),
      besideBareBySecond: ratio(measured.gateway, measured.bare, ({ perSecond }) => perSecond),
      cachedBesideUncachedBySecond: ratio(measured.cached, measured.gateway, ({ perSecond }) => perSecond),
    };
  } finally {
    await gateway.stop();
    await bare.stop();
  }
}

async function rateOf(server: BenchProcess, url: string, bodies: readonly string[]): Promise<Rate> {
  const before = await server.cpuMs();
  const all = await postAll({ url, bodies, connections, wrong });
  const cpuMs = ((await server.cpuMs()) - before) / bodies.length;
  const single = await postAll({ url, bodies: bodies.slice(0, 50).map((body) => body.replace(/"text":"/, '"text":" ')), connections: 1, wrong });
  return { cpuMs, perSecond: bodies.length / all.seconds, p50Ms: quantile(single.elapsedMs, 0.5), p95Ms: quantile(single.elapsedMs, 0.95) };
}

/** Each search is for a model that is there. */
function wrong(answer: string): string | undefined {
  const { data, errors } = JSON.parse(answer) as { readonly data?: { readonly search?: { readonly nodes: readonly unknown[] } }; readonly errors?: unknown };
  if (errors !== undefined) return `An answer has errors: ${JSON.stringify(errors)}`;
  return data?.search === undefined || data.search.nodes.length === 0 ? `An answer has no hits: ${answer.slice(0, 200)}` : undefined;
}

function median(rates: readonly Rate[]): Rate {
  const of = (pick: (rate: Rate) => number): number => quantile(rates.map(pick), 0.5);
  return { cpuMs: of(({ cpuMs }) => cpuMs), perSecond: of(({ perSecond }) => perSecond), p50Ms: of(({ p50Ms }) => p50Ms), p95Ms: of(({ p95Ms }) => p95Ms) };
}
