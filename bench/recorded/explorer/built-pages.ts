import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const explorer = fileURLToPath(new URL("../../../packages/explorer/", import.meta.url));
const bundler = fileURLToPath(new URL("../../../packages/explorer/node_modules/vite/bin/vite.js", import.meta.url));

/** Builds the pages of the explorer, so that the gateway serves those of this checkout. @throws {Error} with what the bundler printed, when it fails. */
export function buildPages(): void {
  for (const words of [[bundler, "build", "--logLevel", "warn"], ["scripts/finish.ts"]]) {
    const { status, stdout, stderr } = spawnSync(process.execPath, words, { cwd: explorer, encoding: "utf8" });
    if (status !== 0) throw new Error(`The pages cannot be built: ${stdout}${stderr}`);
  }
}
