import type { Catalog } from "../catalog.ts";
import { CatalogInputError } from "../errors.ts";
import { Database, defaultEntriesPerRegistrant } from "./database.ts";
import { openSqliteCatalog } from "./open-catalog.ts";
import { Writer } from "./writer.ts";

export interface SplitCatalogOptions {
  /** File that holds the catalog, made when it does not exist. */
  readonly path: string;
  /** The clock, for leases and the generation. @default the computer's clock */
  readonly now?: () => Date;
  /** Listed entries of one account that are kept of a source where anybody may write; further ones are counted. @default 100 */
  readonly entriesPerRegistrant?: number;
}

/**
 * Opens a catalog in a SQLite file whose writes happen in a process of their own, so that a page of a harvest holds up no answer. Reads happen in the
 * calling process and see every write that was awaited before. Otherwise as `openSqliteCatalog`.
 *
 * A write rejects with `CatalogWriterError` when the writing process broke off; the next write starts another. `close()` waits for what is under way.
 *
 * @throws {CatalogFileError} when the file is no catalog, or was written by a newer version.
 * @throws {CatalogInputError} for `:memory:`, which only one process can see.
 * @example
 * const catalog = await openSplitCatalog({ path: ".modeldex/catalog.sqlite" });
 * await catalog.applyListings([]);
 * // { added: 0, changed: 0, unchanged: 0, gone: 0 }
 */
export async function openSplitCatalog({ path, now, entriesPerRegistrant = defaultEntriesPerRegistrant }: SplitCatalogOptions): Promise<Catalog> {
  if (path === ":memory:" || path === "") throw new CatalogInputError("A catalog in memory is seen by one process only: give a file, or use openSqliteCatalog.");
  // Makes the file, or brings it up to date, before it is opened for reading; what is wrong with it is said now and not at the first write.
  const preparing = new Database({ path, readOnly: false });
  const reader = await openSqliteCatalog({ path, readOnly: true, entriesPerRegistrant, ...(now && { now }) }).finally(() => preparing.close());
  const writer = new Writer({ path, now, entriesPerRegistrant });
  return {
    ...reader,
    ...writer.methods(),
    close: async () => {
      await writer.drain();
      await reader.close();
      await writer.end();
    },
  };
}
