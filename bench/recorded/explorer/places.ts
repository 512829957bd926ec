import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startPackedModels, writeCatalog, writeRules } from "../../../test/support/four-places.ts";
import { startCatalogs } from "../catalogs-server.ts";
import { renameLlama } from "../one-model/rename-llama.ts";
import { startReplay } from "../replay-server.ts";
import { startFront, type Front } from "./front.ts";
import { registeredDigest, startOwnChain } from "./own-chain.ts";
import { statedBases } from "./stated-bases.ts";
import { advisories, hostileCatalog, laterMoves, movedAgain, repositories, startInvented } from "./synthetic.ts";

/** Everything that a gateway asks, on the loopback. */
export interface Places {
  /** Models of the replayed Hub. */
  readonly models: number;
  /** Environment for `modeldex.config.ts` beside this file. */
  readonly settings: Readonly<Record<string, string>>;
  /** What stands before the places of each source. */
  readonly fronts: ReadonlyMap<string, readonly Front[]>;
  /** Ports by the names of the places. */
  readonly ports: Readonly<Record<string, number>>;
  /** Lets time pass: the newest dump of OpenRouter, another state of the catalog, moves at the Hub. */
  later(): Promise<void>;
  /** Gives a model of the Hub other weights under its name, other ones each time. */
  move(): Promise<void>;
  close(): Promise<void>;
}

const sourceOf: Readonly<Record<string, string>> = {
  hf: "hf", openrouter: "openrouter", litellm: "litellm", ollama: "ollama", "ollama-registry": "ollama", oci: "oci", docker: "docker", chain: "onchain", file: "file", opengradient: "opengradient",
};

/**
 * Starts them all, each behind a front, as they were some months ago.
 *
 * @param recorded folder with `upstreams/` and `data/`
 * @param folder keeps the chain and the files that the configuration names
 * @param ports of an earlier start, to stand at the same addresses; missing ones are free ones
 */
export async function startPlaces(recorded: string, folder: string, ports: Readonly<Record<string, number>>): Promise<Places> {
  const ends: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const end of ends.splice(0).toReversed()) await end();
  };
  try {
    const packed = await startPackedModels();
    ends.push(packed.packed.stop, packed.docker.stop);
    const hub = await startReplay(recorded);
    ends.push(hub.stop);
    const catalogs = await startCatalogs(recorded, ["openrouter", "ollama", "ollama-registry", "litellm"]);
    ends.push(catalogs.stop);
    const catalog = `${readFileSync(await writeCatalog(folder), "utf8")}${hostileCatalog}`;
    for (const message of [statedBases(recorded), ...repositories]) await hub.control(message);
    // Last, since a message about the former name would bring it back.
    const llama = await renameLlama(hub);
    const chain = await startOwnChain(folder, async () => ({ llama, registered: await registeredDigest(hub.url) }));
    ends.push(chain.stop);
    const invented = await startInvented(catalog);
    ends.push(invented.close);
    await dumpOf(catalogs.urls["openrouter"] ?? "", "2026-05");

    const behind: Readonly<Record<string, string>> = { hf: hub.url, ...catalogs.urls, oci: packed.packed.url, docker: packed.docker.url, chain: chain.url, file: invented.url, opengradient: invented.url };
    const started = new Map<string, Front>();
    for (const name of Object.keys(sourceOf)) {
      const front = await startFront(behind[name] ?? "", ports[name]);
      ends.push(front.close);
      started.set(name, front);
    }
    const advisoriesPath = join(folder, "advisories.json");
    writeFileSync(advisoriesPath, JSON.stringify(advisories));
    const files = { WORLD_MAPPINGS: chain.mappingsPath, WORLD_RULES: await writeRules(folder), WORLD_ADVISORIES: advisoriesPath };
    return {
      models: hub.models,
      settings: { ...files, ...Object.fromEntries([...started].map(([name, { url }]) => [`WORLD_${name.toUpperCase().replaceAll("-", "_")}`, url])) },
      fronts: new Map([...Map.groupBy(started, ([name]) => sourceOf[name] ?? name)].map(([source, those]) => [source, those.map(([, front]) => front)])),
      ports: Object.fromEntries([...started].map(([name, { port }]) => [name, port])),
      later: async () => {
        await dumpOf(catalogs.urls["openrouter"] ?? "", "2026-08");
        invented.say(catalog.replace("license: proprietary", "license: CC-BY-NC-4.0").replace("inputPrice: 0.9", "inputPrice: 0.7"));
        for (const message of laterMoves) await hub.control(message);
      },
      move: () => hub.control(movedAgain(new Date().toISOString())),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Chooses which recorded list OpenRouter answers with. */
async function dumpOf(openRouter: string, date: string): Promise<void> {
  const answer = await fetch(`${openRouter}/__control`, { method: "POST", body: JSON.stringify({ date }) });
  if (!answer.ok) throw new Error(`OpenRouter's replay refused the date ${date}: ${await answer.text()}`);
  await answer.body?.cancel();
}
