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
  const rows = database
    .sql(
      `SELECT m.id, m.doc ->> 'name' AS name FROM (SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid LIMIT ?) AS found
       CROSS JOIN models AS m ON m.rk = found.rowid WHERE m.doc ->> 'state' <> 'GONE' ORDER BY m.rk`,
    )
    .all(expression, maxLookedAt);
  const isPath = prefix.includes("/");
  const typed = squeezedName(prefix);
  const found = new Map<string, { readonly text: string; readonly models: ModelId[] }>();
  for (const row of rows) {
    const id = textOf(row, "id") as ModelId;
    const text = isPath ? (parseListingKey(id)?.nativeId ?? id) : textOf(row, "name");
    const key = text.toLowerCase();
    const known = found.get(key);
    if (known === undefined) found.set(key, { text, models: [id] });
    else known.models.push(id);
  }
  const completions = [...found.values()];
  const starting = completions.filter(({ text }) => squeezedName(text).startsWith(typed));
  const others = completions.filter((each) => !starting.includes(each));
  return [...starting, ...others].slice(0, limit).map(({ text, models: [model, second] }) => {
    const isOne = model !== undefined && second === undefined && (isPath || isOnly(database, text));
    return isOne ? { text, model } : { text };
  });
}

/** Whether no two models that are listed now have this name. */
function isOnly(database: Database, name: string): boolean {
  const models = database
    .sql("SELECT DISTINCT l.model FROM signatures AS s CROSS JOIN listings AS l ON l.seq = s.listing WHERE s.signature = ? AND l.state <> 'GONE' LIMIT 2")
    .all(nameSignature(name));
  return models.length < 2;
}
