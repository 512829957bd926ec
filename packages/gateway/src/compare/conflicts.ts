import { contributing } from "@modeldex/catalog";
import type { StoredListing } from "@modeldex/catalog";
import { artifactRole, readLicense } from "@modeldex/schema";
import type { LicenseStatement, LicenseValue, ListingRecord } from "@modeldex/schema";

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
  readonly listings: readonly StoredListing[];
}

interface Field {
  /** `undefined` when the listing does not say, or cannot be held against the others. */
  readonly read: (listing: StoredListing) => unknown;
  readonly same: (left: unknown, right: unknown) => boolean;
}

/** Counts are told with two or three digits, so that the same number differs a little from source to source. */
const tolerance = 0.05;

/** Most digests of contested files that are told. */
const maxFilePositions = 100;

const fields = {
  license: { read: ({ record }) => (record.license === undefined ? undefined : licenseOf(record.license)), same: sameLicense },
  parameters: { read: (listing) => parametersOf(listing), same: sameCount },
  contextLength: { read: ({ record }) => record.contextTokens, same: (left, right) => left === right },
  task: { read: ({ record }) => record.task, same: sameWord },
  architecture: { read: ({ record }) => record.architecture, same: sameArchitecture },
} as const satisfies Readonly<Record<string, Field>>;

/** Fields that are held against each other. */
export type ConflictField = keyof typeof fields;

/**
 * Where known values of a model's listings differ. Only listings that may add values take part, so an entry that anybody may write is no position.
 * Files are held against each other where both sides say that they hold the same bytes.
 *
 * @param listings the leading one first
 */
export function conflictsOf(listings: readonly StoredListing[]): readonly FieldConflict[] {
  const found = (Object.keys(fields) as ConflictField[]).map((field): FieldConflict => ({ field, positions: positionsOf(listings, field) }));
  return [...found.filter(({ positions }) => positions.length > 1), ...fileConflicts(listings)];
}

/** Whether known values of one field differ. */
export function isContested(listings: readonly StoredListing[], field: ConflictField): boolean {
  return positionsOf(listings, field).length > 1;
}

function positionsOf(listings: readonly StoredListing[], field: ConflictField): readonly Position[] {
  const { read, same }: Field = fields[field];
  return grouped(contributing(listings).flatMap((listing) => {
    const value = read(listing);
    return value === undefined ? [] : [{ value, listing }];
  }), same);
}

/** The same path with other bytes. */
function fileConflicts(listings: readonly StoredListing[]): readonly FieldConflict[] {
  const holders = contributing(listings).filter(({ link: { kind, relation } }) => kind === "LEADING" || relation === "SAME_WEIGHTS");
  const files = holders.flatMap((listing) => (listing.record.artifacts ?? []).flatMap((file) => {
    const isWeights = (file.role ?? artifactRole(file.path)) === "WEIGHTS";
    return file.digest === undefined || !isWeights ? [] : [{ value: { path: file.path, digest: file.digest }, listing }];
  }));
  const byPath = Map.groupBy(files, ({ value }) => value.path);
  const contested = [...byPath.values()].map((stated) => grouped(stated, (left, right) => JSON.stringify(left) === JSON.stringify(right))).filter((positions) => positions.length > 1);
  return contested.length === 0 ? [] : [{ field: "artifacts", positions: contested.flat().slice(0, maxFilePositions) }];
}

function grouped(stated: readonly { readonly value: unknown; readonly listing: StoredListing }[], same: Field["same"]): readonly Position[] {
  const positions: { value: unknown; listings: StoredListing[] }[] = [];
  for (const { value, listing } of stated) {
    const known = positions.find((position) => same(position.value, value));
    if (known === undefined) positions.push({ value, listings: [listing] });
    else known.listings.push(listing);
  }
  return positions;
}

function licenseOf(stated: LicenseStatement): LicenseValue {
  const read = readLicense(stated);
  return read.spdx === undefined && read.name === undefined ? { ...read, name: stated.stated } : read;
}

/** Of a licence that is known by its SPDX id, what else is said of it does not matter. */
function sameLicense(left: unknown, right: unknown): boolean {
  const [own, theirs] = [left, right] as [LicenseValue, LicenseValue];
  return own.spdx === undefined && theirs.spdx === undefined ? sameWord(own.name, theirs.name) : own.spdx === theirs.spdx;
}

/** What was read off the name is nobody's statement, and a packaging counts its own tensors. */
function parametersOf({ record: { parameters }, link }: StoredListing): unknown {
  return parameters === undefined || parameters.origin === "NAME" || link.relation === "QUANTIZED" ? undefined : parameters;
}

function sameCount(left: unknown, right: unknown): boolean {
  const [own, theirs] = [left, right] as [NonNullable<ListingRecord["parameters"]>, NonNullable<ListingRecord["parameters"]>];
  return Math.abs(own.total - theirs.total) <= tolerance * Math.max(own.total, theirs.total);
}

function sameWord(left: unknown, right: unknown): boolean {
  return String(left).toLowerCase() === String(right).toLowerCase();
}

/** `LlamaForCausalLM` and `llama` are one architecture. */
function sameArchitecture(left: unknown, right: unknown): boolean {
  const plain = (name: unknown): string => String(name).toLowerCase().replace(/for[a-z]+$/, "").replace(/[^\p{L}\p{N}]/gu, "");
  return plain(left) === plain(right);
}
