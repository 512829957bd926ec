import { maxDecisiveBytes } from "../inspection.ts";
import { judgeImport } from "./judge-import.ts";
import type { PlacedReading } from "./judge-readings.ts";

/** The pickles that decided how a file is judged. */
export interface DecisivePickle {
  readonly of: PlacedReading;
  /** Whether what decided stands in a pickle within a string. */
  readonly nested: boolean;
  /**
   * All pickles of the file or of the member, so that places in them are as they are told; where they are longer than is kept, the one that decided.
   * Absent where that is longer too.
   */
  readonly bytes?: Uint8Array;
}

/** Of several files of pickles the first in which the worst was found: harm, then what is on no list, then what could not be read. */
export function decisivePickle(readings: readonly PlacedReading[]): DecisivePickle | undefined {
  let worst: { readonly of: PlacedReading; readonly weight: number; readonly offset: number; readonly depth: number } | undefined;
  for (const of of readings) {
    const { reading } = of;
    const add = (weight: number, { offset, depth = 0 }: { readonly offset: number; readonly depth?: number }): void => {
      if (worst === undefined || weight > worst.weight) worst = { of, weight, offset, depth };
    };
    for (const found of reading.imports) add(weights[judgeImport(found.module, found.name)], found);
    for (const found of [...reading.computed, ...reading.altered]) add(weights.unlisted, found);
    if (reading.status === "unreadable") add(weights.unread, { offset: reading.places.at(-1)?.start ?? 0 });
    add(0, { offset: 0 });
  }
  if (worst === undefined) return undefined;
  const { of, offset, depth } = worst;
  const last = of.reading.places.at(-1);
  const whole = of.bytes.subarray(0, last?.end ?? 0);
  const own = of.reading.places.find(({ start, end }) => start <= offset && offset < end);
  const kept = whole.byteLength <= maxDecisiveBytes ? whole : own === undefined ? undefined : of.bytes.subarray(own.start, own.end);
  return { of, nested: depth > 0, ...(kept === undefined || kept.byteLength === 0 || kept.byteLength > maxDecisiveBytes ? {} : { bytes: kept }) };
}

const weights = { dangerous: 4, unlisted: 3, unread: 2, allowed: 1 } as const;
