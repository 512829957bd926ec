import { asRecord, asString, type DateTime, type ListingRecord, type SubjectChange, type SubjectHistory } from "@modeldex/plugin-kit";

/** What a gateway has seen of the model that has the name now. */
export interface OwnHistory {
  readonly firstSeenAt: DateTime;
  /** Its own changes, oldest first. */
  readonly changes: readonly SubjectChange[];
  /** Whether `changes` reach back to when it was first seen. */
  readonly isWhole: boolean;
  /** When the name was last given to another model. */
  readonly reusedAt?: DateTime;
}

/** As many changes of a subject are given at most. */
const maxChanges = 200;

/** Tells the changes of the model from those of an earlier one that had its name. */
export function ownHistory({ firstSeenAt, changes }: SubjectHistory): OwnHistory {
  const reuse = changes.findLastIndex(isReuse);
  const given = changes[reuse];
  return { firstSeenAt, changes: changes.slice(reuse + 1), isWhole: given !== undefined || changes.length < maxChanges, ...(given === undefined ? {} : { reusedAt: given.at }) };
}

/** The catalog tells the inner id of what comes under a name only where the name had another. */
function isReuse({ kind, after }: SubjectChange): boolean {
  return kind === "LISTED" && asString(asRecord(after)?.["stableId"]) !== undefined;
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
