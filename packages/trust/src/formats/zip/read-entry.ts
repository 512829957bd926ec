import { crc32, createInflateRaw } from "node:zlib";

import { quoted } from "../foreign-text.ts";
import { compareHeaders } from "./check-entries.ts";
import type { OpenZip } from "./read-zip.ts";
import { isEncrypted, localHeaderBytes, readLocalHeader } from "./zip-entry.ts";
import type { ZipEntry } from "./zip-entry.ts";

/** What is in an entry, unpacked. */
export type ZipEntryReading =
  | {
      readonly status: "read";
      /** The beginning of it, or all: see `complete`. */
      readonly bytes: Uint8Array;
      readonly complete: boolean;
      /** What it contradicts itself in, each a clause. */
      readonly problems: readonly string[];
    }
  | { readonly status: "unread"; readonly because: string; readonly problems: readonly string[] };

/** Most that extra fields of a local header are thought to take; torch pads by up to 64, others by some more. */
const slackBytes = 256;

/**
 * Reads an entry, or its first `maxBytes`, unpacked by no more than that. Its local header is held against the directory, its size and
 * checksum against what was unpacked.
 *
 * @throws what the source throws on reading.
 */
export async function readEntry({ ranges }: OpenZip, entry: ZipEntry, maxBytes: number): Promise<ZipEntryReading> {
  const said = quoted(entry.name);
  if (isEncrypted(entry)) return { status: "unread", because: `${said} is marked as encrypted`, problems: [] };
  if (entry.method !== 0 && entry.method !== 8) return { status: "unread", because: `${said} is packed by method ${entry.method}, which is not read`, problems: [] };
  if (entry.start + localHeaderBytes > ranges.sizeBytes) return { status: "unread", because: `${said} begins behind the end of the file`, problems: [] };
  const packedBytes = Math.min(entry.compressedBytes, maxBytes);
  const first = await ranges.read(entry.start, entry.start + localHeaderBytes + entry.nameBytes + slackBytes + packedBytes);
  const local = readLocalHeader(Buffer.from(await headerBytes(first, entry, ranges)), entry.start);
  if (typeof local === "string") return { status: "unread", because: local, problems: [`${said}: ${local}`] };
  const problems = [...compareHeaders(entry, local)];
  const packed = await ranges.read(local.dataStart, local.dataStart + packedBytes);
  const unpacked = entry.method === 0 ? { bytes: packed, ended: packedBytes === entry.compressedBytes } : await inflate(packed, Math.min(maxBytes, entry.sizeBytes));
  if (packed.byteLength < packedBytes) problems.push(`${said} ends behind the end of the file`);
  if (unpacked.trouble !== undefined && packedBytes === entry.compressedBytes) problems.push(`${said} cannot be unpacked: ${unpacked.trouble}`);
  const bytes = unpacked.bytes.subarray(0, maxBytes);
  if (bytes.byteLength > entry.sizeBytes) problems.push(`${said} declares ${entry.sizeBytes} bytes, and is longer`);
  else if (unpacked.ended && bytes.byteLength < entry.sizeBytes) problems.push(`${said} declares ${entry.sizeBytes} bytes, and is ${bytes.byteLength} long`);
  else if (unpacked.ended && crc32(bytes) !== entry.crc32) problems.push(`${said} has not the checksum that the directory gives`);
  if (unpacked.left !== undefined && unpacked.left > 0) problems.push(`${unpacked.left} bytes behind what is packed of ${said} belong to it, and to nothing`);
  return { status: "read", bytes, complete: unpacked.ended && bytes.byteLength === entry.sizeBytes, problems };
}

/** A local header with all of its name and extra fields, which may be longer than what was read of it. */
async function headerBytes(first: Uint8Array, entry: ZipEntry, ranges: OpenZip["ranges"]): Promise<Uint8Array> {
  if (first.byteLength < localHeaderBytes) return first;
  const view = Buffer.from(first.buffer, first.byteOffset, first.byteLength);
  const length = localHeaderBytes + view.readUInt16LE(26) + view.readUInt16LE(28);
  return length <= first.byteLength ? first.subarray(0, length) : ranges.read(entry.start, entry.start + length);
}

interface Unpacked {
  readonly bytes: Uint8Array;
  /** Whether all of it was unpacked. */
  readonly ended: boolean;
  /** Packed bytes behind its end. */
  readonly left?: number;
  readonly trouble?: string;
}

/** Unpacks deflate until there are more than so many bytes: what there is, also where it breaks. */
async function inflate(packed: Uint8Array, most: number): Promise<Unpacked> {
  const stream = createInflateRaw({ chunkSize: Math.min(65_536, Math.max(64, most)) });
  const chunks: Uint8Array[] = [];
  let length = 0;
  stream.end(packed);
  try {
    for await (const chunk of stream as AsyncIterable<Uint8Array>) {
      chunks.push(chunk);
      length += chunk.byteLength;
      if (length > most) return { bytes: Buffer.concat(chunks, length), ended: false };
    }
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { bytes: Buffer.concat(chunks, length), ended: false, trouble: error.message };
  }
  return { bytes: Buffer.concat(chunks, length), ended: true, left: packed.byteLength - stream.bytesWritten };
}
