import { CatalogInputError } from "../errors.ts";
import { openRanks } from "../popularity.ts";
import type { ModelFilter, Range } from "../query.ts";
import { hasClaim } from "./claim-words.ts";
import type { AnswerName, Columns, ListName, NumberName } from "./columns.ts";
import type { Database } from "./database.ts";
import { descendantsOf } from "./lineage.ts";
import { modelSequences } from "./read-listings.ts";

/** Whether the model with this number meets a filter. */
export type Predicate = (seq: number) => boolean;

/** Deepest nesting of `all`, `any` and `not`. */
const maxDepth = 16;

/** Compiles the filter of a query; without `states` in it, only listed and deprecated models meet it. */
export function compileFilter(database: Database, columns: Columns, filter: ModelFilter): Predicate {
  const ground = { database, columns };
  const given = compile(ground, filter, 0);
  if (namesStates(filter)) return both([(seq) => columns.has(seq), ...given]);
  return both([(seq) => columns.has(seq), ...compile(ground, { states: ["LISTED", "DEPRECATED"] }, 0), ...given]);
}

/** States that are asked for, also within `all` and `any`, replace the default; what `not` excludes asks for none. */
function namesStates(filter: ModelFilter): boolean {
  return filter.states !== undefined || [...(filter.all ?? []), ...(filter.any ?? [])].some(namesStates);
}

const listFields = {
  sources: "sources", tasks: "tasks", libraries: "libraries", formats: "formats", precisions: "precisions", languages: "languages",
  capabilities: "capabilities", architectures: "architectures", publishers: "publishers", tags: "tags", licenses: "licenses",
  licenseClasses: "licenseClasses", inputModalities: "inputModalities", outputModalities: "outputModalities", access: "access", states: "states",
  trustLevels: "trustLevels", systemTrustLevels: "systemTrustLevels",
} as const satisfies Partial<Record<keyof ModelFilter, ListName>>;

const rangeFields = {
  parameters: "parameters", contextLength: "contextLength", downloads30d: "downloads30d", createdAt: "createdAt", updatedAt: "updatedAt",
  inputPrice: "inputPrice", outputPrice: "outputPrice",
} as const satisfies Partial<Record<keyof ModelFilter, NumberName>>;

/** What a filter looks at. */
interface Ground {
  readonly database: Database;
  readonly columns: Columns;
}

const answerFields: readonly AnswerName[] = ["hasOffer", "hasWeights", "hasCard"];

function compile(ground: Ground, filter: ModelFilter, depth: number): readonly Predicate[] {
  const { columns } = ground;
  if (depth > maxDepth) throw new CatalogInputError(`A filter may nest at most ${maxDepth} deep.`);
  const predicates: Predicate[] = [];
  for (const [field, name] of Object.entries(listFields) as [keyof typeof listFields, ListName][]) {
    const values = filter[field];
    if (values !== undefined) predicates.push(hasAny(columns, name, values));
  }
  for (const [field, name] of Object.entries(rangeFields) as [keyof typeof rangeFields, NumberName][]) {
    const range = filter[field];
    if (range !== undefined) predicates.push(isWithin(columns, name, range));
  }
  for (const name of answerFields) {
    const wanted = filter[name];
    if (wanted !== undefined) predicates.push((seq) => columns.answers[name].get(seq) === Number(wanted));
  }
  if (filter.anybodyMayWrite !== undefined) predicates.push((seq) => columns.rank.get(seq) > openRanks === filter.anybodyMayWrite);
  for (const predicate of filter.trust ?? []) predicates.push(hasClaim(columns.lists.claims, predicate));
  if (filter.baseModels !== undefined) predicates.push(derivesFrom(ground, filter.baseModels));
  for (const inner of filter.all ?? []) predicates.push(...compile(ground, inner, depth + 1));
  if (filter.any !== undefined) {
    const choices = filter.any.map((inner) => both(compile(ground, inner, depth + 1)));
    predicates.push((seq) => choices.some((choice) => choice(seq)));
  }
  if (filter.not !== undefined) {
    const denied = both(compile(ground, filter.not, depth + 1));
    predicates.push((seq) => !denied(seq));
  }
  return predicates;
}

function hasAny(columns: Columns, name: ListName, values: readonly string[]): Predicate {
  const column = columns.lists[name];
  const wanted = new Uint8Array(column.wordCount);
  for (const value of values) {
    const code = column.codeOf(value);
    if (code !== undefined) wanted[code] = 1;
  }
  const { codes } = column;
  return (seq) => {
    for (let place = column.start(seq), end = column.end(seq); place < end; place += 1) {
      if (wanted[codes[place] ?? 0] === 1) return true;
    }
    return false;
  };
}

function derivesFrom({ database }: Ground, ids: readonly string[]): Predicate {
  const derived = descendantsOf(database, modelSequences(database, ids).filter((seq) => seq !== undefined));
  return (seq) => derived.has(seq);
}

function isWithin(columns: Columns, name: NumberName, range: Range): Predicate {
  const column = columns.numbers[name];
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = range;
  return (seq) => {
    const value = column.get(seq);
    return value >= min && value <= max;
  };
}

function both(predicates: readonly Predicate[]): Predicate {
  const [first, second, ...rest] = predicates;
  if (first === undefined) return () => true;
  if (second === undefined) return first;
  if (rest.length === 0) return (seq) => first(seq) && second(seq);
  return (seq) => predicates.every((predicate) => predicate(seq));
}
