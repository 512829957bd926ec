import type { Catalog, StoredFinding, StoredListing } from "@modeldex/catalog";
import type { Digest } from "@modeldex/schema";
import { needsBytes, type Check } from "./plan-checks.ts";

/**
 * Findings for checks of files whose bytes were looked at in another listing of the same source, by the id of the check. Only what rests on the bytes
 * alone and stays true for good is taken over: about this digest, without an end, and decided. Asked for are checks that were never made, and those that
 * needed more bytes than were read.
 *
 * A source that keeps its names is believed to serve the bytes whose sha256 it states, as it is for the file itself; another source is not, so that a
 * copy elsewhere is read there.
 */
export async function findingsOfEqualFiles(checks: readonly Check[], listing: StoredListing, catalog: Pick<Catalog, "findingsOfFiles">): Promise<ReadonlyMap<string, readonly StoredFinding[]>> {
  const files = checks.flatMap(({ id, file, stored }) => (file?.digest === undefined || stored.some(({ finding }) => !needsBytes(finding)) ? [] : [{ check: id, digest: file.digest, path: file.path }]));
  if (files.length === 0 || listing.naming === "open") return new Map();
  const found = await catalog.findingsOfFiles({ listing: listing.key, files });
  return new Map(
    files.flatMap(({ check, digest }, place) => {
      const findings = found[place] ?? [];
      return findings.length > 0 && findings.every((each) => staysTrue(each, digest)) ? [[check, findings] as const] : [];
    }),
  );
}

function staysTrue({ finding }: StoredFinding, digest: Digest): boolean {
  return finding.artifact === digest && finding.expiresAt === undefined && finding.status !== "UNKNOWN";
}
