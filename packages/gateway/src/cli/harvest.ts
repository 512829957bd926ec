import { loadSettings } from "../config/load.ts";
import { createGateway } from "../gateway.ts";
import type { HarvestResult } from "../harvest/run.ts";
import { exitCodes } from "./exit-codes.ts";
import { stoppable } from "./open-gateway.ts";
import { progressLine } from "./progress.ts";
import type { Surroundings } from "./surroundings.ts";
import { CommandError } from "./report.ts";

export interface HarvestFlags {
  readonly all?: boolean;
  readonly force?: boolean;
  readonly json?: boolean;
}

/** Harvests one source, or each that lists, one after the other. */
export async function harvestCommand(source: string | undefined, flags: HarvestFlags, around: Surroundings): Promise<void> {
  const settings = await loadSettings(around.env, around.directory);
  const gateway = await createGateway(settings, { splitWrites: true, log: (line) => void around.err.write(line) });
  try {
    const ids = chosen(source, gateway.harvestable);
    // Whatever is harvested first, an empty catalog begins as it does under `serve`.
    const starter = await gateway.prepare();
    if (starter > 0) around.err.write(`The catalog was empty: it begins with ${starter} well-known models, each with the date of its facts.\n`);
    await stoppable(async (signal) => {
      for (const id of ids) {
        const line = progressLine({ label: id, err: around.err });
        const onProgress = ({ seen: done, expected }: { readonly seen: number; readonly expected?: number }): void => line.show({ done, ...(expected !== undefined && { expected }) });
        const result = await gateway.harvest(id, { all: flags.all === true, force: flags.force === true, signal, onProgress });
        line.end();
        around.out.write(flags.json === true ? `${JSON.stringify({ source: id, ...result })}\n` : `${sentence(id, result)}\n`);
        if (result.status !== "DONE") process.exitCode = result.status === "INTERRUPTED" && signal.aborted ? exitCodes.stopped : exitCodes.sourceTrouble;
        if (signal.aborted) break;
      }
    });
  } finally {
    await gateway.close();
  }
}

function chosen(source: string | undefined, able: readonly string[]): readonly string[] {
  if (source === undefined) return able;
  if (!able.includes(source)) throw new CommandError(`"${source}" is not a source that can be harvested; there are ${able.join(", ") || "none"}.`);
  return [source];
}

function sentence(id: string, result: HarvestResult): string {
  switch (result.status) {
    case "DONE":
      if (result.unchanged === true) return `${id}: nothing has changed since the last harvest`;
      return `${id}: ${counts(result)}${result.heldBackBecause === undefined ? "" : `\n${id}: ${result.heldBackBecause}`}`;
    case "REFUSED": return `${id}: ${result.holder} harvests it already (its lease ends at ${result.until}).`;
    case "FAILED": case "INTERRUPTED": return `${id}: ${result.status.toLowerCase()} after ${counts(result)}: ${result.message}`;
    default: return result satisfies never;
  }
}

function counts({ seen, added, changed, gone, dropped, elapsedMs }: Exclude<HarvestResult, { status: "REFUSED" }>): string {
  const rate = elapsedMs > 0 ? `, ${Math.round((1000 * seen) / elapsedMs)} a second` : "";
  return `${seen} listings seen (${added} new, ${changed} changed, ${gone} gone, ${dropped} left out) in ${(elapsedMs / 1000).toFixed(1)} s${rate}`;
}
