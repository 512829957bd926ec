import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { pipeline } from "node:stream";
import { createGunzip } from "node:zlib";

/** One line of a file, without its line feed. */
export interface FileLine {
  /** From 1 on. */
  readonly number: number;
  readonly bytes: Buffer;
  /** Whether a line feed ends it. */
  readonly ended: boolean;
}

/** A file that cannot be read to its end. */
export class FileReadError extends Error {
  override readonly name = "FileReadError";
}

const lineFeed = 0x0a;

/**
 * The lines of a file, one after the other, whatever its size. A file that begins as gzip does is unpacked.
 *
 * @param maxBytes longest line.
 * @throws {FileReadError} when it cannot be opened or unpacked, or has a longer line.
 */
export async function* readLines(path: string, maxBytes: number): AsyncGenerator<FileLine> {
  let rest: Buffer[] = [];
  let restBytes = 0;
  let number = 0;
  const take = (ended: boolean): FileLine => {
    number += 1;
    const line = { number, bytes: Buffer.concat(rest), ended };
    [rest, restBytes] = [[], 0];
    return line;
  };
  try {
    for await (const chunk of (await isGzip(path)) ? unpacked(path) : createReadStream(path)) {
      let from = 0;
      for (let at = chunk.indexOf(lineFeed); at !== -1; at = chunk.indexOf(lineFeed, from)) {
        rest.push(chunk.subarray(from, at));
        from = at + 1;
        yield take(true);
      }
      rest.push(chunk.subarray(from));
      restBytes += chunk.length - from;
      if (restBytes > maxBytes) throw new FileReadError(`line ${number + 1} is longer than ${maxBytes} bytes`);
    }
  } catch (error) {
    throw error instanceof FileReadError ? error : new FileReadError(reasonOf(error), { cause: error });
  }
  if (restBytes > 0) yield take(false);
}

async function isGzip(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await file.close();
  }
}

function unpacked(path: string): AsyncIterable<Buffer> {
  // An error of either stream ends the reading of the last one with it.
  return pipeline(createReadStream(path), createGunzip(), () => undefined);
}

function reasonOf(error: unknown): string {
  const code: unknown = error instanceof Error ? Reflect.get(error, "code") : undefined;
  switch (code) {
    case "ENOENT": return "there is no such file";
    case "EACCES": case "EPERM": return "this user may not read it";
    case "EISDIR": return "it is a folder";
    case "Z_BUF_ERROR": return "it ends in the middle of its packed data; copy it again";
    case "Z_DATA_ERROR": return "its packed data is damaged; copy it again";
    default: return error instanceof Error ? error.message : String(error);
  }
}
