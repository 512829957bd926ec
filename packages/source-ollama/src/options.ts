import { parseOptions } from "@modeldex/plugin-kit";
import { z } from "zod";

export interface OllamaOptions {
  /** @default "ollama" */
  readonly id?: string;
  /** A daemon, as the command `ollama` reads `OLLAMA_HOST`: `host`, `host:port` or a URL; the port is 11434 where there is neither a port nor a scheme. @default none is asked */
  readonly host?: string | undefined;
  /** URL of an index of the library: one JSON document, such as a mirror's. @default none is read, so that nothing is listed but what a daemon has */
  readonly library?: string | undefined;
  /** Origin of the registry, for files, digests and licences of one model at a time. `false`: it is never asked. @default "https://registry.ollama.ai" */
  readonly registry?: string | false | undefined;
}

/** Options with their defaults; addresses without a slash at the end. */
export type Options = ReturnType<typeof readOptions>;

/** @throws {OptionsError} naming the option that is wrong. */
export function readOptions(options: OllamaOptions) {
  return parseOptions(schema, options, "ollama()");
}

/** As ollama `envconfig.Host`; what a daemon listens on everywhere is asked on the loopback. @returns `undefined` when it is none. */
export function daemonAddress(text: string): string | undefined {
  const [written, scheme, place = ""] = /^(?:(https?):\/\/)?([^/\s]*)\/?$/.exec(text.trim()) ?? [];
  const [, given, port = scheme === undefined ? "11434" : scheme === "https" ? "443" : "80"] = /^(\[[0-9a-f:.]+\]|[0-9a-f]*:[0-9a-f]*:[0-9a-f:.]*|[^:@]*)(?::(\d{1,5}))?$/i.exec(place) ?? [];
  if (written === undefined || given === undefined) return undefined;
  const host = ["", "0.0.0.0", "[::]", "::"].includes(given) ? "127.0.0.1" : /^[^[].*:/.test(given) || given.startsWith(":") ? `[${given}]` : given;
  return URL.parse(`${scheme ?? "http"}://${host}:${port}`)?.origin;
}

const address = (example: string) => z.url({ protocol: /^https?$/, error: `must be an http or https URL, such as ${example}` }).transform((url) => url.replace(/\/+$/, ""));

const schema = z
  .strictObject({
    id: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, "must be lower-case letters, digits and hyphens, beginning with a letter").default("ollama"),
    host: z.string().transform((text, context) => {
      const url = daemonAddress(text);
      if (url === undefined) context.issues.push({ code: "custom", input: text, message: "must be a host, host:port or URL, such as 127.0.0.1:11434" });
      return url ?? z.NEVER;
    }).optional(),
    library: address("https://ollama-models.example/models.json").optional(),
    registry: z.union([z.literal(false), address("https://registry.ollama.ai")]).default("https://registry.ollama.ai"),
  })
  .refine(({ host, library, registry }) => host !== undefined || library !== undefined || registry !== false, "must name at least one of host, library and registry");
