import { spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

/** A chain of our own on a free loopback port. */
export interface Anvil {
  readonly url: string;
  readonly pid: number;
  /** Ends the node by its process id, and waits until it is gone. */
  stop(): Promise<void>;
}

export interface AnvilOptions {
  /** @default 31337 */
  readonly chainId?: number;
  /** Slots of an epoch: `finalized` is two epochs behind the newest block. @default 1 */
  readonly slotsInAnEpoch?: number;
  /** Genesis time in Unix seconds, so that block times are the same in every run. @default 1_750_000_000 */
  readonly timestamp?: number;
  /** File of a state that another node dumped (`--dump-state`, `anvil_dumpState`): this one is then a second node of the same chain. */
  readonly loadState?: string;
}

/** Path of the anvil program inside the npm package of this platform; `undefined` where that package is not installed. */
export function anvilPath(): string | undefined {
  const architecture = process.arch === "x64" ? "amd64" : process.arch;
  const platform = process.platform === "win32" ? "win32" : process.platform;
  const name = `@foundry-rs/anvil-${platform}-${architecture}`;
  try {
    const own = createRequire(import.meta.url).resolve("@foundry-rs/anvil/package.json");
    return createRequire(own).resolve(`${name}/bin/anvil${process.platform === "win32" ? ".exe" : ""}`);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "MODULE_NOT_FOUND") return undefined;
    throw error;
  }
}

/**
 * Starts a chain.
 *
 * @throws when the program is missing or ends before it listens; the message has what it wrote.
 */
export async function startAnvil({ chainId = 31_337, slotsInAnEpoch = 1, timestamp = 1_750_000_000, loadState }: AnvilOptions = {}): Promise<Anvil> {
  const path = anvilPath();
  if (path === undefined) throw new Error("anvil is missing: install the npm package @foundry-rs/anvil with its optional dependencies");
  const child = spawn(
    path,
    ["--host", "127.0.0.1", "--port", "0", "--chain-id", `${chainId}`, "--slots-in-an-epoch", `${slotsInAnEpoch}`, "--timestamp", `${timestamp}`, ...(loadState === undefined ? [] : ["--load-state", loadState])],
    { stdio: ["ignore", "pipe", "pipe"] },
  );
  const exited = once(child, "exit");
  // A test process that crashes leaves no node behind.
  const end = (): void => void child.kill("SIGKILL");
  process.once("exit", end);
  const written: string[] = [];
  const address = await new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on("line", (line) => {
        if (written.length < 50) written.push(line);
        const listening = /^Listening on (\S+:\d+)/.exec(line);
        if (listening?.[1] !== undefined) resolve(listening[1]);
      });
    }
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`anvil ended with ${code} before it listened:\n${written.join("\n")}`)));
  });
  const { pid } = child;
  if (pid === undefined) throw new Error("anvil has no process id");
  return {
    url: `http://${address}`,
    pid,
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null) end();
      process.off("exit", end);
      await exited;
    },
  };
}
