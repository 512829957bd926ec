/**
 * Overlays: what a source says of models that others list. `listing` is the one that a row belongs to, and by it the model; a row that has none is
 * unmatched. One whose listing was dropped still has its `link_kind`, by which the next write finds it. `registrant` is the account that wrote a row
 * which anybody may write, in lower case, '' where it is not known.
 */
export const overlaySchema = `
CREATE TABLE overlays (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  source TEXT NOT NULL,
  native_id TEXT NOT NULL,
  naming TEXT NOT NULL,
  registrant TEXT,
  record TEXT NOT NULL,
  fetched_at TEXT NOT NULL,
  first_seen_at TEXT NOT NULL,
  gone_at TEXT,
  run INTEGER NOT NULL,
  listing INTEGER REFERENCES listings (seq) ON DELETE SET NULL,
  link_kind TEXT,
  link_statement TEXT,
  UNIQUE (source, native_id)
);
CREATE INDEX overlays_account ON overlays (source, registrant, gone_at) WHERE registrant IS NOT NULL;
CREATE INDEX overlays_listing ON overlays (listing);
CREATE INDEX overlays_parted ON overlays (seq) WHERE listing IS NULL AND link_kind IS NOT NULL;
CREATE INDEX overlays_seen ON overlays (source, run) WHERE gone_at IS NULL;

CREATE TABLE overlay_targets (
  overlay INTEGER NOT NULL REFERENCES overlays (seq) ON DELETE CASCADE,
  reference TEXT NOT NULL,
  source TEXT NOT NULL,
  folded TEXT NOT NULL,
  PRIMARY KEY (overlay, reference, source, folded)
) WITHOUT ROWID;
CREATE INDEX overlay_targets_target ON overlay_targets (source, folded);
`;
