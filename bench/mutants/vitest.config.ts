import { readFileSync } from "node:fs";
import { join } from "node:path";
import { defineConfig } from "vitest/config";
import { mutants } from "./mutants.ts";

const root = join(import.meta.dirname, "../..");
/** The same run without a mistake, so that what fails fails because of one. */
const none = { name: "none", file: "package.json", from: "modeldex-workspace", to: "modeldex-workspace", tests: [] };
const mutant = [none, ...mutants].find(({ name }) => name === process.env["MUTANT"]);
if (mutant === undefined) throw new Error(`MUTANT is "${process.env["MUTANT"] ?? ""}"; there are ${mutants.map(({ name }) => name).join(", ")}.`);
const changed = join(root, mutant.file);

/** Runs tests over sources of which one line is another, as they are loaded: no file is touched. */
export default defineConfig({
  root,
  plugins: [
    {
      name: "mutant",
      enforce: "pre",
      load: (id) => (id.split("?")[0] === changed ? readFileSync(changed, "utf8").replace(mutant.from, () => mutant.to) : undefined),
    },
  ],
  // What was loaded with another mistake, or with none, is not taken from a cache.
  test: { testTimeout: 60_000, fsModuleCache: false },
});
