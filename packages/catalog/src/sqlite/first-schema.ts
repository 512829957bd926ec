/**
 * Schema 1. Listings are narrow rows, since every harvest touches them; their records lie beside them. A native id is looked up by `folded` (without
 * case), and a model by the listing whose key is its id: every further index in random order costs a harvest dearly. `models.rk` is the order of
 * popularity and the row id of `words`. `touched` is the number of the write that last changed a model, for what keeps columns in memory.
 */
export const firstSchema = `
CREATE TABLE catalog (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  id TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  runs_ended INTEGER NOT NULL,
  source_order TEXT NOT NULL DEFAULT '[]'
);

CREATE TABLE listings (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  source TEXT NOT NULL,
  native_id TEXT NOT NULL,
  key TEXT NOT NULL GENERATED ALWAYS AS (source || ':' || native_id) VIRTUAL,
  folded TEXT NOT NULL,
  stable_id TEXT,
  model INTEGER NOT NULL,
  naming TEXT NOT NULL,
  state TEXT NOT NULL,
  parts INTEGER NOT NULL,
  fetched_at TEXT NOT NULL,
  first_seen_at TEXT NOT NULL,
  gone_at TEXT,
  run INTEGER NOT NULL,
  link_kind TEXT NOT NULL,
  link_relation TEXT NOT NULL,
  link_statement TEXT NOT NULL,
  link_evidence TEXT
);
CREATE INDEX listings_folded ON listings (folded, source);
CREATE INDEX listings_stable ON listings (source, stable_id) WHERE stable_id IS NOT NULL;
CREATE INDEX listings_model ON listings (model);
CREATE INDEX listings_seen ON listings (source, run) WHERE gone_at IS NULL;

CREATE TABLE records (
  listing INTEGER PRIMARY KEY REFERENCES listings (seq) ON DELETE CASCADE,
  record TEXT NOT NULL
);

CREATE TABLE aliases (
  folded TEXT NOT NULL,
  source TEXT NOT NULL,
  listing INTEGER NOT NULL REFERENCES listings (seq) ON DELETE CASCADE,
  native_id TEXT NOT NULL,
  moving INTEGER NOT NULL,
  PRIMARY KEY (folded, source, listing)
) WITHOUT ROWID;
CREATE INDEX aliases_listing ON aliases (listing);

CREATE TABLE signatures (
  signature TEXT NOT NULL,
  listing INTEGER NOT NULL REFERENCES listings (seq) ON DELETE CASCADE,
  PRIMARY KEY (signature, listing)
) WITHOUT ROWID;
CREATE INDEX signatures_listing ON signatures (listing);

CREATE TABLE digests (
  digest TEXT NOT NULL,
  listing INTEGER NOT NULL REFERENCES listings (seq) ON DELETE CASCADE,
  path TEXT NOT NULL,
  joins INTEGER NOT NULL,
  PRIMARY KEY (digest, listing, path)
) WITHOUT ROWID;
CREATE INDEX digests_listing ON digests (listing);

CREATE TABLE link_targets (
  listing INTEGER NOT NULL REFERENCES listings (seq) ON DELETE CASCADE,
  reference TEXT NOT NULL,
  source TEXT NOT NULL,
  folded TEXT NOT NULL,
  PRIMARY KEY (listing, reference, source, folded)
) WITHOUT ROWID;
CREATE INDEX link_targets_target ON link_targets (source, folded);

CREATE TABLE candidates (
  first INTEGER NOT NULL REFERENCES listings (seq) ON DELETE CASCADE,
  second INTEGER NOT NULL REFERENCES listings (seq) ON DELETE CASCADE,
  link TEXT NOT NULL,
  PRIMARY KEY (first, second)
) WITHOUT ROWID;
CREATE INDEX candidates_second ON candidates (second);

CREATE TABLE identity_rules (
  first_source TEXT NOT NULL,
  first TEXT NOT NULL,
  second_source TEXT NOT NULL,
  second TEXT NOT NULL,
  same INTEGER NOT NULL,
  PRIMARY KEY (first_source, first, second_source, second, same)
) WITHOUT ROWID;
CREATE INDEX identity_rules_second ON identity_rules (second_source, second);

CREATE TABLE models (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL,
  rk INTEGER NOT NULL UNIQUE,
  leading INTEGER NOT NULL,
  listing_count INTEGER NOT NULL,
  touched INTEGER NOT NULL,
  words_digest TEXT NOT NULL,
  name_tokens TEXT NOT NULL,
  doc TEXT NOT NULL
);
CREATE INDEX models_touched ON models (touched, seq);
CREATE TABLE removed_models (touched INTEGER NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (touched, seq)) WITHOUT ROWID;
CREATE VIRTUAL TABLE words USING fts5 (
  name, aux, content='', contentless_delete=1, detail=column, tokenize="unicode61 remove_diacritics 0 categories 'L* M* N* Co'"
);

CREATE TABLE changes (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  at TEXT NOT NULL,
  source TEXT,
  listing TEXT,
  model TEXT,
  statement TEXT NOT NULL,
  before TEXT,
  after TEXT
);

CREATE TABLE leases (source TEXT PRIMARY KEY, holder TEXT NOT NULL, until INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE runs (
  run INTEGER PRIMARY KEY AUTOINCREMENT,
  source TEXT NOT NULL,
  is_full INTEGER NOT NULL,
  started_at TEXT NOT NULL,
  ended_at TEXT,
  cursor TEXT,
  checkpoint TEXT,
  expected INTEGER,
  as_of TEXT,
  listings_seen INTEGER NOT NULL DEFAULT 0,
  not_listed INTEGER NOT NULL DEFAULT 0,
  dropped INTEGER NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX runs_open ON runs (source) WHERE ended_at IS NULL;
CREATE TABLE sources (
  source TEXT PRIMARY KEY,
  checkpoint TEXT,
  last_full_run_at TEXT,
  last_run_at TEXT,
  as_of TEXT,
  held_back_because TEXT,
  not_listed INTEGER NOT NULL DEFAULT 0,
  dropped INTEGER NOT NULL DEFAULT 0,
  last_success_at TEXT,
  last_error_at TEXT,
  last_error_code TEXT,
  last_error_message TEXT
) WITHOUT ROWID;
CREATE TABLE chains (
  source TEXT NOT NULL,
  chain_id INTEGER NOT NULL,
  address TEXT NOT NULL,
  head INTEGER NOT NULL,
  finalized INTEGER NOT NULL,
  indexed INTEGER NOT NULL,
  PRIMARY KEY (source, chain_id, address)
) WITHOUT ROWID;

CREATE TABLE findings (
  id TEXT PRIMARY KEY,
  listing INTEGER NOT NULL REFERENCES listings (seq) ON DELETE CASCADE,
  check_id TEXT NOT NULL,
  place INTEGER NOT NULL,
  revision TEXT,
  observed_at TEXT NOT NULL,
  finding TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX findings_listing ON findings (listing, check_id, place);
CREATE TABLE evidence (digest TEXT PRIMARY KEY, media_type TEXT NOT NULL, bytes BLOB NOT NULL) WITHOUT ROWID;
`;
