import { createHash } from "node:crypto";
import { parseOptions, type RateLimit, type Source } from "@modeldex/plugin-kit";
import { claimsAboutTheHub } from "./about-the-hub.ts";
import { huggingFaceDetails } from "./details.ts";
import { readRange } from "./file-range.ts";
import { harvestPage } from "./harvest-pages.ts";
import { hubClient } from "./hub-client.ts";
import { searchHub } from "./live-search.ts";
import { lookUpModels } from "./lookup-models.ts";
import { onDemandFields } from "./normalise.ts";
import { huggingFaceOptions, type HubOptions, type HuggingFaceOptions } from "./options.ts";
import { parseHubReference } from "./references.ts";

/** The Hub as a source; it has every method but `lookup`. */
export type HuggingFaceSource = Source & Required<Pick<Source, "about" | "baseAddresses" | "get" | "list" | "parseReference" | "readFile" | "search">>;

const windowMs = 300_000;

/**
 * The Hugging Face Hub as a source: every public model repository, by list, search, lookup and file.
 *
 * @throws {OptionsError} naming the option that is wrong.
 * @example
 * huggingFace({ token: env.HF_TOKEN }).parseReference("https://huggingface.co/google/gemma-3-4b-it/tree/main")
 * // [{ ref: { nativeId: "google/gemma-3-4b-it", revision: "main" }, readAs: "Hugging Face URL", certain: true }]
 */
export function huggingFace(options: HuggingFaceOptions = {}): HuggingFaceSource {
  const checked = parseOptions(huggingFaceOptions, options, "huggingFace()");
  const { endpoint, harvest } = checked;
  const hub = hubClient(checked);
  return {
    id: checked.id,
    kind: "huggingface",
    title: "Hugging Face Hub",
    homepage: endpoint,
    contract: 1,
    baseAddresses: [endpoint],
    // Gated repositories show more to an account that was let in, and each account has requests of its own.
    ...(checked.token !== undefined && { credentialScope: createHash("sha256").update(checked.token).digest("hex").slice(0, 16) }),
    limits: rateLimits(checked),
    listing: harvest === "all" ? "full" : "partial",
    naming: "namespaced",
    onDemand: onDemandFields,
    freshMs: 900_000,
    ...(checked.harvestEveryMs !== undefined && { harvestEveryMs: checked.harvestEveryMs }),
    details: huggingFaceDetails,
    about: async () => claimsAboutTheHub(endpoint),
    get: async (request, context) => await lookUpModels(hub, request, context),
    list: async (request, context) => await harvestPage({ hub, harvest }, request, context),
    search: async (request, context) => await searchHub(hub, request, context),
    readFile: async (request, context) => await readRange(hub, request, context),
    parseReference: (text) => parseHubReference(text, endpoint),
  };
}

/** Requests per five minutes, as the Hub's documentation of rate limits has them for addresses without an account and for free accounts. */
function rateLimits({ endpoint, token }: HubOptions): readonly RateLimit[] {
  const path = new URL(endpoint).pathname.replace(/\/+$/, "");
  const [api, resolvers] = token === undefined ? [500, 3_000] : [1_000, 5_000];
  return [
    { pathPrefix: `${path}/`, requests: resolvers, windowMs },
    { pathPrefix: `${path}/api/`, requests: api, windowMs },
    { pathPrefix: `${path}/api/resolve-cache/`, requests: resolvers, windowMs },
  ];
}
