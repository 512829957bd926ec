import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, it } from "vitest";

const run = promisify(execFile);

/** Packages outside Node and this one that an entry loads, in a process of its own. */
async function loadedBy(entry: string): Promise<unknown> {
  const script = `
    import { registerHooks } from "node:module";
    const seen = new Set();
    registerHooks({ resolve(specifier, context, next) {
      if (!/^(?:node:|\\.|file:)/.test(specifier)) seen.add(specifier);
      return next(specifier, context);
    } });
    await import(${JSON.stringify(new URL(entry, import.meta.url).href)});
    console.log(JSON.stringify([...seen].filter((name) => !name.startsWith("/")).sort()));`;
  const { stdout } = await run(process.execPath, ["--input-type=module", "--eval", script]);
  return JSON.parse(stdout);
}

it("loads undici for lending only, and vitest for the suite only", async () => {
  expect(await loadedBy("./index.ts")).toEqual(["@modeldex/schema"]);
  expect(await loadedBy("./checks/index.ts")).toEqual(["@modeldex/schema"]);
  expect(await loadedBy("./lend/index.ts")).toEqual(["ipaddr.js", "undici"]);
});
