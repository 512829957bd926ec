import { join } from "node:path";

import { runCommand } from "../running-gateway.ts";

/** Harvests a Hub into a folder and exports it. @returns the path of the file. @throws {Error} with what a command printed, when it fails. */
export async function exportedHub(hubUrl: string, folder: string): Promise<string> {
  const path = join(folder, "export.ndjson");
  for (const words of [["harvest", "hf", "--all"], ["export", path]]) {
    const { status, out, err } = await runCommand(words, { HF_ENDPOINT: hubUrl, MODELDEX_DATA_DIR: join(folder, "exported") });
    if (status !== 0) throw new Error(`${words.join(" ")} failed:\n${out}\n${err}`);
  }
  return path;
}
