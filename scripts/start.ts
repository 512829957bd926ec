import { spawn } from "node:child_process";
import { once } from "node:events";
import { constants } from "node:os";
import { join } from "node:path";
import { pagesAreCurrent } from "../packages/explorer/scripts/inputs.ts";

/** Builds the pages when what they are made of has changed since, and serves the endpoint in this process. Arguments are those of `modeldex serve`. */
const explorer = join(import.meta.dirname, "../packages/explorer");
if (!(await pagesAreCurrent(explorer))) await buildPages();
process.argv.splice(2, 0, "serve");
await import("../packages/gateway/src/cli/main.ts");

/** A build that fails costs the pages, not the endpoint. What it says of the reason stands on standard error. */
async function buildPages(): Promise<void> {
  const building = spawn(process.execPath, [join(explorer, "scripts/build.ts"), "--quiet"], { cwd: explorer, stdio: ["ignore", "ignore", "inherit"], env: { ...process.env, NODE_ENV: "production" } });
  const stop = (signal: "SIGINT" | "SIGTERM"): never => {
    building.kill(signal);
    process.exit(128 + constants.signals[signal]);
  };
  process.on("SIGINT", stop).on("SIGTERM", stop);
  console.error("The pages are built first, since they are new or have changed; the next start goes without.");
  const [code] = await once(building, "exit");
  process.off("SIGINT", stop).off("SIGTERM", stop);
  if (code !== 0) console.error("The pages could not be built, for the reason above; the endpoint starts with those of before, or without.");
}
