/** Which listings a source was asked for everything that it fills on demand, and at which revision: what it did not give then, it does not have. */
export const askedDetailsSchema = `
CREATE TABLE asked_details (
  listing INTEGER PRIMARY KEY REFERENCES listings (seq) ON DELETE CASCADE,
  revision TEXT,
  at TEXT NOT NULL
);
`;
