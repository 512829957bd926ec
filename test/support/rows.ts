import type { ListingRecord } from "@modeldex/plugin-kit";
import type { TestGateway } from "./gateway.ts";

/** What is listed, by native id: whole records, without those that are gone. */
export async function listedRows({ gateway }: TestGateway, source = "onchain"): Promise<ReadonlyMap<string, ListingRecord>> {
  const pages = [await gateway.services.catalog.exportListings(0, 1_000)];
  for (let last = pages[0]?.at(-1); last !== undefined; last = pages.at(-1)?.at(-1)) pages.push(await gateway.services.catalog.exportListings(last.position, 1_000));
  const listed = pages.flat().filter((listing) => listing.state !== "GONE" && listing.source === source);
  return new Map(listed.map(({ record }) => [record.nativeId, record] as const).toSorted(([left], [right]) => (left < right ? -1 : 1)));
}
