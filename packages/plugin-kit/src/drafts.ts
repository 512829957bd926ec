import type { ListingRecord, OverlayRecord } from "@modeldex/schema";

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
