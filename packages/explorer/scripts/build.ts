import { rmSync } from "node:fs";
import { mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { constants } from "node:os";
import { join } from "node:path";
import { build } from "vite";
import { finish } from "./finish.ts";
import { builtOf, inputsDigest } from "./inputs.ts";

/** Builds the pages, and puts them in the place of those in `dist` once they are whole. `--quiet` says nothing but what is wrong. */
const folder = join(import.meta.dirname, "..");
const dist = join(folder, "dist");
// Of what stood there at the beginning: what changes meanwhile makes the next build.
const digest = await inputsDigest(folder);
const fresh = await mkdtemp(join(folder, "node_modules/.pages-"));
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    rmSync(fresh, { recursive: true, force: true });
    process.exit(128 + constants.signals[signal]);
  });
}
try {
  await build({ root: folder, mode: "production", logLevel: process.argv.includes("--quiet") ? "silent" : "info", build: { outDir: fresh, emptyOutDir: true } });
  await finish(fresh, join(folder, "src/generated/persisted-documents.json"));
  await writeFile(join(fresh, builtOf), digest);
  await rm(dist, { recursive: true, force: true });
  await rename(fresh, dist);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await rm(fresh, { recursive: true, force: true });
}
