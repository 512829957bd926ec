import { spawnSync } from "node:child_process";
import { join } from "node:path";

/** Builds the pages when their sources changed since, and serves the endpoint in this process. Arguments are those of `modeldex serve`. */
const built = spawnSync(process.execPath, [join(import.meta.dirname, "../node_modules/turbo/bin/turbo"), "run", "build", "--filter=@modeldex/explorer", "--output-logs=errors-only"], {
  cwd: join(import.meta.dirname, ".."), stdio: ["ignore", "ignore", "inherit"], env: { ...process.env, TURBO_TELEMETRY_DISABLED: "1" },
});
if (built.status !== 0) console.error("The pages could not be built; the endpoint starts with those of before, or without. `pnpm --filter @modeldex/explorer build` shows why.");
process.argv.splice(2, 0, "serve");
await import("../packages/gateway/src/cli/main.ts");
