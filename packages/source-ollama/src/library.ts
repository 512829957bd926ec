import { asRecord, asRoundedCount, asString, asStrings, asTime, readRows, SourceError, taskModalities, someOf, type SourceContext } from "@modeldex/plugin-kit";
import type { Facts, Told } from "./entries.ts";
import { idOf, parseName, type OllamaName } from "./names.ts";

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads an index of the library, in one of two forms: `{ models: { <name>: { description, categories, pullCount, extractedAt, tags: { <tag>:
 * { fullTag, size, contextWindow, modelHash, capabilities } } } } }`, and `{ <name>: { <12 hex>: { name, size_str, context_window, input_types } } }`, which has
 * one tag for each digest.
 *
 * @throws {SourceError} `BAD_RESPONSE`: it is neither.
 */
export function readLibrary(document: unknown, context: SourceContext): readonly Told[] {
  const models = asRecord(asRecord(document)?.["models"]);
  const tags = Object.values(models ?? asRecord(document) ?? {}).flatMap((value) => {
    const family = asRecord(value) ?? {};
    const rows = Object.entries(asRecord(models === undefined ? family : family["tags"]) ?? {}).map(([key, row]) => ({ modelHash: key, ...asRecord(row) }));
    return readRows(rows, context, (row, drop): Told | undefined => {
      // Behind a tag may stand the badge that the site shows for weights in that format; the tag itself says so too.
      const [name, shortId] = [parseName(asString(row["fullTag"] ?? row["name"])?.replace(/\s+MLX$/, "") ?? ""), asString(row["modelHash"]) ?? ""];
      if (name === undefined || name.namespace !== undefined || !/^[0-9a-f]{12}$/.test(shortId)) return drop(row["fullTag"] ?? row["name"], "it has no name with a tag, or no id of 12 hex digits");
      return { name, shortId, facts: factsOf(name, row, family) };
    });
  });
  if (tags.length > 0) return tags;
  throw new SourceError("BAD_RESPONSE", "The index of Ollama's library is in no form that is known here; give the address of a document with models and their tags.");
}

function factsOf(name: OllamaName, row: Fields, family: Fields): Facts {
  const [categories = [], input = []] = [family["categories"], row["capabilities"] ?? row["input_types"]].map((words) => asStrings(words)?.map((word) => word.toLowerCase()));
  const [size, window] = [asString(row["size"] ?? row["size_str"]), asString(row["contextWindow"] ?? row["context_window"])];
  // Of models in Ollama's cloud the site shows no size, and an index then has the window in its place.
  const [statedSize, statedContext] = window === undefined && /^\d+[KM]$/.test(size ?? "") ? [undefined, size] : [size, window];
  // A window is written in units of 1,024, rounded down: 128,000 is `125K`, 1,000,000 is `976K`.
  const contextTokens = asRoundedCount(statedContext, 1_024) || undefined;
  const abilities = categories.flatMap((word) => (word === "tools" ? ["tools"] : word === "thinking" ? ["reasoning"] : []));
  const task = categories.includes("embedding") ? "feature-extraction" : input.includes("image") ? "image-text-to-text" : abilities.length > 0 ? "text-generation" : undefined;
  const isCloud = /(?:^|-)cloud$/.test(name.tag);
  return {
    ...(isCloud ? { offers: [{ provider: "ollama.com", callAs: idOf(name), contextTokens }] } : { access: "OPEN", formats: formatsOf(name.tag) }),
    url: pageOf(name), description: asString(family["description"]), tags: someOf(categories), task, modalities: task && taskModalities(task), contextTokens,
    // Categories are those of all tags together; weights that Ollama calls `text` or `base` are not made for tools or thinking.
    capabilities: /(?:^|-)(?:text|base)(?:-|$)/.test(name.tag) ? undefined : someOf(abilities),
    popularity: { downloadsAllTime: asRoundedCount(family["pullCount"]), asOf: asTime(family["extractedAt"]) }, details: { statedSize },
  };
}

/** Where Ollama shows a name; what only a daemon has is shown nowhere. */
export const pageOf = (name: OllamaName): string => `https://ollama.com/${name.namespace === undefined ? "library/" : ""}${idOf(name)}`;

/**
 * The library is GGUF, but for the tags that the site shows with the badge MLX, which are those with one of three words (53 of 53, and no other, on
 * 2026-07-15), and for `int4` and `int8`, of which nothing is known.
 */
const formatsOf = (tag: string): Facts["formats"] => (/(?:^|-)(?:mlx|nvfp4|mxfp8)(?:-|$)/.test(tag) ? ["MLX"] : /(?:^|-)int\d(?:-|$)/.test(tag) ? undefined : ["GGUF"]);
