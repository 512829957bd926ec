import { spawn, type ChildProcess } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { quietEnvironment } from "../running-gateway.ts";
import { catalogContents, type KillCase, numberFrom } from "./kill-case.ts";

const main = fileURLToPath(new URL("../../packages/gateway/src/cli/main.ts", import.meta.url));

const chainConfiguration = fileURLToPath(new URL("./chain.config.ts", import.meta.url));

/**
 * `modeldex harvest hf --all` from a Hub.
 *
 * @param models how many it has
 */
export function harvestCase(hubUrl: string, models: number): KillCase {
  return {
    ...commandCase("harvest", ["harvest", "hf", "--all"], { HF_ENDPOINT: hubUrl }),
    problem: (file) => {
      // A page and the place after it are one transaction. A run that had ended when its process was killed is followed by another.
      // Both are read at once: of a writing process that was not killed with its parent, what is under way may still be written.
      const missing = numberFrom(
        file, "runs", "SELECT (SELECT listings_seen FROM runs ORDER BY run DESC LIMIT 1) - (SELECT count(*) FROM listings WHERE run = (SELECT max(run) FROM runs))",
      );
      // One that was killed behind its last page, before its end, is taken up from the first page, and counts anew.
      const isTakenUp = missing === -models && numberFrom(file, "runs", "SELECT count(*) FROM runs WHERE run = (SELECT max(run) FROM runs) AND listings_seen = 0 AND cursor IS NULL AND ended_at IS NULL") === 1;
      return missing === 0 || isTakenUp ? undefined : `of the listings that the run has seen, ${missing} are not stored (below 0: more are)`;
    },
  };
}

/** `modeldex harvest onchain` from a registry that is a preset's, and stands still. */
export function chainCase(rpc: string, registry: string): KillCase {
  return commandCase("harvest of a chain", ["harvest", "onchain"], { MODELDEX_CONFIG: chainConfiguration, CHAIN_RPC: rpc, CHAIN_REGISTRY: registry });
}

/** `modeldex import` of a file into an empty folder. */
export function importCase(path: string): KillCase {
  return commandCase("import", ["import", path], { MODELDEX_OFFLINE: "1" });
}

/** The first start in an empty folder, which brings the starter catalog. */
export function starterCase(): KillCase {
  return {
    ...commandCase("start", ["serve"], { MODELDEX_STARTER: "on", MODELDEX_OFFLINE: "1" }),
    doneAt: /serves http/,
  };
}

/** A command of `modeldex` over the catalog of the folder. Others that bring listings are added like those above. */
function commandCase(name: string, words: readonly string[], settings: Readonly<Record<string, string>>): KillCase {
  return {
    name,
    file: (folder) => join(folder, "catalog.sqlite"),
    prepare: () => undefined,
    start: (folder) => startGroup([main, ...words], { ...settings, MODELDEX_DATA_DIR: folder }),
    progress: (file) => numberFrom(file, "listings", "SELECT count(*) FROM listings"),
    problem: (file) => {
      const orphans = numberFrom(file, "listings", "SELECT count(*) FROM listings WHERE model NOT IN (SELECT seq FROM models) OR seq NOT IN (SELECT listing FROM records)");
      return orphans === 0 ? undefined : `${orphans} listings have no model or no record`;
    },
    contents: catalogContents,
  };
}

/** A process that leads a group, so that it can be killed with those it started. */
export function startGroup(words: readonly string[], settings: Readonly<Record<string, string>>): ChildProcess {
  return spawn(process.execPath, [...words], { env: quietEnvironment(settings), detached: true, stdio: ["ignore", "pipe", "pipe"] });
}
