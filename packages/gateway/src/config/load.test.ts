import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { loadSettings } from "./load.ts";

let folder: string;
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), "modeldex-config-"))));
afterEach(() => rm(folder, { recursive: true }));

/** Each configuration is a file of its own name, since Node keeps what it has imported. */
async function settingsOf(body: string, env: Record<string, string> = {}) {
  const path = join(folder, `c${Math.random()}.mjs`);
  await writeFile(path, body);
  return loadSettings({ MODELDEX_CONFIG: path, ...env }, folder);
}

it("has defaults for everything but the sources", async () => {
  const settings = await settingsOf("export default { sources: [] }");
  expect(settings).toMatchObject({ dataDir: join(folder, ".modeldex"), server: { host: "127.0.0.1", port: 4000, corsOrigins: "*" }, offline: false, harvest: true, starter: true, logLevel: "info" });
});

it("lets the environment override the file, and hands it to a configuration that is a function", async () => {
  const settings = await settingsOf("export default ({ env }) => ({ sources: [], server: { port: Number(env.MINE), host: '0.0.0.0' } })", { MINE: "5000", HOST: "::1", MODELDEX_DATA_DIR: "data", MODELDEX_OFFLINE: "1", MODELDEX_STARTER: "off", REDIS_CLUSTER: "a:1, b:2" });
  expect(settings).toMatchObject({ dataDir: join(folder, "data"), server: { host: "::1", port: 5000 }, offline: true, starter: false, redis: { nodes: [{ host: "a", port: 1 }, { host: "b", port: 2 }] } });
});

it("runs sources in threads of their own, from the file and the environment, unless that is switched off", async () => {
  const on = await settingsOf("export default { sources: [] }", { MINE: "1" });
  expect(on.isolate).toEqual({ configPath: on.configPath, env: expect.objectContaining({ MINE: "1" }) });
  const off = [await settingsOf("export default { sources: [], isolate: false }"), await settingsOf("export default { sources: [] }", { MODELDEX_ISOLATE: "off" }), await loadSettings({}, folder)];
  expect(off.map(({ isolate }) => isolate)).toEqual([undefined, undefined, undefined]);
});

it("takes proxies from the environment", async () => {
  expect((await settingsOf("export default { sources: [] }", { HTTPS_PROXY: "proxy.example:3128", NO_PROXY: "a.example" })).proxy).toEqual({ https: "http://proxy.example:3128/", except: "a.example" });
});

it("serves without a configuration: no sources", async () => {
  expect((await loadSettings({}, folder)).config).toEqual({ sources: [] });
});

it.each([
  ["PORT", { PORT: "many" }, 'PORT is "many"; write a number from 0 to 65535.'],
  ["MODELDEX_OFFLINE", { MODELDEX_OFFLINE: "yes" }, 'MODELDEX_OFFLINE is "yes"; write MODELDEX_OFFLINE=1, or leave it out.'],
  ["MODELDEX_STARTER", { MODELDEX_STARTER: "no" }, 'MODELDEX_STARTER is "no"; write MODELDEX_STARTER=off, or leave it out.'],
  ["MODELDEX_LOG", { MODELDEX_LOG: "loud" }, 'MODELDEX_LOG is "loud"; write one of trace, debug, info, warn, error, silent.'],
  ["REDIS_URL", { REDIS_URL: "localhost" }, "REDIS_URL must begin with redis:// or rediss://, such as redis://127.0.0.1:6379."],
  ["REDIS_CLUSTER", { REDIS_CLUSTER: "a:1,b" }, 'REDIS_CLUSTER has "b"; write host:port, comma-separated.'],
])("refuses a wrong %s", async (_, env, message) => {
  await expect(settingsOf("export default { sources: [] }", env)).rejects.toThrow(message);
});

it.each([
  ["no default export", "export const sources = []", 'has no default export; write "export default defineConfig({ sources: [...] })".'],
  ["no sources", "export default {}", "sources must be a list of sources, such as [huggingFace()]."],
  ["an option that there is not", "export default { sources: [], source: 1 }", '"source" is not an option; there are sources, verifiers, policies, exceptions, identity, server, search, harvest, isolate, live, backgroundDetails, backgroundAssessments, entriesPerRegistrant.'],
  ["policies that are no list", "export default { sources: [], policies: {} }", "policies must be a list, such as [{ id, title, version, rules }]."],
  ["exceptions that are no list", "export default { sources: [], exceptions: {} }", "exceptions must be a list, such as [{ subject, rule, reason, by, until }]."],
  ["an identity rule that is no pair", 'export default { sources: [], identity: { same: ["hf:a/b"] } }', 'identity.same must be a list of pairs of listing keys, such as ["hf:org/a", "hf:org/b"].'],
  ["a deadline of 0", "export default { sources: [], server: { requestDeadlineMs: 0 } }", "server.requestDeadlineMs is 0; write a whole number above 0."],
  ["a switch of threads that is none", "export default { sources: [], isolate: 'off' }", "isolate must be true or false."],
  ["live that is no switch for each source", "export default { sources: [], live: false }", "live must say true or false for ids of sources, such as { hf: false }."],
  ["background details that are no bounds", "export default { sources: [], backgroundDetails: true }", "backgroundDetails must be false or { mostUsed: 2_000, perMinute: 10 }."],
  ["a bound that there is not", "export default { sources: [], backgroundDetails: { most: 1 } }", "backgroundDetails.most is not an option; there are mostUsed and perMinute."],
  ["background assessments that are no bounds", "export default { sources: [], backgroundAssessments: 5 }", "backgroundAssessments must be false or { mostUsed: 500, perMinute: 6 }."],
  ["a rate of half a model", "export default { sources: [], backgroundAssessments: { perMinute: 0.5 } }", "backgroundAssessments.perMinute is 0.5; write a whole number above 0."],
  ["a bound of 0", "export default { sources: [], backgroundDetails: { mostUsed: 0 } }", "backgroundDetails.mostUsed is 0; write a whole number above 0."],
  ["no entries of one account", "export default { sources: [], entriesPerRegistrant: 0 }", "entriesPerRegistrant is 0; write a whole number above 0."],
  ["a package that is not installed", 'import "@acme/shelf"; export default { sources: [] }', "could not be loaded: Cannot find package '@acme/shelf' imported from"],
  ["a package that is not installed, with what to do", 'import "@acme/shelf"; export default { sources: [] }', "put it where the package is installed, or install the package there."],
  ["a file that throws", "throw new Error('no key')", "could not be loaded: no key"],
])("refuses %s", async (_, body, message) => {
  await expect(settingsOf(body)).rejects.toThrow(message);
});

it("names a file that is not there", async () => {
  await expect(loadSettings({ MODELDEX_CONFIG: "nowhere.ts" }, folder)).rejects.toThrow(`${join(folder, "nowhere.ts")}, which does not exist`);
});
