/**
 * The log by what it is about: the number of the listing, which a rename does not change, and that of a listing of the model that it left or came
 * to. Most rows come in the order of these columns, so that the indexes cost a harvest little.
 */
export const logSchema = `
ALTER TABLE changes ADD COLUMN about INTEGER;
ALTER TABLE changes ADD COLUMN other INTEGER;
UPDATE changes SET about = l.seq FROM listings AS l WHERE l.source = changes.source AND l.native_id = substr(changes.listing, length(changes.source) + 2);
CREATE INDEX changes_about ON changes (about) WHERE about IS NOT NULL;
CREATE INDEX changes_other ON changes (other) WHERE other IS NOT NULL;
CREATE INDEX changes_source ON changes (source, kind);
CREATE INDEX changes_at ON changes (at);

CREATE TABLE known_weights (listing INTEGER PRIMARY KEY REFERENCES listings (seq) ON DELETE CASCADE, weights TEXT NOT NULL);
`;
