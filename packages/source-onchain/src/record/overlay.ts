import { overlay, type ListingRecord, type OverlayRecord, type SourceClaim } from "@modeldex/plugin-kit";
import { registryAccount, type Registry } from "../mapping/registry.ts";

/** Names the claim that says what values an entry has. */
export const entryValuesKind = "urn:modeldex:entry-values";

/** Most characters of the values that one statement tells. */
const mostTold = 500;

/**
 * What an entry says of the model that it links to, instead of a listing of its own: its claims, its offers, and its values as a claim. It has no
 * name, so it is joined by its link alone.
 *
 * @returns `undefined` when the entry links to no model.
 */
export function overlayOf({ nativeId, publisher, registrant, links, claims = [], offers, details }: ListingRecord, registry: Registry): OverlayRecord | undefined {
  if (links === undefined) return undefined;
  const values = valuesClaim(details, registry);
  return overlay({ nativeId, publisher, registrant, links, offers, claims: values === undefined ? claims : [...claims, values] });
}

function valuesClaim(details: ListingRecord["details"], registry: Registry): SourceClaim | undefined {
  const { extra, key } = details ?? {};
  if (typeof extra !== "object" || extra === null) return undefined;
  const told = Object.entries(extra).map(([name, value]) => `${name} ${typeof value === "string" ? value : JSON.stringify(value)}`).join(", ");
  const account = registryAccount(registry);
  return {
    kind: "EXTENSION",
    statement: `Entry ${String(key)} of ${registry.id} (${account}) says: ${told.length > mostTold ? `${told.slice(0, mostTold)}…` : told}.`,
    facts: { kindUri: entryValuesKind, value: extra },
    evidence: [],
    issuer: { type: "CHAIN", key: account },
  };
}
