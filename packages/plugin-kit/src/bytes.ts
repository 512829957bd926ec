import { createHash } from "node:crypto";
import type { Digest } from "@modeldex/schema";
import { failureOf } from "./answers.ts";
import { SourceError } from "./source-error.ts";
import type { FileRequest, SourceContext } from "./source.ts";

/** The sha256 of bytes, or of a text in UTF-8. */
export function sha256Of(content: Uint8Array | string): Digest {
  return `sha256:${createHash("sha256").update(content).digest("hex")}`;
}

/** What `readBytes` holds an answer against. */
export interface ExpectedBytes {
  /** What was asked for, as a noun: `the manifest acme/tiny:8b`. */
  readonly what: string;
  /** More bytes than these are not read. */
  readonly most: number;
  /** Digests that the bytes must have: one that was asked for, one that a header states. Absent ones do not count. */
  readonly digests?: readonly (Digest | undefined)[];
  /** To understand a `Retry-After` that is a date. */
  readonly now: Date;
}

/** An answer whole, with the sha256 of its bytes as they came. */
export interface ReadBytes {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly digest: Digest;
}

/**
 * Reads an answer whole, as bytes that were held against their digests. `readJson(new Response(bytes), what)` makes a value of them.
 *
 * @throws {SourceError} what `failureOf` makes of a status other than 2xx; `BAD_RESPONSE` for more bytes than `most`, or others than those of the digests.
 */
export async function readBytes(response: Response, { what, most, digests = [], now }: ExpectedBytes): Promise<ReadBytes> {
  if (!response.ok) {
    await response.body?.cancel();
    throw failureOf(response, what, now);
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  const body: ReadableStream<Uint8Array> = response.body ?? new Blob([]).stream();
  // Leaving the loop cancels the body.
  for await (const chunk of body) {
    size += chunk.length;
    if (size > most) throw new SourceError("BAD_RESPONSE", `${what} is larger than ${most} bytes, the most that is read.`);
    chunks.push(chunk);
  }
  const bytes = new Uint8Array(Buffer.concat(chunks));
  const digest = sha256Of(bytes);
  const other = digests.find((each) => each !== undefined && each !== digest);
  if (other !== undefined) throw new SourceError("BAD_RESPONSE", `${what} came with other bytes than those of its digest ${other}: theirs is ${digest}.`);
  return { bytes, digest };
}

/**
 * Headers that ask for a range as `readFile` gets it (RFC 9110, 14.2), uncompressed, since of a compressed answer it would be one of the compressed
 * bytes; none without a range.
 *
 * @throws {SourceError} `UNSUPPORTED`: it is no range.
 * @example
 * rangeHeader({ start: 0, end: 7 })
 * // { range: "bytes=0-7", "accept-encoding": "identity" }
 */
export function rangeHeader(range: FileRequest["range"]): Readonly<Record<string, string>> {
  if (range === undefined) return {};
  if (Number.isSafeInteger(range.start) && Number.isSafeInteger(range.end) && range.start >= 0 && range.start <= range.end) return { range: `bytes=${range.start}-${range.end}`, "accept-encoding": "identity" };
  throw new SourceError("UNSUPPORTED", `Bytes ${range.start} to ${range.end} are no range; it starts at 0 and its end is inclusive.`);
}

/**
 * What `readFile` gives of an answer to a request with `rangeHeader(range)`: exactly the range, as far as the file reaches, also where the service answers
 * with the whole file or with more of it; reading stops where the range ends. Beyond the end of the file (416) there is nothing.
 *
 * @param what - as a noun: `model.gguf of acme/tiny`.
 * @returns `undefined`: there is no such file (404).
 * @throws {SourceError} `BAD_RESPONSE`: other bytes than those asked for, or fewer than the file has; what `failureOf` makes of other statuses.
 */
export async function fileRange(response: Response, range: FileRequest["range"], what: string, now: Date): Promise<ReadableStream<Uint8Array> | undefined> {
  const body: ReadableStream<Uint8Array> = response.body ?? new Blob([]).stream();
  const skipped = response.ok ? bytesBefore(response, range) : undefined;
  if (skipped !== undefined) return range === undefined ? body : cut(body, skipped, range.end - range.start + 1);
  await body.cancel();
  if (response.status === 416 && range !== undefined) return new Blob([]).stream();
  if (response.status === 404) return undefined;
  throw response.ok ? new SourceError("BAD_RESPONSE", `${URL.parse(response.url)?.host ?? "The origin"} gave other bytes than those asked for of ${what}.`) : failureOf(response, what, now);
}

/**
 * Asks for a range of a file, and gives exactly that; see `fileRange`. Where a credential is to be sent, ask with `rangeHeader` and give the answer to `fileRange`.
 *
 * @throws {SourceError} what `rangeHeader` and `fileRange` give.
 */
export async function readRange(url: string, range: FileRequest["range"], what: string, context: Pick<SourceContext, "fetch" | "signal" | "now">): Promise<ReadableStream<Uint8Array> | undefined> {
  return await fileRange(await context.fetch(url, { headers: rangeHeader(range), signal: context.signal }), range, what, context.now());
}

/** Bytes of an answer before those that are wanted; `undefined`: these are not all in it. */
function bytesBefore(response: Response, range: FileRequest["range"]): number | undefined {
  if (response.status !== 206) return range?.start ?? 0;
  // RFC 9110, 14.4; a length that is not known is written as an asterisk.
  const [, first, last, length] = /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(response.headers.get("content-range") ?? "") ?? [];
  if (first === undefined || range === undefined || Number(first) > range.start) return undefined;
  const wantedLast = length === "*" ? range.start : Math.min(range.end, Number(length) - 1);
  return Number(last) < wantedLast ? undefined : range.start - Number(first);
}

/** Leaves out what comes before and after, and stops reading where the range ends. */
function cut(body: ReadableStream<Uint8Array>, skip: number, length: number): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  let [before, left] = [skip, length];
  return new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      while (true) {
        const { done, value } = await reader.read();
        if (done) return controller.close();
        const part = value.subarray(Math.min(before, value.length)).subarray(0, left);
        before -= Math.min(before, value.length);
        left -= part.length;
        if (part.length > 0) controller.enqueue(part);
        if (left === 0) {
          controller.close();
          return await reader.cancel();
        }
        if (part.length > 0) return;
      }
    },
    cancel: (reason) => reader.cancel(reason),
  });
}
