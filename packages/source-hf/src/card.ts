import { asHttpUrl, asString, isLanguageCode, type LicenseStatement } from "@modeldex/plugin-kit";
import { fileAddress, type RepositoryPlace } from "./files.ts";
import { textsOf, wordOf, type Payload } from "./payload.ts";
import { isFilePath } from "./repository-id.ts";
import type { Repository } from "./repository.ts";

/**
 * Licence as stated: the `license:` tags, else the card; several that all apply are joined with ` AND `.
 *
 * For `other` the name and address come from the card's `license_name` and `license_link`; a relative link is a file of the repository.
 */
export function readLicense({ tags, card, place }: Repository): LicenseStatement | undefined {
  const ids = tags.licenses.length > 0 ? tags.licenses : licensesOf(card);
  const stated = ids.join(" AND ");
  if (wordOf(stated, 1024) === undefined) return undefined;
  if (!ids.includes("other")) return { stated };
  const name = wordOf(card["license_name"], 1024);
  const url = linkOf(card["license_link"], place);
  return { stated, ...(name !== undefined && { name }), ...(url !== undefined && { url }) };
}

/** ISO 639 codes, `multilingual` and `code`: those of the card, else those among the tags; `undefined` when neither names one. */
export function readLanguages({ tags, card }: Repository): readonly string[] | undefined {
  const ofCard = [...new Set(textsOf(card["language"]).flatMap((text) => languageOf(text.toLowerCase()) ?? []))];
  const languages = ofCard.length > 0 ? ofCard : tags.languages;
  return languages.length > 0 ? languages : undefined;
}

/**
 * Whether the repository has a card, which is its README.md: by its files where they are known, else by what only the front matter of a card brings, which
 * an entry of a list shows as tags. `undefined` where neither tells.
 */
export function hasCard({ files, card, tags, allTags }: Repository): boolean | undefined {
  if (files !== undefined) return files.some(({ path }) => path === "README.md");
  if (Object.keys(card).length > 0 || tags.licenses.length > 0 || tags.bases.length > 0) return true;
  // Longer codes are names of architectures as well (`ast`, `sam`), which the Hub writes by itself.
  if (tags.languages.some((code) => code.length === 2) || allTags.some((tag) => tag.startsWith("dataset:"))) return true;
  return undefined;
}

/** Cards quote ids, and write them in capitals. */
function licensesOf(card: Payload): readonly string[] {
  return [...new Set(textsOf(card["license"]).map((text) => text.replace(/^["']+|["']+$/g, "").trim().toLowerCase()))].filter((id) => id !== "");
}

/** `pt-br` counts as `pt`. */
function languageOf(text: string): string | undefined {
  if (text === "multilingual" || text === "code") return text;
  return [text, text.split(/[-_]/)[0] ?? ""].find((code) => isLanguageCode(code));
}

function linkOf(value: unknown, place: RepositoryPlace): string | undefined {
  const path = asString(value)?.trim().replace(/^\.\//, "");
  return asHttpUrl(value) ?? (path !== undefined && !path.includes(":") && isFilePath(path) ? fileAddress(place, path) : undefined);
}
