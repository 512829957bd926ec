/**
 * Fields that lists and lookups of many ask for, as `expand[]`.
 *
 * Without the card, the configuration and the files: those are most of the bytes of a model.
 */
const listFields = [
  "author", "baseModels", "createdAt", "disabled", "downloads", "downloadsAllTime", "gated", "gguf", "inferenceProviderMapping", "lastModified", "library_name",
  "likes", "pipeline_tag", "private", "safetensors", "sha", "tags", "trendingScore", "usedStorage",
];

/** Fields that the whole answer for one model lacks; the Hub gives them only to `expand[]`, which excludes the whole answer. */
const besideFields = ["baseModels", "downloadsAllTime", "evalResults", "gguf", "inferenceProviderMapping", "trendingScore"];

/** Query of a list or of a lookup among many. */
export function leanQuery(parameters: Readonly<Record<string, string>> = {}): URLSearchParams {
  return withFields(new URLSearchParams(parameters), listFields);
}

/** Query for the whole of one model: files with sizes and digests, and the Hub's scan. */
export function wholeQuery(): URLSearchParams {
  return new URLSearchParams({ blobs: "true", securityStatus: "true" });
}

/** Query for what {@link wholeQuery} leaves out. */
export function besideQuery(): URLSearchParams {
  return withFields(new URLSearchParams(), besideFields);
}

/** Query for the dates alone. */
export function dateQuery(parameters: Readonly<Record<string, string>>): URLSearchParams {
  return withFields(new URLSearchParams(parameters), ["lastModified"]);
}

function withFields(query: URLSearchParams, fields: readonly string[]): URLSearchParams {
  for (const field of fields) query.append("expand[]", field);
  return query;
}
