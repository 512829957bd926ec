import { loadSettings } from "../config/load.ts";
import { createGateway } from "../gateway.ts";
import type { HarvestProgress, HarvestResult } from "../harvest/run.ts";
import type { Surroundings } from "./surroundings.ts";
import { CommandError, exitCodes } from "./report.ts";

export interface HarvestFlags {
  readonly all?: boolean;
  readonly force?: boolean;
  readonly json?: boolean;
}

/** Harvests one source, or each that lists, one after the other. */
export async function harvestCommand(source: string | undefined, flags: HarvestFlags, around: Surroundings): Promise<void> {
  const settings = await loadSettings(around.env, around.directory);
  const gateway = await createGateway(settings, { splitWrites: true, log: (line) => void around.err.write(line) });
  const stopping = new AbortController();
  const stop = (): void => stopping.abort();
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
  try {
    for (const id of chosen(source, gateway.harvestable)) {
      const show = progressLine(id, around.err);
      const result = await gateway.harvest(id, { all: flags.all === true, force: flags.force === true, signal: stopping.signal, onProgress: show.progress });
      show.end();
      around.out.write(flags.json === true ? `${JSON.stringify({ source: id, ...result })}\n` : `${sentence(id, result)}\n`);
      if (result.status !== "DONE") process.exitCode = exitCodes.sourceTrouble;
      if (stopping.signal.aborted) break;
    }
  } finally {
    process.off("SIGINT", stop);
    process.off("SIGTERM", stop);
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
    case "DONE": return `${id}: ${counts(result)}${result.heldBackBecause === undefined ? "" : `\n${id}: ${result.heldBackBecause}`}`;
    case "REFUSED": return `${id}: ${result.holder} harvests it already (its lease ends at ${result.until}).`;
    case "FAILED": case "INTERRUPTED": return `${id}: ${result.status.toLowerCase()} after ${counts(result)}: ${result.message}`;
    default: return result satisfies never;
  }
}

function counts({ seen, added, changed, gone, dropped, elapsedMs }: Exclude<HarvestResult, { status: "REFUSED" }>): string {
  const rate = elapsedMs > 0 ? `, ${Math.round((1000 * seen) / elapsedMs)} a second` : "";
  return `${seen} listings seen (${added} new, ${changed} changed, ${gone} gone, ${dropped} left out) in ${(elapsedMs / 1000).toFixed(1)} s${rate}`;
}

/** One line that is written over on a terminal, and once in ten seconds elsewhere. */
function progressLine(id: string, err: NodeJS.WritableStream): { readonly progress: (progress: HarvestProgress) => void; readonly end: () => void } {
  const terminal = "isTTY" in err && err.isTTY === true;
  let shownAt = 0;
  return {
    progress: ({ seen, expected, elapsedMs }) => {
      if (elapsedMs - shownAt < (terminal ? 200 : 10_000)) return;
      shownAt = elapsedMs;
      const rate = seen / (elapsedMs / 1000);
      const left = expected === undefined || rate === 0 ? "" : `, ${Math.max(0, Math.round((expected - seen) / rate))} s left`;
      err.write(`${terminal ? "\r" : ""}${id}: ${seen}${expected === undefined ? "" : ` of ${expected}`}, ${Math.round(rate)} a second${left}${terminal ? "   " : "\n"}`);
    },
    end: () => {
      if (terminal && shownAt > 0) err.write("\r\u001b[K");
    },
  };
}
