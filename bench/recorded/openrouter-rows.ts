/** What two dumps of OpenRouter differ in, told from their raw rows alone: nothing of the adapter is used here. */

export type RawRow = Readonly<Record<string, unknown>>;

/** Rows of one model by their ids. */
export type RawModel = ReadonlyMap<string, RawRow>;

/** Rows by the id before the colon; those that are only another name of a listed model are left out. */
export function rawModels(rows: readonly RawRow[]): ReadonlyMap<string, RawModel> {
  const models = new Map<string, Map<string, RawRow>>();
  for (const row of rows.filter((each) => targetOf(each, rows) === undefined)) {
    const id = String(row["id"]);
    const base = id.split(":")[0] ?? id;
    models.set(base, (models.get(base) ?? new Map<string, RawRow>()).set(id, row));
  }
  return models;
}

/** The listed model that a row is only another name of. */
export function targetOf(row: RawRow, rows: readonly RawRow[]): string | undefined {
  const slug = objectOf(row["alias_target"])["slug"];
  return typeof slug === "string" && rows.some(({ id }) => String(id).split(":")[0] === slug) ? slug : undefined;
}

/** What the log must tell of one model, by what its rows were when it was last listed. */
export function differences(before: RawModel, after: RawModel): readonly ("PRICE" | "OFFERS")[] {
  const shared = [...after].flatMap(([id, row]) => (before.has(id) ? [[before.get(id) ?? {}, row] as const] : []));
  const price = shared.some(([old, now]) => pricesOf(old) !== pricesOf(now));
  const offers = before.size !== after.size || shared.length !== after.size || shared.some(([old, now]) => termsOf(old) !== termsOf(now));
  return [...(price ? ["PRICE" as const] : []), ...(offers ? ["OFFERS" as const] : [])];
}

/** How many of the models that are there before and after have a row whose context differs. */
export function isOtherContext(before: RawModel, after: RawModel): boolean {
  return [...after].some(([id, row]) => before.has(id) && before.get(id)?.["context_length"] !== row["context_length"]);
}

/** A zero says something of tokens of text alone, what is negative varies; the price of an image is one of its tokens where it is that of text. */
function pricesOf(row: RawRow): string {
  const pricing = objectOf(row["pricing"]);
  const { overrides = [], ...plain } = pricing;
  const free = new Set(["prompt", "completion", "input_cache_read"]);
  const said = (prices: RawRow, zero: boolean) => Object.entries(prices).map(([kind, text]) => [kind, Number(text)] as const).filter(([kind, price]) => price > 0 || (zero && price === 0 && free.has(kind))).toSorted(([left], [right]) => (left < right ? -1 : 1));
  return JSON.stringify([said(plain, true), (overrides as readonly RawRow[]).map((each) => said(each, false)), Number(plain["image"]) > 0 && plain["image"] === plain["prompt"]]);
}

const telling = ["tools", "structured_outputs", "response_format", "reasoning", "web_search_options", "parallel_tool_calls"];

/** All of an offer but its price. */
function termsOf(row: RawRow): string {
  const parameters = row["supported_parameters"] as readonly string[];
  return JSON.stringify([row["context_length"] || null, objectOf(row["top_provider"])["max_completion_tokens"] || null, row["expiration_date"] ?? null, parameters.filter((each) => telling.includes(each))]);
}

function objectOf(value: unknown): RawRow {
  return typeof value === "object" && value !== null ? (value as RawRow) : {};
}
