import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { createProgram } from "../../packages/gateway/src/cli/program.ts";
import { reportFailure } from "../../packages/gateway/src/cli/report.ts";
import { quietEnvironment } from "../../bench/running-gateway.ts";

const main = fileURLToPath(new URL("../../packages/gateway/src/cli/main.ts", import.meta.url));

/** No process outlives its test, also when that was given up. */
const longestMs = 110_000;

/** The command `modeldex` in a process of its own. */
export interface Command {
  readonly processId: number;
  /** Standard output and standard error so far. */
  readonly printed: { out: string; err: string };
  /** Resolves with the match as soon as standard output has it. @throws {Error} with all that was printed when the process ends first. */
  said(pattern: RegExp): Promise<RegExpExecArray>;
  /** The same of standard error. */
  complained(pattern: RegExp): Promise<RegExpExecArray>;
  signal(name: NodeJS.Signals): void;
  /** Reads no more of standard output, as `head` does once it has enough. */
  hangUp(): void;
  /** Resolves when it has ended; the code is `null` when a signal ended it. */
  readonly ended: Promise<CommandEnd>;
}

export interface CommandEnd {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Starts it; without starter catalog, on a free port, without settings of the caller. Whoever starts it ends it by `stopCommand`. */
export function startCommand(words: readonly string[], settings: Readonly<Record<string, string>> = {}): Command {
  const child = spawn(process.execPath, [main, ...words], { env: quietEnvironment(settings), cwd: tmpdir(), stdio: ["ignore", "pipe", "pipe"], timeout: longestMs, killSignal: "SIGKILL" });
  const printed = { out: "", err: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (printed.out += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (printed.err += text));
  const onExit = (): void => void child.kill("SIGKILL");
  process.once("exit", onExit);
  const ended = once(child, "close").then(() => {
    process.off("exit", onExit);
    return { code: child.exitCode, ...printed };
  });
  return {
    processId: child.pid ?? 0,
    printed, ended,
    signal: (name) => void child.kill(name),
    hangUp: () => void child.stdout.destroy(),
    said: (pattern) => heard(child.stdout, "out", pattern),
    complained: (pattern) => heard(child.stderr, "err", pattern),
  };

  function heard(stream: NodeJS.ReadableStream, where: "out" | "err", pattern: RegExp): Promise<RegExpExecArray> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        const match = pattern.exec(printed[where]);
        if (match === null) return;
        stream.off("data", look);
        resolve(match);
      };
      stream.on("data", look);
      void ended.then(() => reject(new Error(`It ended before it said ${pattern}: ${printed.out}${printed.err}`)));
      look();
    });
  }
}

/** Runs it to its end. */
export function runCommand(words: readonly string[], settings: Readonly<Record<string, string>> = {}): Promise<CommandEnd> {
  return startCommand(words, settings).ended;
}

/** Runs it to its end in this process: for the many ways in which a command is refused, which need none of their own. */
export async function runHere(words: readonly string[], settings: Readonly<Record<string, string>> = {}): Promise<CommandEnd> {
  const printed = { out: "", err: "" };
  const into = (where: "out" | "err") => new Writable({ decodeStrings: false, write: (text: string, _encoding, done) => ((printed[where] += text), done()) });
  const [out, err, before] = [into("out"), into("err"), process.exitCode];
  try {
    process.exitCode = 0;
    await createProgram({ env: quietEnvironment(settings), directory: tmpdir(), out, err, self: [], words }).parseAsync([process.execPath, main, ...words]);
    return { code: Number(process.exitCode), ...printed };
  } catch (error) {
    return { code: reportFailure(error, err), ...printed };
  } finally {
    process.exitCode = before;
  }
}

/** Ends it in order; kills it when it has not ended after ten seconds. */
export async function stopCommand(command: Command): Promise<CommandEnd> {
  command.signal("SIGTERM");
  const late = setTimeout(() => command.signal("SIGKILL"), 10_000);
  const end = await command.ended;
  clearTimeout(late);
  return end;
}

/** A gateway that serves in a process of its own. */
export interface ServingCommand extends Command {
  readonly url: string;
  /** Answers one operation; throws on `errors`. */
  query<Data = any>(document: string, variables?: Readonly<Record<string, unknown>>): Promise<Data>;
}

/** Starts `modeldex serve` and waits until it has printed where, and its sources. */
export async function serveCommand(settings: Readonly<Record<string, string>>): Promise<ServingCommand> {
  const command = startCommand(["serve"], settings);
  const [, url = ""] = await command.said(/serves (http:\/\/\S+)\/graphql[^]*Ask it\n.+\n/);
  return {
    ...command, url,
    query: async (query, variables) => {
      const response = await fetch(`${url}/graphql`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ query, variables }) });
      const { data, errors } = (await response.json()) as { readonly data?: any; readonly errors?: readonly any[] };
      if (errors !== undefined) throw new Error(`${JSON.stringify(errors)}\n${command.printed.err}`);
      return data;
    },
  };
}

/** An empty folder. Whoever makes it removes it by `removeFolder`. */
export function emptyFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), "modeldex-test-"));
}

export function removeFolder(path: string): Promise<void> {
  return rm(path, { recursive: true, force: true });
}

/** An address on the loopback where nothing listens. */
export async function deadAddress(): Promise<string> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return `http://127.0.0.1:${port}`;
}
