/**
 * What was last found out about each listing, in words that a search filters by. `claims` is a list of texts "<kind> <status> <effect>", of what speaks
 * against a file with its digest behind them. Levels are null when what they rested on no longer holds. `verifiers` says by which ones; `due_at` is
 * when something expires, null when nothing does. The index finds what was found about a file by its bytes.
 */
export const assessmentsSchema = `
CREATE TABLE assessments (
  listing INTEGER PRIMARY KEY REFERENCES listings (seq) ON DELETE CASCADE,
  revision TEXT,
  level TEXT,
  system_level TEXT,
  claims TEXT NOT NULL,
  verifiers TEXT NOT NULL,
  assessed_at TEXT NOT NULL,
  due_at TEXT
);
CREATE INDEX findings_file ON findings (check_id) WHERE finding ->> '$.artifact' IS NOT NULL;
`;
