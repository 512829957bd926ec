import { readFileSync } from "node:fs";
import { knownMarks } from "../src/verifiers/license-known.ts";

/** The licence of this package: Apache License 2.0. */
export const apacheText = readFileSync(new URL("../LICENSE", import.meta.url), "utf8");
/** A licence that comes with a dependency of this package: MIT. */
export const mitText = readFileSync(new URL("../node_modules/@noble/hashes/LICENSE", import.meta.url), "utf8");

/** A text with the marks of an agreement and words of no meaning between them, since no licence of others is copied here. */
export function agreement(spdxOrName: string): string {
  const row = knownMarks.find(({ license }) => license.spdx === spdxOrName || license.name === spdxOrName);
  if (row === undefined) throw new RangeError(`No marks of "${spdxOrName}" are known.`);
  return `${row.title.toUpperCase()}\n\n${row.marks.join(".\n\n")}.\n\n${"lorem ipsum ".repeat(row.words[0] / 2)}\n`;
}
