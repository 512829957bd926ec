import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, test } from "vitest";
import { migrate, migrations } from "./migrations.ts";
import { openSqliteCatalog } from "./open-catalog.ts";

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "modeldex-migrations-"));
  file = join(folder, "catalog.sqlite");
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

test("a file of newer code is refused with what to do", async () => {
  await (await openSqliteCatalog({ path: file })).close();
  change("PRAGMA user_version = 9");
  await expect(openSqliteCatalog({ path: file })).rejects.toMatchObject({
    name: "CatalogFileError",
    message: `The catalog ${file} has schema 9, and this version of Modeldex knows ${migrations.length}: use the newer version that wrote it, or another data folder.`,
  });
});

test("a file that is no catalog is refused and left as it is", async () => {
  change("CREATE TABLE theirs (x)");
  await expect(openSqliteCatalog({ path: file })).rejects.toThrow(`${file} is not a catalog of Modeldex: name another file, or move this one away.`);
  expect(tables()).toEqual(["theirs"]);
  const text = join(folder, "text.sqlite");
  writeFileSync(text, "this is no database, and long enough to be read as one\n".repeat(100));
  await expect(openSqliteCatalog({ path: text })).rejects.toThrow(`${text} is not a catalog of Modeldex`);
});

test("a step that fails leaves the version before it, and the next start goes on from there", () => {
  const options = { path: file, readOnly: false };
  const connection = new DatabaseSync(file);
  const broken = [...migrations, "CREATE TABLE second (x); CREATE TABLE third (x); SELECT * FROM missing;"];
  expect(() => migrate(connection, options, broken)).toThrow(/missing/);
  expect(version(connection)).toBe(migrations.length);
  expect(tables()).not.toContain("second");
  migrate(connection, options, [...migrations, "CREATE TABLE second (x);"]);
  expect([version(connection), tables().includes("second")]).toEqual([migrations.length + 1, true]);
  connection.close();
});

test("a file that needs a step is not opened for reading", async () => {
  change("PRAGMA user_version = 0");
  await expect(openSqliteCatalog({ path: file, readOnly: true })).rejects.toThrow(/open it once for writing/);
});

test("a catalog keeps its identity over restarts", async () => {
  const first = await openSqliteCatalog({ path: file });
  const generation = await first.generation();
  await first.close();
  const second = await openSqliteCatalog({ path: file });
  expect(await second.generation()).toBe(generation);
  await second.close();
});

function change(sql: string): void {
  const connection = new DatabaseSync(file);
  connection.exec(sql);
  connection.close();
}

function tables(): readonly unknown[] {
  const connection = new DatabaseSync(file, { readOnly: true });
  const names = connection.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").all().map(({ name }) => name);
  connection.close();
  return names;
}

function version(connection: DatabaseSync): unknown {
  return connection.prepare("PRAGMA user_version").get()?.["user_version"];
}
