#!/usr/bin/env node
import { createProgram } from "./program.ts";
import { reportFailure } from "./report.ts";

const [node, script = "", ...words] = process.argv;

// The one place where the process's own streams, environment and exit code are used.
createProgram({ env: process.env, directory: process.cwd(), out: process.stdout, err: process.stderr, self: [node ?? process.execPath, ...process.execArgv, script], words })
  .parseAsync(process.argv)
  .catch((error: unknown) => {
    process.exitCode = reportFailure(error, process.stderr);
  });
