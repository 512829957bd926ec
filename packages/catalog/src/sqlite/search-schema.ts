/**
 * What searching needs besides words: `parts` holds names without their separators, for what is within a word; `vocabulary` shows the words of the
 * index; `results` holds what is reported of each model by benchmark (in lower case) and scale (metric and unit). Models whose documents an earlier
 * version made are made again when the catalog is opened for writing.
 */
export const searchSchema = `
CREATE VIRTUAL TABLE parts USING fts5 (text, detail=none, columnsize=0, tokenize='trigram case_sensitive 1');
CREATE VIRTUAL TABLE vocabulary USING fts5vocab (words, row);
CREATE TABLE results (
  benchmark TEXT NOT NULL,
  model INTEGER NOT NULL REFERENCES models (seq) ON DELETE CASCADE,
  scale TEXT NOT NULL,
  value REAL NOT NULL,
  PRIMARY KEY (benchmark, model, scale)
) WITHOUT ROWID;
CREATE INDEX results_model ON results (model);
CREATE TABLE stale_models (seq INTEGER PRIMARY KEY);
INSERT INTO stale_models SELECT seq FROM models;
`;
