#!/usr/bin/env node
import { createProgram } from "./program.ts";
import { reportFailure } from "./report.ts";

// The one place where the process's own streams, environment and exit code are used.
createProgram({ env: process.env, directory: process.cwd(), out: process.stdout, err: process.stderr })
  .parseAsync(process.argv)
  .catch((error: unknown) => {
    process.exitCode = reportFailure(error, process.stderr);
  });
