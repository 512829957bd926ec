import { existsSync } from "node:fs";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { ProxyAddresses } from "@modeldex/plugin-kit/lend";
import { thisHolder } from "../harvest/holder.ts";
import { logLevels } from "../observe/log.ts";
import type { LogLevel } from "../observe/log.ts";
import { ConfigError } from "./config.ts";
import type { ConfigInput, ModeldexConfig, SearchConfig } from "./config.ts";
import { loadFailure } from "./load-failure.ts";
import { numberOf, objectOf, shown } from "./option-checks.ts";
import { proxyOf } from "./proxy.ts";
import { serverSettings } from "./server-settings.ts";
import type { ServerSettings } from "./server-settings.ts";

/** Everything that the gateway is started with: the configuration file, overridden by the operational environment variables. */
export interface Settings {
  readonly config: ModeldexConfig;
  /** Absolute path of the file it came from; absent when none was found. */
  readonly configPath?: string;
  /** From where each source is loaded again in a thread of its own; absent: sources run in the main thread. */
  readonly isolate?: { readonly configPath: string; readonly env: Environment };
  /** Absolute path. */
  readonly dataDir: string;
  readonly server: ServerSettings;
  readonly search: Required<SearchConfig>;
  /** No outbound call at all. */
  readonly offline: boolean;
  /** Whether the serving process harvests. */
  readonly harvest: boolean;
  /** Whether an empty catalog begins with the starter catalog. */
  readonly starter: boolean;
  /** `redis://…`, or the nodes of a cluster; absent: memory only. */
  readonly redis?: { readonly url: string } | { readonly nodes: readonly { readonly host: string; readonly port: number }[] };
  /** Through which sources and verifiers ask; absent: directly. */
  readonly proxy?: ProxyAddresses;
  readonly logLevel: LogLevel;
  /** Who this process is, for leases: `<host>:<process id>`. */
  readonly holder: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads configuration file and environment.
 *
 * The file is `MODELDEX_CONFIG`, else the first `modeldex.config.{ts,js,mjs}` in the working directory or above it.
 *
 * @throws {ConfigError} naming the option or variable, and what to write instead.
 */
export async function loadSettings(env: Environment, directory: string): Promise<Settings> {
  const configPath = findConfig(env, directory);
  const config = configPath === undefined ? { sources: [] } : await loadConfig(configPath, env);
  const redis = redisOf(env);
  const proxy = proxyOf(env);
  const isolates = !flag(env, "MODELDEX_ISOLATE", "off", ["on", ""]) && config.isolate !== false;
  const search = objectOf(config.search ?? {}, "search", ["liveDeadlineMs", "liveLimit"]);
  return {
    config,
    ...(configPath !== undefined && { configPath, ...(isolates && { isolate: { configPath, env } }) }),
    dataDir: resolve(configPath === undefined ? directory : dirname(configPath), env.MODELDEX_DATA_DIR ?? ".modeldex"),
    server: serverSettings(config.server, env),
    search: {
      liveDeadlineMs: numberOf(search["liveDeadlineMs"], "search.liveDeadlineMs", 1) ?? 2_500,
      liveLimit: numberOf(search["liveLimit"], "search.liveLimit", 1) ?? 100,
    },
    offline: flag(env, "MODELDEX_OFFLINE", "1", ["0", ""]),
    harvest: !flag(env, "MODELDEX_HARVEST", "off", ["on", ""]),
    starter: !flag(env, "MODELDEX_STARTER", "off", ["on", ""]),
    ...(redis !== undefined && { redis }),
    ...(proxy !== undefined && { proxy }),
    logLevel: levelOf(env.MODELDEX_LOG),
    holder: thisHolder(),
  };
}

/**
 * The configuration file that `loadSettings` reads.
 *
 * @throws {ConfigError} when there is none.
 */
export function configFile(env: Environment, directory: string): string {
  const path = findConfig(env, directory);
  if (path === undefined) throw new ConfigError(`There is no modeldex.config.ts in ${directory} or above it; write one, or name it by MODELDEX_CONFIG.`);
  return path;
}

function findConfig(env: Environment, directory: string): string | undefined {
  if (env.MODELDEX_CONFIG !== undefined && env.MODELDEX_CONFIG !== "") {
    const path = isAbsolute(env.MODELDEX_CONFIG) ? env.MODELDEX_CONFIG : join(directory, env.MODELDEX_CONFIG);
    if (!existsSync(path)) throw new ConfigError(`MODELDEX_CONFIG names ${path}, which does not exist; give the path of a modeldex.config.ts.`);
    return path;
  }
  for (let at = directory; ; at = dirname(at)) {
    const found = ["ts", "js", "mjs"].map((extension) => join(at, `modeldex.config.${extension}`)).find((path) => existsSync(path));
    if (found !== undefined) return found;
    if (dirname(at) === at) return undefined;
  }
}

/**
 * Imports a configuration file and makes the configuration of it.
 *
 * @throws {ConfigError} naming the option, and what to write instead.
 */
export async function loadConfig(path: string, env: Environment): Promise<ModeldexConfig> {
  const module: { readonly default?: unknown } = await import(pathToFileURL(path).href).catch((cause: unknown) => {
    throw new ConfigError(loadFailure(path, cause), { cause });
  });
  const exported = module.default;
  const made: unknown = typeof exported === "function" ? await called(exported as (input: ConfigInput) => unknown, env, path) : exported;
  return checked(made, path);
}

/** Errors of options name the option already; any other is said to come from the configuration. */
async function called(make: (input: ConfigInput) => unknown, env: Environment, path: string): Promise<unknown> {
  try {
    return await make({ env });
  } catch (cause) {
    const problem = cause instanceof Error ? cause.message : String(cause);
    throw new ConfigError(`${path}: ${problem}`, { cause });
  }
}

const knownOptions = new Set(["sources", "verifiers", "policies", "exceptions", "identity", "server", "search", "harvest", "isolate", "live", "backgroundDetails", "backgroundAssessments", "entriesPerRegistrant"]);

const lists = [
  ["verifiers", ", such as [onchainRegistration({ rpc })]"], ["policies", ", such as [{ id, title, version, rules }]"], ["exceptions", ", such as [{ subject, rule, reason, by, until }]"], ["harvest", ' of ids of sources, such as ["hf"]'],
] as const;

/** Checks the outline; sources, verifiers and policies are checked by the rooms that use them. */
function checked(made: unknown, path: string): ModeldexConfig {
  if (typeof made !== "object" || made === null) throw new ConfigError(`${path} has no default export; write "export default defineConfig({ sources: [...] })".`);
  for (const option of Object.keys(made)) {
    if (!knownOptions.has(option)) throw new ConfigError(`${path}: "${option}" is not an option; there are ${[...knownOptions].join(", ")}.`);
  }
  const config = made as Partial<Record<keyof ModeldexConfig, unknown>>;
  if (!Array.isArray(config.sources)) throw new ConfigError(`${path}: sources must be a list of sources, such as [huggingFace()].`);
  for (const [option, right] of lists) {
    const isFunction = option === "verifiers" && typeof config[option] === "function";
    if (config[option] !== undefined && !isFunction && !Array.isArray(config[option])) throw new ConfigError(`${path}: ${option} must be a list${right}.`);
  }
  if (config.isolate !== undefined && typeof config.isolate !== "boolean") throw new ConfigError(`${path}: isolate must be true or false.`);
  if (config.live !== undefined && !isSwitches(config.live)) throw new ConfigError(`${path}: live must say true or false for ids of sources, such as { hf: false }.`);
  numberOf(config.entriesPerRegistrant, `${path}: entriesPerRegistrant`, 1);
  checkIdentity(config.identity, path);
  checkBackground("backgroundDetails", config.backgroundDetails, { path, right: "{ mostUsed: 2_000, perMinute: 10 }" });
  checkBackground("backgroundAssessments", config.backgroundAssessments, { path, right: "{ mostUsed: 500, perMinute: 6 }" });
  return made as ModeldexConfig;
}

function isSwitches(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value) && Object.values(value).every((on) => typeof on === "boolean");
}

function checkIdentity(identity: unknown, path: string): void {
  if (identity === undefined) return;
  if (typeof identity !== "object" || identity === null || Array.isArray(identity)) throw new ConfigError(`${path}: identity must be { same: [...], different: [...], file: "…" }.`);
  for (const [list, pairs] of Object.entries(identity)) {
    if (list === "file") {
      if (typeof pairs === "string" && pairs !== "") continue;
      throw new ConfigError(`${path}: identity.file is ${shown(pairs)}; write the path of a YAML or JSON file with same and different.`);
    }
    if (list !== "same" && list !== "different") throw new ConfigError(`${path}: identity.${list} is not an option; there are same, different and file.`);
    const right = Array.isArray(pairs) && pairs.every((pair) => Array.isArray(pair) && pair.length === 2 && pair.every((key) => typeof key === "string" && key.includes(":")));
    if (!right) throw new ConfigError(`${path}: identity.${list} must be a list of pairs of listing keys, such as ["hf:org/a", "hf:org/b"].`);
  }
}

function checkBackground(name: string, bounds: unknown, { path, right }: { readonly path: string; readonly right: string }): void {
  if (bounds === undefined || bounds === false) return;
  if (typeof bounds !== "object" || bounds === null || Array.isArray(bounds)) throw new ConfigError(`${path}: ${name} must be false or ${right}.`);
  for (const [option, value] of Object.entries(bounds)) {
    if (option !== "mostUsed" && option !== "perMinute") throw new ConfigError(`${path}: ${name}.${option} is not an option; there are mostUsed and perMinute.`);
    numberOf(value, `${path}: ${name}.${option}`, 1);
  }
}

function redisOf(env: Environment): Settings["redis"] {
  if (env.REDIS_CLUSTER !== undefined && env.REDIS_CLUSTER !== "") {
    const nodes = env.REDIS_CLUSTER.split(",").map((text) => {
      const [, host, port] = /^\s*(.+):(\d{1,5})\s*$/.exec(text) ?? [];
      if (host === undefined || port === undefined) throw new ConfigError(`REDIS_CLUSTER has "${text.trim()}"; write host:port, comma-separated.`);
      return { host, port: Number(port) };
    });
    return { nodes };
  }
  if (env.REDIS_URL === undefined || env.REDIS_URL === "") return undefined;
  if (!/^rediss?:\/\//.test(env.REDIS_URL)) throw new ConfigError("REDIS_URL must begin with redis:// or rediss://, such as redis://127.0.0.1:6379.");
  return { url: env.REDIS_URL };
}

function flag(env: Environment, name: string, on: string, off: readonly string[]): boolean {
  const value = env[name] ?? "";
  if (value === on) return true;
  if (off.includes(value)) return false;
  throw new ConfigError(`${name} is "${value}"; write ${name}=${on}, or leave it out.`);
}

function levelOf(text: string | undefined): LogLevel {
  const level = logLevels.find((known) => known === (text ?? "info"));
  if (level === undefined) throw new ConfigError(`MODELDEX_LOG is "${text ?? ""}"; write one of ${logLevels.join(", ")}.`);
  return level;
}
