import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Artifact, Stored } from "../../packages/source-oci/src/fixtures/artifacts.ts";

/** A docker-registry of a test, on a free loopback port, with an empty folder. */
export interface DockerRegistry {
  readonly url: string;
  /** Uploads what the artifact names, and the artifact under a tag. */
  push(repository: string, tag: string, artifact: Artifact): Promise<void>;
  /** Ends it by its process id and removes its folder. */
  stop(): Promise<void>;
}

const binary = ["/usr/bin", "/usr/local/bin", ...(process.env["PATH"] ?? "").split(":")].map((folder) => join(folder, "docker-registry")).find((path) => existsSync(path));

/** Why tests that need a real registry cannot run here, naming what to install; `undefined` when they can. */
export const dockerRegistryMissing: string | undefined = binary === undefined ? "docker-registry is missing; install the Debian package docker-registry" : undefined;

/** @throws {Error} when the binary is missing, or it does not answer within ten seconds. */
export async function startDockerRegistry(): Promise<DockerRegistry> {
  if (binary === undefined) throw new Error(dockerRegistryMissing);
  const folder = await mkdtemp(join(tmpdir(), "modeldex-registry-"));
  const port = await freePort();
  const config = ["version: 0.1", "log: { level: error, accesslog: { disabled: true } }", `storage: { filesystem: { rootdirectory: ${join(folder, "data")} }, delete: { enabled: true } }`, `http: { addr: "127.0.0.1:${port}", secret: test }`];
  await writeFile(join(folder, "config.yml"), `${config.join("\n")}\n`);
  const child = spawn(binary, ["serve", join(folder, "config.yml")], { stdio: "ignore" });
  // Also when the test process ends without having stopped it.
  const onExit = () => void child.kill("SIGKILL");
  process.once("exit", onExit);
  child.once("exit", () => process.off("exit", onExit));
  const url = `http://127.0.0.1:${port}`;
  const stop = async () => {
    await end(child);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await untilAnswered(`${url}/v2/`);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    url,
    push: async (repository, tag, artifact) => {
      for (const blob of artifact.blobs) await pushBlob(`${url}/v2/${repository}`, blob);
      await expectStatus(201, await fetch(`${url}/v2/${repository}/manifests/${tag}`, { method: "PUT", headers: { "content-type": artifact.mediaType }, body: artifact.bytes }));
    },
    stop,
  };
}

async function pushBlob(repository: string, { bytes, digest }: Stored): Promise<void> {
  const begun = await fetch(`${repository}/blobs/uploads/`, { method: "POST" });
  await expectStatus(202, begun);
  const location = new URL(begun.headers.get("location") ?? "", repository);
  location.searchParams.set("digest", digest);
  await expectStatus(201, await fetch(location, { method: "PUT", headers: { "content-type": "application/octet-stream" }, body: bytes }));
}

async function expectStatus(status: number, response: Response): Promise<void> {
  const text = await response.text();
  if (response.status !== status) throw new Error(`docker-registry answered ${response.status} for ${response.url}: ${text}`);
}

async function untilAnswered(url: string): Promise<void> {
  const until = Date.now() + 10_000;
  for (;;) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.status === 200) return;
    if (Date.now() > until) throw new Error(`docker-registry did not answer at ${url} within 10 s`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGKILL");
  await gone;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address !== null ? address.port : 0;
}
