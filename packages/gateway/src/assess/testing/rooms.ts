import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { openSqliteCatalog, type Catalog } from "@modeldex/catalog";
import { readJson, SourceError, type Finding, type ListingRecord, type Source, type Verifier } from "@modeldex/plugin-kit";
import { listingKey, type ListingKey, type SourceId, type TrustDepth } from "@modeldex/schema";
import type { TrustReport } from "@modeldex/trust";
import { onTestFinished } from "vitest";
import { createCache } from "../../cache/cache.ts";
import { memoryTier } from "../../cache/memory-tier.ts";
import { createLogger } from "../../observe/log.ts";
import { createAsker, type Asker } from "../../sources/ask.ts";
import { createReferences } from "../../sources/references.ts";
import { createRegistry } from "../../sources/registry.ts";
import { createRequestBudget, type RequestBudgetLimits } from "../../sources/request-budget.ts";
import { createVerifierLender } from "../../sources/verifier-tools.ts";
import { createAssessor, type Assessor } from "../assessor.ts";

/** A hub on a real port, and a gateway's rooms before it, on a clock of the test. */
export interface AssessRooms {
  readonly catalog: Catalog;
  readonly assessor: Assessor;
  readonly ask: Asker;
  /** Paths that were asked of the hub, in order. */
  readonly asked: string[];
  /** Whose question each was that came through the door of the sources: `get person`. */
  readonly priorities: readonly string[];
  /** What the hub answers about a model that it is asked for. */
  readonly records: Map<string, ListingRecord>;
  readonly logs: readonly Readonly<Record<string, unknown>>[];
  readonly now: () => Date;
  advance(ms: number): void;
  /** Lets the hub answer 500, or well again. */
  fail(isDown: boolean): void;
  /** Stores a listing of the hub, or of another of the sources: `mirror`, and `open` where anybody may write. */
  store(record: Omit<ListingRecord, "name">, source?: "hub" | "mirror" | "open"): Promise<ListingKey>;
  assess(keys: readonly ListingKey[], limits?: RequestBudgetLimits, depth?: TrustDepth): Promise<readonly TrustReport[]>;
}

export const commit = "0123456789abcdef0123456789abcdef01234567";

/** Makes the rooms; they are closed with the test. */
export async function assessRooms(verifiers: readonly Verifier[], onDemand: Source["onDemand"] = []): Promise<AssessRooms> {
  let time = Date.parse("2026-11-01T12:00:00Z");
  const now = (): Date => new Date(time);
  const asked: string[] = [];
  const records = new Map<string, ListingRecord>();
  let isDown = false;
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? "");
    asked.push(path);
    const record = records.get(path.replace("/models/", ""));
    if (isDown) response.writeHead(500).end();
    else if (path.startsWith("/files/")) response.end("{}");
    else if (record === undefined) response.writeHead(404).end();
    else response.setHeader("content-type", "application/json").end(JSON.stringify(record));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const source: Source = {
    id: "hub", kind: "hub", title: "Hub", homepage: "https://hub.example", contract: 1, baseAddresses: [address], freshMs: 1_000, onDemand,
    get: async ({ refs }, context) => Promise.all(refs.map(async ({ nativeId }) => {
      const response = await context.fetch(`${address}/models/${nativeId}`);
      return response.status === 404 ? undefined : ((await readJson(response, "a model")) as ListingRecord);
    })),
    readFile: async ({ ref, path }, context) => {
      const response = await context.fetch(`${address}/files/${ref.nativeId}/${path}`);
      if (!response.ok) throw new SourceError("UNREACHABLE", "The hub is down.");
      return response.body ?? undefined;
    },
  };
  const registry = createRegistry([source, { ...source, id: "mirror", onDemand: [] }, { ...source, id: "open", naming: "open", onDemand: [] }]);
  const logs: Record<string, unknown>[] = [];
  const log = createLogger({ level: "debug", write: (line) => void logs.push(JSON.parse(line) as Record<string, unknown>) });
  const catalog = await openSqliteCatalog({ path: ":memory:", now });
  const priorities: string[] = [];
  const door = createAsker({ registry, cache: createCache({ tiers: [memoryTier()], now, log }), log, now, sleep: async () => undefined });
  const ask: Asker = {
    ...door,
    get: (id, ref, need, options) => (priorities.push(`get ${options?.priority ?? ""}`), door.get(id, ref, need, options)),
    readFile: (id, request, options) => (priorities.push(`readFile ${options?.priority ?? ""}`), door.readFile(id, request, options)),
  };
  const lender = createVerifierLender({ ask, catalog, log, now });
  onTestFinished(async () => {
    await lender.close();
    await ask.close();
    await catalog.close();
    server.closeAllConnections();
    server.close();
  });
  const writer = createReferences({ registry, log });
  const assessor = createAssessor({ catalog, verifiers, lender, ask, writer, log, now });
  return {
    catalog, assessor, ask, asked, priorities, records, logs, now,
    advance: (ms) => void (time += ms),
    fail: (down) => void (isDown = down),
    store: async (record, id = "hub") => {
      await catalog.applyListings([writer.toWrite(id as SourceId, { name: record.nativeId, ...record }, now().toISOString())]);
      return listingKey(id, record.nativeId);
    },
    assess: async (keys, limits = {}, depth = "STANDARD") => {
      const budget = createRequestBudget(limits, now);
      const reports = await assessor.assess(keys, { depth, budget, signal: new AbortController().signal });
      budget.end();
      return reports;
    },
  };
}

/** A verifier that reads one small file of the subject and finds it good. */
export function reading(kind: Verifier["kind"], more: Partial<Verifier> = {}, finding: Partial<Finding> = {}): Verifier {
  return {
    id: `${kind.toLowerCase()}/1`, kind, depth: "STANDARD",
    verify: async ({ file }, tools) => {
      await new Response(await tools.readFile(file?.path ?? `${kind.toLowerCase()}.json`)).text();
      const found: Finding = { kind, statement: `${file?.path ?? kind} is good.`, status: "VERIFIED", effect: "SUPPORTS", method: "reading/1", evidence: [], ...(file?.digest !== undefined && { artifact: file.digest }) };
      return [{ ...found, ...finding } as Finding];
    },
    ...more,
  };
}

/** What is known of each subject of the claims, by kind. */
export function told(report: TrustReport | undefined): readonly string[] {
  return (report?.claims ?? []).map(({ kind, subject, status, unknownReason, stale }) => `${kind}${subject.type === "ARTIFACT" ? ` ${subject.reference.slice(7, 9)}` : ""} ${unknownReason ?? status}${stale ? " stale" : ""}`).sort();
}
