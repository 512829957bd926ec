import { z } from "zod";

/** Options of `huggingFace()`, as they are written in the configuration. */
export interface HuggingFaceOptions {
  /** Id of the source. @default "hf" */
  readonly id?: string | undefined;
  /** Base address of the Hub or of a mirror, with or without a path. @default "https://huggingface.co" */
  readonly endpoint?: string | undefined;
  /** Access token; only sent to the endpoint's own origin. Absent: anonymous, with the lower rate limits. */
  readonly token?: string | undefined;
  /** How much a harvest brings: everything, or so many of the most downloaded models. @default { top: 50_000 } */
  readonly harvest?: "all" | { readonly top: number } | undefined;
  /** Keeps the source harvested by the serving process, at this interval in milliseconds; `false`: only by command. @default 21_600_000 (6 hours) */
  readonly harvestEveryMs?: number | false | undefined;
  /** Reads all counts again when a harvest finds them older than this, in milliseconds. @default 86_400_000 (a day); 604_800_000 (a week) with `harvest: "all"` */
  readonly countsEveryMs?: number | undefined;
  /**
   * Serves private repositories that the token may see: all, or those of these namespaces, which harvests then list whole. Whoever can reach the gateway's
   * endpoint can read what it serves. Needs `token`. @default false
   */
  readonly private?: boolean | readonly string[] | undefined;
}

/** Options with the defaults filled in and the endpoint without a trailing slash. */
export interface HubOptions {
  readonly id: string;
  readonly endpoint: string;
  readonly token?: string | undefined;
  readonly harvest: "all" | { readonly top: number };
  readonly harvestEveryMs: number | false;
  readonly countsEveryMs?: number | undefined;
  readonly private: boolean | readonly string[];
}

const notTooOften = "must be a whole number of milliseconds from 60_000 on";

/** What `huggingFace()` accepts. */
export const huggingFaceOptions: z.ZodType<HubOptions, HuggingFaceOptions> = z
  .strictObject({
    id: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, "must be lower-case letters, digits and hyphens, such as \"hf\"").default("hf"),
    endpoint: z
      .string()
      .refine(isBaseAddress, "must be an http or https address without query, fragment or credentials, such as \"https://huggingface.co\"")
      .transform((text) => new URL(text).href.replace(/\/+$/, ""))
      .default("https://huggingface.co"),
    token: z.string().regex(/^[\x21-\x7e]+$/, "must be an access token without spaces or line breaks").optional(),
    harvest: z.union([z.literal("all"), z.strictObject({ top: z.int().min(1) })]).default({ top: 50_000 }),
    harvestEveryMs: z.union([z.literal(false), z.int().min(60_000, notTooOften)], `${notTooOften}, or false`).default(21_600_000),
    countsEveryMs: z.int().min(60_000, notTooOften).optional(),
    private: z
      .union([z.boolean(), z.array(z.string().regex(/^[A-Za-z0-9_.-]+$/, "must be a namespace, such as \"acme\"")).min(1).max(100)], "must be true, false or a list of namespaces, such as [\"acme\"]")
      .default(false),
  })
  .refine((options) => options.private === false || options.token !== undefined, { path: ["private"], message: "needs a token that may see such repositories; give token as well" });

/** Which private repositories are served, by their id. */
export function servesPrivate({ private: served }: Pick<HubOptions, "private">): (id: string) => boolean {
  if (typeof served === "boolean") return () => served;
  const namespaces = new Set(served.map((name) => name.toLowerCase()));
  return (id) => id.includes("/") && namespaces.has(id.slice(0, id.indexOf("/")).toLowerCase());
}

function isBaseAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  const plain = url.search === "" && url.hash === "" && url.username === "" && url.password === "";
  return plain && (url.protocol === "https:" || url.protocol === "http:");
}
