import { hostname } from "node:os";

/** How this process calls itself as the holder of a lease: `<host>:<process id>`. */
export function thisHolder(): string {
  return `${hostname()}:${process.pid}`;
}

/**
 * Whether a holder was a process of this host that has ended, so that its lease need not run out. False where it cannot be known: another host,
 * another form of name, a process id that is in use again.
 */
export function hasEnded(holder: string): boolean {
  const [, host, id] = /^(.+):([1-9]\d*)$/.exec(holder) ?? [];
  if (host !== hostname()) return false;
  try {
    // Signal 0 asks only whether the process is there.
    process.kill(Number(id), 0);
    return false;
  } catch (error) {
    return error instanceof Error && Reflect.get(error, "code") === "ESRCH";
  }
}
