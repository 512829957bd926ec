/** A JSON body that is right. */
export const rightBody = 'a JSON object with `query`, such as {"query": "{ sources { id } }"}';

const json = "a JSON object, percent-encoded";

/** Sentences of the server below that do not say what would be right, or that hide a caller's mistake under the code of a fault: they are all BAD_REQUEST. */
const refusals: readonly (readonly [start: string, message: string])[] = [
  ["POST body missing, invalid Content-Type, or JSON object has no keys.", `The body must be ${rightBody}.`],
  ["GraphQL operations must contain a non-empty `query`", "`query` is missing or empty; write an operation such as { sources { id } }, or name one by `extensions.persistedQuery`."],
  ["GraphQL queries must be strings.", "`query` must be a text with a GraphQL document."],
  ["`variables` in a POST body", "`variables` must be an object, such as {\"text\": \"whisper\"}."],
  ["`extensions` in a POST body", "`extensions` must be an object, or be left out."],
  ["`operationName` in a POST body", "`operationName` must be a text, the name of an operation of `query`."],
  ["The 'query' search parameter may only", "`query` stands twice in the address; write it once."],
  ["The 'operationName' search parameter may only", "`operationName` stands twice in the address; write it once."],
  ["The 'variables' search parameter may only", "`variables` stands twice in the address; write it once."],
  ["The 'extensions' search parameter may only", "`extensions` stands twice in the address; write it once."],
  ["The variables search parameter", `\`variables\` in the address must be ${json}.`],
  ["The extensions search parameter", `\`extensions\` in the address must be ${json}.`],
  ["GET requests only support query operations", "Only queries are answered by GET; send other operations by POST."],
  ["GET requests may not have a content-type header", "The Content-Type of a GET must be application/json; better leave it out, a GET has no body."],
  ["An 'accept' header was provided", "The Accept header takes neither application/json nor application/graphql-response+json; add one of them."],
  ["Operation batching disabled.", "The body is a list; send one operation in each request."],
  ["provided sha does not match query", "`extensions.persistedQuery.sha256Hash` is not the hash of `query`; write its SHA-256 as 64 lower-case hexadecimal digits."],
  ["Unsupported persisted query version", "`extensions.persistedQuery.version` must be 1."],
];

/** What to say instead of a sentence of the server below; `undefined` when it is to stay. */
export function plainRefusal(message: string): string | undefined {
  return refusals.find(([start]) => message.startsWith(start))?.[1];
}

/** Completes the one sentence of the parser that does not say what it expected. */
export function plainSyntax(message: string): string {
  return message === "Syntax Error: Unexpected <EOF>." ? "Syntax Error: Unexpected <EOF>; the document ends before an operation, such as { sources { id } }." : message;
}
