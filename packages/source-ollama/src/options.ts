import { z } from "zod";

/**
 * `id`; `host`: a daemon as the command `ollama` reads `OLLAMA_HOST`; `library`: URL of an index of the library; `registry`: origin of the registry,
 * `false` when it is never to be asked. At least one of the three is there.
 */
export type OllamaOptions = z.input<typeof optionsSchema>;

/** As ollama `envconfig.Host`; what a daemon listens on everywhere is asked on the loopback. @returns `undefined` when it is none. */
export function daemonAddress(text: string): string | undefined {
  const [, scheme, given, port = scheme === undefined ? "11434" : ""] = /^(https?:\/\/)?(\[[0-9a-f:.]+\]|[^:/@\s]*)(?::(\d{1,5}))?\/?$/i.exec(text.trim()) ?? [];
  const host = given?.replace(/^(?:0\.0\.0\.0|\[::\]|)$/, "127.0.0.1");
  return host === undefined ? undefined : URL.parse(`${scheme ?? "http://"}${host}${port === "" ? "" : `:${port}`}`)?.origin;
}

const address = (example: string) => z.url({ protocol: /^https?$/, error: `must be an http or https URL, such as ${example}` }).transform((url) => url.replace(/\/+$/, ""));

export const optionsSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, "must be lower-case letters, digits and hyphens, beginning with a letter").default("ollama"),
  host: z.string().transform(daemonAddress).refine((url) => url !== undefined, "must be a host, host:port or URL, such as 127.0.0.1:11434").optional(),
  library: address("https://ollama-models.example/models.json").optional(),
  registry: z.union([z.literal(false), address("https://registry.ollama.ai")]).default("https://registry.ollama.ai"),
}).refine(({ host, library, registry }) => host !== undefined || library !== undefined || registry !== false, "must name at least one of host, library and registry");
