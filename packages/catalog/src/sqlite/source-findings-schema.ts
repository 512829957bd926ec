/** What was found of a source itself, with the claim that was looked at: it is served while the source cannot state it anew. */
export const sourceFindingsSchema = `
CREATE TABLE source_findings (
  source TEXT NOT NULL,
  check_id TEXT NOT NULL,
  place INTEGER NOT NULL,
  observed_at TEXT NOT NULL,
  claim TEXT,
  finding TEXT NOT NULL,
  PRIMARY KEY (source, check_id, place)
) WITHOUT ROWID;
`;
