/** Finds the listings whose record has evidence that was not final yet, so that each harvest can look at them again. */
export const pendingSchema = `
CREATE INDEX records_pending ON records (listing) WHERE instr(record, '"finality":"PENDING"') > 0;
`;
