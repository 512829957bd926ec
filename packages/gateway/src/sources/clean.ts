/** Told the path of each value that was left out or cut, `license.url`, and what its author can do: `write a number`. */
export type Note = (path: string, advice?: string) => void;

/** Looks at one value from outside. Gives what may be kept of it, or `undefined` when it is nothing of this kind. Never throws. */
export interface Clean<T> {
  (value: unknown, note: Note): T | undefined;
  /** What it keeps, for a person: `a whole number from 0 on`. */
  readonly wanted?: string;
}

/** A cleaner that says what it keeps. */
export function wanting<T>(wanted: string, clean: (value: unknown, note: Note) => T | undefined): Clean<T> {
  return Object.assign((value: unknown, note: Note) => clean(value, note), { wanted });
}

/** A cleaner for each member of a type; forgetting one does not compile. */
export type Fields<T> = { readonly [Key in keyof T]-?: Clean<NonNullable<T[Key]>> };

/** What an author is told whose value a cleaner refuses. */
export function toWrite(clean: Clean<unknown>): string | undefined {
  return clean.wanted === undefined ? undefined : `write ${clean.wanted}`;
}

/**
 * An object with these fields; others are removed. `null` counts as absent.
 *
 * @param path how the fields are called in notes: `license.`; empty at the top.
 * @param required without one of these it is nothing of this kind.
 */
export function object<T extends object>(path: string, fields: Fields<T>, required: readonly (keyof T & string)[]): Clean<T> {
  const entries = Object.entries<Clean<unknown>>(fields);
  const members = entries.map(([name]) => (required.some((must) => must === name) ? name : `${name}?`));
  return wanting(`an object { ${members.join(", ")} }`, (value, note) => {
    if (!isObject(value)) return undefined;
    const kept: Record<string, unknown> = {};
    for (const [name, clean] of entries) {
      const given = value[name];
      if (given === undefined || given === null) continue;
      const cleaned = clean(given, note);
      if (cleaned === undefined) note(path + name, toWrite(clean));
      else kept[name] = cleaned;
    }
    for (const name of required) if (kept[name] === undefined) return undefined;
    return kept as T;
  });
}

/** As `object`, and members that it does not have are noted: a misspelt one would be missed by nobody. */
export function closedObject<T extends object>(path: string, fields: Fields<T>, required: readonly (keyof T & string)[]): Clean<T> {
  const clean = object(path, fields, required);
  return wanting(clean.wanted ?? "an object", (value, note) => {
    for (const name of isObject(value) ? Object.keys(value) : []) if (!Object.hasOwn(fields, name)) note(path + name.slice(0, 64), "there is no such member");
    return clean(value, note);
  });
}

/** A list of at most `limit`; elements that are nothing of the kind are left out. */
export function list<T>(path: string, clean: Clean<T>, limit: number): Clean<readonly T[]> {
  return wanting("a list", (value, note) => {
    if (!Array.isArray(value)) return undefined;
    const kept: T[] = [];
    for (const element of value as readonly unknown[]) {
      if (kept.length === limit) {
        note(`${path} beyond ${limit}`, `at most ${limit} are kept`);
        break;
      }
      const cleaned = clean(element, note);
      if (cleaned === undefined) note(`${path}[]`, toWrite(clean));
      else kept.push(cleaned);
    }
    return kept;
  });
}

/** A list without repetitions. */
export function distinct<T>(path: string, clean: Clean<T>, limit: number): Clean<readonly T[]> {
  const all = list(path, clean, limit);
  return wanting("a list", (value, note) => {
    const kept = all(value, note);
    return kept === undefined || kept.length < 2 ? kept : [...new Set(kept)];
  });
}

/** One of the given words. */
export function oneOf<T extends string>(words: readonly T[]): Clean<T> {
  const known = new Set<unknown>(words);
  return wanting(words.length === 1 ? words.join() : `one of ${words.join(", ")}`, (value) => (known.has(value) ? (value as T) : undefined));
}

/** What the first cleaner that fits makes of it. */
export function either<T>(...cleaners: readonly Clean<T>[]): Clean<T> {
  return (value, note) => {
    for (const clean of cleaners) {
      const cleaned = clean(value, note);
      if (cleaned !== undefined) return cleaned;
    }
    return undefined;
  };
}

/** JSON of bounded depth and size; what JSON cannot say is removed. */
export const json: Clean<NonNullable<unknown>> = wanting("JSON of bounded depth and size", (value) => {
  const budget = { nodes: 2_000, characters: 32_768 };
  const copy = copyJson(value, 8, budget);
  return copy === undefined || copy === null || budget.nodes < 0 || budget.characters < 0 ? undefined : copy;
});

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function copyJson(value: unknown, depth: number, budget: { nodes: number; characters: number }): unknown {
  budget.nodes -= 1;
  if (depth === 0 || budget.nodes < 0 || budget.characters < 0) return undefined;
  switch (typeof value) {
    case "string":
      budget.characters -= value.length;
      return repaired(value);
    case "number":
      return Number.isFinite(value) ? value : undefined;
    case "boolean":
      return value;
    case "bigint":
      return value.toString();
    default:
      break;
  }
  if (value === null) return null;
  if (Array.isArray(value)) return (value as readonly unknown[]).map((element) => copyJson(element, depth - 1, budget) ?? null);
  if (!isObject(value)) return undefined;
  const members: [string, unknown][] = [];
  for (const [name, member] of Object.entries(value)) {
    budget.characters -= name.length;
    const copy = name === "__proto__" ? undefined : copyJson(member, depth - 1, budget);
    if (copy !== undefined) members.push([repaired(name), copy]);
  }
  return Object.fromEntries(members);
}

const loneSurrogates = /\p{Surrogate}/gu;

/** The text without NUL and lone surrogates, which databases and encoders refuse. */
export function repaired(text: string): string {
  const whole = text.isWellFormed() ? text : text.replace(loneSurrogates, "");
  return whole.includes("\0") ? whole.replaceAll("\0", "") : whole;
}
