import type { Source, Verifier } from "@modeldex/plugin-kit";
import type { PolicyException, PolicyRuleDefinition } from "@modeldex/trust";
import type { BackgroundAssessments } from "../assess/background-assessor.ts";
import type { BackgroundDetails } from "../harvest/background-details.ts";

/** What an operator configures. Every member but `sources` has a default. */
export interface ModeldexConfig {
  /** In the order in which their listings lead a model. */
  readonly sources: readonly Source[];
  /**
   * Checks besides the built-in ones, or a function that gives all of them, such as `(builtIn) => builtIn.filter(({ id }) => id !== "…")`. Only these can
   * say "verified". Of equal cost, the first begin first.
   */
  readonly verifiers?: readonly Verifier[] | ((builtIn: readonly Verifier[]) => readonly Verifier[]);
  /** Trust policies besides the built-in ones. */
  readonly policies?: readonly PolicyDefinition[];
  /**
   * Rules of policies that do not count for one listing until a time, each with its reason and who answers for it. `subject`: the key of a listing, or
   * `<key>@<revision>` for that revision alone; `until`: a time with its zone. A decision that rests on one says so.
   */
  readonly exceptions?: readonly PolicyException[];
  /**
   * What is, and what is not, the same model, whatever the rules say. Pairs of listing keys: `["hf:google/bert", "hf:google-bert/bert"]`. `file`: a YAML
   * or JSON file with lists of keys under `same` and `different`, beside the configuration; a serving process reads it again when it changes.
   */
  readonly identity?: {
    readonly file?: string;
    readonly same?: readonly (readonly [string, string])[];
    readonly different?: readonly (readonly [string, string])[];
  };
  readonly server?: ServerConfig;
  readonly search?: SearchConfig;
  /**
   * Whether words that people type are sent to a source, by its id; `false`: what is stored of it is searched, and it is asked only for models that it
   * is known to have, or that somebody names by its URL or key. @default what each source says (`Source.live`), else true
   */
  readonly live?: Readonly<Record<string, boolean>>;
  /** Ids of the sources that the serving process keeps harvested. @default those that state `harvestEveryMs`, and once those that state nothing of it */
  readonly harvest?: readonly string[];
  /**
   * Runs each source in a thread of its own, for which the file is loaded again; `false`: all in the main thread, where one that blocks holds up
   * everybody. Sources that a program gives as objects always run there. @default true (`MODELDEX_ISOLATE=off`)
   */
  readonly isolate?: boolean;
  /**
   * Listed entries of one account that are kept of a source where anybody may write; further ones are counted, and found by their id. Lowering it
   * removes nothing. @default 100
   */
  readonly entriesPerRegistrant?: number;
  /** What the serving process fetches besides of the most used models: context length, files with digests, claims. `false`: nothing. @default the 2,000 most used of each source, 10 a minute */
  readonly backgroundDetails?: false | BackgroundDetails;
  /** How many models the serving process keeps assessed, for searches by trust. `false`: none. @default the 500 most used, 6 a minute */
  readonly backgroundAssessments?: false | BackgroundAssessments;
}

/** A trust policy of the operator. `id` is unique over policies and sources, since clients keep both by id alone. */
export interface PolicyDefinition {
  readonly id: string;
  readonly title: string;
  readonly version: string;
  readonly rules: readonly PolicyRuleDefinition[];
}

/** How the endpoint is served. */
export interface ServerConfig {
  /** @default "127.0.0.1" (`HOST`) */
  readonly host?: string;
  /** 0 takes a free port. @default 4000 (`PORT`) */
  readonly port?: number;
  /** Origins that may read from a browser; `"*"` for all. Requests carry no credentials. @default "*" */
  readonly corsOrigins?: "*" | readonly string[];
  /** How long a browser may remember that an origin may read, in seconds. @default 86_400 */
  readonly corsMaxAgeSeconds?: number;
  /** Headers of answers that a page of another origin may look at. @default ["x-request-id", "x-modeldex-cache"] */
  readonly corsExposedHeaders?: readonly string[];
  /** Longest time for one request, in milliseconds. @default 10_000 */
  readonly requestDeadlineMs?: number;
  /** The most that one request may ask for. */
  readonly limits?: LimitsConfig;
}

/** The most that one request may ask for; what asks for more is refused with `LIMIT_EXCEEDED` before it runs. */
export interface LimitsConfig {
  /** Bytes of a request's body. @default 1_000_000 */
  readonly bodyBytes?: number;
  /** Words and signs of a document. @default 5_000 */
  readonly tokens?: number;
  /** Fields within fields. @default 20 */
  readonly depth?: number;
  /** Selected fields, with fragments written out. @default 2_000 */
  readonly fields?: number;
  /** @default 50 */
  readonly aliases?: number;
  /** Fields at the root of an operation. @default 20 */
  readonly rootFields?: number;
  /** How often one field may stand in one selection under one name, `__typename` too. @default 10 */
  readonly repeats?: number;
  /** @default 50 */
  readonly directives?: number;
  /** Objects that the answer can hold, as far as `first` and lists of ids tell: lists within lists multiply. @default 100_000 */
  readonly nodes?: number;
}

/** How searches ask sources live. */
export interface SearchConfig {
  /** Until when a search waits for live sources, in milliseconds. @default 2_500 */
  readonly liveDeadlineMs?: number;
  /** Hits asked of each live source. @default 100 */
  readonly liveLimit?: number;
}

/** What a configuration may look at. */
export interface ConfigInput {
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** A configuration, or a function that makes one from the environment. */
export type ConfigExport = ModeldexConfig | ((input: ConfigInput) => ModeldexConfig | Promise<ModeldexConfig>);

/**
 * Types the default export of a `modeldex.config.ts`.
 *
 * @example
 * export default defineConfig(({ env }) => ({ sources: [huggingFace({ token: env.HF_TOKEN })] }));
 */
export function defineConfig<Export extends ConfigExport>(config: Export): Export {
  return config;
}

/** A configuration that cannot be used; the message names the option and says what to write instead. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}
