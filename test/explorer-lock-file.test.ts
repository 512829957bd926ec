import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { lockFileText, readLockFile } from "../packages/explorer/src/pages/pins/lock-file.ts";
import { sealed } from "../packages/trust/src/pins/read-entry.ts";
import { lockFileSchema } from "../packages/trust/src/pins/lock-schema.ts";
import { lockFileText as writtenByTheCommand } from "../packages/trust/src/pins/lock-text.ts";
import type { LockEntry } from "../packages/trust/src/pins/lock-entry.ts";
import { entry } from "../packages/trust/test/lock-entries.ts";

const { integrity: _, ...whole } = entry({}, { requestedRevision: "main" });
const odd = ["Z\u0301algo", "\u202Ereversed", "zero\u200Bwidth", "\u2028 line", "tag\u{e0041}", "quote\" back\\slash", "\u0007\u007f\u0085", "模型", "a", "A", "\u{1F999}", "＊"];
const entries: readonly LockEntry[] = odd.map((text, at) => sealed({
  ...whole, requested: text, name: text, tags: [text, "b"], system: { ...whole.system, operators: [text], powers: [{ power: text, holders: [text], terms: [text] }] }, pinnedAt: `2026-01-${String(at + 1).padStart(2, "0")}T00:00:00Z`,
}));
/** As it comes from the endpoint: members in the order of canonical JSON. */
const documents = entries.map((each) => JSON.parse(JSON.stringify(each)) as Readonly<Record<string, unknown>>);

describe("the lock file that the page gives", () => {
  it("is byte for byte what the command writes of the same pins, in whatever order they were made", () => {
    expect(lockFileText(documents)).toBe(writtenByTheCommand(entries));
    expect(lockFileText(documents.toReversed())).toBe(writtenByTheCommand(entries));
    expect(lockFileText([])).toBe(writtenByTheCommand([]));
  });

  it("fits the schema of lock files, and is read again as the same entries", () => {
    const text = lockFileText(documents);
    expect(new Ajv2020({ strict: true }).validate(lockFileSchema, JSON.parse(text))).toBe(true);
    const reading = readLockFile(text);
    expect("entries" in reading && reading.entries.map((given) => ("document" in given ? given.document : given.problem))).toEqual(documents.toSorted((a, b) => (String(a["requested"]) < String(b["requested"]) ? -1 : 1)));
  });
});
