import type { DatabaseSync } from "node:sqlite";
import { randomUUID } from "node:crypto";
import { CatalogFileError } from "../errors.ts";
import { askedDetailsSchema } from "./asked-details-schema.ts";
import { assessmentsSchema } from "./assessments-schema.ts";
import { callNamesSchema } from "./call-names-schema.ts";
import { firstSchema } from "./first-schema.ts";
import { lineageSchema } from "./lineage-schema.ts";
import { logSchema } from "./log-schema.ts";
import { nameKeySchema } from "./name-key-schema.ts";
import { overlaySchema } from "./overlay-schema.ts";
import { pendingSchema } from "./pending-schema.ts";
import { registrantSchema } from "./registrant-schema.ts";
import { searchSchema } from "./search-schema.ts";
import { sourceFindingsSchema } from "./source-findings-schema.ts";
import { numberOf } from "./rows.ts";

/** Marks a SQLite file as a catalog of Modeldex ("MDEX"). */
const applicationId = 0x4d444558;

/** The steps from an empty file to the present one; each is one transaction. Never edit one that was released: add another. */
export const migrations: readonly string[] = [
  firstSchema, lineageSchema, logSchema, askedDetailsSchema, searchSchema, registrantSchema, pendingSchema, overlaySchema, sourceFindingsSchema, assessmentsSchema,
  nameKeySchema, callNamesSchema,
];

/**
 * Brings a file to the present schema.
 *
 * @throws {CatalogFileError} when the file is no catalog, was written by newer code, or is read-only and older.
 */
export function migrate(connection: DatabaseSync, options: { readonly path: string; readonly readOnly: boolean }, steps: readonly string[] = migrations): void {
  const found = schemaVersion(connection, options.path);
  if (found > steps.length) {
    throw new CatalogFileError(
      `The catalog ${options.path} has schema ${found}, and this version of Modeldex knows ${steps.length}: use the newer version that wrote it, or another data folder.`,
    );
  }
  if (options.readOnly) {
    if (found < steps.length) {
      throw new CatalogFileError(`The catalog ${options.path} has schema ${found} and needs ${steps.length}: open it once for writing, which brings it up to date.`);
    }
    return;
  }
  connection.exec("PRAGMA journal_mode = WAL");
  while (applyNext(connection, options.path, steps));
}

/** Applies one step; the version is read again inside the transaction, as another process may have been faster. */
function applyNext(connection: DatabaseSync, path: string, steps: readonly string[]): boolean {
  connection.exec("BEGIN IMMEDIATE");
  try {
    const version = schemaVersion(connection, path);
    const step = steps[version];
    if (step !== undefined) {
      connection.exec(step);
      if (version === 0) {
        connection.exec(`PRAGMA application_id = ${applicationId}`);
        connection.prepare("INSERT INTO catalog (one, id, sequence, runs_ended) VALUES (1, ?, 0, 0)").run(randomUUID());
      }
      connection.exec(`PRAGMA user_version = ${version + 1}`);
    }
    connection.exec("COMMIT");
    return step !== undefined;
  } catch (error) {
    connection.exec("ROLLBACK");
    throw error;
  }
}

function schemaVersion(connection: DatabaseSync, path: string): number {
  const refuse = (cause?: unknown): CatalogFileError =>
    new CatalogFileError(`${path} is not a catalog of Modeldex: name another file, or move this one away.`, { cause });
  try {
    const version = pragma(connection, "user_version");
    const isEmpty = numberOf(connection.prepare("SELECT count(*) AS count FROM sqlite_schema").get() ?? {}, "count") === 0;
    if (isEmpty) return 0;
    if (pragma(connection, "application_id") !== applicationId) throw refuse();
    return version;
  } catch (error) {
    if (error instanceof Error && "errcode" in error && error.errcode === 26) throw refuse(error);
    throw error;
  }
}

function pragma(connection: DatabaseSync, name: string): number {
  return numberOf(connection.prepare(`PRAGMA ${name}`).get() ?? {}, name);
}
