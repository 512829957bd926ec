import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { relative } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { filesState, importedFiles } from "./imported-files.ts";
import { stoppable } from "./open-gateway.ts";
import type { Surroundings } from "./surroundings.ts";

/** Files are looked at so often. Not by events: some file systems, such as folders mounted into a container, send none. */
const lookMs = 300;
/** A process that has not ended so long after SIGTERM is killed. */
const endMs = 10_000;

/**
 * Runs this command without `--watch`, in a process of its own, and again each time that a module changes, or one that it imports by a relative
 * path. Goes on until SIGINT or SIGTERM, also when the command fails: it may be mended.
 */
export async function watchCommand(entry: string, around: Surroundings): Promise<void> {
  const [program = process.execPath, ...first] = around.self;
  const words = around.words.filter((word) => word !== "--watch");
  const name = (path: string): string => relative(around.directory, path) || path;
  await stoppable(async (signal) => {
    while (!signal.aborted) {
      const files = await importedFiles(entry);
      const before = await filesState(files);
      const child = spawn(program, [...first, ...words], { cwd: around.directory, env: { ...around.env }, stdio: ["ignore", "pipe", "pipe"] });
      child.stdout.pipe(around.out, { end: false });
      child.stderr.pipe(around.err, { end: false });
      const ended = once(child, "close").then(() => {
        if (child.exitCode !== null && !signal.aborted) around.err.write(`Ended with ${child.exitCode}; waiting for a change of ${watched(name(entry), files.length - 1)}.\n`);
      });
      const changed = await nextChange(files, before, signal);
      await end(child, ended);
      if (changed !== undefined) around.err.write(`${name(changed)} changed; starting again.\n`);
    }
  });
}

function watched(entry: string, imported: number): string {
  if (imported === 0) return entry;
  return `${entry} or ${imported === 1 ? "the file that it imports" : `the ${imported} files that it imports`}`;
}

/** @returns the file that changed, or `undefined` when the signal was aborted first. */
async function nextChange(files: readonly string[], before: ReadonlyMap<string, string>, signal: AbortSignal): Promise<string | undefined> {
  for (let last: string | undefined; ; ) {
    await delay(lookMs, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return undefined;
    const now = await filesState(files);
    const changed = files.find((path) => now.get(path) !== before.get(path));
    const state = JSON.stringify([...now]);
    // Whoever writes several files, or one in pieces, has ended when two looks see the same.
    if (changed !== undefined && state === last) return changed;
    last = state;
  }
}

async function end(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) child.kill("SIGTERM");
  const late = setTimeout(() => child.kill("SIGKILL"), endMs);
  await ended;
  clearTimeout(late);
}
