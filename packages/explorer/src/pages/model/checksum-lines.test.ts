import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { checksumFile } from "./checksum-lines.ts";

const digest = `sha256:${"ab".repeat(32)}`;

test("is taken by sha256sum, also where a path has a line break or a backslash", async () => {
  const folder = await mkdtemp(join(tmpdir(), "checksums-"));
  try {
    const names = ["model.safetensors", "line\nbreak.bin", "back\\slash.bin"];
    for (const name of names) await writeFile(join(folder, name), name);
    const files = names.map((path) => ({ path, digest: `sha256:${createHash("sha256").update(path).digest("hex")}`, listing: { key: "hf:a/b" } }));
    await writeFile(join(folder, "SHA256SUMS"), `${checksumFile(files)?.lines.join("\n")}\n`);
    const { stdout } = await promisify(execFile)("sha256sum", ["--check", "SHA256SUMS"], { cwd: folder, env: { ...process.env, LC_ALL: "C" } });
    expect(stdout.match(/: OK$/gm)).toHaveLength(3);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test.each(["../up", "/etc/passwd", "a/../../b", "-c", "~/x", "bell\u0007", "turned\u202Eround"])("leaves out %j", (path) => {
  expect(checksumFile([{ path, digest, listing: { key: "hf:a/b" } }])).toBeUndefined();
});

test("keeps to the first listing that states a sha256, and leaves out files without one", () => {
  expect(checksumFile([
    { path: "none", digest: null, listing: { key: "hf:a/b" } },
    { path: "m", digest, listing: { key: "ollama:a" } },
    { path: "m", digest, listing: { key: "hf:a/b" } },
  ])).toEqual({ listing: "ollama:a", lines: [`${"ab".repeat(32)}  m`] });
});
