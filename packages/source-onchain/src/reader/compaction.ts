import type { Entry, Older, Place } from "./entries.ts";
import { begins, decides, givesName } from "./rule-effects.ts";

/** Everything that decides the state of one key, in the order of the chain. */
export type History = readonly Entry[];

/** Most of each kind that one entry has: the newest ones. */
const most = { files: 2_000, versions: 200, claims: 200 } as const;

/** Most revocations that are kept of claims which are in another part of the history. */
const mostRevocations = 2_000;

/** Most files, and most claims, that are counted beyond those that are kept. */
const mostOlder = 5_000;

/**
 * Keeps of the history of one key what decides its state: of each rule the first log, the last one, and the last one that gave a name; of each
 * file and version the last log of each rule; of each claim the last log, and its revocation. So an entry with a million logs takes no more
 * room than others. Parts of a history may be compacted each alone and then together, in any order.
 */
export function compact(entries: History): History {
  const sorted = entries.toSorted(byPlace);
  const counting = sinceBeginning(sorted);
  const kept = new Set<Entry>();
  const live = counting.filter(({ superseded }) => superseded === undefined);
  for (const group of Map.groupBy(live.filter(({ event: { does } }) => does.op === "upsert" || does.op === "status"), ({ event }) => event).values()) {
    for (const entry of [group[0], group.findLast(givesName), group.findLast(decides), group.at(-1)]) if (entry !== undefined) kept.add(entry);
  }
  const before = olderOf(sorted, counting[0]);
  const files = keepNewest(live, "file", before.files);
  const versions = keepNewest(live, "version");
  const claims = keepClaims(live, before);
  for (const entry of [...files.kept, ...versions.kept, ...claims.kept]) kept.add(entry);
  // They decide nothing, but a listing is counted where its history begins, and one that had a name and has none is gone.
  for (const entry of [sorted.find(isOwn), sorted.findLast(givesName)]) {
    if (entry !== undefined && !kept.has(entry)) kept.add(counting.includes(entry) ? { ...entry, superseded: true } : entry);
  }
  const { revocation } = claims;
  const more = { files: before.more.files || files.more, claims: before.more.claims || claims.more };
  return withOlder([...kept].toSorted(byPlace), { files: files.older, claims: claims.older, more, ...(revocation === undefined ? {} : { revocation }) });
}

/** Order of the chain; rules of one log in the order of the mapping. */
export function byPlace({ log: left, event: leftEvent }: Entry, { log: right, event: rightEvent }: Entry): number {
  return left.blockNumber - right.blockNumber || left.logIndex - right.logIndex || leftEvent.rule - rightEvent.rule;
}

/** Whether an entry is of its registry itself, and not what somebody says about it. */
export function isOwn({ event: { does } }: Entry): boolean {
  return does.op !== "claim" && does.op !== "revoke";
}

/** The part of a history that counts: from the transaction on in which the entry last began. */
export function sinceBeginning(history: History): History {
  const beginning = history.findLast(begins);
  if (beginning === undefined) return history;
  return history.slice(history.findIndex(({ log }) => log.transactionHash === beginning.log.transactionHash));
}

/** All that is kept of one file, version or claim. */
interface Group {
  readonly id: string;
  /** Its newest log, by which the newest groups are chosen. */
  readonly newest: Entry;
  readonly entries: History;
}

interface Kept {
  readonly kept: readonly Entry[];
  readonly older: ReadonlyMap<string, Place>;
  readonly more: boolean;
}

function keepNewest(entries: History, op: "file" | "version", before: ReadonlyMap<string, Place> = new Map()): Kept {
  const groups: Group[] = [];
  for (const [id, group] of Map.groupBy(entries.filter(({ event }) => event.does.op === op), (entry) => entry.id ?? "")) {
    const newest = group.at(-1);
    const lastOfEachRule = new Map(group.map((entry) => [entry.event, entry]));
    if (newest !== undefined) groups.push({ id, newest, entries: [...lastOfEachRule.values()] });
  }
  return newestOf(groups, before, op === "file" ? most.files : most.versions);
}

function keepClaims(entries: History, before: Older): Kept & { readonly revocation?: Place } {
  const groups: Group[] = [];
  const revocations: Entry[] = [];
  for (const [id, group] of Map.groupBy(entries.filter((entry) => !isOwn(entry)), (entry) => entry.id ?? "")) {
    const claim = group.findLast(({ event }) => event.does.op === "claim");
    // The first revocation of a claim is when it ended; one before the claim was about an earlier claim of that id.
    const revocation = group.find((entry) => entry.event.does.op === "revoke" && (claim === undefined || byPlace(claim, entry) < 0));
    if (claim !== undefined) groups.push({ id, newest: claim, entries: revocation === undefined ? [claim] : [claim, revocation] });
    else if (revocation !== undefined && !before.claims.has(id)) revocations.push(revocation);
  }
  revocations.sort(byPlace);
  const cut = revocations.at(-mostRevocations - 1);
  const newest = newestOf(groups, before.claims, most.claims);
  return { ...newest, kept: [...newest.kept, ...revocations.slice(-mostRevocations)], ...laterOf(before.revocation, cut === undefined ? undefined : placeOf(cut)) };
}

/** The newest groups, and where the others are; one that is among the newest again is no longer among the others. */
function newestOf(groups: readonly Group[], before: ReadonlyMap<string, Place>, limit: number): Kept {
  const sorted = groups.toSorted((left, right) => byPlace(right.newest, left.newest));
  const older = new Map(before);
  for (const { id } of sorted.slice(0, limit)) older.delete(id);
  for (const { id, newest } of sorted.slice(limit)) {
    const known = older.get(id);
    if (known !== undefined && isBefore(placeOf(newest), known)) continue;
    // A file that was taken away is none that is left out.
    if (newest.event.does.op === "file" && newest.event.does.removed) older.delete(id);
    else older.set(id, placeOf(newest));
  }
  return { kept: sorted.slice(0, limit).flatMap(({ entries }) => entries), older: new Map([...older].slice(0, mostOlder)), more: older.size > mostOlder };
}

function olderOf(entries: History, first: Entry | undefined): Older {
  const files = new Map<string, Place>();
  const claims = new Map<string, Place>();
  const more = { files: false, claims: false };
  let revocation: Place | undefined;
  const beginning = first === undefined ? undefined : placeOf(first);
  const counts = (place: Place): boolean => beginning === undefined || entries[0] === first || !isBefore(place, beginning);
  for (const { older } of entries) {
    if (older === undefined) continue;
    for (const [all, given] of [[files, older.files], [claims, older.claims]] as const) {
      for (const [id, place] of given) {
        const known = all.get(id);
        if (counts(place) && (known === undefined || isBefore(known, place))) all.set(id, place);
      }
    }
    more.files ||= older.more.files;
    more.claims ||= older.more.claims;
    if (older.revocation !== undefined && counts(older.revocation)) ({ revocation } = laterOf(revocation, older.revocation));
  }
  return { files, claims, more, ...(revocation === undefined ? {} : { revocation }) };
}

function laterOf(left: Place | undefined, right: Place | undefined): { readonly revocation?: Place } {
  const later = left === undefined || (right !== undefined && isBefore(left, right)) ? right : left;
  return later === undefined ? {} : { revocation: later };
}

/** What was left out is noted on the first entry that is kept. */
function withOlder(kept: History, older: Older): History {
  const [first, ...others] = kept.map(withoutOlder);
  if (first === undefined) return [];
  const isNothing = older.files.size === 0 && older.claims.size === 0 && older.revocation === undefined;
  return [isNothing ? first : { ...first, older }, ...others];
}

function withoutOlder(entry: Entry): Entry {
  if (entry.older === undefined) return entry;
  const { older: _, ...own } = entry;
  return own;
}

/** Where an entry stands. */
export function placeOf({ log }: Pick<Entry, "log">): Place {
  return { block: log.blockNumber, log: log.logIndex };
}

/** Whether a place is before another one. */
export function isBefore(left: Place, right: Place): boolean {
  return left.block < right.block || (left.block === right.block && left.log < right.log);
}
