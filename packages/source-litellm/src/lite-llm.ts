import { createHash } from "node:crypto";
import { asRecord, asString, parseOptions, readJson, SourceError, type ListPage, type ListRequest, type OverlayRecord, type Source, type SourceContext } from "@modeldex/plugin-kit";
import { z } from "zod";
import { whyNoModel } from "./no-model.ts";
import { overlayOf } from "./overlay-of.ts";
import { readingsOf } from "./references.ts";

export interface LiteLlmOptions {
  /** @default "litellm" */
  readonly id?: string;
  /** Where the map is served, without its path. @default "https://raw.githubusercontent.com" */
  readonly endpoint?: string | undefined;
}

/** `/<path>` of the map on the main branch of LiteLLM's repository. */
export const mapPath = "/BerriAI/litellm/main/model_prices_and_context_window.json";

/** What is stored counts as fresh for so long; half of it before, a map that has not changed is given whole again. */
const freshMs = 86_400_000;

/**
 * LiteLLM's map of prices: what some hundred providers ask for models that others list. It lists none itself, only overlays, in one document.
 *
 * @throws {OptionsError} naming the option that is wrong.
 * @example
 * liteLlm().id
 * // "litellm"
 */
export function liteLlm(options: LiteLlmOptions = {}): Source & Required<Pick<Source, "about" | "list" | "parseReference">> {
  const { id, endpoint } = parseOptions(schema, options, "liteLlm()");
  return {
    id,
    kind: "litellm",
    title: "LiteLLM",
    homepage: "https://github.com/BerriAI/litellm",
    contract: 1,
    baseAddresses: [endpoint],
    listing: "full",
    naming: "curated",
    freshMs,
    harvestEveryMs: freshMs / 4,
    about: async () => [{
      kind: "SOURCE_OPERATOR",
      statement: "The map is kept in LiteLLM's public repository by BerriAI and its contributors; its prices are what they read, not the providers' own word.",
      facts: { operator: "BerriAI" },
      evidence: [],
    }],
    list: (request, context) => listMap(`${endpoint}${mapPath}`, request, context),
    parseReference: readingsOf,
  };
}

const schema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, "must be lower-case letters, digits and hyphens, beginning with a letter").default("litellm"),
  endpoint: z
    .url({ protocol: /^https?$/, error: "must be an http or https URL without the path of the map, such as https://raw.githubusercontent.com" })
    .transform((url) => url.replace(/\/+$/, "")).default("https://raw.githubusercontent.com"),
});

async function listMap(url: string, { cursor, since }: ListRequest, context: SourceContext): Promise<ListPage> {
  if (cursor !== undefined) throw new SourceError("BAD_RESPONSE", "LiteLLM's map is listed in one page and gives no cursor; list it without one.");
  const known = since === undefined ? undefined : stillFresh(since, context.now());
  const response = await context.fetch(url, { signal: context.signal, headers: { accept: "application/json", ...(known?.startsWith("sha256:") === false && { "if-none-match": known }) } });
  if (response.status === 304 && known !== undefined) return { unchanged: true };
  const map = asRecord(await readJson(response, "its map of prices", context.now())) ?? {};
  const tag = etagOf(response) ?? `sha256:${createHash("sha256").update(JSON.stringify(map)).digest("hex")}`;
  if (tag === known) return { unchanged: true };
  const overlays = Object.entries(map).flatMap(([key, row]) => readRow(key, row, context));
  if (overlays.length === 0) throw new SourceError("BAD_RESPONSE", "The answer has no row of a map of prices: each is an object with litellm_provider.");
  return { overlays, checkpoint: `${tag}@${context.now().toISOString()}`, ...(since !== undefined && { whole: true }) };
}

/** An ETag, or the sha256 of the map where the host gives none. */
const tagForm = /^(?:(?:W\/)?"[\x21\x23-\x7e]{1,200}"|sha256:[0-9a-f]{64})$/;

function etagOf(response: Response): string | undefined {
  const etag = response.headers.get("etag");
  return etag !== null && tagForm.test(etag) ? etag : undefined;
}

/** The tag of a checkpoint, while what it stands for counts as fresh enough to be confirmed only. */
function stillFresh(checkpoint: string, now: Date): string | undefined {
  const [, tag = "", at = ""] = /^(.+)@(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)$/.exec(checkpoint) ?? [];
  const age = now.getTime() - Date.parse(at);
  return tagForm.test(tag) && age >= 0 && age < freshMs / 2 ? tag : undefined;
}

function readRow(key: string, value: unknown, context: SourceContext): readonly OverlayRecord[] {
  const row = asRecord(value);
  const provider = asString(row?.["litellm_provider"]);
  if (row === undefined || provider === undefined) {
    context.drop(key, "it names no provider, so it is no price");
    return [];
  }
  const reason = whyNoModel(key, provider, asString(row["mode"]) ?? "");
  if (reason === undefined) return [overlayOf(key, provider, row)];
  context.drop(key, reason);
  return [];
}
