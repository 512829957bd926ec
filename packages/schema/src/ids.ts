declare const brand: unique symbol;

/** Id of a configured source: `[a-z][a-z0-9-]*`, at most 40 characters. */
export type SourceId = string & { readonly [brand]: "SourceId" };
/** Name of a listing over all sources: `<source id>:<native id>`. */
export type ListingKey = string & { readonly [brand]: "ListingKey" };
/** Id of a model: the key of its leading listing. */
export type ModelId = string & { readonly [brand]: "ModelId" };

const sourceIdPattern = /^[a-z][a-z0-9-]{0,39}$/;

/** Longest native id and reference that is accepted, in UTF-16 code units. */
export const maxReferenceLength = 1024;

/**
 * Checks the id of a source.
 *
 * @returns the id, or `undefined` when the text is not one (form: `[a-z][a-z0-9-]*`, at most 40 characters).
 */
export function parseSourceId(text: string): SourceId | undefined {
  return sourceIdPattern.test(text) ? (text as SourceId) : undefined;
}

/**
 * Joins source and native id to the key of a listing.
 *
 * @example
 * listingKey("hf" as SourceId, "google/gemma-3-4b-it")
 * // "hf:google/gemma-3-4b-it"
 */
export function listingKey(source: string, nativeId: string): ListingKey {
  return `${source}:${nativeId}` as ListingKey;
}

/**
 * Splits the key of a listing.
 *
 * @returns source and native id, or `undefined` when the text is not a key (form: `<source id>:<native id>`).
 * @example
 * parseListingKey("hf:google/gemma-3-4b-it")
 * // { source: "hf", nativeId: "google/gemma-3-4b-it" }
 */
export function parseListingKey(text: string): { readonly source: SourceId; readonly nativeId: string } | undefined {
  const colon = text.indexOf(":");
  if (colon < 1 || colon === text.length - 1 || text.length > maxReferenceLength) return undefined;
  const source = parseSourceId(text.slice(0, colon));
  return source === undefined ? undefined : { source, nativeId: text.slice(colon + 1) };
}

/** Takes a text that is stored as a model's id. Only the catalog makes model ids; others get them from it. */
export function modelId(leadingKey: string): ModelId {
  return leadingKey as ModelId;
}
