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
import { readPublisher } from "./publisher-overview.ts";
import { parseHubReference } from "./references.ts";

/** The Hub as a source; it has every method but `lookup`. */
export type HuggingFaceSource = Source & Required<Pick<Source, "about" | "baseAddresses" | "get" | "list" | "parseReference" | "publisher" | "readFile" | "search">>;

const windowMs = 300_000;
const dayMs = 24 * 60 * 60_000;

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
  const run = {
    hub, harvest,
    countsEveryMs: checked.countsEveryMs ?? (harvest === "all" ? 7 * dayMs : dayMs),
    namespaces: typeof checked.private === "boolean" ? [] : checked.private,
  };
  return {
    id: checked.id,
    kind: "huggingface",
    title: "Hugging Face Hub",
    homepage: endpoint,
    contract: 1,
    baseAddresses: [endpoint],
    ...(checked.token !== undefined && { credentialScope: scopeOf(checked.token, checked.private) }),
    limits: rateLimits(checked),
    // Also what is harvested whole is not listed whole each time: only a run that is asked to be lets what it does not show go.
    listing: "bounded",
    naming: "namespaced",
    accounts: "huggingface",
    onDemand: onDemandFields,
    // What it states, what stands beside it, and config.json.
    requestsPerGet: 3,
    freshMs: 900_000,
    harvestEveryMs: checked.harvestEveryMs,
    details: huggingFaceDetails,
    about: async () => claimsAboutTheHub(endpoint),
    get: async (request, context) => await lookUpModels(hub, request, context),
    publisher: async (name, context) => await readPublisher(hub, name, context),
    list: async (request, context) => await harvestPage(run, request, context),
    search: async (request, context) => await searchHub(hub, request, context),
    readFile: async (request, context) => await readRange(hub, request, context),
    parseReference: (text) => parseHubReference(text, endpoint),
  };
}

/**
 * Whose view the answers are: gated repositories show more to an account that was let in, and private ones are served or not as configured, so that two
 * gateways with one token do not share answers where they do not serve the same.
 */
function scopeOf(token: string, served: HubOptions["private"]): string {
  const shown = typeof served === "boolean" ? String(served) : served.map((name) => name.toLowerCase()).toSorted().join(",");
  return createHash("sha256").update(`${token}\n${shown}`).digest("hex").slice(0, 16);
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
