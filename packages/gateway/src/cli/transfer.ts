import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { resolve } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import type { Gateway } from "../gateway.ts";
import { exportCatalog, type ExportResult } from "../harvest/export-catalog.ts";
import { importCatalog, type ImportResult } from "../harvest/import-catalog.ts";
import { stoppable, withGateway } from "./open-gateway.ts";
import { counted } from "./print.ts";
import { progressLine } from "./progress.ts";
import { CommandError } from "./report.ts";
import type { Surroundings } from "./surroundings.ts";

export interface ExportFlags {
  readonly source?: readonly string[];
  readonly private?: boolean;
  readonly json?: boolean;
}

/** Writes the catalog to a file, or to standard output. What was written is then told on standard error. */
export function exportCommand(file: string | undefined, flags: ExportFlags, around: Surroundings): Promise<void> {
  return withGateway(around, async (gateway) => {
    await refuseUnknown(flags.source ?? [], gateway);
    const path = file === undefined ? undefined : resolve(around.directory, file);
    const result = await stoppable((signal) => write(path, { gateway, flags, signal }, around));
    if (result === undefined) return;
    const told = path === undefined ? around.err : around.out;
    told.write(flags.json === true ? `${JSON.stringify({ ...(path !== undefined && { file: path }), ...result })}\n` : exportText(path, result));
  });
}

/** Reads what `export` wrote. */
export function importCommand(file: string, flags: { readonly json?: boolean }, around: Surroundings): Promise<void> {
  return withGateway(around, async (gateway) => {
    // The operator's rules say which listings are one model, so they come first.
    await gateway.prepare();
    const lines = { CHECK: progressLine({ label: "checked", err: around.err }), WRITE: progressLine({ label: "imported", err: around.err }) };
    const { catalog, sources } = gateway.services;
    const result = await stoppable((signal) => importCatalog(resolve(around.directory, file), {
      catalog, signal, sourceOf: (id) => sources.find((source) => source.id === id), onProgress: ({ step, ...progress }) => lines[step].show(progress),
    })).finally(() => {
      lines.CHECK.end();
      lines.WRITE.end();
    });
    around.out.write(flags.json === true ? `${JSON.stringify(result)}\n` : importText(result));
  });
}

interface Writing {
  readonly gateway: Gateway;
  readonly flags: ExportFlags;
  readonly signal: AbortSignal;
}

/** @returns `undefined` when the reader of standard output has gone. */
async function write(path: string | undefined, { gateway, flags, signal }: Writing, around: Surroundings): Promise<ExportResult | undefined> {
  const { catalog, sources } = gateway.services;
  const line = progressLine({ label: "exported", err: around.err });
  let result: ExportResult | undefined;
  const pieces = exportCatalog({
    catalog, signal, includePrivate: flags.private === true, describe: (id) => sources.find((source) => source.id === id), onProgress: line.show,
    ...(flags.source !== undefined && { sources: flags.source }),
  });
  const text = Readable.from((async function* () {
    result = yield* pieces;
  })());
  try {
    if (path === undefined) await pipeline(text, around.out, { end: false });
    else await writeFile(path, text, flags.private === true);
    return result;
  } catch (error) {
    if (path === undefined && codeOf(error) === "EPIPE") return undefined;
    throw error;
  } finally {
    line.end();
  }
}

/** The file has its name once it is whole; one with private listings can be read by its owner only. */
async function writeFile(path: string, text: Readable, isPrivate: boolean): Promise<void> {
  const part = `${path}.${process.pid}.part`;
  try {
    const file = createWriteStream(part, { mode: isPrivate ? 0o600 : 0o644, flush: true });
    await (path.endsWith(".gz") ? pipeline(text, createGzip(), file) : pipeline(text, file));
    await rename(part, path);
  } catch (error) {
    // Where there is no folder, there is no part either.
    await rm(part, { force: true }).catch(() => undefined);
    const code = codeOf(error);
    if (code !== undefined && code.startsWith("E") && error instanceof Error) throw new CommandError(`${path} cannot be written: ${error.message}`);
    throw error;
  }
}

async function refuseUnknown(wanted: readonly string[], { services }: Gateway): Promise<void> {
  if (wanted.length === 0) return;
  const stored = (await services.catalog.exportCounts()).map(({ source }) => source as string);
  const unknown = wanted.find((id) => !stored.includes(id));
  if (unknown !== undefined) throw new CommandError(`--source is "${unknown}", of which nothing is stored; there are ${stored.join(", ") || "none"}.`);
}

function exportText(path: string | undefined, { listings, bySource, overlays = 0, sha256, leftOut, changedMeanwhile }: ExportResult): string {
  return [
    `${counted(listings, "listing")}${path === undefined ? "" : ` in ${path}`} (${bySourceText(bySource)})${leftOut === 0 ? "" : `; ${leftOut} private ${leftOut === 1 ? "one" : "ones"} left out`}`,
    ...(overlays === 0 ? [] : [overlaysText(overlays)]),
    ...(changedMeanwhile ? ["The catalog changed meanwhile: each listing is as it was when it was read."] : []),
    `sha256 ${sha256}`, "",
  ].join("\n");
}

function importText({ listings, bySource, overlays = 0, sha256, madeAt, added, changed, unchanged, completed, gone, notStored, valuesLeftOut, unknownSources }: ImportResult): string {
  const left = Object.entries(valuesLeftOut);
  return [
    `${counted(listings, "listing")} of ${madeAt} (${bySourceText(bySource)}): ${added} new, ${changed} changed, ${unchanged} already known${completed === 0 ? "" : ` (${completed} of them now with details that the file had of the same revision)`}, ${gone} gone${notStored === 0 ? "" : `, ${notStored} beyond what is kept of one account`}`,
    ...(overlays === 0 ? [] : [overlaysText(overlays)]),
    `sha256 ${sha256}, as the file says`,
    ...(left.length === 0 ? [] : [`Values that this version does not know were left out: ${left.map(([path, count]) => `${path} (${count})`).join(", ")}`]),
    ...(unknownSources.length === 0 ? [] : [`The configuration names no source ${unknownSources.join(", ")}: its models are found, and their listings are shown once it does.`]), "",
  ].join("\n");
}

function overlaysText(overlays: number): string {
  return `${overlays === 1 ? "One row" : `${overlays} rows`} beside them, about models that others list`;
}

function bySourceText(bySource: Readonly<Record<string, number>>): string {
  return Object.entries(bySource).map(([id, listings]) => `${id} ${listings}`).join(", ") || "none";
}

function codeOf(error: unknown): string | undefined {
  const code: unknown = error instanceof Error ? Reflect.get(error, "code") : undefined;
  return typeof code === "string" ? code : undefined;
}
