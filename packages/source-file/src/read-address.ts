import { failureOf, SourceError, type SourceContext } from "@modeldex/plugin-kit";
import type { Place } from "./places.ts";
import { tooLarge, type ReadDocument } from "./read-path.ts";

/** What an origin said of the state that it gave: the validators of RFC 9110, 8.8. */
export interface Validators {
  readonly etag?: string;
  readonly lastModified?: string;
}

export interface FetchedDocument extends ReadDocument {
  readonly validators: Validators;
  /** Media type, without parameters. */
  readonly type: string;
}

/**
 * Asks for a document, unless it is in the state that is known.
 *
 * @returns `undefined` when the origin answers 304.
 * @throws {SourceError} what `failureOf` makes of the status; `BAD_RESPONSE` for a web page, and for one that is too large.
 */
export async function readAddress(place: Place, known: Validators | undefined, { context, token, maxBytes }: { readonly context: SourceContext; readonly token: string | undefined; readonly maxBytes: number }): Promise<FetchedDocument | undefined> {
  const response = await context.fetch(place.at, {
    signal: context.signal,
    headers: {
      accept: "application/yaml, application/json, application/x-ndjson, text/plain;q=0.9, */*;q=0.1",
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(known?.etag !== undefined && { "if-none-match": known.etag }),
      ...(known?.lastModified !== undefined && { "if-modified-since": known.lastModified }),
    },
  });
  if (response.status === 304 && known !== undefined) {
    await response.body?.cancel();
    return undefined;
  }
  if (!response.ok) {
    await response.body?.cancel();
    throw failureOf(response, place.label, context.now());
  }
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (bytes.length > maxBytes) throw tooLarge(place, maxBytes);
  const type = (response.headers.get("content-type") ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
  if (type === "text/html" || /^\s*<(?:!doctype|html)/i.test(new TextDecoder().decode(bytes.subarray(0, 200)))) {
    throw new SourceError("BAD_RESPONSE", `${place.label} is a web page, not a catalog; give the address of the document itself.`);
  }
  const etag = response.headers.get("etag");
  const lastModified = response.headers.get("last-modified");
  return { bytes, type, version: etag ?? lastModified ?? "", validators: { ...(etag !== null && { etag }), ...(lastModified !== null && { lastModified }) } };
}
