/**
 * A gateway over every kind of recorded place: the whole replayed Hub, OpenRouter, LiteLLM, Ollama, registries of artifacts, a catalog file, OpenGradient's hub and a local
 * chain, with everything harvested and some models assessed, for an explorer to look at.
 *
 * node bench/recorded/explorer.ts <folder with upstreams/ and data/> [--data <folder>] [--port 4700] [--serve]
 *
 * Prints one line of JSON: address, counts and seconds. `--data` keeps the world: the next start with the folder takes seconds. `--serve` keeps it running until SIGTERM;
 * without it, whether a source that fails or is slow does so for the gateway is checked, and the command ends with 1 when not. Needs Debian's docker-registry.
 */
import { parseArgs } from "node:util";
import { checkKnobs } from "./explorer/knobs-check.ts";
import { startWorld } from "./explorer/world.ts";

const { values: { data, port = "0", serve = false }, positionals: [recorded] } = parseArgs({ allowPositionals: true, options: { data: { type: "string" }, port: { type: "string" }, serve: { type: "boolean" } } });
if (recorded === undefined || !/^\d{1,5}$/.test(port)) {
  console.error("usage: node bench/recorded/explorer.ts <folder with upstreams/ and data/> [--data <folder>] [--port 4700] [--serve]");
  process.exit(2);
}
const told = Promise.withResolvers<void>();
for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => told.resolve());
const world = await startWorld({ recorded, data, port: Number(port), log: (line) => console.error(line) });
try {
  const { url, processId, counts, reused, seconds } = world;
  console.log(JSON.stringify({ url, graphql: `${url}/graphql`, processId, ...counts, reused, seconds }));
  if (serve) await told.promise;
  else {
    const wrong = await checkKnobs(world);
    for (const line of wrong) console.error(line);
    process.exitCode = wrong.length === 0 ? 0 : 1;
  }
} finally {
  await world.close();
}
