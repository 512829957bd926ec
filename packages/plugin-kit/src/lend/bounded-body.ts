import type { ReadableStream as WebStream } from "node:stream/web";
import { SourceError } from "../source-error.ts";

/** How a body is passed on. */
export interface BodyBounds {
  readonly host: string;
  /** After decompression. */
  readonly maxBytes: number;
  /** Makes the error that the reader sees. */
  readonly failure: (error: unknown) => unknown;
  /** Called once: read to the end, failed, or cancelled. */
  readonly ended: () => void;
}

/**
 * Passes a body on and counts its bytes after decompression, so that a small answer that unpacks to a huge one ends as well.
 *
 * The stream fails with `BAD_RESPONSE` past `maxBytes`, and with what `failure` makes of any other error.
 */
export function boundedBody(body: WebStream<Uint8Array>, bounds: BodyBounds): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  let seen = 0;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        if (done) {
          bounds.ended();
          controller.close();
          return;
        }
        seen += value.byteLength;
        if (seen > bounds.maxBytes) throw tooLarge(bounds);
        controller.enqueue(value);
      } catch (error) {
        bounds.ended();
        await reader.cancel(error).catch(() => undefined);
        throw bounds.failure(error);
      }
    },
    async cancel(reason) {
      bounds.ended();
      await reader.cancel(reason);
    },
  });
}

/** The error for an answer past its limit. */
export function tooLarge({ host, maxBytes }: Pick<BodyBounds, "host" | "maxBytes">): SourceError {
  return new SourceError("BAD_RESPONSE", `${host} answered with more than ${maxBytes} bytes, the most that is read of one answer.`);
}
