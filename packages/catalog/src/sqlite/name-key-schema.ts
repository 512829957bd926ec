/**
 * Names as identity compares them: `name_key` is a number of publisher, family and size; listings that share one are held against each other where at
 * least one has its name from its source's operator. `hub_sources`: JSON list of the sources whose accounts are those of the Hugging Face Hub. What an earlier version stored gets its number when the catalog is opened for writing.
 */
export const nameKeySchema = `
ALTER TABLE listings ADD COLUMN name_key INTEGER;
CREATE INDEX listings_name_key ON listings (name_key) WHERE name_key IS NOT NULL;
CREATE INDEX listings_curated ON listings (name_key) WHERE naming = 'curated' AND name_key IS NOT NULL;
ALTER TABLE overlays ADD COLUMN name_key INTEGER;
CREATE INDEX overlays_name_key ON overlays (name_key) WHERE name_key IS NOT NULL;
ALTER TABLE catalog ADD COLUMN hub_sources TEXT NOT NULL DEFAULT '[]';
CREATE TABLE stale_names (seq INTEGER PRIMARY KEY);
INSERT INTO stale_names SELECT seq FROM listings WHERE naming <> 'open';
`;
