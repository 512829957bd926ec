import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A redis-server of a test, on a free loopback port, with an empty folder, without persistence. */
export interface RedisServer {
  readonly port: number;
  readonly url: string;
  /** SIGSTOP: it keeps its connections and answers nothing. */
  pause(): void;
  resume(): void;
  /** SIGKILL; resolves when the process is gone. */
  kill(): Promise<void>;
  /** Starts it anew, empty, on the same port, after `kill`. */
  restart(): Promise<void>;
  /** Ends it and removes its folder. */
  stop(): Promise<void>;
}

/** Nodes of a Redis Cluster of a test. */
export interface RedisClusterServers {
  readonly nodes: readonly RedisServer[];
  readonly addresses: readonly { readonly host: string; readonly port: number }[];
  stop(): Promise<void>;
}

/** Why tests that need a real Redis cannot run here, naming what to install; `undefined` when they can. */
export const redisMissing: string | undefined = findBinary("redis-server") === undefined
  ? "redis-server is missing; install the Debian package redis-server"
  : undefined;

/** @throws {Error} when the binary is missing, or it does not answer within ten seconds. */
export async function startRedisServer(extra: readonly string[] = []): Promise<RedisServer> {
  const binary = findBinary("redis-server");
  if (binary === undefined) throw new Error(redisMissing);
  const port = await freePort(extra.includes("--cluster-enabled"));
  const folder = await mkdtemp(join(tmpdir(), "modeldex-redis-"));
  const launch = () => startProcess(binary, port, folder, extra);
  let child = await launch();
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    pause: () => void child.kill("SIGSTOP"),
    resume: () => void child.kill("SIGCONT"),
    kill: () => end(child),
    restart: async () => {
      child = await launch();
    },
    stop: async () => {
      await end(child);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/**
 * Three masters that share the slots, without replicas.
 *
 * @param fullCoverage whether all of them refuse work while one is missing, as Redis does by default.
 * @throws {Error} when the cluster cannot be made.
 */
export async function startRedisCluster({ fullCoverage = true }: { readonly fullCoverage?: boolean } = {}): Promise<RedisClusterServers> {
  const options = ["--cluster-enabled", "yes", "--cluster-node-timeout", "1000", "--cluster-require-full-coverage", fullCoverage ? "yes" : "no"];
  const nodes: RedisServer[] = [];
  const stop = async () => void (await Promise.all(nodes.map((node) => node.stop())));
  try {
    for (let index = 0; index < 3; index += 1) nodes.push(await startRedisServer(options));
    await makeCluster(nodes.map(({ port }) => `127.0.0.1:${port}`));
  } catch (error) {
    await stop();
    throw error;
  }
  return { nodes, addresses: nodes.map(({ port }) => ({ host: "127.0.0.1", port })), stop };
}

async function makeCluster(addresses: readonly string[]): Promise<void> {
  const child = spawn("redis-cli", ["--cluster", "create", ...addresses, "--cluster-yes"], { stdio: ["ignore", "pipe", "pipe"] });
  const output: string[] = [];
  child.stdout.on("data", (chunk: Buffer) => output.push(chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => output.push(chunk.toString()));
  const [code] = (await once(child, "exit")) as [number | null];
  if (code !== 0) throw new Error(`redis-cli could not make a cluster:\n${output.join("")}`);
  await Promise.all(addresses.map(clusterIsUp));
}

async function clusterIsUp(address: string): Promise<void> {
  const port = Number(address.slice(address.indexOf(":") + 1));
  await untilAnswered(port, "CLUSTER INFO", (answer) => answer.includes("cluster_state:ok"));
}

async function startProcess(binary: string, port: number, folder: string, extra: readonly string[]): Promise<ChildProcess> {
  const options = ["--port", String(port), "--bind", "127.0.0.1", "--dir", folder, "--save", "", "--appendonly", "no", "--daemonize", "no"];
  const child = spawn(binary, [...options, ...extra], { stdio: "ignore" });
  // Also when the test process ends without having stopped it.
  const onExit = () => void child.kill("SIGKILL");
  process.once("exit", onExit);
  child.once("exit", () => process.off("exit", onExit));
  try {
    await untilAnswered(port, "PING", (answer) => answer.startsWith("+PONG"));
  } catch (error) {
    await end(child);
    throw error;
  }
  return child;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGKILL");
  await gone;
}

/** Asks by an inline command until the answer is right. */
async function untilAnswered(port: number, command: string, isRight: (answer: string) => boolean): Promise<void> {
  const until = Date.now() + 10_000;
  for (;;) {
    const answer = await askOnce(port, command).catch(() => "");
    if (isRight(answer)) return;
    if (Date.now() > until) throw new Error(`redis-server on port ${port} did not answer ${command} rightly within 10 s; last answer: ${answer}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function askOnce(port: number, command: string): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  socket.setTimeout(500, () => socket.destroy(new Error("late")));
  try {
    await once(socket, "connect");
    socket.write(`${command}\r\n`);
    const [chunk] = (await once(socket, "data")) as [Buffer];
    return chunk.toString();
  } finally {
    socket.destroy();
  }
}

/** A port that nothing listens on; for a node of a cluster also its bus port, 10,000 above. */
async function freePort(forCluster: boolean): Promise<number> {
  for (;;) {
    const port = await listenOnce(0);
    if (!forCluster) return port;
    if (port < 55_000 && (await listenOnce(port + 10_000).catch(() => 0)) !== 0) return port;
  }
}

async function listenOnce(port: number): Promise<number> {
  const server = createServer().listen(port, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address !== null ? address.port : 0;
}

function findBinary(name: string): string | undefined {
  const folders = [...(process.env["PATH"] ?? "").split(":"), "/usr/bin", "/usr/local/bin"];
  const path = folders.map((folder) => join(folder, name)).find((candidate) => existsSync(candidate));
  return path !== undefined && spawnSync(path, ["--version"]).status === 0 ? path : undefined;
}
