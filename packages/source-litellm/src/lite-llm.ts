import { asRecord, asString, parseOptions, readRows, SourceError, wholeDocuments, type OverlayRecord, type Source, type SourceClaim, type SourceContext } from "@modeldex/plugin-kit";
import { z } from "zod";
import { whyNoModel } from "./no-model.ts";
import { overlayOf } from "./overlay-of.ts";
import { readingsOf } from "./references.ts";

/** `id` of the source, by default `litellm`; `endpoint`: where the map is served, without its path, by default `https://raw.githubusercontent.com`. */
export type LiteLlmOptions = z.input<typeof optionsSchema>;

const optionsSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, "must be lower-case letters, digits and hyphens, beginning with a letter").default("litellm"),
  endpoint: z.url({ protocol: /^https?$/, error: "must be an http or https URL without the path of the map, such as https://raw.githubusercontent.com" })
    .transform((url) => url.replace(/\/+$/, "")).default("https://raw.githubusercontent.com"),
});

/** `/<path>` of the map on the main branch of LiteLLM's repository. */
export const mapPath = "/BerriAI/litellm/main/model_prices_and_context_window.json";
const freshMs = 86_400_000;

/**
 * LiteLLM's map of prices: what some hundred providers ask for models that others list. It lists none itself, only overlays, in one document.
 *
 * @throws {OptionsError} naming the option that is wrong.
 * @example
 * liteLlm().id
 * // "litellm"
 */
export function liteLlm(given: LiteLlmOptions = {}): Source & Required<Pick<Source, "about" | "list" | "parseReference">> {
  const { id, endpoint } = parseOptions(optionsSchema, given, "liteLlm()");
  const map = wholeDocuments([{ url: `${endpoint}${mapPath}`, what: "its map of prices" }], freshMs);
  return {
    id, kind: "litellm", title: "LiteLLM", homepage: "https://github.com/BerriAI/litellm", contract: 1, baseAddresses: [endpoint],
    listing: "full", naming: "curated", freshMs, harvestEveryMs: freshMs / 4,
    about: async () => [operator],
    list: (request, context) => map.list(request, context, ([document]) => ({ overlays: overlaysIn(document, context) })),
    parseReference: readingsOf,
  };
}

const operator: SourceClaim = {
  kind: "SOURCE_OPERATOR", facts: { operator: "BerriAI" }, evidence: [],
  statement: "The map is kept in LiteLLM's public repository by BerriAI and its contributors; its prices are what they read, not the providers' own word.",
};

function overlaysIn(document: unknown, context: SourceContext): readonly OverlayRecord[] {
  const rows = Object.entries(asRecord(document) ?? {}).map(([key, row]) => ({ ...asRecord(row), key }));
  const overlays = readRows(rows, context, (row, drop): OverlayRecord | undefined => {
    const [key, provider] = [asString(row["key"]) ?? "", asString(row["litellm_provider"])];
    if (provider === undefined) return drop(key, "it names no provider, so it is no price");
    const reason = whyNoModel(key, provider, asString(row["mode"]) ?? "");
    return reason === undefined ? overlayOf(key, provider, row) : drop(key, reason);
  });
  if (overlays.length === 0) throw new SourceError("BAD_RESPONSE", "The answer has no row of a map of prices: each is an object with litellm_provider.");
  return overlays;
}
