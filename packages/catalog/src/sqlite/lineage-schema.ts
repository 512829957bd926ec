/**
 * What listings say that their models were made from. `source` and `folded` are the listing that the reference means, null where no source could read
 * it; catalogs of schema 1 get them with the next harvest, which therefore begins anew.
 */
export const lineageSchema = `
CREATE TABLE lineage (
  listing INTEGER NOT NULL REFERENCES listings (seq) ON DELETE CASCADE,
  reference TEXT NOT NULL,
  relation TEXT NOT NULL,
  source TEXT,
  folded TEXT,
  PRIMARY KEY (listing, reference, relation)
) WITHOUT ROWID;
CREATE INDEX lineage_target ON lineage (source, folded) WHERE folded IS NOT NULL;
INSERT OR IGNORE INTO lineage (listing, reference, relation)
  SELECT r.listing, hint.value ->> 'reference', hint.value ->> 'relation' FROM records AS r, json_each(r.record, '$.lineage') AS hint;
UPDATE listings SET parts = parts | 16 WHERE seq IN (SELECT listing FROM lineage);
UPDATE sources SET checkpoint = NULL;
`;
