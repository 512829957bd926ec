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
  const { records = [], asOf, chain, chains } = page;
  if (records.length <= rowsInPart) return [page];
  const before: Omit<ListPage, "records"> = { ...(asked !== undefined && { cursor: asked }), ...(asOf !== undefined && { asOf }), ...(chain && { chain }), ...(chains && { chains }) };
  return Array.from({ length: Math.ceil(records.length / rowsInPart) }, (_, place) => {
    const rows = records.slice(place * rowsInPart, (place + 1) * rowsInPart);
    const isLast = (place + 1) * rowsInPart >= records.length;
    return { ...(isLast ? page : before), records: rows };
  });
}
