import type { ListPage } from "@modeldex/plugin-kit";

/** Rows that are written in one transaction: nobody else of the process gets a turn meanwhile. */
const rowsInPart = 500;

/**
 * A page in parts that are pages themselves. Only the last one has the cursor after it and what else counts once the page is whole; the others name
 * the place of the page itself, so that a run which is interrupted between them asks for it again.
 *
 * @param asked the cursor by which the page was asked for.
 */
export function pageParts(page: ListPage, asked: string | undefined): readonly ListPage[] {
  const { records = [], overlays = [], asOf, chain, chains } = page;
  const count = Math.ceil(Math.max(records.length, overlays.length) / rowsInPart);
  if (count <= 1) return [page];
  const before: Omit<ListPage, "records" | "overlays"> = { ...(asked !== undefined && { cursor: asked }), ...(asOf !== undefined && { asOf }), ...(chain && { chain }), ...(chains && { chains }) };
  const part = <Row>(rows: readonly Row[], place: number): readonly Row[] => rows.slice(place * rowsInPart, (place + 1) * rowsInPart);
  return Array.from({ length: count }, (_, place) => ({
    ...(place === count - 1 ? page : before), records: part(records, place), ...(overlays.length > 0 && { overlays: part(overlays, place) }),
  }));
}
