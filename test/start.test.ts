import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { quietEnvironment } from "../bench/running-gateway.ts";
import { pagesAreCurrent } from "../packages/explorer/scripts/inputs.ts";
import { emptyFolder, removeFolder } from "./support/command.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
let clone = "";

/** A clone whose pages are small: the start and the build are those of the repository, and so is what is served. */
beforeAll(async () => {
  clone = await emptyFolder();
  const write = async (path: string, text: string): Promise<void> => {
    await mkdir(dirname(join(clone, path)), { recursive: true });
    await writeFile(join(clone, path), text);
  };
  for (const path of ["scripts/start.ts", "package.json", "pnpm-lock.yaml", "tsconfig.base.json", "packages/explorer/scripts", "packages/explorer/vite.config.ts", "packages/explorer/tsconfig.json", "packages/explorer/package.json"]) await cp(join(root, path), join(clone, path), { recursive: true });
  await mkdir(join(clone, "packages/explorer/node_modules"));
  for (const name of ["vite", "@vitejs", "react", "react-dom"]) await symlink(join(root, "packages/explorer/node_modules", name), join(clone, "packages/explorer/node_modules", name));
  await symlink(join(root, "packages/gateway"), join(clone, "packages/gateway"));
  for (const name of ["index", "graphiql"]) await write(`packages/explorer/${name}.html`, `<!doctype html><title>${name}</title><script type="module" src="/src/${name}.ts"></script>`);
  for (const name of ["index", "graphiql"]) await write(`packages/explorer/src/${name}.ts`, `document.title = "${name} of the first build";`);
  await write("packages/explorer/src/generated/persisted-documents.json", "{}");
  await write("packages/explorer/public/mark.svg", "<svg/>");
});
afterAll(() => removeFolder(clone));

/** Starts it with nothing on the path, without standard input, until it serves; then ends it by a signal. */
async function start(signal: NodeJS.Signals, until: "out" | "err" = "out"): Promise<{ readonly code: number | null; readonly out: string; readonly err: string }> {
  const env = { ...quietEnvironment({ MODELDEX_DATA_DIR: join(clone, "data"), MODELDEX_OFFLINE: "1", PORT: "0" }), PATH: "", HOME: join(clone, "home") };
  const child = spawn(process.execPath, [join(clone, "scripts/start.ts"), "--json"], { cwd: clone, env, stdio: ["ignore", "pipe", "pipe"] });
  const printed = { out: "", err: "" };
  child.stderr.setEncoding("utf8").on("data", (text: string) => (printed.err += text));
  child.stdout.setEncoding("utf8").on("data", (text: string) => (printed.out += text));
  const ended = once(child, "close");
  await Promise.race([once(until === "out" ? child.stdout : child.stderr, "data"), ended]);
  child.kill(signal);
  const [code] = await ended;
  return { code, ...printed };
}

const page = join("packages/explorer/dist/index.html");
const building = "The pages are built first, since they are new or have changed; the next start goes without.\n";
const serving = expect.stringMatching(/^\{"url":"http:\/\/127\.0\.0\.1:\d+",.*\}\n$/);

it("builds the pages at the first start, and not at the next; arguments pass through, and signals end it", async () => {
  expect(await start("SIGTERM")).toEqual({ code: 0, out: serving, err: building });
  const built = await stat(join(clone, page));
  expect(await start("SIGINT")).toEqual({ code: 0, out: serving, err: "" });
  expect((await stat(join(clone, page))).mtimeMs).toBe(built.mtimeMs);
});

it.each(["index.html", "src/index.ts", "src/generated/persisted-documents.json", "public/mark.svg", "scripts/finish.ts", "../../pnpm-lock.yaml"])("has the pages built anew when %s has changed, and not when it was only touched", async (path) => {
  const explorer = join(clone, "packages/explorer");
  const text = await readFile(join(explorer, path), "utf8");
  await writeFile(join(explorer, path), `${text}\n`);
  expect(await pagesAreCurrent(explorer)).toBe(false);
  await writeFile(join(explorer, path), text);
  expect(await pagesAreCurrent(explorer)).toBe(true);
});

it("ends at once by a signal while it builds", async () => {
  await writeFile(join(clone, "packages/explorer/src/index.ts"), 'document.title = "second";');
  expect(await start("SIGTERM", "err")).toEqual({ code: 143, out: "", err: building });
});

it("says why a build failed, and serves with the pages of before", async () => {
  const before = await readFile(join(clone, page), "utf8");
  await writeFile(join(clone, "packages/explorer/src/index.ts"), 'import { none } from "./nothing-of-the-kind.ts";\nnone();');
  const { code, out, err } = await start("SIGTERM");
  expect({ code, out }).toEqual({ code: 0, out: serving });
  expect(err).toContain("nothing-of-the-kind.ts");
  expect(err).toMatch(/The pages could not be built, for the reason above; the endpoint starts with those of before, or without\.\n$/);
  expect(await readFile(join(clone, page), "utf8")).toBe(before);
});
