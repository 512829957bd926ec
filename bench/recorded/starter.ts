import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

// Checks that the starter catalog in the repository is what the script makes of the recorded lists, byte by byte.
//   node bench/recorded/starter.ts <folder>      (holds data/hf)

const root = fileURLToPath(new URL("../..", import.meta.url));
const [folder = ""] = process.argv.slice(2);
const temporary = mkdtempSync(join(tmpdir(), "modeldex-starter-"));
try {
  const made = join(temporary, "models.jsonl");
  const { status, stderr } = spawnSync(process.execPath, [join(root, "scripts/make-starter.ts"), join(folder, "data/hf"), "--out", made], { encoding: "utf8" });
  if (status !== 0) throw new Error(`make-starter.ts failed: ${stderr}`);
  const same = readFileSync(made).equals(readFileSync(join(root, "packages/gateway/starter/models.jsonl")));
  console.log(same ? "The starter catalog is what the script makes." : "The starter catalog differs from what the script makes: run scripts/make-starter.ts and commit its file.");
  process.exitCode = same ? 0 : 1;
} finally {
  rmSync(temporary, { recursive: true, force: true });
}
