import type { AbiParameter } from "viem";
import type { ResolvedPath } from "./abi-values.ts";
import { ExpressionError } from "./expression-error.ts";
import type { Target } from "./mapping.ts";
import { isOf, typeName, unknownType, type ValueClass } from "./value-types.ts";

/** What a value is used for: a field of the listing, who says a claim, or a text among others. */
export type Use = Target | `extra.${string}` | "issuer" | "text";

/** What fields want that do not take every text: classes of values, and the sentence about it. */
const fields: { readonly [U in Use]?: readonly [readonly ValueClass[], (text: string, type: string) => string] } = {
  "artifact.sha256": [["bytes32", "text"], () => "a sha256 is bytes32 or a string of 64 hex digits"],
  "artifact.keccak256": [["bytes32", "text"], () => "a keccak256 is bytes32 or a string of 64 hex digits"],
  "artifact.cid": [["text"], (text, type) => (type === "bytes32" ? `write "${text} | cid" (or cid:dag-pb, cidv0) if it is a sha256 digest` : "a CID is a string, or bytes32 through cid")],
  "artifact.size": [["integer", "text"], () => "a size is an integer or a string of digits"],
  "artifact.url": [["text"], urlSentence],
  "offer.url": [["text"], urlSentence],
  url: [["text"], urlSentence],
  createdAt: [["text"], timeSentence],
  updatedAt: [["text"], timeSentence],
  owner: [["address", "text"], () => "an owner is an address"],
  issuer: [["address", "text"], () => "an issuer is an address"],
};

/**
 * Whether a value can be what it is used for.
 *
 * @throws {ExpressionError} it cannot; with what to write instead.
 */
export function checkUse(resolved: ResolvedPath, use: Use): void {
  const { path, type: parameter } = resolved;
  const { type } = parameter;
  refuseHash(resolved);
  if (use === "tags" && type === "string[]") return;
  if (type === "bytes") throw new ExpressionError(`${path.text} is bytes; write "${path.text} | utf8" if they are text`);
  if (type.startsWith("tuple") || type.endsWith("]")) throw new ExpressionError(`${path.text} is ${typeName(parameter)}, which has no one text${fieldsHint(parameter, path.text)}`);
  if (type === unknownType && path.root === "doc" && path.members.length === 0 && path.transforms.length === 0) {
    throw new ExpressionError("doc is the whole document, which has no one text; name one of its members, such as doc.name");
  }
  const [classes, sentence] = fields[use] ?? [];
  if (classes === undefined || sentence === undefined || classes.some((each) => isOf(type, each))) return;
  throw new ExpressionError(`${path.text} is ${typeName(parameter)}; ${sentence(path.text, type)}`);
}

/** @throws {ExpressionError} the log has only the hash of the value. */
export function refuseHash({ path, type, hashed }: ResolvedPath): void {
  if (!hashed) return;
  throw new ExpressionError(`${path.text} is ${typeName(type)} indexed: the log has only its keccak256 hash; name it in recover to take the text from calldata, or take it from a read or the list`);
}

function urlSentence(): string {
  return "a URL is a string";
}

function timeSentence(text: string, type: string): string {
  return isOf(type, "integer") ? `write "${text} | unix" for seconds since 1970` : "a time is a string, or an integer through unix";
}

function fieldsHint(type: AbiParameter, text: string): string {
  if (type.type !== "tuple" || !("components" in type)) return "";
  return `; name one of its fields: ${type.components.map(({ name }, index) => `${text}.${name ?? index}`).join(", ")}`;
}
