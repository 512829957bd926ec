/**
 * Names that lead to a model and are no id of a listing: keys of overlays (`provider` is null), and ids by which an offer of a listing or an overlay
 * is called. Exactly one of `listing` and `overlay` says whose they are. `folded` is the name with ASCII letters in lower case.
 */
export const callNamesSchema = `
CREATE TABLE call_names (
  folded TEXT NOT NULL,
  listing INTEGER REFERENCES listings (seq) ON DELETE CASCADE,
  overlay INTEGER REFERENCES overlays (seq) ON DELETE CASCADE,
  name TEXT NOT NULL,
  provider TEXT
);
CREATE INDEX call_names_folded ON call_names (folded);
CREATE INDEX call_names_listing ON call_names (listing) WHERE listing IS NOT NULL;
CREATE INDEX call_names_overlay ON call_names (overlay) WHERE overlay IS NOT NULL;

INSERT INTO call_names (folded, listing, name, provider)
SELECT DISTINCT lower(offer.value ->> '$.callAs'), r.listing, offer.value ->> '$.callAs', offer.value ->> '$.provider'
FROM records AS r CROSS JOIN json_each(r.record, '$.offers') AS offer WHERE offer.value ->> '$.callAs' IS NOT NULL;
INSERT INTO call_names (folded, overlay, name, provider)
SELECT DISTINCT lower(offer.value ->> '$.callAs'), o.seq, offer.value ->> '$.callAs', offer.value ->> '$.provider'
FROM overlays AS o CROSS JOIN json_each(o.record, '$.offers') AS offer WHERE offer.value ->> '$.callAs' IS NOT NULL;
INSERT INTO call_names (folded, overlay, name) SELECT lower(native_id), seq, native_id FROM overlays;
UPDATE listings SET parts = parts | 128 WHERE seq IN (SELECT listing FROM call_names WHERE listing IS NOT NULL);
`;
