import { createReadStream, existsSync } from "node:fs";
import { createInterface } from "node:readline";
import type { Catalog, ListingWrite } from "@modeldex/catalog";
import type { ListingRecord, SourceId } from "@modeldex/schema";
import type { Writer } from "../sources/references.ts";

const batchSize = 500;

/** File of the starter catalog that comes with the gateway. */
export const starterPath = new URL("../../starter/models.jsonl", import.meta.url);

/**
 * Fills an empty catalog with the starter catalog: facts with their dates, as listings of the source whose adapter they were taken from.
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
  let added = 0;
  let batch: ListingWrite[] = [];
  const write = async (): Promise<void> => {
    added += (await catalog.applyListings(batch)).added;
    batch = [];
  };
  for await (const line of lines) {
    if (source === undefined) {
      source = sourceOfKind(headerKind(line));
      if (source === undefined) break;
      continue;
    }
    const { asOf, record } = JSON.parse(line) as { readonly asOf: string; readonly record: ListingRecord };
    batch.push(writer.toWrite(source, record, asOf));
    if (batch.length >= batchSize) await write();
  }
  if (batch.length > 0) await write();
  return added;
}

function headerKind(line: string): string {
  const header = JSON.parse(line) as { readonly format?: unknown; readonly sourceKind?: unknown };
  if (header.format !== "modeldex.starter/1" || typeof header.sourceKind !== "string") throw new Error("The starter catalog has no header that this version reads; make it again with scripts/make-starter.ts.");
  return header.sourceKind;
}
