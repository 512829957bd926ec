import { namings, parseSourceId, type RecordField } from "@modeldex/schema";
import type { Source } from "../source.ts";
import type { SourceExamples } from "./bench.ts";
import { detailsProblems } from "./details-shape.ts";
import { problem, shown, type SourceProblem } from "./problems.ts";
import { isHttpUrl } from "./shape.ts";

/** Looks at the members of a source that are no methods, and at whether the examples reach its methods. */
export function* checkDeclaration(source: Source, examples: SourceExamples): Iterable<SourceProblem> {
  // A source written in JavaScript may have anything here.
  const contract: unknown = source.contract;
  if (contract !== 1) yield problem("declaration", `contract is ${shown(contract)}; write 1, the version that this kit checks`);
  if (typeof source.id !== "string" || parseSourceId(source.id) === undefined) {
    yield problem("declaration", `id is ${shown(source.id)}; write lower-case letters, digits and hyphens, a letter first, at most 40`);
  }
  for (const name of ["title", "kind"] as const) {
    if (typeof source[name] !== "string" || source[name].trim() === "") yield problem("declaration", `${name} is ${shown(source[name])}; write a text for people`);
  }
  if (source.homepage !== undefined && (typeof source.homepage !== "string" || !isHttpUrl(source.homepage))) {
    yield problem("declaration", `homepage is ${shown(source.homepage)}; write an http(s) URL that people can open, or leave it out`);
  }
  if (source.get === undefined && source.list === undefined && source.search === undefined) {
    yield problem("declaration", "the source has none of get, list and search; write at least one of them");
  }
  for (const [index, address] of (source.baseAddresses ?? []).entries()) {
    if (!isHttpUrl(address)) yield problem("declaration", `baseAddresses[${index}] is ${shown(address)}; write an http(s) URL without user name and password`);
  }
  if (source.listing !== undefined && source.listing !== "partial" && source.list === undefined) {
    yield problem("declaration", `listing is ${shown(source.listing)} without a method list; write list, or leave listing out`);
  }
  if (source.listing !== undefined && !["full", "bounded", "partial"].includes(source.listing)) {
    yield problem("declaration", `listing is ${shown(source.listing)}; write "full", "bounded" or "partial"`);
  }
  if (source.removals !== undefined && source.removals !== "guarded" && source.removals !== "trusted") {
    yield problem("declaration", `removals is ${shown(source.removals)}; write "guarded" or "trusted"`);
  }
  if (source.accounts !== undefined && source.accounts !== "huggingface") {
    yield problem("declaration", `accounts is ${shown(source.accounts)}; write "huggingface", or leave it out`);
  }
  if (typeof source.naming === "string" && !namings.includes(source.naming)) {
    yield problem("declaration", `naming is ${shown(source.naming)}; write one of ${namings.join(", ")}`);
  }
  for (const field of source.onDemand ?? []) {
    if (!isRecordField(field)) yield problem("declaration", `onDemand has ${shown(field)}; write names of record fields other than nativeId and name`);
  }
  if ((source.onDemand ?? []).length > 0 && source.get === undefined) {
    yield problem("declaration", "onDemand is given without a method get, the only one that fills such fields; write get, or leave onDemand out");
  }
  for (const name of ["freshMs", "harvestEveryMs"] as const) {
    const value = source[name];
    if (value === undefined || (name === "harvestEveryMs" && value === false)) continue;
    if (!(typeof value === "number" && Number.isSafeInteger(value) && value > 0)) yield problem("declaration", `${name} is ${shown(value)}; write milliseconds from 1 on`);
  }
  if (source.live !== undefined && typeof source.live !== "boolean") yield problem("declaration", `live is ${shown(source.live)}; write true or false`);
  for (const [index, limit] of (source.limits ?? []).entries()) {
    if (!limit.pathPrefix.startsWith("/")) yield problem("declaration", `limits[${index}].pathPrefix is ${shown(limit.pathPrefix)}; write a path from / on`);
    if (!(limit.requests > 0) || !(limit.windowMs > 0)) yield problem("declaration", `limits[${index}] allows ${limit.requests} requests in ${limit.windowMs} ms; write numbers above 0`);
  }
  if (source.details !== undefined) yield* detailsProblems(source.details);
  yield* unreached(source, examples);
}

/** Whether a record may leave this field out. */
export function isRecordField(field: string): boolean {
  return recordFields.has(field);
}

function* unreached(source: Source, examples: SourceExamples): Iterable<SourceProblem> {
  if (source.get !== undefined && (examples.known ?? []).length === 0) {
    yield problem("recorded", "get is not checked: give native ids that it knows as examples.known");
  }
  if (source.search !== undefined && examples.search === undefined) {
    yield problem("recorded", "search is not checked: give words that it finds something for as examples.search");
  }
  if (source.lookup !== undefined && examples.lookup === undefined) {
    yield problem("recorded", "lookup is not checked: give a text that it finds something for as examples.lookup");
  }
  if (source.readFile !== undefined && examples.file === undefined) {
    yield problem("recorded", "readFile is not checked: give a file and a range of it as examples.file");
  }
  if (source.parseReference !== undefined && Object.keys(examples.references ?? {}).length === 0) {
    yield problem("recorded", "parseReference is not checked: give texts that it reads, with their native ids, as examples.references");
  }
}

const recordFields: ReadonlySet<string> = new Set(Object.keys({
  stableId: true, aliases: true, movingAliases: true, publisher: true, registrant: true, url: true, access: true, description: true, deprecated: true, hasCard: true,
  revision: true,
  task: true, modalities: true, capabilities: true, architecture: true, parameters: true, precisions: true, contextTokens: true, keyValueCache: true, license: true,
  languages: true, libraries: true, formats: true, tags: true, createdAt: true, updatedAt: true, popularity: true, links: true, lineage: true,
  artifacts: true, artifactCount: true, offers: true, evaluations: true, claims: true, details: true,
} satisfies Record<RecordField, true>));
