import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { bomOfEntry, mlBom, readLockEntry, readLockFile } from "@modeldex/trust";
import { asking } from "./ask.ts";
import { contentOf } from "./check.ts";
import { exitCodes } from "./exit-codes.ts";
import { CommandError } from "./report.ts";
import type { Surroundings } from "./surroundings.ts";

const bomDocument = /* GraphQL */ `
  query Bom($reference: String!) { resolve(reference: $reference) { outcome message model { mlBom } } }`;

interface BomAnswer {
  readonly resolve: { readonly outcome: string; readonly message: string | null; readonly model: { readonly mlBom: unknown } | null };
}

/** Writes a bill of materials to standard output: of a lock file, where there is a file of that name, else of the model that a reference means. */
export async function bomCommand(subject: string, around: Surroundings): Promise<void> {
  const bom = subject === "-" || existsSync(resolve(around.directory, subject)) ? await ofLock(subject, around) : await ofModel(subject, around);
  if (bom !== undefined) around.out.write(`${JSON.stringify(bom, null, 2)}\n`);
}

async function ofLock(file: string, around: Surroundings): Promise<object> {
  const lock = readLockFile(await contentOf(file, around));
  if ("problem" in lock) throw new CommandError(`${file}: ${lock.problem}`, exitCodes.invalid);
  const entries = lock.documents.map((document, place) => {
    const reading = readLockEntry(document);
    if (reading.status === "INVALID") throw new CommandError(`${file}, entry ${place + 1}: ${reading.problem}`, exitCodes.invalid);
    return reading.entry;
  });
  const at = entries.map(({ pinnedAt }) => pinnedAt).toSorted().at(-1);
  if (at === undefined) throw new CommandError(`${file} has no entries: pin a model first.`, exitCodes.invalid);
  return mlBom(entries.map(bomOfEntry), at);
}

async function ofModel(reference: string, around: Surroundings): Promise<unknown> {
  const { resolve: { outcome, message, model } } = await asking(around, async (query) => query<BomAnswer>(bomDocument, { reference }));
  if (model !== null) return model.mlBom;
  process.exitCode = outcome === "UNREACHABLE" ? exitCodes.sourceTrouble : exitCodes.notFound;
  around.err.write(`${message ?? `${reference} is not one model.`}\n`);
  return undefined;
}
