import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { beforeAll, expect, it } from "vitest";

const dist = join(import.meta.dirname, "../dist");
/** 250 KB, of a thousand bytes each. */
const mostBytes = 250_000;

interface Chunk {
  readonly file: string;
  readonly imports?: readonly string[];
  readonly css?: readonly string[];
}

let manifest: Readonly<Record<string, Chunk>>;
beforeAll(async () => {
  if (!existsSync(join(dist, "persisted-documents.json"))) {
    const turbo = join(import.meta.dirname, "../../../node_modules/turbo/bin/turbo");
    const built = spawnSync(process.execPath, [turbo, "run", "build", "--filter=@modeldex/explorer", "--output-logs=errors-only"], { encoding: "utf8", env: { ...process.env, TURBO_TELEMETRY_DISABLED: "1" } });
    if (built.status !== 0) throw new Error(`The pages could not be built:\n${built.stdout}${built.stderr}`);
  }
  manifest = JSON.parse(await readFile(join(dist, ".vite/manifest.json"), "utf8"));
});

it(`what the first view loads is at most ${mostBytes.toLocaleString("en-US")} bytes, compressed by gzip, and nothing of GraphiQL`, async () => {
  const files = filesOf("index.html");
  const sizes = await Promise.all(["index.html", "theme.js", "mark.svg", ...files].map(async (file) => [file, gzipSync(await readFile(join(dist, file)), { level: 9 }).length] as const));
  const bytes = sizes.reduce((sum, [, size]) => sum + size, 0);
  console.log(`The first view: ${bytes.toLocaleString("en-US")} bytes by gzip in ${sizes.length} files.`);
  expect(bytes, sizes.map(([file, size]) => `${size} ${file}`).join("\n")).toBeLessThanOrEqual(mostBytes);
  expect([...files].filter((file) => /graphiql|monaco|worker/i.test(file))).toEqual([]);
});

/** The files that an entry loads at once: its own, its style sheets, and those of what it imports. */
function filesOf(entry: string): ReadonlySet<string> {
  const seen = new Set<string>();
  const files = new Set<string>();
  const visit = (key: string): void => {
    const chunk = manifest[key];
    if (chunk === undefined) throw new Error(`The manifest of the build has no ${key}.`);
    if (seen.has(key)) return;
    seen.add(key);
    for (const file of [chunk.file, ...(chunk.css ?? [])]) files.add(file);
    for (const imported of chunk.imports ?? []) visit(imported);
  };
  visit(entry);
  return files;
}
