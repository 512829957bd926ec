import type { Source } from "@modeldex/plugin-kit";
import { namings, parseSourceId, type Naming, type SourceId, sourceCapabilities, type SourceCapability } from "@modeldex/schema";
import { recordFields } from "./clean-record.ts";
import { checkDetails, sameDetails } from "./details-type.ts";

/** The configured sources, checked. */
export interface SourceRegistry {
  /** In the configuration's order. */
  readonly ids: readonly SourceId[];
  /** @throws {RangeError} when no source has this id. */
  source(id: SourceId): Source;
  find(id: string): Source | undefined;
  can(id: SourceId, capability: SourceCapability): boolean;
  capabilities(id: SourceId): readonly SourceCapability[];
  /** Whether words that people type may be sent there: as the operator says, else as the source does. */
  live(id: SourceId): boolean;
  /** Who could give this entry its name; `open` when the source fails to say. */
  naming(id: SourceId, nativeId: string): Naming;
}

/** A source that cannot be used as it is; the message says what to write instead. */
export class SourceConfigurationError extends Error {
  override readonly name = "SourceConfigurationError";
}

/**
 * Checks the configured sources.
 *
 * @param sources what the configuration names; anything may be in it.
 * @param live what the operator says of sources, by id.
 * @throws {SourceConfigurationError} with one line per problem.
 */
export function createRegistry(sources: readonly unknown[], live: Readonly<Record<string, boolean>> = {}): SourceRegistry {
  const problems = sources.flatMap((source, index) => problemsOf(source, `sources[${index}]`));
  if (problems.length === 0) problems.push(...clashes(sources as readonly Source[]));
  if (problems.length > 0) throw new SourceConfigurationError(problems.join("\n"));
  const strangers = Object.keys(live).filter((id) => !(sources as readonly Source[]).some((source) => source.id === id));
  if (strangers.length > 0) throw new SourceConfigurationError(`live names ${strangers.map((id) => `"${id}"`).join(", ")}, which is no source; there are ${(sources as readonly Source[]).map(({ id }) => id).join(", ") || "none"}.`);
  const byId = new Map((sources as readonly Source[]).map((source) => [source.id as SourceId, source]));
  const find = (id: string) => byId.get(id as SourceId);
  const source = (id: SourceId) => {
    const found = byId.get(id);
    if (found === undefined) throw new RangeError(`No source "${id}" is configured; there are ${[...byId.keys()].join(", ")}.`);
    return found;
  };
  return {
    ids: [...byId.keys()],
    source,
    find,
    can: (id, capability) => typeof find(id)?.[methodOf[capability]] === "function",
    capabilities: (id) => sourceCapabilities.filter((capability) => typeof source(id)[methodOf[capability]] === "function"),
    live: (id) => live[id] ?? source(id).live ?? true,
    naming: (id, nativeId) => namingOf(source(id), nativeId),
  };
}

const methodOf = {
  GET: "get",
  LIST: "list",
  SEARCH: "search",
  READ_FILE: "readFile",
  PARSE_REFERENCE: "parseReference",
  LOOKUP: "lookup",
} as const satisfies Record<SourceCapability, keyof Source>;

const methods = [...Object.values(methodOf), "about", "publisher", "close"] as const;
const listings: ReadonlySet<unknown> = new Set(["full", "bounded", "partial"]);

/** What comes before the colon in ids of listings, publishers and changes, where a model's id has its source. */
const reservedIds: ReadonlySet<string> = new Set(["listing", "publisher", "change"]);

function problemsOf(source: unknown, at: string): string[] {
  if (typeof source === "function") return [`${at} is a function; call the factory, such as huggingFace({ … }).`];
  if (source instanceof Promise) return [`${at} is a promise; write "await" before the factory.`];
  if (typeof source !== "object" || source === null) return [`${at} is ${source === null ? "null" : `a ${typeof source}`}; write a source, such as huggingFace({ … }).`];
  const value = source as Partial<Record<keyof Source, unknown>>;
  const id = typeof value.id === "string" ? parseSourceId(value.id) : undefined;
  const name = typeof value.id === "string" ? `${at} ("${value.id}")` : at;
  const problems: string[] = [];
  const expect = (holds: boolean, problem: string) => void (holds || problems.push(`${name}: ${problem}`));

  expect(id !== undefined, "its id must be lower-case letters, digits and -, begin with a letter, and have at most 40 characters, such as \"hf\".");
  expect(!reservedIds.has(String(value.id)), `its id must not be ${[...reservedIds].join(", ")}, with which the ids of other things begin; write another, such as "hf".`);
  expect(value.contract === 1, `it is written for contract ${text(value.contract)}; this gateway knows contract 1. Write contract: 1, or install the version of the adapter that fits.`);
  for (const member of ["kind", "title"] as const) {
    expect(typeof value[member] === "string" && value[member] !== "", `its ${member} must be a text that is not empty.`);
  }
  expect(value.homepage === undefined || isHttpUrl(value.homepage), "its homepage must be an http or https URL, such as \"https://models.example.org\", or be left out.");
  for (const method of methods) {
    expect(value[method] === undefined || typeof value[method] === "function", `${method} must be a function, or be left out.`);
  }
  expect(["get", "list", "search"].some((method) => typeof value[method as keyof Source] === "function"), "it has none of get, list and search; give it at least one.");
  expect(value.baseAddresses === undefined || isListOf(value.baseAddresses, isHttpUrl), "its baseAddresses must be a list of http or https URLs, such as [\"https://models.example.org\"].");
  expect(value.limits === undefined || isListOf(value.limits, isLimit), "its limits must be a list of { pathPrefix, requests, windowMs } with positive numbers.");
  expect(value.listing === undefined || listings.has(value.listing), "its listing must be \"full\", \"bounded\" or \"partial\".");
  expect(value.removals === undefined || value.removals === "guarded" || value.removals === "trusted", "its removals must be \"guarded\" or \"trusted\".");
  expect(value.accounts === undefined || value.accounts === "huggingface", 'its accounts must be "huggingface", or be left out.');
  expect(value.naming === undefined || typeof value.naming === "function" || isNaming(value.naming), `its naming must be ${namings.map((word) => `"${word}"`).join(", ")}, or a function that gives one of them for a native id.`);
  expect(value.onDemand === undefined || isListOf(value.onDemand, isRecordField), "its onDemand must be a list of fields of a record other than nativeId and name.");
  expect(value.onDemand === undefined || typeof value.get === "function", "it has onDemand but no get, which alone fills such fields.");
  expect(value.requestsPerGet === undefined || (isPositive(value.requestsPerGet) && Number.isInteger(value.requestsPerGet)), "its requestsPerGet must be a whole number above 0.");
  expect(value.freshMs === undefined || isPositive(value.freshMs), "its freshMs must be a positive number of milliseconds.");
  expect(value.harvestEveryMs === undefined || value.harvestEveryMs === false || isPositive(value.harvestEveryMs), "its harvestEveryMs must be a positive number of milliseconds, false, or be left out.");
  expect(value.live === undefined || typeof value.live === "boolean", "its live must be true or false, or be left out.");
  expect(value.credentialScope === undefined || (typeof value.credentialScope === "string" && value.credentialScope !== ""), "its credentialScope must be a text that is not empty, or be left out.");
  if (value.details !== undefined) problems.push(...checkDetails(value.details).map((problem) => `${name}: ${problem}`));
  return problems;
}

function clashes(sources: readonly Source[]): string[] {
  const problems: string[] = [];
  const ids = new Map<string, number>();
  const types = new Map<string, Source>();
  const fields = new Map<string, { readonly type: string; readonly of: string }>([["fields", { type: "JSON!", of: "GenericDetails" }]]);
  for (const [index, source] of sources.entries()) {
    const earlier = ids.get(source.id);
    if (earlier !== undefined) problems.push(`sources[${index}] has the id "${source.id}" of sources[${earlier}]; give one of them another id.`);
    ids.set(source.id, index);
    if (source.details === undefined) continue;
    const other = types.get(source.details.typeName);
    if (other?.details !== undefined && !sameDetails(other.details, source.details)) {
      problems.push(`sources "${other.id}" and "${source.id}" both declare details of the type ${source.details.typeName}, with different fields; rename one type.`);
    }
    types.set(source.details.typeName, source);
    for (const [field, [type]] of Object.entries(source.details.fields)) {
      const before = fields.get(field);
      if (before !== undefined && before.type !== type) {
        problems.push(`the field ${field} of details is ${before.type} in ${before.of}, and ${type} in source "${source.id}"; rename one, since clients select them side by side.`);
      }
      fields.set(field, before ?? { type, of: `source "${source.id}"` });
    }
  }
  return problems;
}

function namingOf(source: Source, nativeId: string): Naming {
  const { naming = "namespaced" } = source;
  if (typeof naming !== "function") return naming;
  try {
    const given: unknown = naming(nativeId);
    return isNaming(given) ? given : "open";
  } catch {
    // Whoever cannot say who may write is treated as one where anybody may.
    return "open";
  }
}

function text(value: unknown): string {
  return value === undefined ? "none" : JSON.stringify(value);
}

function isHttpUrl(value: unknown): value is string {
  return typeof value === "string" && /^https?:\/\//.test(value) && URL.canParse(value);
}

function isNaming(value: unknown): value is Naming {
  return (namings as readonly unknown[]).includes(value);
}

function isRecordField(value: unknown): boolean {
  return (recordFields as readonly unknown[]).includes(value);
}

function isPositive(value: unknown): boolean {
  return typeof value === "number" && Number.isFinite(value) && value > 0;
}

function isLimit(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const { pathPrefix, requests, windowMs } = value as Record<string, unknown>;
  return typeof pathPrefix === "string" && isPositive(requests) && isPositive(windowMs);
}

function isListOf(value: unknown, holds: (element: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(holds);
}
