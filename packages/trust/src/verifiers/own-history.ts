import { asRecord, asString, type DateTime, type ListingRecord, type SubjectChange, type SubjectHistory } from "@modeldex/plugin-kit";

/** What a gateway has seen of the model that has the name now. */
export interface OwnHistory {
  readonly firstSeenAt: DateTime;
  /** Its own changes, oldest first. */
  readonly changes: readonly SubjectChange[];
  /** Whether `changes` reach back to when it was first seen. */
  readonly isWhole: boolean;
  /** When a name of the model was last taken from another one, and which name, where the log says. */
  readonly reused?: { readonly at: DateTime; readonly key?: string };
}

/** As many changes of a subject are given at most. */
const maxChanges = 200;

/** Tells the changes of the model from those of an earlier one that had its name. */
export function ownHistory({ firstSeenAt, changes }: SubjectHistory): OwnHistory {
  const start = changes.findLastIndex(isAnother);
  const own = changes.slice(start + 1);
  const taken = own.findLast(tookName) ?? changes[start];
  const key = asString(asRecord(taken?.after)?.["key"]);
  const reused = taken === undefined ? {} : { reused: { at: taken.at, ...(key === undefined ? {} : { key }) } };
  return { firstSeenAt, changes: own, isWhole: start !== -1 || changes.length < maxChanges, ...reused };
}

/** The catalog tells the inner id of what comes under a name only where the name had another. */
function isAnother({ kind, after }: SubjectChange): boolean {
  return kind === "LISTED" && asString(asRecord(after)?.["stableId"]) !== undefined;
}

/** The same model, under a name that another one had. */
function tookName({ kind, after }: SubjectChange): boolean {
  return kind === "RENAMED" && asRecord(asRecord(after)?.["replaced"]) !== undefined;
}

/** The values of one field before and after a change that names it; `undefined` for a change of other things. */
export function fieldChange({ kind, before, after }: SubjectChange, field: keyof ListingRecord): { readonly before: unknown; readonly after: unknown } | undefined {
  if (kind !== "UPDATED") return undefined;
  const [old, now] = [asRecord(before)?.[field], asRecord(after)?.[field]];
  return old === undefined && now === undefined ? undefined : { before: old, after: now };
}

/** The day of a time, for a sentence. */
export function dayOf(time: DateTime): string {
  return time.slice(0, 10);
}

/** Milliseconds of a day. */
export const dayMs = 86_400_000;
