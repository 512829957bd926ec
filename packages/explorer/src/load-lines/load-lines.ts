import { ggufLines } from "./gguf-lines.ts";
import { offerLines, openRouterLines } from "./hosted-lines.ts";
import { fileLines, onnxLines } from "./hub-files.ts";
import { downloadLine, libraryLines, vllmLines } from "./hub-libraries.ts";
import { type HubPlace, hubPlace, publicHub } from "./hub-place.ts";
import { type ListingFacts, type LoadFacts, type LoadLine, type Snippet, lineOf } from "./load-line.ts";
import { isFitForCode } from "./quoting.ts";
import { catalogFileLines, ociLines, ollamaLines } from "./registry-lines.ts";

/**
 * How a model is loaded: for each of its listings the libraries' own lines at the revision that is known, then the ids of its providers. Registrations on
 * a chain have no files, and no line. Nothing is given for what is gone or switched off, and for ids that could not be copied as they are read.
 *
 * @example
 * loadLines({ listings: [{ sourceKind: "ollama", sourceId: "ollama", nativeId: "llama3.1:8b", access: "OPEN", state: "LISTED" }],
 *   libraries: [], formats: [], artifacts: [], offers: [] })[0]?.code
 * // "ollama pull llama3.1:8b"
 */
export function loadLines(facts: LoadFacts): readonly LoadLine[] {
  const [leading] = facts.listings;
  const firstHub = facts.listings.find(({ sourceKind }) => sourceKind === "huggingface");
  const ofListings = facts.listings.flatMap((listing) => {
    if (listing.state === "GONE" || listing.access === "DISABLED" || !isFitForCode(listing.nativeId)) return [];
    const artifacts = facts.artifacts.filter(({ listingKey }) => (listingKey === undefined ? listing === leading : listingKey === `${listing.sourceId}:${listing.nativeId}`));
    const snippets = snippetsOf(listing, { ...facts, artifacts }, listing === firstHub);
    return snippets.map((snippet) => lineOf(snippet, { sourceId: listing.sourceId, nativeId: listing.nativeId, ...saidOf(listing, snippet) }));
  });
  return [...ofListings, ...offerLines(facts.offers).map((snippet) => lineOf(snippet, {}))];
}

function snippetsOf(listing: ListingFacts, facts: LoadFacts, isFirstHub: boolean): readonly Snippet[] {
  switch (listing.sourceKind) {
    case "huggingface":
      return hubSnippets(hubPlace(listing, facts), facts, isFirstHub);
    case "ollama":
      return ollamaLines(listing);
    case "oci":
      return ociLines(listing);
    case "openrouter":
      return openRouterLines(listing);
    case "file":
      return catalogFileLines(facts.artifacts);
    default:
      return [];
  }
}

/** What the libraries load is said of the model; of another repository than its first only what its files show. */
function hubSnippets(place: HubPlace | undefined, { libraries: named, artifacts }: LoadFacts, isFirst: boolean): readonly Snippet[] {
  if (place === undefined) return [];
  const libraries = [...new Set(named)];
  const isGguf = place.formats.length > 0 && place.formats.every((format) => format === "GGUF");
  const isTold = isFirst || artifacts.some(({ role }) => role === "WEIGHTS");
  const own = isTold && !isGguf ? [...libraries.flatMap((library) => libraryLines(library, place)), ...(libraries.includes("transformers") ? vllmLines(place) : [])] : [];
  return [...own, ...libraries.flatMap((library) => fileLines(library, place)), ...ggufLines(place), ...onnxLines(place), downloadLine(place)];
}

function saidOf(listing: ListingFacts, { library }: Snippet): { readonly needs: readonly string[]; readonly notes: readonly string[] } {
  const notes = listing.state === "DEPRECATED" ? ["The source says that it should no longer be chosen."] : [];
  if (listing.sourceKind === "huggingface") return { notes, needs: hubNeeds(listing) };
  const host = listing.nativeId.split("/")[0] ?? "";
  if (listing.sourceKind !== "oci" || listing.access === "OPEN") return { notes, needs: [] };
  return { notes, needs: [`You may have to log in at ${host} first (${library === "ORAS" ? "oras" : "docker"} login).`] };
}

function hubNeeds(listing: ListingFacts): readonly string[] {
  const place = hubPlace(listing, { artifacts: [], formats: [] });
  if (place === undefined) return [];
  const needs: string[] = [];
  if (place.endpoint !== publicHub) needs.push(`This gateway reads the Hub at ${place.endpoint}, which its operator configured; to load from there too, where your machine reaches it, set HF_ENDPOINT to that address first.`);
  if (listing.access === "GATED") needs.push(`Accept the terms at ${place.endpoint}/${place.id} first, and log in (hf auth login).`);
  if (listing.access === "PRIVATE") needs.push("Log in with an account that may read it (hf auth login).");
  return needs;
}
