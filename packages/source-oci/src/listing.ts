import { createHash } from "node:crypto";
import { SourceError, type ListingRecord, type ListPage, type ListRequest, type SourceContext } from "@modeldex/plugin-kit";
import { recordOf } from "./record.ts";
import { isReferrersTag, isRepository } from "./reference.ts";
import type { Registry } from "./registry.ts";

/** How long an answer is fresh; nothing is said to be unchanged for longer than half of it. */
export const freshMs = 12 * 3_600_000;
/** A cursor that is older is of a run that was interrupted. */
const resumedAfterMs = 3_600_000;
/** Tags whose state is looked at before a run, and those that are listed of one repository: what one call has time for. */
const mostLookedAt = 500;
const mostTags = 1_000;
const pageSize = 100;

/** Where a run is: within the first registry of a queue. */
interface Place {
  readonly queue: readonly Queued[];
  /** Parameter of the catalog's page, empty for the first; place of the repository in it; place among the repository's artifacts. */
  readonly last: string;
  readonly index: number;
  readonly offset: number;
}

/** A registry that is still to be listed; one that failed stands at the end, and is asked once more there. */
interface Queued {
  readonly host: string;
  readonly failed: boolean;
}

/**
 * A page: artifacts of one repository.
 *
 * A registry that fails costs the others nothing: it is put off until they are listed, and asked again then. Should it fail again, so does the run: that is seen, and
 * nothing that is stored goes, also not what the registry holds. The next run finds an old cursor then, and begins anew instead of asking that registry alone.
 *
 * An artifact whose bytes are wrong, or a repository that is refused, is dropped, and what is stored of it stays: a run since a checkpoint is not `whole` then, so every
 * run gives one.
 *
 * @throws {SourceError} `BAD_RESPONSE`: cursor or checkpoint are not of this source. Otherwise what the registry that is left answers.
 */
export async function listPage(request: ListRequest, registries: ReadonlyMap<string, Registry>, context: SourceContext): Promise<ListPage> {
  const place = request.cursor === undefined ? undefined : readCursor(request.cursor, registries, context.now());
  const begun = place === undefined ? await begin(request.since, registries, context) : { place };
  if ("unchanged" in begun) return begun;
  let { place: at } = begun;
  for (;;) {
    const [{ host } = { host: "" }, ...rest] = at.queue;
    const registry = registries.get(host);
    if (registry === undefined) return { ...(request.since !== undefined && { whole: true }) };
    try {
      const { next, unread, ...page } = await repositoryPage(registry, at, request.limit, context);
      const left = next === undefined ? start(rest) : { ...at, ...next };
      return { ...page, ...("checkpoint" in begun && { checkpoint: begun.checkpoint }), ...(request.since !== undefined && !unread && { whole: true }), ...(left.queue.length > 0 && { cursor: writeCursor(left, context.now()) }) };
    } catch (error) {
      if (context.signal.aborted || rest.every((other) => other.failed)) throw error;
      context.log.warn("a registry is put off until the others are listed", { host, code: error instanceof SourceError ? error.code : "BAD_RESPONSE" });
      at = start([...rest, { host, failed: true }]);
    }
  }
}

function start(queue: readonly Queued[]): Place {
  return { queue, last: "", index: 0, offset: 0 };
}

/** The first place, and a checkpoint: the time, and the state of all tags, where few requests show it. */
async function begin(since: string | undefined, registries: ReadonlyMap<string, Registry>, context: SourceContext): Promise<{ readonly unchanged: true } | { readonly place: Place; readonly checkpoint: string }> {
  const [, at, known] = /^(\d{1,12})-([0-9a-f]{64}|unseen)$/.exec(since ?? "") ?? [];
  if (since !== undefined && known === undefined) throw new SourceError("BAD_RESPONSE", "The checkpoint is none of this source; start a run without it.");
  const looks = await Promise.allSettled([...registries.values()].map(async (registry) => await stateOf(registry, context)));
  context.signal.throwIfAborted();
  const queue = [...registries.keys()].map((host, place) => ({ host, failed: looks[place]?.status === "rejected" })).toSorted((one, other) => Number(one.failed) - Number(other.failed));
  const failure = looks.find((look) => look.status === "rejected");
  if (failure !== undefined && queue.every(({ failed }) => failed)) throw failure.reason;
  const states = looks.map((look) => (look.status === "fulfilled" ? look.value : undefined));
  const state = states.includes(undefined) ? "unseen" : createHash("sha256").update(states.join("\n")).digest("hex");
  const seconds = Math.floor(context.now().getTime() / 1_000);
  if (state === known && state !== "unseen" && seconds - Number(at) < freshMs / 2_000 && seconds >= Number(at)) return { unchanged: true };
  return { place: start(queue), checkpoint: `${seconds}-${state}` };
}

/** Every tag and what it stands for; `undefined`: there are more than {@link mostLookedAt}. */
async function stateOf(registry: Registry, context: SourceContext): Promise<string | undefined> {
  const lines: string[] = [];
  const refusals: SourceError[] = [];
  let [last, read]: [string | undefined, number] = ["", 0];
  for (let looked = 0; last !== undefined; looked += 1) {
    const { names, next }: Awaited<ReturnType<Registry["repositories"]>> = await registry.repositories(last, pageSize, context);
    for (const repository of names) {
      const name = `${registry.options.host}/${repository}`;
      const tags = await registry.tags(repository, context).catch(refusal);
      looked += 1 + (Array.isArray(tags) ? tags.length : 0);
      if (looked > mostLookedAt) return undefined;
      if (tags instanceof SourceError) refusals.push(tags);
      else read += 1;
      const digests = tags === undefined || tags instanceof SourceError ? [] : await registry.digests(repository, tags, context);
      for (const [digest, named] of digests) lines.push(`${name} ${digest} ${named.join(" ")}`);
    }
    last = next;
  }
  // One repository that is refused (Docker Hub answers so for one that there is not) is its own matter; all of them are the registry's.
  if (read === 0 && refusals[0] !== undefined) throw refusals[0];
  return lines.join("\n");
}

/** That these credentials may not see something; other failures are thrown on. */
function refusal(error: unknown): SourceError {
  if (error instanceof SourceError && error.code === "UNAUTHORIZED") return error;
  throw error;
}

interface RepositoryPage extends Pick<ListPage, "records" | "notListed"> {
  /** Absent: the registry has been listed. */
  readonly next?: Pick<Place, "last" | "index" | "offset"> | undefined;
  /** Whether something was refused, or its bytes were wrong: what is stored of it may be there still. */
  readonly unread?: boolean;
}

async function repositoryPage(registry: Registry, { last, index, offset }: Place, limit: number, context: SourceContext): Promise<RepositoryPage> {
  const { names, next } = await registry.repositories(last, Math.min(limit, pageSize), context);
  const repository = names[index];
  const after = index + 1 < names.length ? { last, index: index + 1, offset: 0 } : next === undefined ? undefined : { last: next, index: 0, offset: 0 };
  if (repository === undefined) return { next: after };
  const name = `${registry.options.host}/${repository}`;
  const tags = await registry.tags(repository, context).catch(refusal);
  if (tags === undefined || tags instanceof SourceError) {
    context.drop(name, tags?.message ?? "the registry has no such repository, or does not list its tags");
    return { next: after, unread: tags !== undefined };
  }
  const named = tags.filter((tag) => !isReferrersTag(tag));
  if (named.length > mostTags && offset === 0) context.drop(name, `it has ${named.length} tags, of which the ${mostTags} most explicit are listed`);
  const groups = [...(await registry.digests(repository, named.slice(0, mostTags), context))];
  const size = Math.min(limit, pageSize);
  const answers = await Promise.all(groups.slice(offset, offset + size).map(async ([digest, own]) => {
    const answer = await read({ repository, digest, own, tags }, registry, context);
    if ("reason" in answer) context.drop(`${name}:${own[0] ?? digest}`, answer.reason);
    return answer;
  }));
  const aside = offset === 0 ? tags.filter(isReferrersTag).length : 0;
  const records = answers.flatMap((answer) => ("reason" in answer ? [] : [answer]));
  return { records, unread: answers.some((answer) => "reason" in answer && answer.unread), ...(aside > 0 && { notListed: aside }), next: offset + size < groups.length ? { last, index, offset: offset + size } : after };
}

interface Listed {
  readonly repository: string;
  readonly digest: string;
  readonly own: readonly string[];
  readonly tags: readonly string[];
}

/** One bad artifact costs the others nothing; that the registry cannot be read does. */
async function read({ repository, digest, own, tags }: Listed, registry: Registry, context: SourceContext): Promise<ListingRecord | { readonly reason: string; readonly unread: boolean }> {
  try {
    const manifest = await registry.manifest(repository, digest, context);
    const record = manifest === undefined ? "its registry lists it and does not have it" : await recordOf({ repository, manifest, own, tags }, registry, context);
    return typeof record === "string" ? { reason: record, unread: false } : record;
  } catch (error) {
    if (context.signal.aborted || !(error instanceof SourceError) || error.code !== "BAD_RESPONSE") throw error;
    return { reason: error.message, unread: true };
  }
}

/** `<seconds since 1970> <index> <offset> <hosts, with ! in front of one that failed> <last>`. */
function writeCursor({ queue, last, index, offset }: Place, now: Date): string {
  return `${Math.floor(now.getTime() / 1_000)} ${index} ${offset} ${queue.map(({ host, failed }) => `${failed ? "!" : ""}${host}`).join(",")} ${last}`;
}

/** @returns `undefined` for one of a run that was interrupted. */
function readCursor(cursor: string, registries: ReadonlyMap<string, Registry>, now: Date): Place | undefined {
  const [, at, index, offset, hosts, last = ""] = /^(\d{1,12}) (\d{1,9}) (\d{1,9}) (\S{1,8000}) (\S{0,255})$/.exec(cursor) ?? [];
  const queue = (hosts ?? "").split(",").map((text) => ({ host: text.replace(/^!/, ""), failed: text.startsWith("!") }));
  if (hosts !== undefined && now.getTime() - Number(at) * 1_000 > resumedAfterMs) return undefined;
  if (hosts === undefined || !queue.every(({ host }) => registries.has(host)) || (last !== "" && !isRepository(last))) throw new SourceError("BAD_RESPONSE", "The cursor is none of this source; start the run anew without it.");
  return { queue, last, index: Number(index), offset: Number(offset) };
}
