import { exactJson } from "../mapping/exact-json.ts";

/** Most members within one another. */
const maxDepth = 64;

/**
 * Reads the bytes of a document, strictly: nothing is mended, since other readers would mend it otherwise.
 *
 * @returns JSON, in which integers above 2^53 are texts, or the text; or why it is neither.
 */
export function readContent(bytes: Uint8Array, as: "json" | "text"): { readonly value: unknown } | { readonly reason: string } {
  if (bytes.includes(0)) return { reason: "it has a NUL byte" };
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return { reason: "it is no valid UTF-8" };
  }
  if (as === "text") return { value: text };
  if (isDeeper(text, maxDepth)) return { reason: `it is nested more than ${maxDepth} deep` };
  const value = exactJson(text);
  return value === undefined ? { reason: "it is no JSON" } : { value };
}

/** Looked at before the parser, which recurses. */
function isDeeper(text: string, most: number): boolean {
  let depth = 0;
  let inText = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (inText && character === "\\") at += 1;
    else if (character === '"') inText = !inText;
    else if (!inText && (character === "[" || character === "{")) depth += 1;
    else if (!inText && (character === "]" || character === "}")) depth -= 1;
    if (depth > most) return true;
  }
  return false;
}
