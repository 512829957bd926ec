import { fabstir, onchain } from "../packages/source-onchain/src/index.ts";
import { startLocalChain } from "../packages/source-onchain/src/testing/local-chain.ts";
import { plainBackfill } from "../packages/source-onchain/src/testing/plain-loop.ts";
import { runToEnd } from "../packages/source-onchain/src/testing/run.ts";
import { quantile } from "./lean-client.ts";

export interface BackfillRates {
  /** Registrations a second of the plain viem loop. */
  readonly plain: readonly number[];
  /** Registrations a second of `list` to its end. */
  readonly whole: readonly number[];
  /** Median of the whole over median of the plain. */
  readonly ratio: number;
  /** The same of CPU time of this process, which other processes on the machine disturb less. */
  readonly ratioByCpu: number;
}

/** Listings of one page, as the gateway asks for them. */
const pageSize = 500;

/** Entries of one transaction of `FileRegistry`. */
const perTransaction = 50;

/**
 * Reads a registry with so many entries, each with a view, to its end: in turn by a plain viem loop and by the source, from the same node.
 * Rounds alternate, so that both meet the same machine.
 */
export async function backfillRates(registrations: number, rounds: number, onRound?: (line: string) => void): Promise<BackfillRates> {
  const chain = await startLocalChain();
  try {
    for (let first = 0; first < registrations; first += perTransaction) {
      await chain.write("FileRegistry", chain.files, "addMany", ["acme/models", first, Math.min(perTransaction, registrations - first)]);
    }
    await chain.mine(3);
    const plain: Measured[] = [];
    const whole: Measured[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      const loop = await measured(registrations, async () => plainBackfill(chain.url, chain.files, { pageSize, span: 2_000 }));
      const source = onchain({
        chains: [{ chainId: chain.chainId, rpc: [chain.url] }],
        registries: [fabstir({ chainId: chain.chainId, address: chain.files, startBlock: 1 })],
      });
      const run = await measured(registrations, async () => (await runToEnd(source, { limit: pageSize })).rows.size);
      plain.push(loop);
      whole.push(run);
      onRound?.(`round ${round}: plain loop ${Math.round(loop.perSecond)} registrations/s, list ${Math.round(run.perSecond)} registrations/s`);
    }
    const median = (of: readonly Measured[], key: keyof Measured): number => quantile(of.map((each) => each[key]), 0.5);
    return {
      plain: plain.map(({ perSecond }) => perSecond),
      whole: whole.map(({ perSecond }) => perSecond),
      ratio: median(whole, "perSecond") / median(plain, "perSecond"),
      ratioByCpu: median(plain, "cpuMs") / median(whole, "cpuMs"),
    };
  } finally {
    await chain.stop();
  }
}

interface Measured {
  readonly perSecond: number;
  readonly cpuMs: number;
}

async function measured(registrations: number, read: () => Promise<number>): Promise<Measured> {
  const [began, cpu] = [performance.now(), process.cpuUsage()];
  const found = await read();
  const { user, system } = process.cpuUsage(cpu);
  if (found !== registrations) throw new Error(`${found} of ${registrations} registrations were read.`);
  return { perSecond: (1000 * registrations) / (performance.now() - began), cpuMs: (user + system) / 1000 };
}
