import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createGateway, serverSettings } from "@modeldex/gateway";
import type { Gateway, ModeldexConfig, Settings } from "@modeldex/gateway";

/** A gateway that listens on a free loopback port, with an empty data folder of its own. */
export interface TestGateway {
  readonly url: string;
  readonly gateway: Gateway;
  readonly dataDir: string;
  /** Lines of the log, parsed. */
  readonly logs: readonly Readonly<Record<string, unknown>>[];
  /** Sends an operation by POST; fails the test on `errors` unless they are wanted. */
  query<Data = any>(document: string, variables?: Readonly<Record<string, unknown>>): Promise<Data>;
  /** The whole answer, errors too. */
  ask(document: string, variables?: Readonly<Record<string, unknown>>): Promise<{ readonly data?: any; readonly errors?: readonly any[] }>;
  close(): Promise<void>;
}

export interface TestGatewayOptions {
  readonly redis?: Settings["redis"];
  readonly starter?: boolean;
  readonly offline?: boolean;
  readonly dataDir?: string;
  readonly harvest?: boolean;
  readonly now?: () => Date;
}

/** Starts a gateway in this process and prepares its catalog. */
export async function startGateway(config: ModeldexConfig, options: TestGatewayOptions = {}): Promise<TestGateway> {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), "modeldex-")));
  const logs: Record<string, unknown>[] = [];
  const settings: Settings = {
    config, dataDir,
    server: serverSettings({ port: 0, ...config.server }),
    search: { liveDeadlineMs: 2_500, liveLimit: 100, ...config.search },
    offline: options.offline ?? false, harvest: options.harvest ?? false, starter: options.starter ?? false, logLevel: "debug", holder: `test:${process.pid}:${Math.random()}`,
    ...(options.redis && { redis: options.redis }),
  };
  const gateway = await createGateway(settings, { log: (line) => void logs.push(JSON.parse(line)), ...(options.now && { now: options.now }) });
  await gateway.prepare();
  const server = await gateway.serve();
  const ask: TestGateway["ask"] = async (query, variables) => {
    const answer = await fetch(`${server.url}/graphql`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ query, variables }) });
    return (await answer.json()) as { data?: any; errors?: any[] };
  };
  return {
    url: server.url, gateway, dataDir, logs, ask,
    query: async (document, variables) => {
      const { data, errors } = await ask(document, variables);
      if (errors !== undefined) throw new Error(`${JSON.stringify(errors)}\n${logs.filter(({ level }) => level === "error").map((line) => JSON.stringify(line)).join("\n")}`);
      return data;
    },
    close: async () => {
      await server.close();
      await gateway.close();
      if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true });
    },
  };
}
