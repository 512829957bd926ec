import type { ReferenceReading } from "@modeldex/plugin-kit";
import { isPart, modelId } from "./model-row.ts";

/**
 * Readings of a text that a person pasted: addresses of the hub, `<site>/models/<author>/<name>` and the older `<site>/models/<name>`, and, not
 * for certain, `<author>/<name>`.
 */
export function readingsOf(text: string, site: string): readonly ReferenceReading[] {
  const pasted = text.trim();
  const path = pasted.startsWith(`${site}/models/`) ? pasted.slice(`${site}/models/`.length).replace(/[?#].*$/, "").replace(/\/+$/, "") : undefined;
  const parts = (path ?? pasted).split("/").map((part) => (path === undefined ? part : decoded(part)));
  const [first, second] = parts;
  if (first === undefined || parts.length > 2 || !parts.every((part) => part !== undefined && isPart(part))) return [];
  if (path !== undefined) return [{ ref: { nativeId: second === undefined ? first : modelId(first, second) }, readAs: "OpenGradient URL", certain: true }];
  // A bare word may be anything; of the forms with a slash only what looks like an id.
  return second !== undefined && /^[\w.-]+\/[\w.-]+$/.test(pasted) ? [{ ref: { nativeId: pasted }, readAs: "OpenGradient author and name", certain: false }] : [];
}

function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}
