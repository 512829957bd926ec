/**
 * Who wrote the entries that anybody may write: `registrants` has one row for each of them, with the account in lower case, '' where it is not known,
 * and whether it stands beyond the bound because somebody asked for it. `not_stored` counts what was read beyond the bound; `not_stored_in_part` that
 * of a page which is not yet stored whole. `open_words` holds the words of models that are listed nowhere else, which are made again for it.
 */
export const registrantSchema = `
CREATE TABLE registrants (
  listing INTEGER PRIMARY KEY REFERENCES listings (seq) ON DELETE CASCADE,
  source TEXT NOT NULL,
  registrant TEXT NOT NULL,
  beyond INTEGER NOT NULL
);
CREATE INDEX registrants_account ON registrants (source, registrant);
INSERT INTO registrants (listing, source, registrant, beyond) SELECT seq, source, '', 0 FROM listings WHERE naming = 'open';
ALTER TABLE runs ADD COLUMN not_stored INTEGER NOT NULL DEFAULT 0;
ALTER TABLE runs ADD COLUMN not_stored_in_part INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sources ADD COLUMN not_stored INTEGER NOT NULL DEFAULT 0;
CREATE VIRTUAL TABLE open_words USING fts5 (
  name, aux, content='', contentless_delete=1, detail=column, tokenize="unicode61 remove_diacritics 0 categories 'L* M* N* Co'"
);
INSERT OR IGNORE INTO stale_models SELECT DISTINCT model FROM listings WHERE naming = 'open';
`;
