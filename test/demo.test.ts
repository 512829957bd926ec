import { execFile } from "node:child_process";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { anvilPath } from "../packages/source-onchain/src/testing/anvil.ts";

const run = promisify(execFile);

it.skipIf(anvilPath() === undefined)("shows a registration, its evidence, a review, a digest that does not fit, and says that the chain is local", async () => {
  const { stdout, stderr } = await run(process.execPath, ["demo/demo.ts", "--once"], { cwd: fileURLToPath(new URL("..", import.meta.url)), env: { ...process.env, MODELDEX_OFFLINE: "" } });
  expect(stderr).toBe("");
  expect(stdout).toContain("This chain is local: chain 31337 at http://127.0.0.1:");
  expect(stdout).toMatch(/^ {2}VERIFIED {3}ONCHAIN_REGISTRATION: Chain 31337 holds this entry /m);
  expect(stdout).toMatch(/^ {2}VERIFIED {3}CROSS_SOURCE_DIGEST_MATCH: file:acme\/support-7b states the same /m);
  expect(stdout).toMatch(/^ {2}ASSERTED {3}EXTENSION: 0x[0-9a-fA-F]{40} gives 5 of 5 stars: Answers within a minute\.$/m);
  expect(stdout).toMatch(/^ {2}FAILED {5}CROSS_SOURCE_DIGEST_MATCH: file:acme\/letters-1b states another digest for model\.safetensors\.$/m);
  expect(stdout).toMatch(/^ {2}onchain:\S+ model\.safetensors says\n {4}sha256:(ee){32}\n {2}file:acme\/letters-1b model\.safetensors says\n {4}sha256:6b86b273/m);
  expect(stdout).toMatch(/^ {2}ASSERTED {3}CONTROL_AUTHORITY: Anybody may write entries of demo /m);
  expect(stdout).toContain("curl -fsS -H 'content-type: application/json'");
});

const failed = async (words: readonly string[], port: string): Promise<unknown> => {
  const env = { ...process.env, MODELDEX_OFFLINE: "", PORT: port };
  return await run(process.execPath, ["demo/demo.ts", ...words], { cwd: fileURLToPath(new URL("..", import.meta.url)), env }).catch((error: unknown) => error);
};

it("says what it takes", async () => {
  expect(await failed(["--onse"], "0")).toMatchObject({ code: 2, stdout: "", stderr: expect.stringMatching(/^There is no "--onse"\.\n\npnpm demo \[--once\]\n/) });
});

it.skipIf(anvilPath() === undefined)("ends as the gateway does, with its sentence alone, when the port is taken", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  try {
    const { port } = other.address() as AddressInfo;
    expect(await failed([], `${port}`)).toMatchObject({ code: 2, stderr: `Port ${port} of 127.0.0.1 is in use; end the other process, or set PORT to a free port (0 takes any).\n` });
  } finally {
    other.close();
  }
});
