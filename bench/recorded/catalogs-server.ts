import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** Recorded answers of several services on loopback, each on a port of its own. */
export interface CatalogsServer {
  /** Base addresses without a slash at their end: `openrouter`, `ollama`, `ollama-registry`, `litellm`, `models-dev`, … */
  readonly urls: Readonly<Record<string, string>>;
  /** Ends the process, by its id. */
  stop(): Promise<void>;
}

/**
 * Starts `<folder>/upstreams/catalogs.mjs`.
 *
 * @param names services to start
 * @throws {Error} when the script ends before it says that it listens.
 */
export async function startCatalogs(folder: string, names: readonly string[]): Promise<CatalogsServer> {
  const path = join(folder, "upstreams/catalogs.mjs");
  const child = spawn(process.execPath, [path, "--only", names.join(",")], { stdio: ["ignore", "pipe", "inherit"] });
  for await (const line of createInterface({ input: child.stdout })) {
    const { url } = JSON.parse(line) as { readonly url: Readonly<Record<string, string>> };
    child.stdout.resume();
    return {
      urls: url,
      stop: async () => {
        if (child.exitCode !== null || child.signalCode !== null) return;
        const ended = once(child, "exit");
        child.kill("SIGKILL");
        await ended;
      },
    };
  }
  throw new Error(`${path} ended before it listened.`);
}
