import { createHash } from "node:crypto";
import type { ListingRecord, Naming } from "@modeldex/schema";
import { canonicalPublisher, publisherOfAccount } from "./publishers.ts";
import { type NameSignature, readSignature, stemText } from "./signature.ts";

/** What a name is read from; also that of an overlay, which may have none. */
export interface NamedRecord extends Pick<ListingRecord, "nativeId" | "publisher"> {
  readonly name?: string;
}

/** Who gave a listing its name: the source's operator, the owner of an account on the Hugging Face Hub, or whoever wrote it. */
export type NameGiver = "OPERATOR" | "HUB_ACCOUNT" | "ANYBODY";

/** @param isHub whether the source's accounts are those of the Hugging Face Hub */
export function nameGiver(naming: Naming, isHub: boolean): NameGiver {
  return naming === "curated" ? "OPERATOR" : naming === "namespaced" && isHub ? "HUB_ACCOUNT" : "ANYBODY";
}

/**
 * What a listing calls itself. Its native id counts as a name where the source's operator gives the ids; elsewhere it may be a number or a path. A
 * publisher is known where an operator states one or names the family, and of accounts on the Hub; what anybody writes of a publisher is believed nowhere.
 */
export function signatureOfRecord(record: NamedRecord, giver: NameGiver): NameSignature {
  const { nativeId, name } = record;
  const names = [...(giver === "OPERATOR" && name !== undefined ? [nativeId] : []), ...(name === undefined ? [] : [name])];
  switch (giver) {
    case "OPERATOR":
      return readSignature({ names, publisher: canonicalPublisher(statedPublishers(record)), tellsPublisher: true });
    case "HUB_ACCOUNT":
      return readSignature({ names, publisher: publisherOfAccount(ownerOf(nativeId) ?? "") });
    case "ANYBODY":
      return readSignature({ names });
    default:
      return giver satisfies never;
  }
}

/**
 * Who publishes the listing: the owner in `owner/name`, since who is stated besides may be the maker of what was repackaged; else what is stated, the id
 * first. Empty when nothing is.
 */
export function statedPublishers({ publisher, nativeId }: NamedRecord): readonly string[] {
  const owner = ownerOf(nativeId);
  if (owner !== undefined) return [owner];
  return publisher === undefined ? [] : [...(publisher.id === undefined ? [] : [publisher.id]), publisher.name];
}

function ownerOf(nativeId: string): string | undefined {
  return /^([^/:.]+)\/[^/]+$/.exec(nativeId)?.[1];
}

/** What an overlay says of the name of its model: its native id is a key of its source's, and tells no name and no owner. */
export function overlayName({ name, publisher }: Omit<NamedRecord, "nativeId">): NamedRecord {
  return { nativeId: "", ...(name !== undefined && { name }), ...(publisher !== undefined && { publisher }) };
}

/**
 * A number by which listings of one publisher, family and size are found; `undefined` for what joins nothing by name: entries that anybody may
 * write, and names without a word of their own or without a publisher. Whether a source's accounts are those of the Hub counts when names are compared.
 */
export function nameKey(record: NamedRecord, naming: Naming): number | undefined {
  const stem = stemText(signatureOfRecord(record, nameGiver(naming, true)));
  return stem === "" ? undefined : createHash("sha1").update(stem).digest().readUIntBE(0, 6);
}
