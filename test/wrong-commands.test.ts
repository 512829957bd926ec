import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { runCommand } from "./support/command.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "modeldex-wrong-"));
  await writeFile(join(folder, "catalog.sqlite"), Buffer.alloc(100_000, "no catalog "));
  await writeFile(join(folder, "throws.mjs"), "export default () => { throw new Error('no key is set') }");
});
afterAll(() => rm(folder, { recursive: true }));

it.each([
  ["a command that there is not", ["serch", "x"], {}, "error: unknown command 'serch'\n(Did you mean search?)"],
  ["a missing argument", ["resolve"], {}, "error: missing required argument 'reference'"],
  ["an option that there is not", ["search", "x", "--jsno"], {}, "error: unknown option '--jsno'\n(Did you mean --json?)"],
  ["a number that is none", ["search", "x", "--first", "many"], {}, '--first is "many"; write a number from 1 to 100.'],
  ["a class of licences that there is not", ["search", "x", "--license-class", "nonsense"], {}, '--license-class is "nonsense"; write one of permissive, copyleft, use-restricted, non-commercial, proprietary, unknown.'],
  ["an order that there is not", ["search", "x", "--sort", "size"], {}, '--sort is "size"; write one of relevance, downloads'],
  ["a source that there is not", ["harvest", "hub"], {}, '"hub" is not a source that can be harvested; there are hf.'],
  ["a trial of a source that there is not yet", ["try-source", "onchain", "--chain", "1", "--address", "0x00", "--list"], {}, "--list is for a source that there is already; with --chain and --address there are --rpc, --abi, --from and --json."],
  ["a data folder that is none", ["search", "x"], { MODELDEX_DATA_DIR: "/dev/null/x" }, "The data folder /dev/null/x cannot be used"],
  ["a file that is no catalog", ["search", "x"], { MODELDEX_DATA_DIR: "FOLDER" }, "is not a catalog of Modeldex"],
  ["a configuration that throws", ["search", "x"], { MODELDEX_CONFIG: "FOLDER/throws.mjs" }, "throws.mjs: no key is set"],
])("ends with 2 and says what to write instead: %s", async (_, words, settings, message) => {
  const real = Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, value.replace("FOLDER", folder)]));
  const { code, err } = await runCommand(words, { MODELDEX_DATA_DIR: join(folder, "data"), ...real });
  expect([code, err]).toEqual([2, expect.stringContaining(message)]);
  expect(err).not.toMatch(/\n\s+at /);
});

it("says its version", async () => {
  expect(await runCommand(["--version"])).toMatchObject({ code: 0, out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
});
