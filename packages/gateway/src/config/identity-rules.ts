import { unwatchFile, watchFile } from "node:fs";
import { dirname, resolve } from "node:path";
import type { Catalog } from "@modeldex/catalog";
import { parseListingKey, type SourceId } from "@modeldex/schema";
import type { Logger } from "../observe/log.ts";
import { ConfigError } from "./config.ts";
import { configuredPairs, type IdentityPairs, readIdentityFile } from "./identity-file.ts";
import type { Settings } from "./load.ts";

/** The operator's rules about who is the same model: those of the configuration and those of the file that it names. */
export interface OperatorRules {
  /**
   * Gives the catalog the rules as they are now.
   *
   * @param unlessSet leaves those of a serving or harvesting process as they are: whoever only reads may run with other settings. @default false
   * @throws {ConfigError} when the file cannot be read, or says what it must not.
   */
  apply(unlessSet?: boolean): Promise<void>;
  /** Gives them again whenever the file changes. A file with a mistake changes nothing and is said in the log. @returns what ends that. */
  watch(): () => Promise<void>;
}

export interface OperatorRulesOptions {
  readonly settings: Pick<Settings, "config" | "configPath">;
  readonly catalog: Pick<Catalog, "setIdentityRules">;
  readonly sourceOrder: readonly SourceId[];
  /** Sources whose accounts are those of the Hugging Face Hub. */
  readonly hubSources: readonly SourceId[];
  readonly log: Logger;
  /** How often the file is looked at, in milliseconds. @default 2_000 */
  readonly everyMs?: number;
}

export function createOperatorRules({ settings: { config, configPath }, catalog, sourceOrder, hubSources, log, everyMs = 2_000 }: OperatorRulesOptions): OperatorRules {
  const file = config.identity?.file;
  const path = file === undefined ? undefined : resolve(configPath === undefined ? "." : dirname(configPath), file);
  const own = configuredPairs(config.identity);
  const told = new Set<SourceId>();

  /** Models may come that are not known yet; a source does not without another configuration. Each is told once. */
  function tellUnknown({ same, different }: IdentityPairs): void {
    for (const key of [...same, ...different].flat()) {
      const source = parseListingKey(key)?.source;
      if (source === undefined || sourceOrder.includes(source) || told.has(source)) continue;
      told.add(source);
      log.warn("an identity rule names a source that is not configured; it is kept, and says nothing until there is one of this id", { source, key, configured: sourceOrder });
    }
  }

  async function apply(unlessSet = false): Promise<void> {
    const read: IdentityPairs = path === undefined ? { same: [], different: [] } : await readIdentityFile(path);
    const pairs = { same: [...own.same, ...read.same], different: [...own.different, ...read.different] };
    tellUnknown(pairs);
    await catalog.setIdentityRules({ ...pairs, sourceOrder, hubSources }, { unlessSet });
  }

  return {
    apply,
    watch() {
      if (path === undefined) return async () => undefined;
      // One after the other, so that what was read last is what counts.
      let turn: Promise<void> = Promise.resolve();
      const reread = (): void => {
        turn = turn.then(() => apply()).then(
          () => log.info("the identity rules were read again", { file: path }),
          (error: unknown) => log.warn("the identity rules stay as they were; their file cannot be used", { file: path, ...(error instanceof ConfigError ? { reason: error.message } : { error }) }),
        );
      };
      watchFile(path, { interval: everyMs, persistent: false }, reread);
      return async () => {
        unwatchFile(path, reread);
        await turn;
      };
    },
  };
}
