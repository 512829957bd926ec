import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { runCommand, startGateway, type RunningGateway } from "../../running-gateway.ts";
import { assess } from "./assess.ts";
import { keep, openFolder } from "./kept-world.ts";
import { startPlaces, type Places } from "./places.ts";
import { moved } from "./synthetic.ts";

/** What {@link startWorld} starts. */
export interface WorldOptions {
  /** Folder with `upstreams/` and `data/`. */
  readonly recorded: string;
  /** Folder that keeps the world: the next start with it takes seconds. @default a new one, which `close` removes */
  readonly data?: string | undefined;
  /** Port of the gateway. @default 0, a free one */
  readonly port?: number | undefined;
  /** Takes a line on what is being done. */
  readonly log?: (line: string) => void;
}

/** A gateway over every kind of recorded place, with everything harvested. */
export interface World {
  /** Base address of the gateway, without a slash at its end; the endpoint is `<url>/graphql`. */
  readonly url: string;
  /** Process of the gateway. */
  readonly processId: number;
  readonly counts: WorldCounts;
  /** Environment of a command that looks at the same catalog and places. */
  readonly settings: Readonly<Record<string, string>>;
  /** Whether it was kept from an earlier start. */
  readonly reused: boolean;
  /** Until it stood. */
  readonly seconds: number;
  /** Asks the gateway. @returns the `data` of the answer. @throws {Error} with the messages, when the answer has errors. */
  ask(query: string, variables?: Readonly<Record<string, unknown>>): Promise<unknown>;
  /** From now on a source, or every one, answers the gateway with status 503. @throws {RangeError} naming the sources when there is none of that id. */
  fail(source: string): void;
  /** From now on the answers of a source, or of every one, come so many milliseconds later. */
  slow(delayMs: number, source?: string): void;
  /** Ends both. The gateway may leave a source alone for a while that has failed often. */
  heal(): void;
  /** `hf:acme/moving-3b` has other weights from now on, other ones each time. */
  move(): Promise<void>;
  /** Ends the gateway and all places. */
  close(): Promise<void>;
}

/** How much there is. */
export interface WorldCounts {
  readonly models: number;
  /** Listings, and rows beside them, by the id of their source. */
  readonly listings: Readonly<Record<string, number>>;
  /** Models whose trust was looked at when the world was made. */
  readonly assessed: number;
  /** Models of which a scan speaks against the files. */
  readonly undermined: number;
}

/** Starts it; the first start with a folder harvests everything, which takes some two minutes. */
export async function startWorld({ recorded, data, port = 0, log = () => undefined }: WorldOptions): Promise<World> {
  const began = performance.now();
  const folder = data === undefined ? mkdtempSync(join(tmpdir(), "modeldex-world-")) : resolve(data);
  const seconds = (): number => Math.round((performance.now() - began) / 100) / 10;
  const ends: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const end of ends.splice(0).toReversed()) await end();
    if (data === undefined) rmSync(folder, { recursive: true, force: true });
  };
  try {
    const kept = openFolder(folder);
    const places = await startPlaces(recorded, folder, kept?.ports ?? {});
    ends.push(places.close);
    log(`${places.models} models of the Hub and the other places stand after ${seconds()} s`);
    const settings = { ...places.settings, MODELDEX_CONFIG: fileURLToPath(new URL("./modeldex.config.ts", import.meta.url)), MODELDEX_DATA_DIR: join(folder, "gateway"), PORT: String(port) };
    if (kept === undefined) await harvest(["harvest"], settings, log);
    else await places.later();
    const gateway = await startGateway(settings);
    ends.push(gateway.stop);
    log(`the gateway serves after ${seconds()} s`);
    const assessed = kept?.assessed ?? (await live({ gateway, places, harvest: (source) => harvest(["harvest", source, "--force"], settings, log) }));
    const world = kept ?? { ports: places.ports, assessed, madeInSeconds: seconds() };
    if (kept === undefined) keep(folder, world);
    return {
      url: gateway.url, processId: gateway.processId, ask: gateway.ask, settings, reused: kept !== undefined, counts: await countsOf(gateway, assessed.length), seconds: seconds(),
      ...knobs(places.fronts),
      move: places.move,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function harvest(words: readonly string[], settings: Readonly<Record<string, string>>, log: (line: string) => void): Promise<void> {
  const { status, out, err } = await runCommand(words, settings);
  log(out.trim());
  if (status !== 0) throw new Error(`modeldex ${words.join(" ")} ended with ${status}: ${out}${err}`);
}

/** Lets some months pass: what has moved is known before and after, and models are assessed. @returns the ids of those. */
async function live({ gateway, places, harvest: again }: { readonly gateway: RunningGateway; readonly places: Places; harvest(source: string): Promise<void> }): Promise<readonly string[]> {
  const look = async (): Promise<void> => {
    for (const id of moved) await gateway.ask("query($id: ID!) { model(id: $id, maxAgeSeconds: 0) { id artifacts(first: 1) { totalCount } } }", { id });
  };
  await look();
  await places.later();
  // By force, since more of OpenRouter's models went than a harvest lets go by itself.
  for (const source of ["openrouter", "file"]) await again(source);
  await look();
  return await assess(gateway);
}

async function countsOf(gateway: RunningGateway, assessed: number): Promise<WorldCounts> {
  const { all, undermined, sources } = (await gateway.ask(`{
    all: search(first: 1, live: false) { totalCount }
    undermined: search(first: 1, live: false, filter: { trust: [{ kind: THIRD_PARTY_SCAN, effects: [UNDERMINES] }] }) { totalCount }
    sources { id coverage { listings overlays } }
  }`)) as Counted;
  return { models: all.totalCount, listings: Object.fromEntries(sources.map(({ id, coverage }) => [id, coverage.listings + coverage.overlays])), assessed, undermined: undermined.totalCount };
}

interface Counted {
  readonly all: { readonly totalCount: number };
  readonly undermined: { readonly totalCount: number };
  readonly sources: readonly { readonly id: string; readonly coverage: { readonly listings: number; readonly overlays: number } }[];
}

function knobs(fronts: Places["fronts"]): Pick<World, "fail" | "slow" | "heal"> {
  const of = (source: string) => {
    const found = source === "all" ? [...fronts.values()].flat() : fronts.get(source);
    if (found === undefined) throw new RangeError(`There is no source ${source}; there are ${[...fronts.keys()].join(", ")}, and "all".`);
    return found;
  };
  return {
    fail: (source) => of(source).forEach((front) => front.fail()),
    slow: (delayMs, source = "all") => of(source).forEach((front) => front.slow(delayMs)),
    heal: () => of("all").forEach((front) => front.heal()),
  };
}
