import { z } from "zod";

/** Options of `huggingFace()`, as they are written in the configuration. */
export interface HuggingFaceOptions {
  /** Id of the source. @default "hf" */
  readonly id?: string | undefined;
  /** Base address of the Hub or of a mirror, with or without a path. @default "https://huggingface.co" */
  readonly endpoint?: string | undefined;
  /** Access token; only sent to the endpoint's own origin. Absent: anonymous, with the lower rate limits. */
  readonly token?: string | undefined;
  /** How much a harvest brings: everything, or the most downloaded models. A bounded harvest is always whole. @default "all" */
  readonly harvest?: "all" | { readonly top: number } | undefined;
  /** Keeps the source harvested by the serving process, at this interval in milliseconds. @default only by command */
  readonly harvestEveryMs?: number | undefined;
}

/** Options with the defaults filled in and the endpoint without a trailing slash. */
export interface HubOptions {
  readonly id: string;
  readonly endpoint: string;
  readonly token?: string | undefined;
  readonly harvest: "all" | { readonly top: number };
  readonly harvestEveryMs?: number | undefined;
}

/** What `huggingFace()` accepts. */
export const huggingFaceOptions: z.ZodType<HubOptions, HuggingFaceOptions> = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, "must be lower-case letters, digits and hyphens, such as \"hf\"").default("hf"),
  endpoint: z
    .string()
    .refine(isBaseAddress, "must be an http or https address without query, fragment or credentials, such as \"https://huggingface.co\"")
    .transform((text) => new URL(text).href.replace(/\/+$/, ""))
    .default("https://huggingface.co"),
  token: z.string().regex(/^[\x21-\x7e]+$/, "must be an access token without spaces or line breaks").optional(),
  harvest: z.union([z.literal("all"), z.strictObject({ top: z.int().min(1) })]).default("all"),
  harvestEveryMs: z.int().min(60_000).optional(),
});

function isBaseAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  const plain = url.search === "" && url.hash === "" && url.username === "" && url.password === "";
  return plain && (url.protocol === "https:" || url.protocol === "http:");
}
