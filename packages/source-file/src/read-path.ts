import { open, stat } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";
import { SourceError } from "@modeldex/plugin-kit";
import type { Place } from "./places.ts";

/** A document as it was read. */
export interface ReadDocument {
  readonly bytes: Uint8Array;
  /** Tells this state of the file from others without reading it. */
  readonly version: string;
}

/** A file that was changed less than this ago may still be being written. */
const settledMs = 100;
const mostWaits = 10;

/**
 * Reads a file, unless it is in the state that is known.
 *
 * @returns `undefined` when it is.
 * @throws {SourceError} `BAD_RESPONSE`: there is none, it is no file or too large; `UNAUTHORIZED`: it must not be read.
 */
export async function readPath(place: Place, known: string | undefined, { maxBytes, signal }: { readonly maxBytes: number; readonly signal: AbortSignal }): Promise<ReadDocument | undefined> {
  try {
    let version = await versionOf(place, maxBytes);
    if (version.text === known) return undefined;
    for (let waits = 0; waits < mostWaits && Math.abs(Date.now() - version.changedMs) < settledMs; waits += 1) {
      await pause(settledMs, undefined, { signal });
      version = await versionOf(place, maxBytes);
    }
    const bytes = await readAll(place, maxBytes);
    signal.throwIfAborted();
    // Written to while it was read: the next look finds another version than this one.
    return { bytes, version: version.text };
  } catch (error) {
    signal.throwIfAborted();
    throw error instanceof SourceError ? error : unreadable(place, error);
  }
}

async function versionOf(place: Place, maxBytes: number): Promise<{ readonly text: string; readonly changedMs: number }> {
  const found = await stat(place.at, { bigint: true });
  if (found.isDirectory()) throw new SourceError("BAD_RESPONSE", `${place.label} is a folder; name a file, or the files in it by a pattern such as ${place.label}/*.yaml.`);
  // Reading a pipe or a device might never end.
  if (!found.isFile()) throw new SourceError("BAD_RESPONSE", `${place.label} is no ordinary file; name one.`);
  if (found.size > BigInt(maxBytes)) throw tooLarge(place, maxBytes);
  return { text: `${found.dev}:${found.ino}:${found.size}:${found.mtimeNs}:${found.ctimeNs}`, changedMs: Number(found.mtimeMs) };
}

async function readAll(place: Place, maxBytes: number): Promise<Uint8Array> {
  const file = await open(place.at);
  try {
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of file.createReadStream({ autoClose: false, end: maxBytes }) as AsyncIterable<Uint8Array>) {
      chunks.push(chunk);
      size += chunk.length;
    }
    if (size > maxBytes) throw tooLarge(place, maxBytes);
    return Buffer.concat(chunks);
  } finally {
    await file.close();
  }
}

/** The error for a document that is too long. */
export function tooLarge({ label }: Place, maxBytes: number): SourceError {
  return new SourceError("BAD_RESPONSE", `${label} has more than ${maxBytes} bytes; make several documents of it, or raise the option maxBytes.`);
}

function unreadable({ label }: Place, cause: unknown): SourceError {
  const code: unknown = cause instanceof Error ? Reflect.get(cause, "code") : undefined;
  switch (code) {
    case "ENOENT": case "ENOTDIR": return new SourceError("BAD_RESPONSE", `There is no file ${label}; write one, or correct the path.`, { cause });
    case "EACCES": case "EPERM": return new SourceError("UNAUTHORIZED", `${label} must not be read by this process; change its permissions.`, { cause });
    default: return new SourceError("BAD_RESPONSE", `${label} cannot be read (${typeof code === "string" ? code : "unknown reason"}).`, { cause });
  }
}
