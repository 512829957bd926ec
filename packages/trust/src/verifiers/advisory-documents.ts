import { readFile, stat } from "node:fs/promises";
import { basename, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { SourceError, type VerifierTools } from "@modeldex/plugin-kit";
import type { UnknownReason } from "@modeldex/schema";
import { unknownReasonOf } from "../unknown-reason.ts";
import { readAdvisories, type AdvisoryList } from "./read-advisories.ts";

/** Longest document that is read, in bytes. */
export const maxDocumentBytes = 16 * 1_048_576;
/** The same from an address: half of what one report may read, so that a document that grows takes no other check its bytes. */
export const maxFetchedBytes = 4 * 1_048_576;
const rereadMs = 3_600_000;
/** How long one that could not be read is left alone. */
const retryMs = 60_000;

/** Where a document is, and how it is called for a person: no credentials, no query, no folder of the operator's machine. */
export interface DocumentPlace {
  readonly name: string;
  /** Address, without credentials and query; absent for a file. */
  readonly publicUrl?: string;
  readonly url?: string;
  readonly path?: string;
}

/** A document as it was last read. */
export interface AdvisoryDocument extends AdvisoryList {
  readonly place: DocumentPlace;
  readonly readAt: Date;
  readonly sizeBytes: number;
}

/** What is known of a document now: perhaps what was read earlier, perhaps why it could not be read now. */
export interface DocumentState {
  readonly place: DocumentPlace;
  readonly document?: AdvisoryDocument;
  readonly problem?: { readonly unknownReason: UnknownReason; readonly because: string };
}

/** @throws {RangeError} naming the entry, and what to write instead. */
export function documentPlaces(from: readonly string[]): readonly DocumentPlace[] {
  if (!Array.isArray(from) || from.length === 0) throw new RangeError('securityAdvisories needs `from`: a list of files or addresses of OSV or OpenVEX documents, such as ["advisories.json"].');
  return from.map((entry: unknown, position): DocumentPlace => {
    const where = `securityAdvisories: from[${String(position)}]`;
    if (typeof entry !== "string" || entry.trim() === "") throw new RangeError(`${where} is ${JSON.stringify(entry) ?? typeof entry}; write the path of a file, or an http or https URL.`);
    if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(entry)) return { name: basename(entry), path: resolve(entry) };
    if (!URL.canParse(entry) || !/^(?:https?|file):$/.test(new URL(entry).protocol)) throw new RangeError(`${where} is "${entry.slice(0, 200)}"; write the path of a file, or an http or https URL.`);
    const url = new URL(entry);
    if (url.protocol === "file:") return { name: basename(url.pathname), path: fileURLToPath(url) };
    return { name: `${url.host}${url.pathname}`, publicUrl: `${url.origin}${url.pathname}`, url: url.href };
  });
}

/** One document, kept in memory: a file is read again when it was written, an address is asked again every hour, with its ETag. */
export function keptDocument(place: DocumentPlace): { read(tools: Pick<VerifierTools, "fetch" | "now" | "signal">): Promise<DocumentState> } {
  let document: AdvisoryDocument | undefined;
  let mark: string | undefined;
  let failed: { readonly at: number; readonly problem: NonNullable<DocumentState["problem"]> } | undefined;
  let reading: Promise<void> | undefined;

  async function renew(tools: Pick<VerifierTools, "fetch" | "now" | "signal">): Promise<void> {
    const fresh = place.path === undefined ? await fetched(place, mark, tools) : await fromDisk(place.path, mark);
    const readAt = tools.now();
    if (fresh === "UNCHANGED") document = document && { ...document, readAt };
    else document = { ...parsed(fresh.bytes), place, readAt, sizeBytes: fresh.bytes.byteLength };
    if (fresh !== "UNCHANGED") mark = fresh.mark;
    failed = undefined;
  }

  function isDue(now: number): boolean {
    if (failed !== undefined) return now - failed.at >= retryMs;
    return place.path !== undefined || document === undefined || now - document.readAt.getTime() >= rereadMs;
  }

  return {
    read: async (tools) => {
      const state = (): DocumentState => ({ place, ...(document === undefined ? {} : { document }), ...(failed === undefined ? {} : { problem: failed.problem }) });
      if (!isDue(tools.now().getTime())) return state();
      reading ??= renew(tools).finally(() => void (reading = undefined));
      try {
        await reading;
        return state();
      } catch (error) {
        const problem = { unknownReason: unknownReasonOf(error), because: error instanceof Error ? error.message.replace(/\.$/, "") : "it could not be read" };
        // The budget or the time of one request says nothing of the document: the next request tries again.
        if (problem.unknownReason !== "BUDGET_EXCEEDED" && problem.unknownReason !== "TIMEOUT") failed = { at: tools.now().getTime(), problem };
        return { ...state(), problem };
      }
    },
  };
}

interface Fresh {
  readonly bytes: Uint8Array;
  /** By which it is told whether it has changed. */
  readonly mark?: string;
}

async function fetched({ url = "", name }: DocumentPlace, mark: string | undefined, { fetch, signal }: Pick<VerifierTools, "fetch" | "signal">): Promise<Fresh | "UNCHANGED"> {
  const response = await fetch(url, { signal, headers: { accept: "application/json", ...(mark === undefined ? {} : { "if-none-match": mark }) } });
  if (response.status === 304) {
    await response.body?.cancel();
    return "UNCHANGED";
  }
  if (Number(response.headers.get("content-length")) > maxFetchedBytes) {
    await response.body?.cancel();
    throw tooLong(name, maxFetchedBytes);
  }
  if (!response.ok || response.body === null) {
    await response.body?.cancel();
    throw new SourceError("BAD_RESPONSE", `${name} answered with status ${String(response.status)}.`);
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  // Leaving the loop cancels the rest.
  for await (const chunk of response.body) {
    length += chunk.byteLength;
    if (length > maxFetchedBytes) throw tooLong(name, maxFetchedBytes);
    chunks.push(chunk);
  }
  const etag = response.headers.get("etag");
  return { bytes: Buffer.concat(chunks, length), ...(etag === null ? {} : { mark: etag }) };
}

async function fromDisk(path: string, mark: string | undefined): Promise<Fresh | "UNCHANGED"> {
  try {
    const { size, mtimeMs } = await stat(path);
    const now = `${String(size)} ${String(mtimeMs)}`;
    if (now === mark) return "UNCHANGED";
    if (size > maxDocumentBytes) throw tooLong(basename(path), maxDocumentBytes);
    return { bytes: await readFile(path), mark: now };
  } catch (cause) {
    if (cause instanceof SourceError) throw cause;
    const code: unknown = cause instanceof Error ? Reflect.get(cause, "code") : undefined;
    throw new SourceError("UNREACHABLE", `${basename(path)} could not be read (${typeof code === "string" ? code : "no such file"}).`, { cause });
  }
}

function tooLong(name: string, most: number): SourceError {
  return new SourceError("UNSUPPORTED", `${name} is longer than ${String(most)} bytes.`);
}

function parsed(bytes: Uint8Array): AdvisoryList {
  let content: unknown;
  try {
    content = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new SourceError("BAD_RESPONSE", "it is no JSON", { cause });
  }
  const found = readAdvisories(content);
  if (found === undefined) throw new SourceError("UNSUPPORTED", "it is no document of OSV or OpenVEX");
  return found;
}
