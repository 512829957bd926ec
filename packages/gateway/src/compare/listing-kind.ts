import { isRepackaged } from "@modeldex/catalog";
import type { StoredListing } from "@modeldex/catalog";

/** Whether a listing holds other packaging than its model: its files, counts and limits are its own. The leading listing is what the others are held against. */
export function isPackaged({ link, record }: StoredListing): boolean {
  return link.kind !== "LEADING" && (link.relation === "QUANTIZED" || isRepackaged(record.name));
}

/** Whether a listing is that of a service which runs the model: what it says is what it allows there. */
export function isHosted({ link, record }: StoredListing): boolean {
  if (link.kind === "LEADING") return false;
  return link.relation === "HOSTED" || ((record.offers ?? []).length > 0 && record.artifacts === undefined && record.formats === undefined);
}
