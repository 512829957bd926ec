import type { PublisherStatement } from "@modeldex/plugin-kit";
import type { ListingRecord, SourceId } from "@modeldex/schema";
import { canonicalJson } from "../cache/keys.ts";
import type { AskOptions } from "./ask-result.ts";
import type { Asker } from "./ask.ts";

type PublisherAsker = Pick<Asker, "publisher"> & { readonly registry: Pick<Asker["registry"], "find"> };

/**
 * Adds to a record what its source says of the publisher: the kind, and to its claims those about who stands behind the name. One question for each
 * publisher and day; a source that does not answer leaves the record as it is.
 *
 * @returns the record itself when nothing differs.
 */
export async function withPublisher(source: SourceId, record: ListingRecord, ask: PublisherAsker, options: AskOptions): Promise<ListingRecord> {
  const { publisher } = record;
  if (publisher === undefined || typeof ask.registry.find(source)?.publisher !== "function") return record;
  const answer = await ask.publisher(source, publisher.id ?? publisher.name, options);
  return answer.status === "FAILED" ? record : merged(record, answer.value ?? { claims: [] });
}

/**
 * A record as its source gives it, with what is stored of the same publisher already: that is asked for apart from the model.
 *
 * @returns the record itself where its source says such things with the model, or nothing of the publisher is stored.
 */
export function withStoredPublisher(source: SourceId, record: ListingRecord, stored: ListingRecord, { registry }: Pick<PublisherAsker, "registry">): ListingRecord {
  const { publisher, claims } = record;
  if (claims === undefined || publisher === undefined || publisher.name !== stored.publisher?.name || typeof registry.find(source)?.publisher !== "function") return record;
  const known = (stored.claims ?? []).filter(({ kind }) => kind === "PUBLISHER_IDENTITY");
  return known.length === 0 || claims.some(({ kind }) => kind === "PUBLISHER_IDENTITY") ? record : { ...record, claims: [...claims, ...known] };
}

/** Claims are added only where the record's own are known: without them nobody could tell that those were not asked for. */
function merged(record: ListingRecord, { kind, claims }: PublisherStatement): ListingRecord {
  const { publisher, claims: own } = record;
  if (publisher === undefined) return record;
  const earlier = (own ?? []).filter(({ kind: of }) => of === "PUBLISHER_IDENTITY");
  const isSame = own === undefined || canonicalJson(earlier) === canonicalJson(claims);
  if (isSame && (kind === undefined || kind === publisher.kind)) return record;
  return {
    ...record,
    publisher: { ...publisher, ...(kind !== undefined && { kind }) },
    ...(own !== undefined && !isSame && { claims: [...own.filter((claim) => !earlier.includes(claim)), ...claims] }),
  };
}
