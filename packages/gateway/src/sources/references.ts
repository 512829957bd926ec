import type { LinkTarget, ListingWrite, OverlayWrite } from "@modeldex/catalog";
import type { ReferenceReading } from "@modeldex/plugin-kit";
import { listingKey, maxReferenceLength, type DateTime, type ListingKey, type ListingRecord, type Naming, type OverlayRecord, type RecordField, type SourceId } from "@modeldex/schema";
import { LRUCache } from "lru-cache";
import type { Logger } from "../observe/log.ts";
import { boolean, id, line } from "./clean-values.ts";
import { isObject, object } from "./clean.ts";
import { createPatience } from "./patience.ts";
import type { SourceRegistry } from "./registry.ts";

/** How one source reads a text. */
export interface SourceReading {
  readonly source: SourceId;
  readonly reading: ReferenceReading;
}

/** Makes what the catalog is given of records. */
export interface Writer {
  key(source: SourceId, nativeId: string): ListingKey;
  /**
   * @param fetchedAt when the record was true at the source.
   * @param need fields on demand that the source was asked for.
   */
  toWrite(source: SourceId, record: ListingRecord, fetchedAt: DateTime, need?: ReadonlySet<RecordField>): ListingWrite;
  /** The same of an overlay. */
  toOverlay(source: SourceId, record: OverlayRecord, fetchedAt: DateTime): OverlayWrite;
}

/** Reads texts that name models. */
export interface References extends Writer {
  /** Every reading, in the order of the sources; empty when none reads such text. No network. */
  read(text: string): readonly SourceReading[];
  /** The listing that each readable link of a record means: by the first certain reading, or the only one. */
  linkTargets(record: ListingRecord): readonly LinkTarget[];
}

export interface ReferencesOptions {
  readonly registry: SourceRegistry;
  readonly log: Logger;
  /** Milliseconds that pass, for finding slow sources. @default performance.now */
  readonly elapsed?: () => number;
}

const maxReadings = 20;
export function createReferences({ registry, log, elapsed }: ReferencesOptions): References {
  const readers = registry.ids.filter((source) => registry.can(source, "PARSE_REFERENCE"));
  const patience = createPatience({ log, ...(elapsed && { elapsed }) });
  const targets = new LRUCache<string, { readonly target: ListingKey | undefined }>({ max: 10_000 });

  function read(text: string): readonly SourceReading[] {
    if (text === "" || text.length > maxReferenceLength) return [];
    return readers.flatMap((source) => readBy(source, text));
  }

  function readBy(source: SourceId, text: string): readonly SourceReading[] {
    try {
      const given: unknown = patience.run(source, "parseReference", () => registry.source(source).parseReference?.(text), []);
      return cleanReadings(given).map((reading) => ({ source, reading }));
    } catch (error) {
      log.warn("a source failed to read a reference", { source, error });
      return [];
    }
  }

  function targetOf(reference: string): ListingKey | undefined {
    const known = targets.get(reference);
    if (known !== undefined) return known.target;
    const readings = read(reference);
    const meant = readings.find(({ reading }) => reading.certain) ?? onlyOne(readings.filter(({ reading }) => reading.beside !== true));
    const target = meant === undefined ? undefined : listingKey(meant.source, meant.reading.ref.nativeId);
    targets.set(reference, { target });
    return target;
  }

  function namingOf(source: SourceId, nativeId: string): Naming {
    return patience.run(source, "naming", () => registry.naming(source, nativeId), "open");
  }

  function linkTargets(record: ListingRecord): readonly LinkTarget[] {
    return targetsOf(record.links ?? []);
  }

  function targetsOf(hints: readonly { readonly reference: string }[]): readonly LinkTarget[] {
    return hints.flatMap(({ reference }) => {
      const target = targetOf(reference);
      return target === undefined ? [] : [{ reference, target }];
    });
  }

  return {
    read,
    linkTargets,
    key: listingKey,
    toOverlay: (source, record, fetchedAt) => ({ source, naming: namingOf(source, record.nativeId), record, fetchedAt, linkTargets: targetsOf(record.links ?? []) }),
    toWrite: (source, record, fetchedAt, need) => ({
      source,
      naming: namingOf(source, record.nativeId),
      record,
      fetchedAt,
      linkTargets: linkTargets(record),
      ...(record.lineage && { lineageTargets: targetsOf(record.lineage) }),
      onDemand: [...(registry.source(source).onDemand ?? []), ...(registry.source(source).publisher === undefined ? [] : (["publisher"] as const))],
      ...(need !== undefined && need.size > 0 && { needed: [...need] }),
    }),
  };
}

function onlyOne(readings: readonly SourceReading[]): SourceReading | undefined {
  return readings.length === 1 ? readings[0] : undefined;
}

const reading = object<ReferenceReading>(
  "readings.",
  {
    ref: object<ReferenceReading["ref"]>("readings.ref.", { nativeId: id, revision: id, path: id }, ["nativeId"]),
    readAs: line(200),
    certain: boolean,
    beside: boolean,
  },
  ["ref", "readAs", "certain"],
);

function cleanReadings(given: unknown): readonly ReferenceReading[] {
  if (!Array.isArray(given)) return [];
  return (given as readonly unknown[])
    .slice(0, maxReadings)
    .map((value) => (isObject(value) ? reading(value, () => undefined) : undefined))
    .filter((value) => value !== undefined);
}
