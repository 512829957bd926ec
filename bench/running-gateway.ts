import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const command = fileURLToPath(new URL("../packages/gateway/src/cli/main.ts", import.meta.url));
const configuration = fileURLToPath(new URL("../modeldex.config.ts", import.meta.url));
/** Where Node keeps what it has compiled, so that the many short processes of a run start in half the time. */
const compiled = fileURLToPath(new URL("../node_modules/.cache/compiled", import.meta.url));
const startMs = 60_000;

/** A gateway that serves in a process of its own. */
export interface RunningGateway {
  /** Base address, without a slash at its end. */
  readonly url: string;
  readonly processId: number;
  /**
   * Asks it over HTTP.
   *
   * @returns the `data` of the answer.
   * @throws {Error} with the messages, when the answer has errors.
   */
  ask(query: string, variables?: Readonly<Record<string, unknown>>): Promise<unknown>;
  /** Ends the process, by its id. */
  stop(): Promise<void>;
}

/** What the command gave. */
export interface CommandResult {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

/** Environment of a gateway for measurements: nothing of the caller's settings, no starter catalog, no harvest beside the serving, no source on the internet. */
export function quietEnvironment(settings: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(MODELDEX_|HF_|LITELLM_|OLLAMA_|ONCHAIN_RPC_|OPENROUTER_|REDIS_|DATABASE_URL$|HOST$|PORT$)/.test(name));
  return { NODE_COMPILE_CACHE: compiled, ...Object.fromEntries(inherited), MODELDEX_CONFIG: configuration, MODELDEX_STARTER: "off", MODELDEX_HARVEST: "off", MODELDEX_LOG: "error", LITELLM_ENDPOINT: "off", OLLAMA_REGISTRY_ENDPOINT: "off", OPENROUTER_ENDPOINT: "off", PORT: "0", ...settings };
}

/** Runs the command `modeldex` to its end. */
export async function runCommand(words: readonly string[], settings: Readonly<Record<string, string>>): Promise<CommandResult> {
  const child = spawn(process.execPath, [command, ...words], { env: quietEnvironment(settings), stdio: ["ignore", "pipe", "pipe"] });
  const output = { out: "", err: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output.out += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (output.err += text));
  await once(child, "close");
  return { status: child.exitCode, ...output };
}

/**
 * Starts `modeldex serve` on a free port of the loopback.
 *
 * @param settings environment variables, such as `MODELDEX_DATA_DIR` and `HF_ENDPOINT`.
 * @throws {Error} when it ends, or says nothing for a minute, before it serves; the message holds what it printed.
 */
export async function startGateway(settings: Readonly<Record<string, string>>): Promise<RunningGateway> {
  const child = spawn(process.execPath, [command, "serve"], { env: quietEnvironment(settings), stdio: ["ignore", "pipe", "pipe"] });
  const url = await servedAddress(child);
  return {
    url,
    processId: child.pid ?? 0,
    ask: async (query, variables = {}) => {
      const response = await fetch(`${url}/graphql`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ query, variables }) });
      const { data, errors } = (await response.json()) as { readonly data?: unknown; readonly errors?: readonly { readonly message: string }[] };
      if (errors !== undefined) throw new Error(errors.map(({ message }) => message).join("; "));
      return data;
    },
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      await ended;
    },
  };
}

async function servedAddress(child: ChildProcess): Promise<string> {
  let printed = "";
  const served = Promise.withResolvers<string>();
  const read = (text: string): void => {
    printed += text;
    const url = /serves (http:\/\/\S+)\/graphql/.exec(printed)?.[1];
    if (url !== undefined) served.resolve(url);
  };
  child.stdout?.setEncoding("utf8").on("data", read);
  child.stderr?.setEncoding("utf8").on("data", read);
  child.once("exit", () => served.reject(new Error(`The gateway ended before it served: ${printed.trim()}`)));
  const late = setTimeout(() => served.reject(new Error(`The gateway did not serve within ${startMs / 1000} s: ${printed.trim()}`)), startMs);
  try {
    return await served.promise;
  } finally {
    clearTimeout(late);
  }
}
