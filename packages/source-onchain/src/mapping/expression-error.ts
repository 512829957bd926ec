/** Why a text of a mapping means nothing, in words for the person who wrote it. */
export class ExpressionError extends Error {
  override readonly name = "ExpressionError";
}
