import { parseListingKey } from "@modeldex/schema";
import type { FileFindingsRequest } from "../assessment.ts";
import type { StoredFinding } from "../catalog.ts";
import { normalDigest } from "../digests.ts";
import type { Database } from "./database.ts";
import { findingsOf } from "./findings.ts";
import { sequencesOfKeys } from "./read-listings.ts";
import { textOf } from "./rows.ts";

/**
 * What each check found about equal bytes in another listing, the newest; see `Catalog.findingsOfFiles`. Where one finding of the check is not about
 * these bytes alone, it looked at more than them.
 */
export function findingsOfFiles(database: Database, { listing, files }: FileFindingsRequest): readonly (readonly StoredFinding[])[] {
  const source = parseListingKey(listing)?.source;
  const [own] = sequencesOfKeys(database, [listing]);
  const elsewhere = database.sql(
    `SELECT l.key FROM findings AS f JOIN listings AS l ON l.seq = f.listing
     JOIN digests AS d ON d.digest = ?1 AND d.listing = f.listing AND d.path = ?2
     WHERE f.check_id = ?3 AND f.finding ->> '$.artifact' IS NOT NULL AND l.source = ?4 AND l.naming <> 'open' AND l.seq <> ?5
       AND NOT EXISTS (
         SELECT 1 FROM findings AS beside WHERE beside.listing = f.listing AND beside.check_id = f.check_id AND beside.finding ->> '$.artifact' IS NOT ?6
       )
     ORDER BY f.observed_at DESC, f.listing LIMIT 1`,
  );
  return files.map(({ check, digest, path }) => {
    const found = source === undefined ? undefined : elsewhere.get(normalDigest(digest), path, check, source, own ?? 0, digest);
    if (found === undefined) return [];
    const [findings = []] = findingsOf(database, [textOf(found, "key") as FileFindingsRequest["listing"]]);
    return findings.filter((finding) => finding.check === check);
  });
}
