import type { ListingRecord, OverlayRecord, RecordField } from "@modeldex/schema";

/** A record in the making: as `Whole`, but optional members, at any depth, may also be `undefined`. */
export type Draft<Whole> = Whole extends readonly (infer Item)[]
  ? readonly Draft<Item>[]
  : Whole extends object
    ? { readonly [Key in RequiredKey<Whole>]: Draft<Whole[Key]> } & { readonly [Key in OptionalKey<Whole>]?: Draft<Whole[Key]> | undefined }
    : Whole;

/**
 * Makes a listing from a draft: leaves out, at any depth, each member that is `undefined`, and each object whose members all were.
 *
 * @example
 * listing({ nativeId: "acme/tiny", name: "tiny", license: undefined, popularity: { likes: 3, downloads30d: undefined } })
 * // { nativeId: "acme/tiny", name: "tiny", popularity: { likes: 3 } }
 */
export function listing(draft: Draft<ListingRecord>): ListingRecord {
  // The type of a draft differs from that of the record by `undefined` alone, and that is gone.
  return withoutUndefined(draft) as ListingRecord;
}

/** Makes an overlay from a draft; see `listing`. */
export function overlay(draft: Draft<OverlayRecord>): OverlayRecord {
  return withoutUndefined(draft) as OverlayRecord;
}

/**
 * Fills the gaps of a draft from further ones, the first that has a member counts: a list of models beside what is known of one, or several origins of one
 * listing. `details` and `popularity` are filled member by member; everything else is taken as one says it, so that no `parameters` are half of one origin and
 * half of another.
 *
 * @example
 * filled({ nativeId: "acme/tiny", name: "tiny", contextTokens: undefined }, { contextTokens: 8192, name: "other" })
 * // { nativeId: "acme/tiny", name: "tiny", contextTokens: 8192 }
 */
export function filled<Whole extends object>(draft: Whole, ...further: readonly (Partial<Whole> | undefined)[]): Whole {
  const members = new Map<string, unknown>(Object.entries(draft));
  for (const other of further) {
    for (const [key, value] of Object.entries(other ?? {})) {
      const own = members.get(key);
      const isFilled = (key === "details" || key === "popularity") && isPlainObject(own) && isPlainObject(value);
      members.set(key, isFilled ? filled(own, value) : (own ?? value));
    }
  }
  // Each member has the type that it has in the draft or in what fills it.
  return Object.fromEntries(members) as Whole;
}

/** A record without those fields of `Source.onDemand` that `get` was not asked for, wherever they came from. */
export function onlyNeeded(record: ListingRecord, onDemand: readonly RecordField[], need: ReadonlySet<RecordField>): ListingRecord {
  const { nativeId, name, ...rest } = record;
  const unasked = new Set<string>(onDemand.filter((field) => !need.has(field)));
  return { nativeId, name, ...Object.fromEntries(Object.entries(rest).filter(([field]) => !unasked.has(field))) };
}

/**
 * Finds things by every id of their records: a record's own id wins over one that moved there, and of two with one alias the first.
 *
 * @example
 * byEveryId(records, (record) => record).get("~acme/tiny-latest")
 * // { nativeId: "acme/tiny-2", movingAliases: ["~acme/tiny-latest"], … }
 */
export function byEveryId<Item>(items: readonly Item[], recordOf: (item: Item) => ListingRecord): ReadonlyMap<string, Item> {
  const found = new Map<string, Item>();
  for (const item of items) found.set(recordOf(item).nativeId, item);
  for (const item of items) {
    const { aliases = [], movingAliases = [] } = recordOf(item);
    for (const id of [...aliases, ...movingAliases]) if (!found.has(id)) found.set(id, item);
  }
  return found;
}

type OptionalKey<Whole> = { [Key in keyof Whole]-?: object extends Pick<Whole, Key> ? Key : never }[keyof Whole];
type RequiredKey<Whole> = Exclude<keyof Whole, OptionalKey<Whole>>;

function withoutUndefined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutUndefined);
  if (!isPlainObject(value)) return value;
  const entries = Object.entries(value);
  const kept = entries.map(([key, member]) => [key, withoutUndefined(member)] as const).filter(([, member]) => member !== undefined);
  return kept.length === 0 && entries.length > 0 ? undefined : Object.fromEntries(kept);
}

function isPlainObject(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
