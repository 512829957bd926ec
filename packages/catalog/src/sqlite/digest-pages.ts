import type { AnyDigest, ListingKey, ModelId } from "@modeldex/schema";
import type { DigestFilesPage, DigestModelsPage, DigestPageRequest, FilePosition } from "../reading.ts";
import { normalDigest } from "../digests.ts";
import { CatalogInputError } from "../errors.ts";
import type { Database } from "./database.ts";
import { numberOf, textOf } from "./rows.ts";

/** Most entries of one page. */
const maxPage = 1_000;
/** Counting ends here: so many files are equal only where the digest says nothing, as that of an empty file. */
const maxCounted = 10_000;

/** Files with each digest, in the order in which their listings came, then by path; see `Catalog.filesByDigest`. */
export function filesOfDigests(database: Database, digests: readonly AnyDigest[], request: DigestPageRequest<FilePosition>): readonly DigestFilesPage[] {
  const { limit, after } = checked(request);
  if (after !== undefined && (!Number.isSafeInteger(after.listing) || typeof after.path !== "string")) throw new CatalogInputError("A position among files has the number of a listing and a path, as filesByDigest gave it.");
  return digests.map((digest) => {
    const rows = database
      .sql(
        `SELECT d.listing, d.path, l.key FROM digests AS d CROSS JOIN listings AS l ON l.seq = d.listing
         WHERE d.digest = ?1 AND d.path <> '' AND (d.listing, d.path) > (?2, ?3) ORDER BY d.listing, d.path LIMIT ?4`,
      )
      .all(normalDigest(digest), after?.listing ?? 0, after?.path ?? "", limit + 1);
    const files = rows.slice(0, limit).map((row) => ({
      listing: textOf(row, "key") as ListingKey, path: textOf(row, "path"), position: { listing: numberOf(row, "listing"), path: textOf(row, "path") },
    }));
    const total = database.sql("SELECT count(*) AS count FROM (SELECT 1 FROM digests WHERE digest = ? AND path <> '' LIMIT ?)").get(normalDigest(digest), maxCounted + 1);
    return { files, hasMore: rows.length > limit, ...counted(numberOf(total ?? {}, "count")) };
  });
}

/** Models with a file of each digest, each once, in the order in which their first such listing came; see `Catalog.modelsByDigest`. */
export function modelsOfDigests(database: Database, digests: readonly AnyDigest[], request: DigestPageRequest<number>): readonly DigestModelsPage[] {
  const { limit, after } = checked(request);
  if (after !== undefined && !Number.isSafeInteger(after)) throw new CatalogInputError("A position among models of a digest is a whole number, as modelsByDigest gave it.");
  return digests.map((digest) => {
    const rows = database
      .sql(
        `SELECT DISTINCT d.listing, m.id FROM digests AS d CROSS JOIN listings AS l ON l.seq = d.listing CROSS JOIN models AS m ON m.seq = l.model
         WHERE d.digest = ?1 AND d.listing > ?2 AND NOT EXISTS (
           SELECT 1 FROM listings AS earlier CROSS JOIN digests AS same ON same.digest = ?1 AND same.listing = earlier.seq WHERE earlier.model = l.model AND earlier.seq < l.seq)
         ORDER BY d.listing LIMIT ?3`,
      )
      .all(normalDigest(digest), after ?? 0, limit + 1);
    const models = rows.slice(0, limit).map((row) => ({ model: textOf(row, "id") as ModelId, position: numberOf(row, "listing") }));
    const total = database
      .sql("SELECT count(DISTINCT l.model) AS models, count(*) AS files FROM (SELECT listing FROM digests WHERE digest = ? LIMIT ?) AS d CROSS JOIN listings AS l ON l.seq = d.listing")
      .get(normalDigest(digest), maxCounted + 1) ?? {};
    return { models, hasMore: rows.length > limit, ...(numberOf(total, "files") <= maxCounted && { total: numberOf(total, "models") }) };
  });
}

function counted(total: number): { readonly total?: number } {
  return total <= maxCounted ? { total } : {};
}

function checked<Request extends { readonly limit: number }>(request: Request): Request {
  if (!Number.isSafeInteger(request.limit) || request.limit < 1 || request.limit > maxPage) throw new CatalogInputError(`A page has 1 to ${maxPage} entries.`);
  return request;
}
