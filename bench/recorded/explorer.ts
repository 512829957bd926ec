/**
 * A gateway over every kind of recorded place: the whole replayed Hub, OpenRouter, LiteLLM, Ollama, registries of artifacts, a catalog file, OpenGradient's hub and a local
 * chain, with everything harvested and some models assessed, for an explorer to look at.
 *
 * node bench/recorded/explorer.ts <folder with upstreams/ and data/> [--data <folder>] [--port 4700] [--serve]
 * node bench/recorded/explorer.ts <folder …> [--data <folder>] --pictures <folder> [--only <part of a use>] [--window 390-dark] [--keystrokes]
 *
 * Prints one line of JSON: address, counts and seconds. `--data` keeps the world: the next start with the folder takes seconds. `--serve` keeps it running until SIGTERM;
 * without it, whether a source that fails or is slow does so for the gateway is checked, and the command ends with 1 when not. Needs Debian's docker-registry.
 *
 * `--pictures` builds the pages, goes through the uses of the explorer by keyboard in four windows, and ends with 1 when a step fails or a page has a fault; `--keystrokes`
 * measures the search as somebody types, and the first view. Both need Debian's chromium.
 */
import { parseArgs } from "node:util";
import { buildPages } from "./explorer/built-pages.ts";
import { keystrokeTable, measureTyping } from "./explorer/keystrokes.ts";
import { checkKnobs } from "./explorer/knobs-check.ts";
import { requestLines, walkAll } from "./explorer/walk-all.ts";
import { startWorld } from "./explorer/world.ts";

const { values: { data, port = "0", serve = false, pictures, only, window, keystrokes = false, built = false }, positionals: [recorded] } = parseArgs({
  allowPositionals: true,
  options: {
    data: { type: "string" }, port: { type: "string" }, serve: { type: "boolean" },
    pictures: { type: "string" }, only: { type: "string", multiple: true }, window: { type: "string", multiple: true }, keystrokes: { type: "boolean" }, built: { type: "boolean" },
  },
});
if (recorded === undefined || !/^\d{1,5}$/.test(port)) {
  console.error("usage: node bench/recorded/explorer.ts <folder with upstreams/ and data/> [--data <folder>] [--port 4700] [--serve] [--pictures <folder>] [--only <use>] [--window <width>-<theme>] [--keystrokes] [--built]");
  process.exit(2);
}
const looks = pictures !== undefined || keystrokes;
if (looks && !built) buildPages();
const told = Promise.withResolvers<void>();
for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => told.resolve());
const log = (line: string): void => console.error(line);
const world = await startWorld({ recorded, data, port: Number(port), log });
try {
  const { url, processId, counts, reused, seconds } = world;
  console.log(JSON.stringify({ url, graphql: `${url}/graphql`, processId, ...counts, reused, seconds }));
  const wrong: string[] = [];
  if (keystrokes) console.log(keystrokeTable(await measureTyping({ url, log })));
  if (pictures !== undefined) {
    const walks = await walkAll({ world, pictures, log, ...(only !== undefined && { only }), ...(window !== undefined && { windows: window }) });
    for (const line of requestLines(walks)) console.log(line);
    wrong.push(...walks.flatMap((walk) => walk.wrong.map((sentence) => `${walk.use} ${walk.width} ${walk.theme}: ${sentence}`)));
  }
  if (serve) await told.promise;
  else if (!looks) wrong.push(...(await checkKnobs(world)));
  for (const line of wrong) log(line);
  process.exitCode = wrong.length === 0 ? 0 : 1;
} finally {
  await world.close();
}
