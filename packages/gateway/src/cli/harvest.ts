import { loadSettings } from "../config/load.ts";
import { createGateway } from "../gateway.ts";
import { chosen } from "./chosen-source.ts";
import { dryRunCommand } from "./dry-run.ts";
import { exitCodes } from "./exit-codes.ts";
import { harvestText } from "./harvest-text.ts";
import { stoppable } from "./open-gateway.ts";
import { progressLine } from "./progress.ts";
import type { Surroundings } from "./surroundings.ts";
import { CommandError } from "./report.ts";

export interface HarvestFlags {
  readonly all?: boolean;
  readonly force?: boolean;
  readonly dryRun?: boolean;
  /** With `dryRun`: most rows of one source. */
  readonly limit?: string;
  readonly json?: boolean;
}

/** Harvests one source, or each that lists, one after the other. */
export async function harvestCommand(source: string | undefined, flags: HarvestFlags, around: Surroundings): Promise<void> {
  if (flags.dryRun === true) return dryRunCommand(source, flags, around);
  if (flags.limit !== undefined) throw new CommandError("--limit is for --dry-run; a harvest brings everything that the source lists.");
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
        around.out.write(flags.json === true ? `${JSON.stringify({ source: id, ...result })}\n` : `${harvestText(id, result)}\n`);
        if (result.status !== "DONE") process.exitCode = result.status === "INTERRUPTED" && signal.aborted ? exitCodes.stopped : exitCodes.sourceTrouble;
        if (signal.aborted) break;
      }
    });
  } finally {
    await gateway.close();
  }
}
