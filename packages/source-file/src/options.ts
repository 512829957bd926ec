import { fileURLToPath } from "node:url";
import { z } from "zod";

/** Options of `catalogFile()`, as they are written in the configuration. */
export interface CatalogFileOptions {
  /**
   * Where the catalog is: a path, a pattern of paths with `*`, or an http(s) address, or several of these. Paths are relative to the working
   * directory; `new URL("./models.yaml", import.meta.url)` is relative to the configuration.
   */
  readonly from: string | URL | readonly (string | URL)[];
  /** Id of the source. @default "file" */
  readonly id?: string | undefined;
  /** How people see it. @default "Catalog file" */
  readonly title?: string | undefined;
  /** Its page, if it has one. @default the origin of the first address */
  readonly homepage?: string | undefined;
  /** Who gives the names: `curated`, the one who keeps the catalog, so that its models also join others by name. @default "curated" */
  readonly naming?: "curated" | "namespaced" | "open" | undefined;
  /** `trusted`: what is taken out of the catalog is gone, also when it is most of it. `guarded`: more than a fifth waits for `modeldex harvest <id> --force`. @default "guarded" */
  readonly removals?: "guarded" | "trusted" | undefined;
  /** How often a serving process looks whether it has changed, in milliseconds. @default 1_000 for paths, 60_000 for addresses */
  readonly harvestEveryMs?: number | undefined;
  /** Access token for the addresses, sent as `Authorization: Bearer …` to their origin only. */
  readonly token?: string | undefined;
  /** Longest document, in bytes. @default 16_777_216 */
  readonly maxBytes?: number | undefined;
}

/** Options with the defaults filled in. */
export interface CheckedOptions {
  readonly from: readonly string[];
  readonly id: string;
  readonly title: string;
  readonly homepage?: string | undefined;
  readonly naming: "curated" | "namespaced" | "open";
  readonly removals: "guarded" | "trusted";
  readonly harvestEveryMs?: number | undefined;
  readonly token?: string | undefined;
  readonly maxBytes: number;
}

const right = 'must be a path, a pattern of paths, or an http(s) address without user name and password, such as "models.yaml"';

const place = z
  .union([z.string(), z.instanceof(URL)], { error: right })
  .transform((written) => (typeof written === "string" ? written : written.href))
  .refine(isPlace, right);

/** What `catalogFile()` accepts. */
export const catalogFileOptions: z.ZodType<CheckedOptions, CatalogFileOptions> = z
  .strictObject({
    from: z.union([place.transform((one) => [one]), z.array(place).min(1, "must name at least one place").max(100, "must name at most 100 places")], { error: right }),
    id: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, "must be lower-case letters, digits and hyphens, such as \"file\"").default("file"),
    title: z.string().regex(/^(?=.*\S)[^\u0000-\u001f\u007f]{1,200}$/, "must be text in one line").default("Catalog file"),
    homepage: z.string().regex(/^https?:\/\/\S+$/, "must be an http or https address").refine((text) => URL.canParse(text), "must be an http or https address").optional(),
    naming: z.enum(["curated", "namespaced", "open"]).default("curated"),
    removals: z.enum(["guarded", "trusted"]).default("guarded"),
    harvestEveryMs: z.int().min(100, "must be at least 100 milliseconds").optional(),
    token: z.string().regex(/^[\x21-\x7e]+$/, "must be an access token without spaces or line breaks").optional(),
    maxBytes: z.int().min(1).max(33_554_432, "must be at most 33554432").default(16_777_216),
  })
  .refine(({ from, token }) => token === undefined || originsOf(from).length === 1, {
    path: ["token"], message: "is sent to one origin; give it where from has addresses of one origin, and make a source for each other",
  });

/** Origins of the addresses among the places. */
export function originsOf(from: readonly string[]): readonly string[] {
  return [...new Set(from.filter(isAddress).map((text) => new URL(text).origin))];
}

/** Whether a place is an address, not a path. */
export function isAddress(text: string): boolean {
  return /^https?:\/\//i.test(text);
}

function isPlace(text: string): boolean {
  if (text.trim() === "" || text.length > 4_096 || text.includes("\0")) return false;
  if (isAddress(text)) return URL.canParse(text) && new URL(text).username === "" && new URL(text).password === "";
  // `file:` is a path; another scheme would be taken for the name of a folder.
  return /^file:\/\//i.test(text) ? isFileUrl(text) : !/^[a-z][a-z0-9+.-]+:\/\//i.test(text);
}

function isFileUrl(text: string): boolean {
  try {
    return fileURLToPath(text) !== "";
  } catch {
    return false;
  }
}
