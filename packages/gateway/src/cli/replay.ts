import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { SourceError } from "@modeldex/plugin-kit";
import { recordedFetch, UnknownExchangeError, type RecordedExchange } from "@modeldex/plugin-kit/checks";
import type { LentFetch, LentFetchOptions } from "@modeldex/plugin-kit/lend";
import { loadFailure } from "../config/load-failure.ts";
import { isObject } from "../sources/clean.ts";
import { CommandError } from "./report.ts";

export interface ReplayFlags {
  /** File of a recording: `.json`, or a module that exports `exchanges`. */
  readonly replay?: string;
  /** `<url>=<file>`: the body that answers GET of that address. */
  readonly answer?: readonly string[];
}

/**
 * Reads the answers that are given in the place of a service's.
 *
 * @returns `undefined` where none are given, so that the service is asked.
 * @throws {CommandError} naming the file or the flag that is wrong.
 */
export async function readReplay({ replay, answer = [] }: ReplayFlags, directory: string): Promise<readonly RecordedExchange[] | undefined> {
  if (replay === undefined && answer.length === 0) return undefined;
  const recorded = replay === undefined ? [] : await readRecording(resolve(directory, replay));
  return [...(await Promise.all(answer.map((text) => readAnswer(text, directory)))), ...recorded];
}

/** Lends a `fetch` that answers from a recording and opens no connection. */
export function lendRecorded(exchanges: readonly RecordedExchange[]): (options: LentFetchOptions) => LentFetch {
  return ({ onResponse }) => {
    const recorded = recordedFetch(exchanges);
    return {
      close: async () => undefined,
      fetch: async (input, init) => {
        try {
          const answer = await recorded.fetch(input, init);
          onResponse?.(new URL(answer.url), answer.status, answer.headers);
          return answer;
        } catch (error) {
          if (!(error instanceof UnknownExchangeError)) throw error;
          const asked = recorded.unknown.at(-1) ?? "";
          throw new SourceError("UNSUPPORTED", `Nothing is recorded for ${asked}; ${recordedText(exchanges)}. Give its answer by --answer "${asked.replace(/^\w+ /, "")}=<file>", call the source with the --options of the recording, or record it from the service by --record.`, { cause: error });
        }
      },
    };
  };
}

const shownExchanges = 5;

/** What a recording has answers to, the first ones. */
function recordedText(exchanges: readonly RecordedExchange[]): string {
  const all = [...new Set(exchanges.map(({ method = "GET", url }) => `${method} ${url}`))];
  if (all.length === 0) return "the recording is empty";
  return `recorded ${all.length === 1 ? "is" : "are"} ${all.slice(0, shownExchanges).join(", ")}${all.length > shownExchanges ? ` and ${all.length - shownExchanges} more` : ""}`;
}

async function readRecording(path: string): Promise<readonly RecordedExchange[]> {
  const list = path.endsWith(".json") ? parsed(await readText(path), path) : await importedList(path);
  if (!Array.isArray(list)) throw new CommandError(`${path} is no recording; one is a list of { url, json }, as --record writes it, or a module that exports it as exchanges. The answer to one address is given by --answer "<url>=<file>".`);
  return (list as readonly unknown[]).map((item, place) => {
    if (!isExchange(item)) throw new CommandError(`Entry ${place + 1} of ${path} is no recorded answer; write { url, json }, with url an http(s) address or a path that begins with /.`);
    return item;
  });
}

async function importedList(path: string): Promise<unknown> {
  const module = await import(pathToFileURL(path).href).then((loaded: Readonly<Record<string, unknown>>) => loaded, (cause: unknown) => {
    throw new CommandError(loadFailure(path, cause), undefined, cause);
  });
  return module["exchanges"];
}

function isExchange(item: unknown): item is RecordedExchange {
  return isObject(item) && typeof item["url"] === "string" && isAddress(item["url"]) && (item["status"] === undefined || typeof item["status"] === "number");
}

async function readAnswer(text: string, directory: string): Promise<RecordedExchange> {
  // Addresses have = in their parameters; names of files seldom do.
  const split = text.lastIndexOf("=");
  const [url, file] = [text.slice(0, Math.max(split, 0)), text.slice(split + 1)];
  if (file === "" || !isAddress(url)) throw new CommandError(`--answer is "${text}"; write an address, =, and the file that has its answer, such as --answer https://shelf.example/models.json=models.json.`);
  const body = await readText(resolve(directory, file));
  return /^\s*[[{]/.test(body) ? { url, text: body, headers: { "content-type": "application/json" } } : { url, text: body };
}

function isAddress(text: string): boolean {
  return text.startsWith("/") || (URL.canParse(text) && /^https?:/.test(text));
}

async function readText(path: string): Promise<string> {
  return readFile(path, "utf8").catch((cause: unknown) => {
    throw new CommandError(`${path} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`, undefined, cause);
  });
}

function parsed(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new CommandError(`${path} is no JSON: ${cause instanceof Error ? cause.message : String(cause)}`, undefined, cause);
  }
}
