import { createHash } from "node:crypto";
import type { ListingRecord, Naming } from "@modeldex/schema";
import { type NameSignature, readSignature, stemText } from "./signature.ts";

/** What a name is read from; also that of an overlay, which may have none. */
export interface NamedRecord extends Pick<ListingRecord, "nativeId" | "publisher"> {
  readonly name?: string;
}

/** What a listing calls itself. Its native id counts as a name where the source's operator gives the ids; elsewhere it may be a number or a path. */
export function signatureOfRecord(record: NamedRecord, naming: Naming): NameSignature {
  const { nativeId, name } = record;
  const names = [...(naming === "curated" && name !== undefined ? [nativeId] : []), ...(name === undefined ? [] : [name])];
  return readSignature({ names, publishers: statedPublishers(record) });
}

/**
 * Who publishes the listing: the owner in `owner/name`, since who is stated besides may be the maker of what was repackaged; else what is stated, the id
 * first. Empty when nothing is.
 */
export function statedPublishers({ publisher, nativeId }: NamedRecord): readonly string[] {
  const owner = /^([^/:.]+)\/[^/]+$/.exec(nativeId)?.[1];
  if (owner !== undefined) return [owner];
  return publisher === undefined ? [] : [...(publisher.id === undefined ? [] : [publisher.id]), publisher.name];
}

/** What an overlay says of the name of its model: its native id is a key of its source's, and tells no name and no owner. */
export function overlayName({ name, publisher }: Omit<NamedRecord, "nativeId">): NamedRecord {
  return { nativeId: "", ...(name !== undefined && { name }), ...(publisher !== undefined && { publisher }) };
}

/**
 * A number by which listings of one publisher, family and size are found; `undefined` for what joins nothing by name: entries that anybody may
 * write, and names without a word of their own or without a publisher.
 */
export function nameKey(record: NamedRecord, naming: Naming): number | undefined {
  if (naming === "open") return undefined;
  const stem = stemText(signatureOfRecord(record, naming));
  return stem === "" ? undefined : createHash("sha1").update(stem).digest().readUIntBE(0, 6);
}
