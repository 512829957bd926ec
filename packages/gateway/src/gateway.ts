import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { openSplitCatalog, openSqliteCatalog } from "@modeldex/catalog";
import type { Catalog } from "@modeldex/catalog";
import type { SourceId } from "@modeldex/schema";
import { decide } from "@modeldex/trust";
import { graphql } from "graphql";
import type { ExecutionResult, GraphQLSchema } from "graphql";
import { createAssessor } from "./assess/assessor.ts";
import { startBackgroundAssessor } from "./assess/background-assessor.ts";
import { createCaches } from "./cache/caches.ts";
import type { Caches } from "./cache/caches.ts";
import { ConfigError } from "./config/config.ts";
import type { Settings } from "./config/load.ts";
import { exceptionsOf } from "./config/exceptions.ts";
import { createOperatorRules } from "./config/identity-rules.ts";
import { policiesOf } from "./config/policies.ts";
import { verifiersOf } from "./config/verifiers.ts";
import { createContext } from "./graphql/context.ts";
import type { Services } from "./graphql/context.ts";
import { createSchema, servedSdl } from "./graphql/schema.ts";
import { startBackgroundDetails } from "./harvest/background-details.ts";
import { harvest } from "./harvest/run.ts";
import type { Harvesting, HarvestOptions, HarvestResult } from "./harvest/run.ts";
import { startScheduler } from "./harvest/scheduler.ts";
import type { ScheduledSource } from "./harvest/scheduler.ts";
import { importStarter } from "./harvest/starter.ts";
import { startServer } from "./http/server.ts";
import type { RunningServer } from "./http/server.ts";
import { observeState } from "./gateway-metrics.ts";
import { createLogger } from "./observe/log.ts";
import type { Logger } from "./observe/log.ts";
import { createMetrics } from "./observe/metrics.ts";
import { watchProcess } from "./observe/process-metrics.ts";
import { createRecorders } from "./observe/recorders.ts";
import { requestId } from "./observe/request-id.ts";
import { createPins } from "./pins/pins.ts";
import type { PinLoan } from "./pins/pins.ts";
import { createLiveSearch } from "./search/live.ts";
import { createAsker } from "./sources/ask.ts";
import { measuredAsker } from "./sources/measured-asker.ts";
import type { Asker } from "./sources/ask.ts";
import { lendThrough } from "./sources/lend-through.ts";
import { probeSource } from "./sources/probe.ts";
import type { SourceProbe } from "./sources/probe.ts";
import { createReferences } from "./sources/references.ts";
import type { References } from "./sources/references.ts";
import { createRegistry } from "./sources/registry.ts";
import type { SourceRegistry } from "./sources/registry.ts";
import { createRequestBudget, deepLimits, pinLimits } from "./sources/request-budget.ts";
import { openInThread } from "./sources/threads/open-in-thread.ts";
import { createVerifierLender } from "./sources/verifier-tools.ts";

/** The gateway, wired. Whoever makes one closes it. */
export interface Gateway {
  readonly services: Services;
  readonly schema: GraphQLSchema;
  /** Ids of the sources that list. */
  readonly harvestable: readonly string[];
  /** Applies the operator's identity rules and, where the catalog is empty, imports the starter catalog. @returns how many listings it brought. */
  prepare(options?: {
    /** Leaves identity rules that another process gave the catalog as they are. @default false */
    readonly onlyReads?: boolean;
  }): Promise<number>;
  /** Runs one operation in this process. */
  execute(document: string, variables?: Readonly<Record<string, unknown>>): Promise<ExecutionResult>;
  harvest(source: string, options: HarvestOptions): Promise<HarvestResult>;
  /** Begins to listen, and to harvest what is to be kept harvested. */
  serve(): Promise<RunningServer>;
  /** Asks each source for a sign of life. */
  probe(): Promise<readonly SourceProbe[]>;
  close(): Promise<void>;
}

export interface GatewayOptions {
  /** Takes whole log lines. @default standard error */
  readonly log?: (line: string) => void;
  readonly now?: () => Date;
  /** Writes to the catalog in a process of its own, so that a harvest holds up no answer. Starts a little slower. @default false */
  readonly splitWrites?: boolean;
}

/**
 * Wires a gateway from its settings; listens to nothing yet.
 *
 * @throws {ConfigError | SourceConfigurationError} when the configuration cannot be used.
 */
export async function createGateway(settings: Settings, options: GatewayOptions = {}): Promise<Gateway> {
  const { config } = settings;
  const now = options.now ?? (() => new Date());
  const log = createLogger({ level: settings.logLevel, ...(options.log && { write: options.log }) });
  const registry = createRegistry(config.sources, config.live);
  refuseUnknownHarvests(config.harvest, registry);
  const policies = policiesOf(config.policies ?? [], registry.ids);
  const exceptions = exceptionsOf(config.exceptions ?? [], policies, { now: now(), log, sources: registry.ids });
  const schema = createSchema(config.sources);
  const catalog = await openCatalog(settings, options);
  const caches = createCaches({ log, now, ...(settings.redis && { redis: settings.redis }) });
  const metrics = createMetrics();
  const recorders = createRecorders(metrics);
  const lendFetch = lendThrough(settings.proxy);
  const ask = measuredAsker(createAsker({
    registry, cache: caches.answers, log, now, offline: settings.offline, lendFetch,
    ...(settings.isolate && { open: openInThread({ entry: threadEntry, ...settings.isolate, logLevel: settings.logLevel, ...(settings.proxy && { proxy: settings.proxy }) }) }),
    onHealth: (source, health) => void catalog.recordSourceHealth(source, health).catch((error: unknown) => log.warn("health not stored", { source, error })),
  }), recorders);
  const references = createReferences({ registry, log });
  const lender = createVerifierLender({ ask, catalog, log, now, offline: settings.offline, lendFetch });
  const assessing = { catalog, verifiers: verifiersOf(config.verifiers), lender, ask, writer: references, now, log };
  const assessor = createAssessor(assessing);
  const services = wire({ settings, catalog, ask, references, assessor, assessorOver: (shown) => createAssessor({ ...assessing, catalog: shown }), policies, exceptions, now });
  const harvesting: Harvesting = { catalog, ask, writer: references, log, holder: settings.holder, now, recorders };
  observeState(metrics, { ask, caches, catalog });
  const identity = createOperatorRules({ settings, catalog, sourceOrder: registry.ids, hubSources: registry.ids.filter((id) => registry.source(id).accounts === "huggingface"), log });
  const running = new Set<() => Promise<void>>();
  /** Sources that this process harvests by itself. */
  const harvested = new Set<SourceId>();
  let ready = false;

  return {
    services,
    schema,
    harvestable: registry.ids.filter((id) => registry.can(id, "LIST")),
    async prepare({ onlyReads = false } = {}) {
      // What is next asked waits for it; preparing does not.
      void ask.start();
      await identity.apply(onlyReads);
      const added = settings.starter ? await importStarter(catalog, references, (kind) => registry.ids.find((id) => registry.source(id).kind === kind)) : 0;
      ready = true;
      return added;
    },
    execute: async (document, variables) => {
      const signal = AbortSignal.timeout(settings.server.requestDeadlineMs);
      return graphql({ schema, source: document, variableValues: variables ?? {}, contextValue: createContext(services, requestId(undefined), signal) });
    },
    harvest: (source, harvestOptions) => harvest(source as SourceId, harvestOptions, harvesting),
    async serve() {
      const server = await startServer({ services, schema, sdl: servedSdl(config.sources), responses: caches.responses, queries: caches.queries, log, recorders, metricsText: metrics.text, isReady: () => ready }, settings.server);
      const unwatch = watchProcess(metrics);
      running.add(async () => unwatch());
      running.add(identity.watch());
      if (!settings.harvest) return server;
      const kept = scheduled(config.harvest, ask).filter(({ source }) => !settings.offline || !ask.needsNetwork(source));
      for (const { source } of kept) harvested.add(source);
      running.add(startScheduler(kept, harvesting));
      if (!settings.offline && config.backgroundDetails !== false) running.add(startBackgroundDetails(config.backgroundDetails ?? {}, harvesting));
      if (!settings.offline && config.backgroundAssessments !== false) {
        running.add(startBackgroundAssessor(config.backgroundAssessments ?? {}, { catalog, assessor, ask, log, holder: settings.holder, now, recorders }));
      }
      return server;
    },
    async probe() {
      await ask.start();
      return Promise.all(registry.ids.map((id) => probeSource(id, { ask, catalog, offline: settings.offline && ask.needsNetwork(id), harvested: harvested.has(id) })));
    },
    close: () => shutDown({ stop: [...running], ask, caches, catalog, log }),
  };
}

/** What the thread of a source runs: beside this file, as it is or as it was built. */
const threadEntry = new URL(import.meta.url.endsWith(".ts") ? "source-thread.ts" : "source-thread.js", import.meta.url);

/** Between harvests of a source that does not say how often, and how long what they bring counts as fresh. */
const defaultHarvestMs = 21_600_000;

/** @throws {ConfigError} when the folder or the file cannot be used, with what the system said. */
async function openCatalog({ dataDir, config: { entriesPerRegistrant } }: Settings, { now, splitWrites = false }: GatewayOptions): Promise<Catalog> {
  try {
    await mkdir(dataDir, { recursive: true });
    const open = splitWrites ? openSplitCatalog : openSqliteCatalog;
    return await open({ path: join(dataDir, "catalog.sqlite"), ...(now && { now }), ...(entriesPerRegistrant !== undefined && { entriesPerRegistrant }) });
  } catch (cause) {
    const problem = (cause instanceof Error ? cause.message : String(cause)).replace(/\.$/, "");
    throw new ConfigError(`The data folder ${dataDir} cannot be used: ${problem}. Give a folder that this user may write by MODELDEX_DATA_DIR, or move the damaged catalog.sqlite away.`, { cause });
  }
}

interface Parts {
  readonly settings: Settings;
  readonly catalog: Catalog;
  readonly ask: Asker;
  readonly references: References;
  readonly assessor: Services["assessor"];
  readonly assessorOver: PinLoan["assessorOver"];
  readonly policies: Services["policies"];
  readonly exceptions: Services["exceptions"];
  readonly now: () => Date;
}

function wire({ settings, catalog, ask, references, assessor, assessorOver, policies, exceptions, now }: Parts): Services {
  const { registry } = ask;
  const live = createLiveSearch({
    catalog, ask, writer: references, sources: settings.offline ? [] : registry.ids.filter((id) => registry.can(id, "SEARCH") && registry.live(id)),
    deadlineMs: settings.search.liveDeadlineMs, limit: settings.search.liveLimit,
  });
  const freshness = {
    sources: registry.ids,
    offline: settings.offline,
    canSearch: (id: SourceId) => registry.can(id, "SEARCH"),
    live: (id: SourceId) => registry.live(id),
    freshMs: (id: SourceId) => Math.max(ask.freshMs(id), registry.source(id).harvestEveryMs || defaultHarvestMs),
    now,
  };
  const resolving = { catalog, ask, live, freshness, now, writer: references, read: references.read, deadlineMs: settings.search.liveDeadlineMs * 2 };
  return {
    catalog, assessor, policies, exceptions, now,
    pins: createPins({ ...resolving, assessor, assessorOver, policies, exceptions }),
    sources: registry.ids.map((id) => registry.source(id)),
    statusOf: (id) => ask.status(id),
    capabilitiesOf: (id) => registry.capabilities(id),
    startBudget: (of = "STANDARD") => createRequestBudget({ STANDARD: {}, DEEP: deepLimits, PINS: pinLimits }[of], now),
    comparing: {
      ...resolving,
      judge: async (listings, policy, signal) => {
        // Side by side, models are judged by what is stored and what rests on their records: checks that ask upstream are for one model at a time.
        const budget = createRequestBudget({ requests: 0 }, now);
        const reports = await assessor.assess(listings.map(({ key }) => key), { depth: "STANDARD", budget, signal });
        budget.end();
        return reports.map((report, place) => ({ report, decision: decide(report, policy, `listing:${listings[place]?.key ?? ""}`, { exceptions }) }));
      },
    },
  };
}

/** @throws {ConfigError} for a name that is not of a source that lists. */
function refuseUnknownHarvests(wanted: readonly string[] | undefined, registry: SourceRegistry): void {
  const able = registry.ids.filter((id) => registry.can(id, "LIST"));
  for (const id of wanted ?? []) {
    if (!able.some((known) => known === id)) throw new ConfigError(`harvest names "${id}", which is not a source that lists; there are ${able.join(", ") || "none"}.`);
  }
}

/** Those that the configuration names; else those that say how often they want to be harvested, and once those that say nothing of it. */
function scheduled(wanted: readonly string[] | undefined, ask: Asker): readonly ScheduledSource[] {
  const able = ask.registry.ids.filter((id) => ask.can(id, "LIST"));
  if (wanted !== undefined) return able.filter((id) => wanted.includes(id)).map((source) => ({ source, everyMs: ask.registry.source(source).harvestEveryMs || defaultHarvestMs }));
  return able.flatMap((source) => {
    const { harvestEveryMs: everyMs } = ask.registry.source(source);
    return everyMs === false ? [] : [{ source, ...(everyMs !== undefined && { everyMs }) }];
  });
}

async function shutDown({ stop, ask, caches, catalog, log }: { readonly stop: readonly (() => Promise<void>)[]; readonly ask: Asker; readonly caches: Caches; readonly catalog: Catalog; readonly log: Logger }): Promise<void> {
  const steps: readonly (readonly [string, () => Promise<unknown>])[] = [
    ["harvests", () => Promise.all(stop.map((end) => end()))], ["sources", () => ask.close()], ["caches", () => caches.close()], ["catalog", () => catalog.close()],
  ];
  for (const [part, close] of steps) await close().catch((error: unknown) => log.error("could not be closed", { part, error }));
}
