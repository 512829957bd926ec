import { type ModelId, nameSignature, parseListingKey, queryWords, squeezedName } from "@modeldex/schema";
import type { NameSuggestion } from "../reading.ts";
import { CatalogInputError } from "../errors.ts";
import type { Database } from "./database.ts";
import { prefixExpression } from "./streams.ts";
import { textOf } from "./rows.ts";

/** Most names that are given at once. */
const maxSuggestions = 100;
/** The most used models that are looked through. */
const maxLookedAt = 200;

/** Names that complete a text; see `Catalog.suggest`. */
export function suggestNames(database: Database, prefix: string, limit: number): readonly NameSuggestion[] {
  if (!Number.isSafeInteger(limit) || limit < 0 || limit > maxSuggestions) throw new CatalogInputError(`There are 0 to ${maxSuggestions} suggestions at once.`);
  const expression = prefixExpression(queryWords(prefix), !/\s$/.test(prefix));
  if (expression === undefined) return [];
  const find = { isPath: prefix.includes("/"), typed: squeezedName(prefix), expression };
  const vouched = completions(database, "words", { ...find, limit });
  if (vouched.length === limit) return vouched;
  const known = new Set(vouched.map(({ text }) => text.toLowerCase()));
  return [...vouched, ...completions(database, "open_words", { ...find, limit: limit - vouched.length, known })];
}

interface Completing {
  readonly expression: string;
  readonly typed: string;
  readonly isPath: boolean;
  readonly limit: number;
  /** Names in lower case that are left out. */
  readonly known?: ReadonlySet<string>;
}

/** From the names of one index; those of models that are listed only where anybody may write are in another. */
function completions(database: Database, table: "words" | "open_words", { expression, typed, isPath, limit, known: left }: Completing): readonly NameSuggestion[] {
  const rows = database
    .sql(
      `SELECT m.id, m.doc ->> 'name' AS name FROM (SELECT rowid FROM ${table} WHERE ${table} MATCH ? ORDER BY rowid LIMIT ?) AS found
       CROSS JOIN models AS m ON m.rk = found.rowid WHERE m.doc ->> 'state' <> 'GONE' ORDER BY m.rk`,
    )
    .all(expression, maxLookedAt);
  const found = new Map<string, { readonly text: string; readonly models: ModelId[] }>();
  for (const row of rows) {
    const id = textOf(row, "id") as ModelId;
    const text = isPath ? (parseListingKey(id)?.nativeId ?? id) : textOf(row, "name");
    const key = text.toLowerCase();
    const known = found.get(key);
    if (known === undefined) found.set(key, { text, models: [id] });
    else known.models.push(id);
  }
  const names = [...found.values()].filter(({ text }) => left?.has(text.toLowerCase()) !== true);
  const starting = names.filter(({ text }) => squeezedName(text).startsWith(typed));
  const others = names.filter((each) => !starting.includes(each));
  return [...starting, ...others].slice(0, limit).map(({ text, models: [model, second] }) => {
    const isOne = model !== undefined && second === undefined && (isPath || isOnly(database, text, table === "words"));
    return isOne ? { text, model } : { text };
  });
}

/** Whether no two models that are listed now have this name; entries that anybody may write do not count where `isVouched`. */
function isOnly(database: Database, name: string, isVouched: boolean): boolean {
  const models = database
    .sql(
      `SELECT DISTINCT l.model FROM signatures AS s CROSS JOIN listings AS l ON l.seq = s.listing
       WHERE s.signature = ?1 AND l.state <> 'GONE' AND (NOT ?2 OR l.naming <> 'open') LIMIT 2`,
    )
    .all(nameSignature(name), Number(isVouched));
  return models.length < 2;
}
