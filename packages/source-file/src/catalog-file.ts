import { createHash } from "node:crypto";
import { parseOptions, SourceError, type ListPage, type ListRequest, type Source, type SourceContext } from "@modeldex/plugin-kit";
import { createCatalogReader, type CatalogState } from "./catalog-reader.ts";
import { claimsAboutTheCatalog } from "./about-the-catalog.ts";
import { catalogFileOptions, isAddress, originsOf, type CatalogFileOptions } from "./options.ts";
import { absolute } from "./places.ts";
import { parseCatalogReference } from "./references.ts";

/** A catalog as a source: it lists, tells who keeps it, and reads its own form of reference. What it lists is found; nobody is asked while people search. */
export type CatalogFileSource = Source & Required<Pick<Source, "about" | "list" | "parseReference">>;

/** What is stored counts as fresh for so long; half of it before, a catalog that has not changed is listed anew. */
const freshMs = 21_600_000;
const pathEveryMs = 1_000;
const addressEveryMs = 60_000;

/**
 * A private catalog in YAML, JSON or JSONL as a source: from a file, from the files that fit a pattern, from an http(s) address, or from several of these.
 *
 * A serving process takes a change over within about two seconds. A catalog with a mistake is not taken over at all: what was read before stays, and the
 * state of the source names file, line and field.
 *
 * @throws {OptionsError} naming the option that is wrong.
 * @example
 * catalogFile("models.yaml").id
 * // "file"
 */
export function catalogFile(options: string | URL | CatalogFileOptions): CatalogFileSource {
  const checked = parseOptions(catalogFileOptions, typeof options === "string" || options instanceof URL ? { from: options } : options, "catalogFile()");
  const directory = process.cwd();
  const from = checked.from.map((written) => absolute(written, directory));
  const addresses = from.filter(isAddress);
  const read = createCatalogReader({ from, directory, maxBytes: checked.maxBytes, token: checked.token, addressEveryMs: checked.harvestEveryMs ?? addressEveryMs });
  const homepage = checked.homepage ?? originsOf(from)[0];
  return {
    id: checked.id,
    kind: "file",
    title: checked.title,
    ...(homepage !== undefined && { homepage }),
    contract: 1,
    // A list of catalogs names others in its folder.
    ...(addresses.length > 0 && { baseAddresses: [...new Set(addresses.map((address) => new URL(".", address).href))] }),
    // Nothing that is kept of this catalog is another gateway's.
    credentialScope: createHash("sha256").update(JSON.stringify([from, checked.token ?? ""])).digest("hex").slice(0, 16),
    listing: "full",
    removals: checked.removals,
    naming: checked.naming,
    live: false,
    freshMs,
    harvestEveryMs: checked.harvestEveryMs ?? (addresses.length === from.length ? addressEveryMs : pathEveryMs),
    about: async (context) => {
      // What is said of a catalog that cannot be read must not make the source look well.
      await read(context);
      return claimsAboutTheCatalog(addresses);
    },
    list: async (request, context) => page(await read(context), request, context),
    parseReference: (text) => parseCatalogReference(text, from),
  };
}

/** The whole catalog is one page, so that it is taken over in one piece. */
function page({ records, leftOut, digest }: CatalogState, { cursor, since }: ListRequest, context: SourceContext): ListPage {
  if (cursor !== undefined) throw new SourceError("BAD_RESPONSE", "A catalog file is listed in one page and gives no cursor; list it without one.");
  if (since !== undefined && isStillTrue(since, digest, context.now())) return { unchanged: true };
  for (const { nativeId, reason } of leftOut) context.drop(nativeId, reason);
  return { records, checkpoint: `${digest}@${context.now().toISOString()}`, ...(since !== undefined && { whole: true }) };
}

function isStillTrue(since: string, digest: string, now: Date): boolean {
  const [, of, at = ""] = /^([0-9a-f]{64})@(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)$/.exec(since) ?? [];
  const age = now.getTime() - Date.parse(at);
  return of === digest && age >= 0 && age < freshMs / 2;
}
