import type { ListingRecord, LiveFilter, SearchRequest, SourceContext } from "@modeldex/plugin-kit";
import { leanQuery } from "./fields.ts";
import type { HubClient } from "./hub-client.ts";
import { readRows } from "./rows.ts";

/** Most models that a search brings, and most words that are asked for. */
const maxHits = 500;
const maxWords = 12;

/** Models whose id contains every word of the text, the most downloaded first. */
export async function searchHub(hub: HubClient, request: SearchRequest, context: SourceContext): Promise<readonly ListingRecord[]> {
  const limit = Math.max(1, Math.min(Math.trunc(request.limit) || 1, maxHits));
  const query = leanQuery({ sort: "downloads", limit: String(limit), ...narrowing(request.filter) });
  for (const word of searchWords(request.text)) query.append("search", word);
  for (const tag of filterTags(request.filter)) query.append("filter", tag);
  const { rows } = await hub.listModels(query, context);
  return readRows(rows, hub, context).records.slice(0, limit);
}

/**
 * Words of a text as the Hub can match them, which is as substrings of the id: split where a word ends and where letters meet a number,
 * because `llama3.1` is no part of `Llama-3.1-8B`. A number keeps its unit (`8b`, `4bit`).
 *
 * @example
 * searchWords("llama3.1 8b instruct")
 * // ["llama", "3.1", "8b", "instruct"]
 */
export function searchWords(text: string): readonly string[] {
  const pieces = text.slice(0, 1024).toLowerCase().match(/[\p{L}\p{N}]+(?:(?<=\p{N})\.(?=\p{N})[\p{L}\p{N}]+)*/gu) ?? [];
  const words = pieces.flatMap((piece) => piece.split(/(?<=\p{L}{2})(?=\p{N})|(?<=\p{N})(?=\p{L}{2})(?!bit)/u));
  // A word within another one asks for nothing more.
  const distinct = [...new Set(words)];
  return distinct.filter((word) => !distinct.some((other) => other !== word && other.includes(word))).slice(0, maxWords);
}

/** Hints that the Hub takes as a parameter of their own, each only when it names one value: it has no "or". */
function narrowing(filter: LiveFilter): Readonly<Record<string, string>> {
  const task = only(filter.tasks);
  const publisher = only(filter.publishers);
  return {
    ...(task !== undefined && { pipeline_tag: task }),
    ...(publisher !== undefined && /^[A-Za-z0-9_.-]+$/.test(publisher) && { author: publisher }),
  };
}

function filterTags(filter: LiveFilter): readonly string[] {
  const license = only(filter.licenses);
  const tags = [only(filter.libraries), only(filter.languages), license === undefined ? undefined : `license:${hubLicense(license)}`, only(filter.tags)];
  return tags.filter((tag) => tag !== undefined);
}

function only(values: readonly string[] | undefined): string | undefined {
  return values?.length === 1 ? values[0] : undefined;
}

/** The Hub's id for an SPDX id: mostly the same in lower case. */
function hubLicense(spdx: string): string {
  return spdx.toLowerCase().replace(/^licenseref-hf-/, "").replace(/^((?:a|l)?gpl-\d(?:\.\d)?)-(?:only|or-later)$/, "$1");
}
