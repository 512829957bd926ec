// Speed of the catalog's write path: pages of 500 listings through applyPage, beside the least that storing them can be.
// Run: node bench/catalog-write.ts [listings, default 50000] [rounds, default 2]
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { openSqliteCatalog } from "../packages/catalog/src/sqlite/open-catalog.ts";
import { nameTokens } from "../packages/schema/src/index.ts";
import { syntheticPage, syntheticSource as source } from "./synthetic-listings.ts";

const pageSize = 500;

/** What one way of writing the same listings took; making them is not counted. */
interface Measured {
  readonly wallSeconds: number;
  /** User and system time of this process, which other processes on the machine disturb less. */
  readonly cpuSeconds: number;
}

/** Adds up what several pieces of work take. */
class Stopwatch {
  #wallMs = 0;
  #cpuMicros = 0;

  async time(work: () => unknown): Promise<void> {
    const [cpu, wall] = [process.cpuUsage(), performance.now()];
    await work();
    this.#wallMs += performance.now() - wall;
    const { user, system } = process.cpuUsage(cpu);
    this.#cpuMicros += user + system;
  }

  get measured(): Measured {
    return { wallSeconds: this.#wallMs / 1e3, cpuSeconds: this.#cpuMicros / 1e6 };
  }
}

const count = Number(process.argv[2] ?? 50_000);
const rounds = Number(process.argv[3] ?? 2);
const folder = mkdtempSync(join(tmpdir(), "modeldex-bench-"));
try {
  for (let round = 1; round <= rounds; round += 1) {
    const plain = await writePlainly(join(folder, `plain-${round}.sqlite`));
    const catalog = await writeCatalog(join(folder, `catalog-${round}.sqlite`));
    const perSecond = ({ wallSeconds }: Measured): number => Math.round(count / wallSeconds);
    const ratio = ({ cpuSeconds }: Measured): number => Number((plain.cpuSeconds / cpuSeconds).toFixed(2));
    const report = {
      listings: count,
      plainPerSecond: perSecond(plain),
      catalogPerSecond: perSecond(catalog.first),
      ratio: ratio(catalog.first),
      unchangedPerSecond: perSecond(catalog.unchanged),
      unchangedRatio: ratio(catalog.unchanged),
      otherUsePerSecond: perSecond(catalog.otherUse),
      otherUseRatio: ratio(catalog.otherUse),
      heapMb: catalog.heapMb,
    };
    console.log(JSON.stringify(report));
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** A plain loop: id, name tokens and JSON into one table with FTS5, one transaction a page. */
async function writePlainly(file: string): Promise<Measured> {
  const database = new DatabaseSync(file);
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; CREATE VIRTUAL TABLE models USING fts5(id UNINDEXED, tokens, json UNINDEXED)");
  const insert = database.prepare("INSERT INTO models (id, tokens, json) VALUES (?, ?, ?)");
  const watch = new Stopwatch();
  for (let start = 0; start < count; start += pageSize) {
    const writes = page(start, 0);
    await watch.time(() => {
      database.exec("BEGIN");
      for (const { record } of writes) insert.run(record.nativeId, nameTokens(record.nativeId).join(" "), JSON.stringify(record));
      database.exec("COMMIT");
    });
  }
  database.close();
  return watch.measured;
}

interface CatalogMeasured {
  readonly first: Measured;
  /** The same listings again. */
  readonly unchanged: Measured;
  /** The same listings with other counts of use. */
  readonly otherUse: Measured;
  /** After collection, five times during the first run; needs --expose-gc. */
  readonly heapMb: readonly number[];
}

async function writeCatalog(file: string): Promise<CatalogMeasured> {
  const catalog = await openSqliteCatalog({ path: file });
  await catalog.acquireLease({ source, holder: "bench", ttlMs: 3_600_000 });
  const heapMb: number[] = [];
  const run = async (drift: number): Promise<Measured> => {
    const at = new Date(Date.UTC(2026, 0, 1 + drift)).toISOString();
    const { run: number, listingsSeen } = await catalog.beginRun({ source, holder: "bench", full: true, at });
    const watch = new Stopwatch();
    for (let start = listingsSeen; start < count; start += pageSize) {
      const writes = page(start, drift);
      await watch.time(() => catalog.applyPage({ source, run: number, holder: "bench", at, gone: [], writes, cursor: String(start) }));
      if (heapMb.length < 5 && start + pageSize >= (count * (heapMb.length + 1)) / 5) {
        globalThis.gc?.();
        heapMb.push(Math.round(process.memoryUsage().heapUsed / 1e5) / 10);
      }
    }
    await catalog.endRun({ source, run: number, holder: "bench", sweep: true, at });
    return watch.measured;
  };
  const [first, unchanged, otherUse] = [await run(0), await run(0), await run(1)];
  await catalog.close();
  return { first, unchanged, otherUse, heapMb };
}

function page(start: number, drift: number): ReturnType<typeof syntheticPage> {
  return syntheticPage({ start, count: Math.min(pageSize, count - start), drift });
}
