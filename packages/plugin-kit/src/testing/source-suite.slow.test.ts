import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "../../../..");

/** What vitest prints of a test file in a run of its own. */
async function printed(file: string): Promise<string> {
  const vitest = join(root, "node_modules/vitest/vitest.mjs");
  const run = promisify(execFile)(process.execPath, [vitest, "run", "--root", dirname(file), "--no-color", file], { cwd: dirname(file), timeout: 100_000 });
  return await run.then(({ stdout }) => stdout, (error: { readonly stdout: string; readonly stderr: string }) => error.stdout + error.stderr);
}

it("says what to change in a source of which no method ends with its signal, instead of timing out", { timeout: 120_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), "modeldex-suite-"));
  try {
    const file = join(folder, "slow.test.ts");
    await writeFile(file, `
      import { pagedChecks, pagedSource } from "${here}/fixtures/paged-source.ts";
      import { sourceSuite } from "${here}/source-suite.ts";
      const deaf = (context) => ({ ...context, signal: new AbortController().signal });
      sourceSuite({ ...pagedChecks, source: () => {
        const source = pagedSource({ token: "hunter2" });
        return { ...source, list: (request, context) => source.list(request, deaf(context)), get: (request, context) => source.get(request, deaf(context)), search: (request, context) => source.search(request, deaf(context)) };
      } });
    `);
    const text = await printed(file);
    for (const method of ["list", "get", "search"]) expect(text).toContain(`${method}() goes on after its signal was aborted; give signal: context.signal to every fetch`);
    expect(text).not.toContain("timed out");
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
