/** One entry of a zip, as its directory has it, with the values of ZIP64 in place. */
export interface ZipEntry {
  readonly name: string;
  readonly nameBytes: number;
  readonly flags: number;
  /** 0 is stored, 8 is deflate. */
  readonly method: number;
  readonly crc32: number;
  readonly compressedBytes: number;
  readonly sizeBytes: number;
  /** Where its local header begins. */
  readonly start: number;
}

/** What the local header of an entry says, and where its data begin. */
export interface LocalHeader {
  readonly name: string;
  readonly flags: number;
  readonly method: number;
  readonly crc32: number;
  readonly compressedBytes: number;
  readonly sizeBytes: number;
  readonly dataStart: number;
}

/** Flag: sizes and checksum stand behind the data, and are perhaps 0 in the local header. */
export const sizesBehind = 0x8;
const encrypted = 0x1 | 0x40 | 0x2000;
const unicode = 0x800;
/** Length of a local header without name and extra fields. */
export const localHeaderBytes = 30;

/** Whether any flag says that the entry is encrypted. */
export function isEncrypted({ flags }: { readonly flags: number }): boolean {
  return (flags & encrypted) !== 0;
}

/**
 * Reads the entry of the directory that begins at `at`; a clause where there is none.
 *
 * Format: APPNOTE.TXT 6.3.10, section 4.3.12; extra field of ZIP64: 4.5.3.
 */
export function readDirectoryEntry(bytes: Buffer, at: number): { readonly entry: ZipEntry; readonly end: number; readonly problems: readonly string[] } | string {
  if (at + 46 > bytes.byteLength || bytes.readUInt32LE(at) !== 0x02014b50) return "there is no entry";
  const [nameBytes, extraBytes, commentBytes] = [bytes.readUInt16LE(at + 28), bytes.readUInt16LE(at + 30), bytes.readUInt16LE(at + 32)];
  const end = at + 46 + nameBytes + extraBytes + commentBytes;
  if (end > bytes.byteLength) return "the entry is cut off";
  const flags = bytes.readUInt16LE(at + 8);
  const name = nameOf(bytes.subarray(at + 46, at + 46 + nameBytes), flags);
  const extra = readExtra(bytes.subarray(at + 46 + nameBytes, at + 46 + nameBytes + extraBytes));
  const values = [bytes.readUInt32LE(at + 24), bytes.readUInt32LE(at + 20), bytes.readUInt32LE(at + 42)];
  const [sizeBytes, compressedBytes, start] = widened(values, extra.zip64);
  if (sizeBytes === undefined || compressedBytes === undefined || start === undefined) return "its extra field of ZIP64 is too short";
  if (bytes.readUInt16LE(at + 34) !== 0 && bytes.readUInt16LE(at + 34) !== 0xffff) return "the entry is on another part of the zip";
  const entry: ZipEntry = { name, nameBytes, flags, method: bytes.readUInt16LE(at + 10), crc32: bytes.readUInt32LE(at + 16), compressedBytes, sizeBytes, start };
  return { entry, end, problems: [...(extra.broken ? ["its extra fields are broken"] : []), ...(extra.otherName !== undefined && extra.otherName !== name ? ["it has a second name in an extra field"] : [])] };
}

/** Reads the local header at the beginning of `bytes`, which stand at `start` of the file; a clause where there is none. */
export function readLocalHeader(bytes: Buffer, start: number): LocalHeader | string {
  if (bytes.byteLength < localHeaderBytes || bytes.readUInt32LE(0) !== 0x04034b50) return `there is no local header at byte ${start}`;
  const [nameBytes, extraBytes] = [bytes.readUInt16LE(26), bytes.readUInt16LE(28)];
  const headerBytes = localHeaderBytes + nameBytes + extraBytes;
  if (headerBytes > bytes.byteLength) return `the local header at byte ${start} is cut off`;
  const flags = bytes.readUInt16LE(6);
  const extra = readExtra(bytes.subarray(localHeaderBytes + nameBytes, headerBytes));
  const [sizeBytes, compressedBytes] = widened([bytes.readUInt32LE(22), bytes.readUInt32LE(18)], extra.zip64);
  if (sizeBytes === undefined || compressedBytes === undefined) return `the local header at byte ${start} has an extra field of ZIP64 that is too short`;
  return { name: nameOf(bytes.subarray(localHeaderBytes, localHeaderBytes + nameBytes), flags), flags, method: bytes.readUInt16LE(8), crc32: bytes.readUInt32LE(14), compressedBytes, sizeBytes, dataStart: start + headerBytes };
}

/** Names without the flag for UTF-8 are of some 8-bit code page; here each byte stays one letter. */
function nameOf(bytes: Buffer, flags: number): string {
  return bytes.toString((flags & unicode) === 0 ? "latin1" : "utf8");
}

/** Values that are all ones stand in the field of ZIP64 instead, in this order. Absent where the field has too few. */
function widened(values: readonly number[], zip64: Buffer | undefined): readonly (number | undefined)[] {
  let at = 0;
  return values.map((value) => {
    if (value !== 0xffffffff || zip64 === undefined) return value;
    at += 8;
    return at <= zip64.byteLength ? Number(zip64.readBigUInt64LE(at - 8)) : undefined;
  });
}

function readExtra(bytes: Buffer): { readonly zip64?: Buffer; readonly otherName?: string; readonly broken: boolean } {
  const found: { zip64?: Buffer; otherName?: string } = {};
  let at = 0;
  while (at + 4 <= bytes.byteLength) {
    const id = bytes.readUInt16LE(at);
    const end = at + 4 + bytes.readUInt16LE(at + 2);
    if (end > bytes.byteLength) return { ...found, broken: true };
    const field = bytes.subarray(at + 4, end);
    if (id === 0x0001) found.zip64 ??= field;
    // Info-ZIP's Unicode path: version, checksum of the name in the header, name.
    if (id === 0x7075 && field.byteLength >= 5) found.otherName ??= field.subarray(5).toString("utf8");
    at = end;
  }
  // Fewer than the four bytes of a field's head are padding.
  return { ...found, broken: false };
}
