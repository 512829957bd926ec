import type { UnknownReason } from "@modeldex/schema";

import type { ByteSource } from "../byte-source.ts";
import { quoted } from "../foreign-text.ts";
import { turnOfOthers } from "../pieces.ts";
import { checkEntries, compareHeaders } from "./check-entries.ts";
import { longestEnd, readZipEnd } from "./end-record.ts";
import type { ZipEnd } from "./end-record.ts";
import { heldRanges } from "./held-ranges.ts";
import type { HeldRanges } from "./held-ranges.ts";
import { localHeaderBytes, readDirectoryEntry, readLocalHeader, sizesBehind } from "./zip-entry.ts";
import type { ZipEntry } from "./zip-entry.ts";

/** A zip, of which the directory was read. */
export interface OpenZip {
  readonly status: "read";
  readonly entries: readonly ZipEntry[];
  /** What it contradicts itself in, each a clause; at most 200. */
  readonly problems: readonly string[];
  /** Entries whose local header was held against the directory without reading more of the file. */
  readonly headersCompared: number;
  readonly ranges: HeldRanges;
}

export type ZipReading = OpenZip | { readonly status: "unread"; readonly because: string; readonly unknownReason: UnknownReason };

export const zipLimits = { maxDirectoryBytes: 8 * 1024 * 1024, maxEntries: 20_000, maxProblems: 200 } as const;

/**
 * Reads the directory of a zip: the end of the file, and the directory where it does not lie in there. Of local headers it looks at those
 * that lie within what was read; those of entries that are read are looked at by `readEntry`.
 *
 * @throws what `source.read` throws.
 */
export async function readZip(source: ByteSource): Promise<ZipReading> {
  const { sizeBytes } = source;
  if (sizeBytes === undefined) return { status: "unread", because: "its length is not known, and the directory of a zip stands at its end", unknownReason: "NEEDS_BYTES" };
  const ranges = heldRanges(source, sizeBytes);
  const end = readZipEnd(await ranges.read(Math.max(0, sizeBytes - longestEnd), sizeBytes), sizeBytes);
  if (typeof end === "string") return { status: "unread", because: end, unknownReason: "UNSUPPORTED_FORMAT" };
  if (end.directorySizeBytes > zipLimits.maxDirectoryBytes) return { status: "unread", because: `its directory is ${end.directorySizeBytes} bytes long, and at most ${zipLimits.maxDirectoryBytes} are read`, unknownReason: "BUDGET_EXCEEDED" };
  if (end.entries > zipLimits.maxEntries) return { status: "unread", because: `it declares ${end.entries} entries, and at most ${zipLimits.maxEntries} are read`, unknownReason: "BUDGET_EXCEEDED" };
  const problems = [...end.problems];
  const directory = await findDirectory(end, ranges, problems);
  if (directory === undefined) return { status: "unread", because: `there is no directory at byte ${end.directoryStart}, where its end record points`, unknownReason: "UNSUPPORTED_FORMAT" };
  const entries = readEntries(directory, end.entries, problems);
  // Each of the three takes some ms for as many entries as are read.
  await turnOfOthers();
  problems.push(...checkEntries(entries, directory.start));
  await turnOfOthers();
  const headersCompared = compareHeld(entries, directory.start, { ranges, problems });
  return { status: "read", entries, problems: problems.slice(0, zipLimits.maxProblems), headersCompared, ranges };
}

interface Directory {
  readonly bytes: Uint8Array;
  readonly start: number;
  /** What has to be added to every offset, because something stands before the zip. */
  readonly shift: number;
}

/** The directory where its end record says that it is, or right before the end record, as readers that allow for something before the zip find it. */
async function findDirectory({ directoryStart, directorySizeBytes, recordsStart, entries }: ZipEnd, ranges: HeldRanges, problems: string[]): Promise<Directory | undefined> {
  const shift = recordsStart - directorySizeBytes - directoryStart;
  if (shift !== 0) problems.push(`its directory of ${directorySizeBytes} bytes at byte ${directoryStart} does not end where its end record begins, at byte ${recordsStart}`);
  if (shift < 0 || directoryStart + directorySizeBytes > ranges.sizeBytes) return undefined;
  for (const added of shift === 0 ? [0] : [0, shift]) {
    const start = directoryStart + added;
    const bytes = await ranges.read(start, start + directorySizeBytes);
    if (entries === 0 || (bytes.byteLength >= 4 && Buffer.from(bytes.subarray(0, 4)).readUInt32LE(0) === 0x02014b50)) return { bytes, start, shift: added };
  }
  return undefined;
}

function readEntries(directory: Directory, declared: number, problems: string[]): readonly ZipEntry[] {
  const bytes = Buffer.from(directory.bytes.buffer, directory.bytes.byteOffset, directory.bytes.byteLength);
  const entries: ZipEntry[] = [];
  let at = 0;
  while (at < bytes.byteLength && entries.length < zipLimits.maxEntries) {
    const read = readDirectoryEntry(bytes, at);
    if (typeof read === "string") {
      problems.push(`the directory breaks at byte ${directory.start + at}: ${read}`);
      break;
    }
    entries.push({ ...read.entry, start: read.entry.start + directory.shift });
    for (const problem of read.problems) problems.push(`${quoted(read.entry.name)}: ${problem}`);
    at = read.end;
  }
  if (entries.length !== declared) problems.push(`its end record declares ${declared} entries, and its directory has ${entries.length}`);
  return entries;
}

/** Holds the local headers that lie within what was read against the directory, and looks for more of them in the gaps between entries. */
function compareHeld(entries: readonly ZipEntry[], directoryStart: number, { ranges, problems }: { readonly ranges: HeldRanges; readonly problems: string[] }): number {
  let compared = 0;
  const inOrder = entries.toSorted((left, right) => left.start - right.start);
  for (const [index, entry] of inOrder.entries()) {
    if (problems.length > zipLimits.maxProblems) break;
    const next = inOrder[index + 1]?.start ?? directoryStart;
    const short = ranges.held(entry.start, entry.start + localHeaderBytes);
    if (short === undefined || entry.start + localHeaderBytes > ranges.sizeBytes) continue;
    const view = Buffer.from(short);
    const length = localHeaderBytes + view.readUInt16LE(26) + view.readUInt16LE(28);
    const bytes = ranges.held(entry.start, entry.start + length);
    if (bytes === undefined) continue;
    compared += 1;
    const local = readLocalHeader(Buffer.from(bytes), entry.start);
    if (typeof local === "string") problems.push(`${quoted(entry.name)}: ${local}`);
    else {
      problems.push(...compareHeaders(entry, local));
      const hidden = hiddenHeader(ranges, local.dataStart + entry.compressedBytes, next);
      if (hidden !== undefined) problems.push(`a local header at byte ${hidden}, behind ${quoted(entry.name)}, is not in the directory`);
      const behind = next - local.dataStart - entry.compressedBytes;
      const expected = (entry.flags & sizesBehind) === 0 ? 0 : 24;
      if (behind < 0) problems.push(`${quoted(entry.name)} ends behind the beginning of what follows`);
      else if (behind > expected && hidden === undefined) problems.push(`${behind} bytes behind ${quoted(entry.name)} belong to no entry`);
    }
  }
  return compared;
}

function hiddenHeader(ranges: HeldRanges, start: number, end: number): number | undefined {
  if (end <= start) return undefined;
  const gap = ranges.held(start, end);
  const at = gap === undefined ? -1 : Buffer.from(gap.buffer, gap.byteOffset, gap.byteLength).indexOf("PK\u0003\u0004", 0, "latin1");
  return at < 0 ? undefined : start + at;
}
