import { huggingFace } from "@modeldex/source-hf";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startGateway } from "./support/gateway.ts";
import type { TestGateway } from "./support/gateway.ts";
import { startHub, wellKnown } from "./support/hub.ts";
import type { TestHub } from "./support/hub.ts";
import { scriptedSource } from "./support/scripted-source.ts";
import type { ScriptedSource } from "./support/scripted-source.ts";

let hub: TestHub;
let shelf: ScriptedSource;
let modeldex: TestGateway;
beforeAll(async () => {
  hub = await startHub(wellKnown, 500);
  shelf = scriptedSource("shelf", ["lumen/lantern-1b"]);
  modeldex = await startGateway({ sources: [huggingFace({ endpoint: hub.url }), shelf] });
});
afterAll(async () => {
  await modeldex.close();
  await hub.close();
});

/** Every sample by its name and labels, parsed strictly. */
async function samples(): Promise<ReadonlyMap<string, number>> {
  const answer = await fetch(`${modeldex.url}/metrics`);
  expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "text/plain; version=0.0.4; charset=utf-8"]);
  const text = await answer.text();
  expect(text.endsWith("\n")).toBe(true);
  const typed = new Map<string, string>();
  const found = new Map<string, number>();
  for (const line of text.trimEnd().split("\n")) {
    const comment = /^# (HELP|TYPE) ([a-z_:][a-z0-9_:]*) (.+)$/.exec(line);
    if (comment !== null) {
      if (comment[1] === "TYPE") typed.set(comment[2]!, comment[3]!);
      continue;
    }
    const [, name, labels = "", value] = /^([a-z_:][a-z0-9_:]*)(\{(?:[a-z_]+="(?:[^"\\\n]|\\[\\"n])*",?)*\})? (-?(?:\d+(?:\.\d+)?(?:e[+-]?\d+)?)|\+Inf|NaN)$/.exec(line) ?? [];
    expect([line, name !== undefined, found.has(`${name}${labels}`)]).toEqual([line, true, false]);
    expect([name, typed.has(name!) || typed.get(name!.replace(/_(bucket|sum|count)$/, "")) === "histogram"]).toEqual([name, true]);
    found.set(`${name}${labels}`, Number(value));
  }
  return found;
}

it("tells of sources, caches, harvests, operations and the process what was done", async () => {
  const harvested = await modeldex.gateway.harvest("hf", { all: true, signal: AbortSignal.timeout(30_000) });
  expect(harvested).toMatchObject({ status: "DONE", seen: wellKnown.length });
  const search = 'query Find { search(text: "lantern", first: 5) { nodes { id } sources { source { id } status } } }';
  for (let turn = 0; turn < 3; turn++) await modeldex.query(search);
  shelf.fail(async () => {
    throw new Error("broken");
  });
  await modeldex.query('query Failing { search(text: "ember") { sources { source { id } status } } }');
  await modeldex.ask("query Wrong { search(first: 0) { totalCount } }");
  await modeldex.ask("{ nothing }");
  await modeldex.ask("{ __typename }");
  await fetch(`${modeldex.url}/nowhere`);
  await modeldex.gateway.harvest("shelf", { all: true, signal: AbortSignal.timeout(30_000) });

  const now = await samples();
  const told = (pattern: RegExp): Record<string, number> => Object.fromEntries([...now].filter(([name]) => pattern.test(name)));
  expect(told(/^modeldex_source_calls_total/)).toEqual({
    'modeldex_source_calls_total{source="hf",method="list",outcome="OK",origin="LIVE"}': 1,
    'modeldex_source_calls_total{source="hf",method="search",outcome="OK",origin="LIVE"}': 2,
    'modeldex_source_calls_total{source="shelf",method="search",outcome="OK",origin="LIVE"}': 1,
    'modeldex_source_calls_total{source="shelf",method="search",outcome="BAD_RESPONSE",origin="NONE"}': 1,
    'modeldex_source_calls_total{source="shelf",method="list",outcome="BAD_RESPONSE",origin="NONE"}': 1,
  });
  expect(told(/^modeldex_source_call_seconds_count/)).toEqual({
    'modeldex_source_call_seconds_count{source="hf",method="list"}': 1, 'modeldex_source_call_seconds_count{source="hf",method="search"}': 2,
    'modeldex_source_call_seconds_count{source="shelf",method="search"}': 2, 'modeldex_source_call_seconds_count{source="shelf",method="list"}': 1,
  });
  expect(told(/^modeldex_source_(requests_left|state|breaker_open)/)).toEqual({
    // The first answer said 499 of 500; what was asked since is taken off.
    'modeldex_source_requests_left{source="hf"}': 500 - hub.requests.length,
    'modeldex_source_state{source="hf",state="OK"}': 1, 'modeldex_source_state{source="shelf",state="DEGRADED"}': 1,
    'modeldex_source_breaker_open{source="hf"}': 0, 'modeldex_source_breaker_open{source="shelf"}': 0,
  });
  expect(told(/^modeldex_overlays/)).toEqual({ 'modeldex_overlays{source="hf"}': 0, 'modeldex_overlays{source="shelf"}': 0 });
  expect(told(/^modeldex_listings/)).toEqual({ 'modeldex_listings{source="hf"}': wellKnown.length, 'modeldex_listings{source="shelf"}': 1 });
  expect(told(/^modeldex_harvest_(rows_total|runs_total|running)/)).toMatchObject({
    'modeldex_harvest_rows_total{source="hf",change="seen"}': wellKnown.length, 'modeldex_harvest_rows_total{source="hf",change="added"}': wellKnown.length,
    'modeldex_harvest_rows_total{source="hf",change="gone"}': 0,
    'modeldex_harvest_runs_total{source="hf",status="DONE"}': 1, 'modeldex_harvest_runs_total{source="shelf",status="FAILED"}': 1,
    'modeldex_harvest_running{source="hf"}': 0, 'modeldex_harvest_running{source="shelf"}': 0,
  });
  expect(now.get('modeldex_harvest_rows_per_second{source="hf"}')).toBeGreaterThan(0);
  expect(told(/^modeldex_operation_(seconds_count|cached|errors)/)).toEqual({
    'modeldex_operation_seconds_count{operation="Find"}': 3, 'modeldex_operation_seconds_count{operation="Failing"}': 1, 'modeldex_operation_seconds_count{operation="Wrong"}': 1,
    'modeldex_operation_seconds_count{operation="unnamed"}': 2,
    'modeldex_operation_cached_total{operation="Find"}': 2,
    'modeldex_operation_errors_total{operation="Wrong",code="BAD_USER_INPUT"}': 1, 'modeldex_operation_errors_total{operation="unnamed",code="GRAPHQL_VALIDATION_FAILED"}': 1,
  });
  expect(told(/^modeldex_cache_reads_total\{kind="responses".*hit/)).toEqual({ 'modeldex_cache_reads_total{kind="responses",tier="memory",result="hit"}': 2 });
  expect(told(/^modeldex_cache_flights_total/)).toEqual({
    'modeldex_cache_flights_total{result="loaded"}': 3, 'modeldex_cache_flights_total{result="failed"}': 1, 'modeldex_cache_flights_total{result="joined"}': 0, 'modeldex_cache_flights_total{result="stale"}': 0,
  });
  expect(told(/^modeldex_http_requests_total/)).toEqual({
    'modeldex_http_requests_total{route="/graphql",method="POST",status="200"}': 7, 'modeldex_http_requests_total{route="none",method="GET",status="404"}': 1,
  });
  expect(told(/^modeldex_metrics_failures_total/)).toEqual({ modeldex_metrics_failures_total: 0 });
  for (const name of ["process_start_time_seconds", "process_cpu_seconds_total", "process_resident_memory_bytes", "nodejs_heap_size_used_bytes", 'nodejs_eventloop_delay_seconds{quantile="0.99"}']) expect([name, now.get(name)! > 0]).toEqual([name, true]);
});

it("adds up the buckets of each histogram to its count", async () => {
  const now = await samples();
  const counts = [...now].filter(([name]) => /_seconds_count/.test(name));
  expect(counts.length).toBeGreaterThan(5);
  for (const [name, count] of counts) {
    const labels = /\{(.*)\}/.exec(name)?.[1] ?? "";
    const buckets = [...now].filter(([other]) => other.startsWith(name.replace(/_count.*/, "_bucket")) && other.includes(`${labels},le=`)).map(([, value]) => value);
    expect([name, buckets.length, buckets.at(-1), buckets.toSorted((left, right) => left - right)]).toEqual([name, 12, count, buckets]);
  }
});

it("tells no name that a client made up without an operation, and no more than a hundred that it chose", async () => {
  for (let place = 0; place < 120; place++) await modeldex.ask(`query Chosen${place} { __typename }`);
  await modeldex.ask("query { nothing }");
  await fetch(`${modeldex.url}/graphql`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ query: "query A { __typename }", operationName: "MadeUp" }) });
  const names = new Set([...(await samples()).keys()].flatMap((name) => /^modeldex_operation_seconds_count\{operation="(.*)"\}$/.exec(name)?.[1] ?? []));
  expect([names.size, names.has("other"), names.has("MadeUp"), names.has("Chosen119")]).toEqual([101, true, false, false]);
});
