import { configFile, loadSettings } from "../config/load.ts";
import { createGateway } from "../gateway.ts";
import type { Gateway } from "../gateway.ts";
import type { Surroundings } from "./surroundings.ts";
import { CommandError } from "./report.ts";
import { watchCommand } from "./watch.ts";

export interface ServeFlags {
  readonly json?: boolean;
  readonly watch?: boolean;
}

/** Serves until SIGTERM or SIGINT, then lets requests under way end. */
export async function serve(flags: ServeFlags, around: Surroundings): Promise<void> {
  if (flags.watch === true) return watchCommand(configFile(around.env, around.directory), around);
  const settings = await loadSettings(around.env, around.directory);
  const gateway = await createGateway(settings, { splitWrites: true, log: (line) => void around.err.write(line) });
  const starter = await gateway.prepare();
  const server = await gateway.serve().catch(async (error: unknown) => {
    await gateway.close();
    throw addressProblem(error, settings.server) ?? error;
  });
  const stopped = stopSignal();
  around.out.write(flags.json === true ? listening(gateway, server.url, starter) : await greeting(gateway, server.url, starter));
  await stopped;
  await server.close();
  await gateway.close();
}

/** Addresses that cannot be listened to are for a person to mend. */
function addressProblem(error: unknown, { host, port }: { readonly host: string; readonly port: number }): CommandError | undefined {
  const code: unknown = error instanceof Error ? Reflect.get(error, "code") : undefined;
  switch (code) {
    case "EADDRINUSE": return new CommandError(`Port ${port} of ${host} is in use; end the other process, or set PORT to a free port (0 takes any).`);
    case "EACCES": return new CommandError(`Port ${port} of ${host} needs rights that this process has not; set PORT to one above 1023.`);
    case "EADDRNOTAVAIL": case "ENOTFOUND": return new CommandError(`HOST is "${host}", which is no address of this machine; write one, such as 127.0.0.1 or 0.0.0.0.`);
    default: return undefined;
  }
}

/** One line for a program that started this one; no source was asked for it. */
function listening({ services }: Gateway, url: string, starterListings: number): string {
  return `${JSON.stringify({ url, graphql: `${url}/graphql`, processId: process.pid, starterListings, sources: services.sources.map(({ id }) => id) })}\n`;
}

async function greeting(gateway: Gateway, url: string, starter: number): Promise<string> {
  const sources = await gateway.probe();
  const width = Math.max(...sources.map(({ id }) => id.length), 6);
  return [
    `Modeldex serves ${url}/graphql   (pages at ${url}, queries to try at ${url}/graphiql)`,
    ...(starter > 0 ? [`The catalog was empty: it begins with ${starter} well-known models, each with the date of its facts.`] : []),
    "",
    "Sources",
    ...(sources.length === 0 ? ["  none; name some in modeldex.config.ts"] : sources.map(({ id, state }) => `  ${id.padEnd(width)}  ${state}`)),
    "",
    "Ask it",
    `  curl -s ${url}/graphql -H 'content-type: application/json' -d '${JSON.stringify({ query: firstQuestion.replace(/\s+/g, " ") })}'`,
    "",
  ].join("\n");
}

function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    const stop = (): void => {
      process.off("SIGTERM", stop);
      process.off("SIGINT", stop);
      resolve();
    };
    process.on("SIGTERM", stop);
    process.on("SIGINT", stop);
  });
}

/** A question to begin with. */
const firstQuestion = `{
  search(text: "whisper large v3", first: 3) {
    totalCount
    nodes { id name license { spdx class } popularity { downloads30d asOf } }
    sources { source { id } status origin asOf message }
  }
}`;
