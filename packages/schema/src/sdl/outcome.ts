/** How each source fared for one answer. */
export const outcomeSdl = /* GraphQL */ `
"How one source fared for one answer."
type SourceOutcome {
  "The source."
  source: Source!
  "How it fared."
  status: OutcomeStatus!
  "Where its part came from; null when it gave nothing."
  origin: OutcomeOrigin
  "When what was served was true at the source."
  asOf: DateTime
  "Why it failed, or was not asked."
  code: SourceErrorCode
  "One sentence for a person; no secret, no stack."
  message: String
  "When it may be asked again."
  retryAfterMs: Int
  "How many entries it gave to this answer."
  count: Int!
  "How long it took."
  elapsedMs: Int!
}

"How one source fared."
enum OutcomeStatus {
  "It gave its part."
  OK
  "Some of it came in time."
  PARTIAL
  "It gave nothing, for the reason in \`code\`."
  FAILED
  "Not asked, since it cannot answer this, was not chosen, or is switched off."
  SKIPPED
}

"Where a source's part of an answer came from."
enum OutcomeOrigin {
  "What the gateway has stored, within the source's freshness time."
  CATALOG
  "Asked of the source for this answer."
  LIVE
  "An answer of the source that was kept for a while."
  CACHE
  "Older than the source's freshness time, served because nothing newer could be had."
  STALE
}

"Why a source failed, or was not asked."
enum SourceErrorCode {
  "No answer within the deadline."
  TIMEOUT
  "No connection, or the source says that it is in trouble."
  UNREACHABLE
  "The source, or its budget kept here, allows no request now."
  RATE_LIMITED
  "Credentials are missing, wrong, or not enough."
  UNAUTHORIZED
  "An answer that is not what the source documents."
  BAD_RESPONSE
  "The source cannot do what was asked."
  UNSUPPORTED
  "Not asked, after repeated failures."
  CIRCUIT_OPEN
}
`;
