import type { ReferenceReading } from "@modeldex/plugin-kit";

/** `author/slug`, with or without a variant; `~author/…-latest` leads to the newest of a family. */
const idForm = /^(~?[\w.-]{1,100})\/[\w.-]{1,100}(?::[\w.-]{1,40})?$/;
/** First parts of paths that are no authors. */
const otherPages = /^(?:api|docs|chat|rankings|settings|models|providers|provider|apps|announcements|blog|about|pricing|enterprise)$/;

/**
 * Readings of a text that a person pasted: addresses of a model (`openrouter.ai/<author>/<slug>`, also below `/models/`) and of the API
 * (`/api/v1/models/<author>/<slug>/endpoints`), ids behind `openrouter/` as LiteLLM writes them, ids that begin with `~`, and, not for certain,
 * `<author>/<slug>`: other places have such ids too.
 */
export function readingsOf(text: string, endpoint: string): readonly ReferenceReading[] {
  const pasted = text.trim();
  if (pasted.length > 400) return [];
  const address = /^(?:https?:\/\/)?(?:www\.)?openrouter\.ai\/([^?#]*)/i.exec(pasted)?.[1] ?? (pasted.startsWith(`${endpoint}/`) ? /^[^?#]*/.exec(pasted.slice(endpoint.length + 1))?.[0] : undefined);
  const [, inAddress] = /^(?:(?:api\/v1\/)?models\/)?([^/]+\/[^/]+)(?:\/[a-z]*)?$/.exec((address ?? "").replaceAll(/%3a/gi, ":").replaceAll(/%7e/gi, "~")) ?? [];
  if (address !== undefined) return reading(inAddress, "OpenRouter URL", true);
  const behind = /^openrouter\/(.+\/.+)$/.exec(pasted)?.[1];
  if (behind !== undefined) return reading(behind, "OpenRouter id behind its provider", true);
  return reading(pasted, "OpenRouter author and slug", /^(?:~|openrouter\/)/.test(pasted));
}

function reading(nativeId: string | undefined, readAs: string, certain: boolean): readonly ReferenceReading[] {
  const [, author] = idForm.exec(nativeId ?? "") ?? [];
  return nativeId === undefined || author === undefined || otherPages.test(author) ? [] : [{ ref: { nativeId }, readAs, certain }];
}
