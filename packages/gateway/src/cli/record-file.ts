import { readFile, writeFile } from "node:fs/promises";
import { extname } from "node:path";
import type { Recording } from "@modeldex/plugin-kit/lend";
import { CommandError } from "./report.ts";

const endings = [".ts", ".mts", ".js", ".mjs", ".json"];

/** Stands in every module that is written, so that one may be written over and nothing else is. */
const mark = "modeldex try-source --record";

/** @throws {CommandError} when the file has a name of another ending, or is there and no recording. */
export async function checkRecordFile(path: string): Promise<void> {
  const ending = extname(path);
  if (!endings.includes(ending)) throw new CommandError(`--record is "${path}"; write a name that ends in .ts, .js or .json, such as shelf.recorded.ts.`);
  const text = await readFile(path, "utf8").catch(() => undefined);
  const isRecording = text === undefined || text === "" || (ending === ".json" ? text.startsWith("[") : text.includes(mark));
  if (!isRecording) throw new CommandError(`${path} is there and is no recording; write another name, such as shelf.recorded.ts.`);
}

/** Writes exchanges as a module that exports `exchanges`, or as JSON. @throws {CommandError} when the file cannot be written. */
export async function writeRecording(path: string, { exchanges }: Recording, recordedAt: Date): Promise<void> {
  const json = JSON.stringify(exchanges, null, 2);
  const text = extname(path) === ".json" ? `${json}\n` : moduleText(json, extname(path), recordedAt);
  await writeFile(path, text).catch((cause: unknown) => {
    throw new CommandError(`${path} cannot be written: ${cause instanceof Error ? cause.message : String(cause)}`, undefined, cause);
  });
}

function moduleText(json: string, ending: string, recordedAt: Date): string {
  const typed = ending.endsWith("ts");
  return [
    ...(typed ? ['import type { RecordedExchange } from "@modeldex/plugin-kit/testing";', ""] : []),
    `/** Answers of the service, recorded on ${recordedAt.toISOString().slice(0, 10)} by \`${mark}\`, without credentials. */`,
    `export const exchanges${typed ? ": readonly RecordedExchange[]" : ""} = ${json};`,
    "",
  ].join("\n");
}
