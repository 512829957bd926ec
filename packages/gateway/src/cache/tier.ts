/** One stored answer. Times are milliseconds since 1970. `value` is JSON, shared by all readers: nobody changes it. */
export interface CacheEntry {
  readonly value: unknown;
  /** The answer was "there is none". */
  readonly absent?: true;
  readonly storedAt: number;
  /** Until then it is served as it is. */
  readonly freshUntil: number;
  /** Until then it is served with its age, while it is loaded anew. */
  readonly staleUntil: number;
  /** Until then it is served when loading anew fails. */
  readonly usableUntil: number;
}

/** A place for entries. It may lose any of them at any time; it never throws or rejects for trouble of its own: that is a miss. */
export interface Tier {
  readonly name: string;
  /** Whether it is within this process, so that asking it twice costs nothing. */
  readonly local: boolean;
  readonly counters: TierCounters;
  get(key: string): CacheEntry | undefined | Promise<CacheEntry | undefined>;
  /** `text` is the entry as {@link writeEntry} writes it. */
  set(key: string, entry: CacheEntry, text: string): void | Promise<void>;
}

/** Counts of one tier since the start. */
export interface TierCounters {
  hits: number;
  misses: number;
  sets: number;
  errors: number;
}

/** Counters of a new tier. */
export function newTierCounters(): TierCounters {
  return { hits: 0, misses: 0, sets: 0, errors: 0 };
}

const version = 1;

/** An entry as text. The first member is the version of this form. */
export function writeEntry(entry: CacheEntry): string {
  const { storedAt, freshUntil, staleUntil, usableUntil } = entry;
  return JSON.stringify([version, storedAt, freshUntil, staleUntil, usableUntil, entry.absent === true ? 1 : 0, entry.value ?? null]);
}

/** @returns the entry, or `undefined` when the text is none, or one of another version. */
export function readEntry(text: string): CacheEntry | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!Array.isArray(parsed) || parsed.length !== 7 || parsed[0] !== version) return undefined;
  const [, storedAt, freshUntil, staleUntil, usableUntil, absent, value] = parsed as unknown[];
  if (!isTime(storedAt) || !isTime(freshUntil) || !isTime(staleUntil) || !isTime(usableUntil)) return undefined;
  const times = { storedAt, freshUntil, staleUntil, usableUntil };
  return absent === 1 ? { value: undefined, absent: true, ...times } : { value, ...times };
}

function isTime(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}
