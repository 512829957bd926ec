import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** A recorded Hub on loopback. */
export interface ReplayServer {
  /** Base address, without a slash at its end. */
  readonly url: string;
  /** How many models it has. */
  readonly models: number;
  /** Requests since the start or the last `reset`, in all and by kind (`list`, `info`, `file`, …). */
  stats(): Promise<{ readonly total: number; readonly byRoute: Readonly<Record<string, number>>; readonly bytes: number }>;
  /** Sends a control message: faults (`{ failRate: 0.5 }`), changes of the data, `{ resetStats: true }`. */
  control(message: Readonly<Record<string, unknown>>): Promise<void>;
  /** Ends the process, by its id. */
  stop(): Promise<void>;
}

/** What {@link startReplay} starts. */
export interface ReplayOptions {
  /** Script within the folder `upstreams`. @default "hf.mjs" */
  readonly script?: string;
  /** Requests per 300 s that it answers before it throttles. @default 1_000_000 */
  readonly budget?: number;
  /** Further arguments, such as `["--set", "hub2022"]`. */
  readonly arguments?: readonly string[];
}

/**
 * Starts a server that replays recorded answers, on a free port of the loopback.
 *
 * @param folder holds `upstreams/` and `data/`.
 * @throws {Error} when the script ends before it says that it listens; the message holds what it printed.
 */
export async function startReplay(folder: string, { script = "hf.mjs", budget = 1_000_000, arguments: more = [] }: ReplayOptions = {}): Promise<ReplayServer> {
  const path = join(folder, "upstreams", script);
  const child = spawn(process.execPath, [path, "--port", "0", "--budget", String(budget), ...more], { stdio: ["ignore", "pipe", "pipe"] });
  const { url, models } = await announcement(child, path);
  return {
    url,
    models,
    stats: async () => (await (await fetch(`${url}/__stats`)).json()) as Awaited<ReturnType<ReplayServer["stats"]>>,
    control: async (message) => {
      const response = await fetch(`${url}/__control`, { method: "POST", body: JSON.stringify(message) });
      if (!response.ok) throw new Error(`${path} refused the control message with status ${response.status}.`);
      await response.body?.cancel();
    },
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, "exit");
      child.kill("SIGKILL");
      await ended;
    },
  };
}

/** Ids of the most used models of a replayed Hub. */
export async function mostUsedIds(hubUrl: string, count: number): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let at = 0; at < count; at += 500) {
    const answer = await fetch(`${hubUrl}/api/models?sort=downloads&limit=500&expand[]=likes&cursor=${Buffer.from(String(at)).toString("base64url")}`);
    ids.push(...((await answer.json()) as readonly { readonly id: string }[]).map(({ id }) => id));
  }
  return ids;
}

/** Its first line: `{"url":"http://127.0.0.1:PORT","models":N}`, each by the name of the origin where the script stands for several. */
async function announcement(child: ChildProcess, path: string): Promise<{ readonly url: string; readonly models: number }> {
  if (child.stdout === null || child.stderr === null) throw new Error(`${path} was started without pipes.`);
  let complaint = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (complaint += text));
  for await (const line of createInterface({ input: child.stdout })) {
    const { url, models } = JSON.parse(line) as { readonly url: Announced<string>; readonly models?: Announced<number> };
    child.stdout.resume();
    return { url: only(url) ?? "", models: only(models ?? 0) ?? 0 };
  }
  throw new Error(`${path} ended before it listened: ${complaint.trim() || "it printed nothing"}`);
}

/** A value, or, of a script that stands for several origins, that of each. */
type Announced<Value> = Value | Readonly<Record<string, Value>>;

/** The first of them: such a script is started with `--only` one. */
function only<Value extends string | number>(announced: Announced<Value>): Value | undefined {
  return typeof announced === "object" ? Object.values(announced)[0] : announced;
}
