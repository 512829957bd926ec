import { createReadStream, existsSync } from "node:fs";
import { createInterface } from "node:readline";
import type { Catalog, ListingWrite } from "@modeldex/catalog";
import type { ListingRecord, SourceId } from "@modeldex/schema";
import type { Writer } from "../sources/references.ts";

/** File of the starter catalog that comes with the gateway. */
export const starterPath = new URL("../../starter/models.jsonl", import.meta.url);

/**
 * Fills an empty catalog with the starter catalog: facts with their dates, as listings of the source whose adapter they were taken from.
 *
 * All of it is stored at once or nothing: a start that is killed meanwhile leaves an empty catalog, which the next start fills.
 *
 * The file has a header line `{ format, sourceKind, records }`, then lines `{ asOf, record }`.
 *
 * @param sourceOfKind the configured source with this adapter, if any.
 * @returns how many listings were added; 0 when the catalog holds something already, or no such source is configured.
 */
export async function importStarter(catalog: Catalog, writer: Writer, sourceOfKind: (kind: string) => SourceId | undefined, path: URL = starterPath): Promise<number> {
  if (!existsSync(path) || !(await catalog.isEmpty())) return 0;
  const lines = createInterface({ input: createReadStream(path, "utf8"), crlfDelay: Infinity });
  let source: SourceId | undefined;
  const writes: ListingWrite[] = [];
  for await (const line of lines) {
    if (source === undefined) {
      source = sourceOfKind(headerKind(line));
      if (source === undefined) break;
      continue;
    }
    const { asOf, record } = JSON.parse(line) as { readonly asOf: string; readonly record: ListingRecord };
    writes.push(writer.toWrite(source, record, asOf));
  }
  return writes.length === 0 ? 0 : (await catalog.applyListings(writes)).added;
}

function headerKind(line: string): string {
  const header = JSON.parse(line) as { readonly format?: unknown; readonly sourceKind?: unknown };
  if (header.format !== "modeldex.starter/1" || typeof header.sourceKind !== "string") throw new Error("The starter catalog has no header that this version reads; make it again with scripts/make-starter.ts.");
  return header.sourceKind;
}
