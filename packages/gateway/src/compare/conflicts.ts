import { contributing } from "@modeldex/catalog";
import type { StoredListing, StoredOverlay } from "@modeldex/catalog";
import { artifactRole } from "@modeldex/schema";
import type { SourceId } from "@modeldex/schema";
import { isHosted, isPackaged } from "./listing-kind.ts";
import { architectureOf, isPartOfTask, licenseOf, sameArchitecture, sameCount, sameLicense, sameTask } from "./same-value.ts";
import { oddPrices } from "./odd-prices.ts";
import { contestedServices, hasEnded, statedOffers } from "./stated-offers.ts";
import type { StatedOffer } from "./stated-offers.ts";

/** A field of a model in which its listings disagree. */
export interface FieldConflict {
  /** Name of the field of `Model`. */
  readonly field: string;
  /** That of the leading listing first. */
  readonly positions: readonly Position[];
}

/** One value, in the shape of the field, and who states it. */
export interface Position {
  readonly value: unknown;
  /** None where a row that lists no model states it. */
  readonly listings: readonly StoredListing[];
  readonly sources: readonly SourceId[];
}

interface Field<Value> {
  /** `undefined` when the listing does not say, or cannot be held against the others. */
  readonly read: (listing: StoredListing) => Value | undefined;
  readonly same: (left: Value, right: Value) => boolean;
  /** Whether what a service says is a part of what the model can do: no contradiction. */
  readonly isPart?: (served: Value, value: Value) => boolean;
}

/** Most positions of files and of offers that are told. */
const maxPositions = 100;

/** Packagings count their own tensors, may cut the context and drop inputs; of what they say only the licence is held against the others. */
const positionReaders = {
  license: positions({ read: ({ record }) => record.license && licenseOf(record.license), same: sameLicense }),
  // What was read off the name is nobody's statement.
  parameters: positions({ read: unpackaged(({ record: { parameters } }) => (parameters?.origin === "NAME" ? undefined : parameters)), same: sameCount }),
  contextLength: positions<number>({ read: unpackaged(({ record }) => record.contextTokens), same: (left, right) => left === right, isPart: (served, value) => served < value }),
  task: positions({ read: unpackaged(({ record }) => record.task), same: sameTask, isPart: isPartOfTask }),
  architecture: positions({ read: unpackaged(({ record }) => (record.architecture === undefined ? undefined : architectureOf(record.architecture))), same: sameArchitecture }),
} as const satisfies Readonly<Record<string, (listings: readonly StoredListing[]) => readonly Position[]>>;

/** Fields that are held against each other. */
export type ConflictField = keyof typeof positionReaders;

/**
 * Where known values of a model's listings differ. Only listings that may add values take part, so an entry that anybody may write is no position.
 * Files are held against each other where both sides say that they hold the same bytes, prices where both tell of one provider under one id, or where
 * one is more than 100 times what the others cost; of rows that list no model nothing but their prices is.
 *
 * @param listings the leading one first
 */
export function conflictsOf(listings: readonly StoredListing[], overlays: readonly StoredOverlay[] = []): readonly FieldConflict[] {
  const found = (Object.keys(positionReaders) as ConflictField[]).map((field): FieldConflict => ({ field, positions: positionReaders[field](listings) }));
  return [...found.filter(({ positions: held }) => held.length > 1), ...offerConflicts(statedOffers(listings, overlays)), ...fileConflicts(listings)];
}

/** Whether known values of one field differ. */
export function isContested(listings: readonly StoredListing[], field: ConflictField): boolean {
  return positionReaders[field](listings).length > 1;
}

function positions<Value>({ read, same, isPart }: Field<Value>): (listings: readonly StoredListing[]) => readonly Position[] {
  return (listings) => {
    const stated = contributing(listings).flatMap((listing) => {
      const value = read(listing);
      return value === undefined ? [] : [{ value, listing }];
    });
    const held = stated.filter(({ listing }) => !isHosted(listing));
    const isAllowed = (value: Value): boolean => held.some((other) => isPart?.(value, other.value) === true);
    // Where only services speak, each says what it allows.
    const services = isPart !== undefined && held.length === 0 ? [] : stated.filter(({ value, listing }) => isHosted(listing) && !isAllowed(value));
    return grouped([...held, ...services].toSorted((left, right) => stated.indexOf(left) - stated.indexOf(right)), same);
  };
}

function unpackaged<Value>(read: Field<Value>["read"]): Field<Value>["read"] {
  return (listing) => (isPackaged(listing) ? undefined : read(listing));
}

/** The same path with other bytes. */
function fileConflicts(listings: readonly StoredListing[]): readonly FieldConflict[] {
  const holders = contributing(listings).filter(({ link: { kind, relation } }) => kind === "LEADING" || relation === "SAME_WEIGHTS");
  const files = holders.flatMap((listing) => (listing.record.artifacts ?? []).flatMap((file) => {
    const isWeights = (file.role ?? artifactRole(file.path)) === "WEIGHTS";
    return file.digest === undefined || !isWeights ? [] : [{ value: { path: file.path, digest: file.digest }, listing }];
  }));
  const byPath = Map.groupBy(files, ({ value }) => value.path);
  const contested = [...byPath.values()].map((stated) => grouped(stated, (left, right) => left.digest === right.digest)).filter((held) => held.length > 1);
  return contested.length === 0 ? [] : [{ field: "artifacts", positions: contested.flat().slice(0, maxPositions) }];
}

/** Other prices for one service, and prices that are far above those of the others. */
function offerConflicts(offers: readonly StatedOffer[]): readonly FieldConflict[] {
  const contested = contestedServices(offers).flatMap((told) => {
    const byPrice = Map.groupBy(told, (each) => JSON.stringify(priceOf(each)));
    return [...byPrice.values()].flatMap((alike): readonly Position[] => {
      const [first] = alike;
      return first === undefined ? [] : [{ value: priceOf(first), ...statersOf(alike) }];
    });
  });
  const all = [...oddPositions(offers.filter((offer) => !hasEnded(offer))), ...contested];
  return all.length === 0 ? [] : [{ field: "offers", positions: all.slice(0, maxPositions) }];
}

const namesOfPrices = { usdPerMillionInputTokens: "inputPrice", usdPerMillionOutputTokens: "outputPrice" } as const;

/** An offer with a price that is far above the others, then what the others cost in the middle, under the same names. */
function oddPositions(offers: readonly StatedOffer[]): readonly Position[] {
  const byOffer = Map.groupBy(oddPrices(offers), ({ stated }) => stated);
  return [...byOffer].flatMap(([stated, odd]): readonly Position[] => {
    const others = [...new Set(odd.flatMap((each) => each.others))];
    const medians = Object.fromEntries(odd.map(({ field, median }) => [namesOfPrices[field], median]));
    return [{ value: priceOf(stated), ...statersOf([stated]) }, { value: { medianOfOthers: others.length, ...medians }, ...statersOf(others) }];
  });
}

function statersOf(offers: readonly StatedOffer[]): Pick<Position, "listings" | "sources"> {
  const listings = offers.flatMap(({ listing }) => (listing === undefined ? [] : [listing]));
  return { listings: [...new Set(listings)], sources: [...new Set(offers.map(({ source }) => source))] };
}

/** What is told of a service, under the names of the schema. */
function priceOf({ offer: { provider, callAs, precision, usdPerMillionInputTokens, usdPerMillionOutputTokens } }: StatedOffer): object {
  return { provider, callAs, ...(precision !== undefined && { precision }), inputPrice: usdPerMillionInputTokens ?? null, outputPrice: usdPerMillionOutputTokens ?? null };
}

function grouped<Value>(stated: readonly { readonly value: Value; readonly listing: StoredListing }[], same: Field<Value>["same"]): readonly Position[] {
  const found: { value: Value; listings: StoredListing[] }[] = [];
  for (const { value, listing } of stated) {
    const known = found.find((position) => same(position.value, value));
    if (known === undefined) found.push({ value, listings: [listing] });
    else known.listings.push(listing);
  }
  return found.map(({ value, listings }) => ({ value, listings, sources: [...new Set(listings.map(({ source }) => source))] }));
}
