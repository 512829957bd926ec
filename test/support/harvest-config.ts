import { writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Writes a configuration whose serving process keeps the Hub of `HF_ENDPOINT` harvested. @returns its path, for `MODELDEX_CONFIG`. */
export async function writeHarvestConfig(folder: string): Promise<string> {
  const path = join(folder, "modeldex.config.mjs");
  const adapter = new URL("../../packages/source-hf/src/index.ts", import.meta.url).href;
  await writeFile(path, `import { huggingFace } from ${JSON.stringify(adapter)};\nexport default ({ env }) => ({ sources: [huggingFace({ endpoint: env.HF_ENDPOINT })], harvest: ["hf"] });\n`);
  return path;
}
