import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

import { quietEnvironment } from "./running-gateway.ts";

/** A server of a benchmark in a process of its own. */
export interface BenchProcess {
  readonly url: string;
  readonly processId: number;
  /** User and system time that it has taken so far, in milliseconds: other processes on the machine disturb it less than the clock. */
  cpuMs(): Promise<number>;
  stop(): Promise<void>;
}

/** A gateway that also harvests when it is told to. */
export interface HarvestingGateway extends BenchProcess {
  /** Harvests everything that a source lists, in the serving process. @throws {Error} unless it comes to its end. */
  harvest(source: string): Promise<void>;
}

/** Starts a gateway as `modeldex serve` does. */
export async function startHarvestingGateway(settings: Readonly<Record<string, string>>): Promise<HarvestingGateway> {
  const { child, started } = await startProgram("harvesting-gateway.ts", [], settings);
  return {
    ...started,
    harvest: async (source) => {
      const { result } = (await asked(child, { harvest: source }, "result")) as { readonly result: { readonly status: string } };
      if (result.status !== "DONE") throw new Error(`The harvest ended: ${JSON.stringify(result)}`);
    },
  };
}

/** Starts the bare server over a catalog that is there already. */
export async function startBareServer(file: string): Promise<BenchProcess> {
  return (await startProgram("bare-server.ts", [file], {})).started;
}

async function startProgram(name: string, words: readonly string[], settings: Readonly<Record<string, string>>): Promise<{ readonly child: ChildProcess; readonly started: BenchProcess }> {
  const program = fileURLToPath(new URL(name, import.meta.url));
  const child = fork(program, [...words], { env: quietEnvironment(settings), stdio: ["ignore", "ignore", settings.MODELDEX_LOG === "info" ? "ignore" : "inherit", "ipc"] });
  const { url } = (await answerOf(child, "url")) as { readonly url: string };
  const started: BenchProcess = {
    url,
    processId: child.pid ?? 0,
    cpuMs: async () => ((await asked(child, { cpu: true }, "cpuMs")) as { readonly cpuMs: number }).cpuMs,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, "exit");
      child.disconnect();
      await ended;
    },
  };
  return { child, started };
}

function asked(child: ChildProcess, message: object, key: string): Promise<unknown> {
  const answer = answerOf(child, key);
  child.send(message);
  return answer;
}

/** The next message that has this member. */
function answerOf(child: ChildProcess, key: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const take = (message: unknown): void => {
      if (typeof message !== "object" || message === null || !(key in message)) return;
      done();
      resolve(message);
    };
    const fail = (): void => {
      done();
      reject(new Error("A server of the benchmark ended before it answered."));
    };
    const done = (): void => void child.off("message", take).off("exit", fail);
    child.on("message", take).once("exit", fail);
  });
}
