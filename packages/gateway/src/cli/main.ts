#!/usr/bin/env node
import { exitCodes } from "./exit-codes.ts";
import { unfitNode } from "./node-version.ts";

// What an older Node lacks is imported only once it is known not to be one: an import that fails cannot be told by a sentence.
const unfit = unfitNode(process.versions.node);
if (unfit === undefined) {
  const { runCommandLine } = await import("./command-line.ts");
  runCommandLine();
} else {
  process.stderr.write(`${unfit}\n`);
  process.exitCode = exitCodes.usage;
}
