import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { dirname, delimiter } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";

/** A command that is started outside the clone. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly directory: string;
  /** Added to an environment that has nothing of this workspace. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs a command to its end, without a terminal. @returns what it printed. @throws with everything it printed, when it fails. */
export async function run({ file, args, directory, env = {} }: Command): Promise<string> {
  const running = promisify(execFile)(file, [...args], { cwd: directory, env: { ...outsideEnvironment(), ...env }, timeout: 240_000, maxBuffer: 64_000_000 });
  running.child.stdin?.end();
  const { stdout } = await running.catch((error: { readonly stdout?: string; readonly stderr?: string }) => {
    throw new Error(`${[file, ...args].join(" ")} failed:\n${error.stdout ?? ""}\n${error.stderr ?? ""}`, { cause: error });
  });
  return stdout;
}

/** A command that serves until it is stopped. */
export interface Serving {
  /** What it printed until the line that was waited for, that line included. */
  readonly lines: readonly string[];
  /** Asks it to end. @returns its exit code. */
  stop(): Promise<number | null>;
}

/** Starts a command and waits for a line of its output. @throws with what it printed, when it ends before. */
export async function serve({ file, args, directory, env = {} }: Command, until: RegExp): Promise<Serving> {
  const child = spawn(file, [...args], { cwd: directory, env: { ...outsideEnvironment(), ...env }, stdio: ["ignore", "pipe", "pipe"] });
  const exit = once(child, "close").then(([code]) => code as number | null);
  const errors: string[] = [];
  child.stderr.setEncoding("utf8").on("data", (text: string) => errors.push(text));
  const lines: string[] = [];
  const output = createInterface({ input: child.stdout });
  const reached = new Promise<void>((resolve, reject) => {
    output.on("line", (line) => {
      lines.push(line);
      if (until.test(line)) resolve();
    });
    exit.then((code) => reject(new Error(`${file} ended with ${code}:\n${lines.join("\n")}\n${errors.join("")}`)), reject);
  });
  await reached;
  return {
    lines,
    stop: async () => {
      child.kill("SIGTERM");
      return await exit;
    },
  };
}

/** The environment without what the workspace, its package manager and vitest put there; commands find the Node that runs this test first. */
function outsideEnvironment(): Record<string, string | undefined> {
  const own = /^(npm_(?!config_(registry|cache|userconfig|https?_proxy|noproxy|cafile)$)|pnpm_|node_(path|options|env)$|vitest|vite_|test$|modeldex_|redis_|hf_|onchain_|host$|port$)/i;
  const kept = Object.entries(process.env).filter(([name]) => !own.test(name));
  return { ...Object.fromEntries(kept), PATH: [dirname(process.execPath), process.env.PATH].join(delimiter) };
}
