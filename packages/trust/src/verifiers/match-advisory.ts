import type { SubjectListing } from "@modeldex/plugin-kit";

/** A package URL (https://github.com/package-url/purl-spec), as far as models are named by it. */
export interface PackageUrl {
  /** `<type>/<namespace>/<name>` in lower case: the Hub gives no two repositories names that differ in case alone. */
  readonly key: string;
  readonly version?: string;
  /** Host of the repository, where it is another than the usual one. */
  readonly host?: string;
}

/** Events of one range of OSV, in their order: `introduced`, `fixed`, `last_affected`, `limit`. */
export type AdvisoryRange = readonly { readonly kind: string; readonly at: string }[];

/** What an advisory is about. */
export interface AdvisoryProduct {
  readonly purl?: PackageUrl;
  readonly versions: readonly string[];
  readonly ranges: readonly AdvisoryRange[];
  /** `sha256:…` of files. */
  readonly sha256: readonly string[];
}

/** Whether a product is the listing. `OPEN`: it names the listing, and which revisions it means cannot be told. */
export type ProductMatch = "YES" | "NO" | "OPEN";

/**
 * Reads a package URL.
 *
 * @example
 * parsePackageUrl("pkg:huggingface/acme/tiny@0123")
 * // { key: "huggingface/acme/tiny", version: "0123" }
 */
export function parsePackageUrl(text: string): PackageUrl | undefined {
  const [, path = "", version, qualifiers = ""] = /^pkg:\/{0,2}([^@?#]+)(?:@([^?#]+))?(?:\?([^#]*))?(?:#.*)?$/i.exec(text) ?? [];
  const parts = path.split("/").map(decoded);
  if (parts.length < 2 || parts.some((part) => part === undefined || part === "")) return undefined;
  const repository = new URLSearchParams(qualifiers).get("repository_url");
  const host = repository === null ? undefined : hostOf(repository);
  const plain = version === undefined ? undefined : decoded(version);
  return { key: parts.join("/").toLowerCase(), ...(plain === undefined ? {} : { version: plain }), ...(host === undefined ? {} : { host }) };
}

/** Key of a listing among package URLs; `undefined` for sources whose models have none. */
export function packageKey({ sourceKind, record }: SubjectListing): string | undefined {
  return sourceKind === "huggingface" ? `huggingface/${record.nativeId}`.toLowerCase() : undefined;
}

/** A listing as products are held against it, made once for all of them: a document may have a hundred thousand, and a listing as many files. */
export interface MatchedListing {
  readonly key: string | undefined;
  readonly host: string | undefined;
  readonly revision: string | undefined;
  readonly digests: ReadonlySet<string>;
}

export function matchedListing(listing: SubjectListing): MatchedListing {
  const { url, revision, artifacts = [] } = listing.record;
  return { key: packageKey(listing), host: hostOf(url ?? ""), revision: revision?.toLowerCase(), digests: new Set(artifacts.flatMap(({ digest }) => digest ?? [])) };
}

/** Whether the listing, at its revision and with its files, is this product. */
export function matchProduct(product: AdvisoryProduct, { key, host, revision, digests }: MatchedListing): ProductMatch {
  if (product.sha256.some((digest) => digests.has(digest))) return "YES";
  const { purl } = product;
  if (purl === undefined || purl.key !== key) return "NO";
  if (purl.host !== undefined && purl.host !== host) return "NO";
  return matchVersion(product, revision);
}

function matchVersion({ purl, versions, ranges }: AdvisoryProduct, revision: string | undefined): ProductMatch {
  const named = [...(purl?.version === undefined ? [] : [purl.version]), ...versions].map((version) => version.toLowerCase());
  if (named.length === 0 && ranges.length === 0) return "YES";
  if (revision !== undefined && named.includes(revision)) return "YES";
  const ofRanges = ranges.map((range) => matchRange(range, revision));
  if (ofRanges.includes("YES")) return "YES";
  // A branch or tag may be the very commit that is listed.
  const isOpen = ofRanges.includes("OPEN") || (named.length > 0 && (revision === undefined || !isCommit(revision) || named.some((version) => !isCommit(version))));
  return isOpen ? "OPEN" : "NO";
}

/** Which of two commits is the older is not to be seen from their names: only a range without an end, and the ends themselves, are certain. */
function matchRange(events: AdvisoryRange, revision: string | undefined): ProductMatch {
  const at = (kind: string): readonly string[] => events.filter((event) => event.kind === kind).map((event) => event.at.toLowerCase());
  const isEndless = at("fixed").length === 0 && at("limit").length === 0 && at("last_affected").length === 0;
  if (at("introduced").includes("0") && isEndless) return "YES";
  if (revision === undefined) return "OPEN";
  if (at("introduced").includes(revision) || at("last_affected").includes(revision)) return "YES";
  return at("fixed").includes(revision) || at("limit").includes(revision) ? "NO" : "OPEN";
}

function isCommit(version: string): boolean {
  return /^[0-9a-f]{40}$/.test(version);
}

function hostOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).host : undefined;
}

function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}
