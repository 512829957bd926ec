import { pathToFileURL } from "node:url";
import type { ReferenceReading } from "@modeldex/plugin-kit";
import { isAddress } from "./options.ts";

/** Longest text that is read. */
const maxText = 1_024;

/**
 * Reads the address of a document of the catalog with the id of a model behind `#`: `https://models.example/catalog.yaml#acme/support-7b`,
 * `file:///srv/catalog/models.yaml#acme/support-7b`.
 *
 * @param from absolute paths, patterns and addresses.
 */
export function parseCatalogReference(text: string, from: readonly string[]): readonly ReferenceReading[] {
  if (text.length > maxText) return [];
  const trimmed = text.trim();
  const hash = trimmed.indexOf("#");
  const nativeId = hash < 0 ? undefined : decoded(trimmed.slice(hash + 1));
  if (nativeId === undefined || !isId(nativeId)) return [];
  const document = URL.parse(trimmed.slice(0, hash))?.href;
  const isOurs = document !== undefined && from.some((at) => (isAddress(at) ? at : at.includes("*") ? undefined : pathToFileURL(at).href) === document);
  return isOurs ? [{ ref: { nativeId }, readAs: "model of a catalog file", certain: true }] : [];
}

function isId(text: string): boolean {
  return text !== "" && text.trim() === text && text.isWellFormed() && !/[\u0000-\u001f\u007f]/.test(text);
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
