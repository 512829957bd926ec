import { asRecord, asTime, type ListingRecord } from "@modeldex/plugin-kit";
import { recordOf } from "./entry-record.ts";
import { explain, mistakeAt } from "./explain.ts";
import { catalogDocument, catalogList, type ModelEntry } from "./format.ts";
import { isKubeflowCatalog, kubeflowRecords, namedCatalogs, type LeftOut, type NamedCatalog } from "./kubeflow.ts";
import { shown, type Mistake } from "./mistakes.ts";
import { parseDocument, type ParsedDocument, type Path, type Position, type Syntax } from "./parse-document.ts";

/** What one document holds. */
export interface CatalogContent {
  readonly records: readonly ListingRecord[];
  /** Where a record stands, by its place among them; absent for documents of Kubeflow, which tools make. */
  readonly position?: (index: number) => Position;
  readonly mistakes: readonly Mistake[];
  readonly leftOut: readonly LeftOut[];
  /** Catalogs that it names; Kubeflow's lists of catalogs. */
  readonly catalogs: readonly NamedCatalog[];
}

const nothing: CatalogContent = { records: [], mistakes: [], leftOut: [], catalogs: [] };

/** Reads a document: by its shape a catalog in the published format, one of Kubeflow, or a list of those. Nothing of one with mistakes is given. */
export function readCatalog(text: string, syntax: Syntax): CatalogContent {
  const parsed = parseDocument(text, syntax);
  if ("mistakes" in parsed) return { ...nothing, mistakes: parsed.mistakes };
  const { value } = parsed.document;
  const named = namedCatalogs(value);
  if (named !== undefined) return { ...nothing, ...named };
  if (isKubeflowCatalog(value)) return { ...nothing, ...kubeflowRecords(value) };
  return readOwn(parsed.document);
}

function readOwn(document: ParsedDocument): CatalogContent {
  const { value } = document;
  const isList = Array.isArray(value);
  const schema = isList ? catalogList : catalogDocument;
  const checked = schema.safeParse(value);
  if (!checked.success) return { ...nothing, mistakes: noCatalog(document) ?? explain(document, checked.error.issues, schema) };
  const models = Array.isArray(checked.data) ? checked.data : checked.data.models;
  const root: Path = isList ? [] : ["models"];
  const mistakes = [...repeated(document, models, root), ...models.flatMap((model, index) => daysThatAreNone(document, model, [...root, index]))];
  if (mistakes.length > 0) return { ...nothing, mistakes };
  return { ...nothing, records: models.map(recordOf), position: (index) => document.position([...root, index, "id"]) };
}

/** A document that is no catalog is told so once. A single model is what people write first. */
function noCatalog({ value, position }: ParsedDocument): readonly Mistake[] | undefined {
  const fields = asRecord(value);
  if (fields === undefined || "models" in fields) return undefined;
  if ("id" in fields) return [{ line: 1, column: 1, field: "", message: "is one model alone; put it in a list: models: [{ id: …, … }]" }];
  const near = Object.keys(fields).find((field) => /^models?$|^entries$|^catalog$/i.test(field));
  const right = 'write "models:" with a list of models, each with an id';
  return [near === undefined ? { line: 1, column: 1, field: "", message: `has no models; ${right}` } : { ...position([near], "key"), field: near, message: `is no field of a catalog; ${right}` }];
}

function repeated(document: ParsedDocument, models: readonly ModelEntry[], root: Path): readonly Mistake[] {
  const first = new Map<string, number>();
  return models.flatMap(({ id }, index) => {
    const earlier = first.get(id);
    if (earlier === undefined) {
      first.set(id, index);
      return [];
    }
    const { line } = document.position([...root, earlier, "id"]);
    return [mistakeAt(document, [...root, index, "id"], `is ${shown(id)}, which the model in line ${line} has already; give each an id of its own`)];
  });
}

/** 30 February has the form of a day. */
function daysThatAreNone(document: ParsedDocument, model: ModelEntry, at: Path): readonly Mistake[] {
  const dates: readonly (readonly [Path, string | undefined])[] = [
    [["createdAt"], model.createdAt],
    [["updatedAt"], model.updatedAt],
    ...(model.offers ?? []).map(({ endsAt }, index) => [["offers", index, "endsAt"], endsAt] as const),
    ...(model.evaluations ?? []).map(({ date }, index) => [["evaluations", index, "date"], date] as const),
  ];
  return dates.flatMap(([path, date]) =>
    date === undefined || asTime(date) !== undefined ? [] : [mistakeAt(document, [...at, ...path], `is ${shown(date)}, and there is no such time; write a day such as 2026-03-04`)],
  );
}
