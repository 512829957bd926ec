import { exitCodes } from "./exit-codes.ts";
import { createProgram } from "./program.ts";
import { reportFailure } from "./report.ts";

/** Runs the command that this process was started with. The one place where its own streams, environment and exit code are used. */
export function runCommandLine(): void {
  const [node, script = "", ...words] = process.argv;
  // Whoever read the output, such as `head`, has gone: there is nobody left to tell.
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
      process.exit(exitCodes.stopped);
    });
  }
  createProgram({ env: process.env, directory: process.cwd(), out: process.stdout, err: process.stderr, self: [node ?? process.execPath, ...process.execArgv, script], words })
    .parseAsync(process.argv)
    .catch((error: unknown) => {
      process.exitCode = reportFailure(error, process.stderr);
    });
}
