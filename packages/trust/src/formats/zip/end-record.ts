/** Where the directory of a zip is and how long it is, by the record at its end. */
export interface ZipEnd {
  readonly entries: number;
  readonly directorySizeBytes: number;
  readonly directoryStart: number;
  /** Where the end records begin, ZIP64's included: the directory has to end here. */
  readonly recordsStart: number;
  /** Contradictions, each a clause. */
  readonly problems: readonly string[];
}

/** Longest end of a file in which the record can stand: its 22 bytes, a comment of 65,535, and the two records of ZIP64. */
export const longestEnd = 22 + 65_535 + 20 + 56;

const endSignature = Buffer.from([0x50, 0x4b, 5, 6]);

/**
 * Reads the end record of a zip from the end of the file; a clause where there is none, or where it is of a kind that is not read.
 *
 * The last signature counts, as it does for the readers that people use. That others would take another one is a problem.
 * Format: APPNOTE.TXT 6.3.10 of PKWARE, sections 4.3.14 to 4.3.16.
 */
export function readZipEnd(tail: Uint8Array, sizeBytes: number): ZipEnd | string {
  const tailStart = sizeBytes - tail.byteLength;
  const bytes = Buffer.from(tail.buffer, tail.byteOffset, tail.byteLength);
  const at = bytes.lastIndexOf(endSignature);
  if (at < 0) return "it has no record of the end of a zip";
  if (at + 22 > bytes.byteLength) return "the record of its end is cut off";
  const problems: string[] = [];
  const behind = bytes.byteLength - at - 22;
  const comment = bytes.readUInt16LE(at + 20);
  if (comment !== behind) problems.push(`its end record declares a comment of ${comment} bytes, and ${behind} follow`);
  for (let earlier = at > 0 ? bytes.lastIndexOf(endSignature, at - 1) : -1; earlier >= 0; earlier = earlier > 0 ? bytes.lastIndexOf(endSignature, earlier - 1) : -1) {
    if (earlier + 22 + bytes.readUInt16LE(earlier + 20) !== bytes.byteLength) continue;
    problems.push(`a second end record stands at byte ${tailStart + earlier}, of which the last is the comment`);
    break;
  }
  const disks = [bytes.readUInt16LE(at + 4), bytes.readUInt16LE(at + 6)];
  const plain = { onDisk: bytes.readUInt16LE(at + 8), entries: bytes.readUInt16LE(at + 10), directorySizeBytes: bytes.readUInt32LE(at + 12), directoryStart: bytes.readUInt32LE(at + 16) };
  if (disks.some((disk) => disk !== 0 && disk !== 0xffff)) return "it is one of several parts of a zip";
  const large = readZip64End(bytes, at, tailStart);
  if (typeof large === "string") return large;
  if (large === undefined) {
    if (plain.onDisk !== plain.entries) return "it is one of several parts of a zip";
    return { entries: plain.entries, directorySizeBytes: plain.directorySizeBytes, directoryStart: plain.directoryStart, recordsStart: tailStart + at, problems };
  }
  if (!agree(plain.entries, large.entries, 0xffff)) problems.push(`its two end records declare ${plain.entries} and ${large.entries} entries`);
  if (!agree(plain.directorySizeBytes, large.directorySizeBytes, 0xffffffff) || !agree(plain.directoryStart, large.directoryStart, 0xffffffff)) problems.push("its two end records declare two places of the directory");
  return { ...large, problems };
}

/** The record of ZIP64, where its locator stands before the end record. */
function readZip64End(bytes: Buffer, end: number, tailStart: number): Omit<ZipEnd, "problems"> | string | undefined {
  const locator = end - 20;
  if (locator < 0 || bytes.readUInt32LE(locator) !== 0x07064b50) return undefined;
  if (bytes.readUInt32LE(locator + 4) !== 0 || bytes.readUInt32LE(locator + 16) > 1) return "it is one of several parts of a zip";
  const start = Number(bytes.readBigUInt64LE(locator + 8));
  const at = start - tailStart;
  if (at < 0 || at + 56 > locator || bytes.readUInt32LE(at) !== 0x06064b50) return `there is no ZIP64 end record at byte ${start}, where its locator points`;
  if (Number(bytes.readBigUInt64LE(at + 4)) + 12 !== locator - at) return "its ZIP64 end record does not end at its locator";
  if (bytes.readUInt32LE(at + 16) !== 0 || bytes.readUInt32LE(at + 20) !== 0 || bytes.readBigUInt64LE(at + 24) !== bytes.readBigUInt64LE(at + 32)) return "it is one of several parts of a zip";
  return { entries: Number(bytes.readBigUInt64LE(at + 32)), directorySizeBytes: Number(bytes.readBigUInt64LE(at + 40)), directoryStart: Number(bytes.readBigUInt64LE(at + 48)), recordsStart: start };
}

/** Whether the plain record says the same as that of ZIP64, or that it leaves it to it. */
function agree(plain: number, large: number, left: number): boolean {
  return plain === left || plain === large;
}
