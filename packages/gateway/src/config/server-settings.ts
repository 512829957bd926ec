import { ConfigError } from "./config.ts";
import type { LimitsConfig, ServerConfig } from "./config.ts";
import { numberOf, objectOf, shown } from "./option-checks.ts";

/** How the endpoint is served, with every default in its place. */
export type ServerSettings = Required<Omit<ServerConfig, "limits">> & { readonly limits: Required<LimitsConfig> };

/** The most that one request may ask for, where the configuration does not say otherwise. */
export const defaultLimits: Required<LimitsConfig> = {
  bodyBytes: 1_000_000, tokens: 5_000, depth: 20, fields: 2_000, aliases: 50, rootFields: 20, repeats: 10, directives: 50, nodes: 100_000,
};

const defaults = {
  host: "127.0.0.1", port: 4000, corsOrigins: "*", corsMaxAgeSeconds: 86_400, corsExposedHeaders: ["x-request-id", "x-modeldex-cache"], requestDeadlineMs: 10_000,
} as const satisfies Required<Omit<ServerConfig, "limits">>;

const optionNames = [...Object.keys(defaults), "limits"];

/**
 * Checks the options of the server; `HOST` and `PORT` go before them.
 *
 * @throws {ConfigError} naming the option or variable, and what to write instead.
 */
export function serverSettings(given: unknown = {}, env: Readonly<Record<string, string | undefined>> = {}): ServerSettings {
  const options = objectOf(given, "server", optionNames);
  return {
    host: textOf(env.HOST === "" ? undefined : env.HOST, "HOST") ?? textOf(options["host"], "server.host") ?? defaults.host,
    port: portOf(env.PORT) ?? numberOf(options["port"], "server.port", 0, 65_535) ?? defaults.port,
    corsOrigins: originsOf(options["corsOrigins"]) ?? defaults.corsOrigins,
    corsMaxAgeSeconds: numberOf(options["corsMaxAgeSeconds"], "server.corsMaxAgeSeconds", 0) ?? defaults.corsMaxAgeSeconds,
    corsExposedHeaders: headersOf(options["corsExposedHeaders"]) ?? defaults.corsExposedHeaders,
    requestDeadlineMs: numberOf(options["requestDeadlineMs"], "server.requestDeadlineMs", 1) ?? defaults.requestDeadlineMs,
    limits: limitsOf(options["limits"]),
  };
}

function limitsOf(given: unknown = {}): Required<LimitsConfig> {
  const limits = objectOf(given, "server.limits", Object.keys(defaultLimits));
  const read = Object.entries(defaultLimits).map(([name, fallback]) => [name, numberOf(limits[name], `server.limits.${name}`, 1) ?? fallback]);
  return Object.fromEntries(read) as Required<LimitsConfig>;
}

function textOf(value: unknown, option: string): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value !== "string" || value.trim() === "") throw new ConfigError(`${option} is ${shown(value)}; write an address of this machine, such as "127.0.0.1" or "0.0.0.0".`);
  return value;
}

function portOf(text: string | undefined): number | undefined {
  if (text === undefined || text === "") return undefined;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new ConfigError(`PORT is "${text}"; write a number from 0 to 65535.`);
  return port;
}

/** A browser sends an origin without a path, and in lower case. */
function originsOf(value: unknown): ServerSettings["corsOrigins"] | undefined {
  if (value === undefined || value === "*") return value;
  if (!Array.isArray(value)) throw new ConfigError(`server.corsOrigins is ${shown(value)}; write "*", or a list of origins such as ["https://app.example.org"].`);
  for (const origin of value as readonly unknown[]) {
    const right = typeof origin === "string" && URL.canParse(origin) && /^https?:$/.test(new URL(origin).protocol) && new URL(origin).origin === origin;
    if (!right) throw new ConfigError(`server.corsOrigins has ${shown(origin)}; write scheme, host and port alone, such as "https://app.example.org".`);
  }
  return value as readonly string[];
}

function headersOf(value: unknown): readonly string[] | undefined {
  if (value === undefined) return undefined;
  const right = Array.isArray(value) && value.every((name) => typeof name === "string" && /^[A-Za-z0-9-]+$/.test(name));
  if (!right) throw new ConfigError(`server.corsExposedHeaders is ${shown(value)}; write a list of names of headers, such as ["x-request-id"].`);
  return value;
}
