import { isDeepStrictEqual } from "node:util";
import { SourceError } from "../source-error.ts";
import type { ListPage, ListRequest, Source } from "../source.ts";
import { asRecord } from "../unknown-values.ts";
import { foreignError, recordsOf, rowsIn, unexpectedFailure, type Bench, type Trial } from "./bench.ts";
import { namingProblems, recordProblems } from "./check-records.ts";
import { problem, shown, type SourceProblem } from "./problems.ts";
import { overlayShape } from "./record-shape.ts";
import { count, listOf, object, optional, required, text, time, type Member, type Shape } from "./shape.ts";

/** Reads the listing of the examples from page to page, and tries what must not work. */
export async function checkListing(source: Source, bench: Bench): Promise<readonly SourceProblem[]> {
  if (source.list === undefined) return [];
  const { listLimit = 100 } = bench.examples;
  const found: SourceProblem[] = [];
  const cursors: string[] = [];
  let [first, page]: [Trial | undefined, ListPage | undefined] = [undefined, undefined];
  let checkpoint: string | undefined;
  do {
    const request: ListRequest = { limit: listLimit, ...(page?.cursor === undefined ? {} : { cursor: page.cursor }) };
    const at = page === undefined ? "list()" : "list() of a further page";
    const trial = await listed(bench, request);
    first ??= trial;
    found.push(...unexpectedFailure(trial, at));
    if (!isPage(trial.value)) return [...found, ...notAPage(trial)];
    page = trial.value;
    found.push(...pageProblems(source, page, at), ...rowsWithin(page, request), ...unaskedFor(page, at));
    const again = await listed(bench, request);
    if (!isDeepStrictEqual(again.value, page)) {
      found.push(problem("paging", `${at} gives another page for the same cursor; keep the whole place in the cursor, nothing in the source`));
    }
    checkpoint = page.checkpoint ?? checkpoint;
    if (page.cursor !== undefined && cursors.includes(page.cursor)) {
      return [...found, problem("paging", `list() gives the cursor ${shown(page.cursor)} a second time; leave it out on the last page`)];
    }
    if (page.cursor !== undefined) cursors.push(page.cursor);
  } while (page.cursor !== undefined && cursors.length < mostPages && found.length === 0);
  if (cursors.length === mostPages) found.push(problem("paging", `list() has not ended after ${mostPages} pages; record fewer, or leave the cursor out on the last page`));
  if (checkpoint !== undefined) {
    const at = "list() with its own checkpoint as since";
    const trial = await listed(bench, { limit: listLimit, since: checkpoint });
    found.push(...unexpectedFailure(trial, at));
    if (isPage(trial.value)) found.push(...pageProblems(source, trial.value, at), ...(await sinceIgnored(bench, first, checkpoint)));
  }
  if (found.length > 0) return found;
  return [...(await madeUp(bench, first, { member: "cursor", own: cursors })), ...(checkpoint === undefined ? [] : await madeUp(bench, first, { member: "since", own: [checkpoint] }))];
}

/** What is wrong with one page. */
export function* pageProblems(source: Source, page: ListPage, at: string): Iterable<SourceProblem> {
  yield* object(pageMembers(source), "a page has no such member; leave it out")({ ...page, records: [], ...(page.updates !== undefined && { updates: [] }) }, `${at}: page`);
  yield* recordProblems(source, [...(page.records ?? []), ...(page.updates ?? [])], at);
  if (page.unchanged === true && Object.keys(page).length > 1) yield problem("paging", `${at} gives ${Object.keys(page).join(", ")}; a page that is unchanged says nothing else`);
  if (page.whole === true && source.listing !== "full") yield problem("paging", `${at} is whole, but the source does not list everything; write listing: "full", or leave whole out`);
  const seen = new Set<string>();
  for (const [index, { nativeId }] of recordsOf(page.overlays).entries()) {
    if (seen.has(nativeId)) yield problem("identity", `${at}: page.overlays[${index}].nativeId ${shown(nativeId)} is there twice; give each row an id of its own`);
    seen.add(nativeId);
    yield* namingProblems(source, nativeId);
  }
}

const mostPages = 50;

async function listed(bench: Bench, request: ListRequest, tolerant = false): Promise<Trial> {
  return await bench.try(async (opened, context) => await opened.list?.(request, context), { tolerant });
}

/** Whether a run since a checkpoint asks and gives the same as one without. */
async function sinceIgnored(bench: Bench, first: Trial, checkpoint: string): Promise<readonly SourceProblem[]> {
  const { listLimit = 100 } = bench.examples;
  // A list that the source narrows itself may be the same by chance: nothing is newer than the end of the calendar.
  const latest = /^\d{4}-\d\d-\d\d/.test(checkpoint) ? "9999-12-31T23:59:59Z".slice(0, Math.max(10, checkpoint.length)) : /^\d+$/.test(checkpoint) ? "9".repeat(checkpoint.length) : undefined;
  for (const since of latest === undefined ? [checkpoint] : [checkpoint, latest]) {
    const trial = await listed(bench, { limit: listLimit, since }, since !== checkpoint);
    const { value } = trial;
    const same = isPage(value) && value.unchanged !== true && value.whole !== true && rowsIn(value) > 0 && isDeepStrictEqual(rowsOf(value), rowsOf(first.value)) && sameRequests(trial, first);
    if (!same) return [];
  }
  return [problem("paging", "list() with its own checkpoint as since asks and gives the same as without; give what changed since then (of a whole document: unchanged, or everything with whole: true), or no checkpoint")];
}

/** Records and overlays of a page. */
function rowsOf(value: unknown): readonly unknown[] {
  return [recordsOf(value), asRecord(value)?.["overlays"] ?? []];
}

/** Whether a source without recorded cursors reads them all the same: a plausible one changes what it asks, or is refused. */
async function readsCursors(bench: Bench, first: Trial): Promise<boolean> {
  const { listLimit = 100 } = bench.examples;
  for (const cursor of ["1", "2", "100"]) {
    const trial = await listed(bench, { limit: listLimit, cursor }, true);
    if ("error" in trial || !sameRequests(trial, first)) return true;
  }
  return false;
}

function sameRequests(one: Trial, other: Trial): boolean {
  const sent = ({ requests }: Trial): readonly string[] => requests.map(({ url, rest }) => `${url.href} ${rest}`);
  return isDeepStrictEqual(sent(one), sent(other));
}

function isPage(value: unknown): value is ListPage {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function notAPage(trial: Trial): readonly SourceProblem[] {
  return "error" in trial ? [] : [problem("types", `list() gives ${shown(trial.value)}; give a page: { records }, with a cursor when there is more`)];
}

function pageMembers(source: Source): Record<keyof ListPage, Member> {
  return {
    records: optional(listOf(() => [], Number.POSITIVE_INFINITY)),
    updates: optional(listOf(() => [], Number.POSITIVE_INFINITY)),
    overlays: optional(listOf(overlayShape(source), Number.POSITIVE_INFINITY)),
    gone: optional(listOf(text(1024), Number.POSITIVE_INFINITY)),
    cursor: optional(text(8192)),
    checkpoint: optional(text(8192)),
    unchanged: optional(yes),
    whole: optional(yes),
    expected: optional(count()),
    asOf: optional(time),
    notListed: optional(count()),
    chain: optional(chainShape),
    chains: optional(listOf(chainShape)),
  };
}

const yes: Shape = function* (value, at) {
  if (value !== true) yield problem("types", `${at} is ${shown(value)}; write true, or leave it out`);
};

const chainShape: Shape = object({
  chainId: required(count(1)),
  address: required(text()),
  head: required(count()),
  finalized: required(count()),
  indexed: required(count()),
});

function* rowsWithin(page: ListPage, request: ListRequest): Iterable<SourceProblem> {
  const rows = (page.records ?? []).length + (page.updates ?? []).length + (page.overlays ?? []).length;
  // One document that comes whole is one page, whatever its length.
  const whole = page.cursor === undefined && request.cursor === undefined;
  if (rows > request.limit && !whole) {
    yield problem("limits", `list() gives ${rows} rows where ${request.limit} were asked for; give at most request.limit, and a cursor for the rest`);
  }
}

/** What only an answer to `since` can say. */
function* unaskedFor(page: ListPage, at: string): Iterable<SourceProblem> {
  if (page.unchanged === true) yield problem("paging", `${at} is unchanged although no since was given; give everything`);
}

async function madeUp(bench: Bench, first: Trial, { member, own }: { readonly member: "cursor" | "since"; readonly own: readonly string[] }): Promise<readonly SourceProblem[]> {
  const found: SourceProblem[] = [];
  const numbers = member === "cursor" && own.length > 0 && own.every((cursor) => /^\d+$/.test(cursor));
  const cursors = member === "cursor" && (own.length > 0 || (await readsCursors(bench, first)));
  const { listLimit = 100 } = bench.examples;
  const asked = new Set(bench.trials.flatMap(({ requests }) => requests.map(({ url }) => url.origin)));
  for (const [what, value] of madeUpTexts(own)) {
    const at = `list() with ${what} as ${member}`;
    const trial = await listed(bench, { limit: listLimit, [member]: value }, true);
    const before = found.length;
    for (const { url } of trial.requests) {
      if (!asked.has(url.origin)) found.push(problem("hostile", `${at} asks ${url.host}; keep a parameter in it, never a URL`));
      else if (decodeURI(url.pathname).endsWith("/modeldex-suite")) found.push(problem("hostile", `${at} asks another path (${url.pathname}); encode it (encodeURIComponent)`));
    }
    if ("error" in trial) {
      if (!(trial.error instanceof SourceError)) found.push(foreignError(trial.error, at, "instead of a SourceError"));
      else if (numbers && trial.requests.length > 0 && found.length === before) {
        found.push(problem("hostile", `${at} asks ${trial.requests[0]?.url.host} with it, although its own cursors are numbers; refuse other texts with a SourceError BAD_RESPONSE before asking`));
      }
    } else if (cursors) {
      found.push(problem("hostile", `${at} gives a page${own.length > 0 ? "" : " although it reads cursors"}; refuse what the source did not give itself with a SourceError BAD_RESPONSE`));
    }
  }
  return found;
}

function madeUpTexts(own: readonly string[]): readonly (readonly [what: string, text: string])[] {
  const url = "https://attacker.invalid/api/models?cursor=1";
  return [
    ["a URL", url],
    ["a URL without scheme", "//attacker.invalid/api/models"],
    ["a host with @", "@attacker.invalid/"],
    ["10 KB of text", "x".repeat(10_240)],
    ["JSON", JSON.stringify({ url, next: url, cursor: url, page: { url } })],
    ["a URL in base64", btoa(url)],
    ["JSON in base64", btoa(JSON.stringify({ url, next: url, cursor: url, offset: -1 }))],
    ["a path upwards", "../../../modeldex-suite"],
    ["line breaks", "1\r\nhost: attacker.invalid\r\n\r\n"],
    ["a null character", "\u0000"],
    ...own.slice(0, 1).map((cursor) => ["its own cursor with a tail", `${cursor}://attacker.invalid/modeldex-suite`] as const),
  ];
}
