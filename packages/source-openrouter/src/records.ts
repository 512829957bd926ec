import { asArray, asBoolean, asCount, asNumber, asRecord, asString, asStrings, asTime, asUnixTime, listing, type DetailsType, type Draft, type Evaluation, type ListingRecord } from "@modeldex/plugin-kit";
import { capabilitiesOf, ownOffer, type Row } from "./offers.ts";

/** Fields that the source adds to the public schema. */
export const openRouterDetails = {
  typeName: "OpenRouterDetails",
  fields: {
    router: ["Boolean", "It is no model: it leads each request to one, of its choice or the newest of a family."],
    topProviderContextTokens: ["SafeInt", "How much the provider takes that OpenRouter prefers; an offer says how much the widest one takes."],
    moderated: ["Boolean", "Whether requests to that provider are moderated before they are passed on."],
    tokenizer: ["String", "Family of the tokenizer, in OpenRouter's own word."],
    instructType: ["String", "Form of a chat prompt, in OpenRouter's own word."],
    knowledgeCutoff: ["DateTime", "Up to when the training data is said to reach."],
    supportedParameters: ["[String!]", "Parameters that a request may have, at one provider or another."],
    defaultParameters: ["JSON", "Values that OpenRouter sets where a request has none."],
    reasoning: ["JSON", "Whether it always reasons, whether unless told otherwise, and which efforts can be asked for, as OpenRouter writes it."],
  },
} as const satisfies DetailsType;

/** One record for each model in the rows of `/api/v1/models`: variants are offers of it, rows with an `alias_target` are names of it that move. */
export function recordsOf(rows: readonly unknown[], drop: (nativeId: string, reason: string) => void): readonly ListingRecord[] {
  const read = new Map<string, Row>();
  for (const value of rows) {
    const row = asRecord(value) ?? {};
    const id = asString(row["id"]) ?? "unknown";
    const fault = !/^~?[\w.-]{1,100}\/[\w.-]{1,100}(?::[\w.-]{1,40})?$/.test(id) ? "its id is not author/slug, with or without a variant after a colon"
      : read.has(id) ? "its id is there twice" : asString(row["name"]) === undefined ? "it has no name" : undefined;
    if (fault === undefined) read.set(id, row);
    else drop(id.slice(0, 200), fault);
  }
  const bases = Map.groupBy(read.keys(), baseOf);
  const moving = Map.groupBy(read, ([id, row]) => {
    const target = baseOf(asString(asRecord(row["alias_target"])?.["slug"]) ?? "");
    return target !== baseOf(id) && bases.has(target) ? target : undefined;
  });
  const publishers = new Map([...read].map(([id, row]) => [authorOf(id), namesIn(row).publisher] as const).filter(([, publisher]) => publisher !== undefined));
  return [...Map.groupBy(moving.get(undefined) ?? [], ([id]) => baseOf(id))].map(([base, group]) => recordOf(base, {
    called: new Map(group.toSorted(([left], [right]) => Number(left !== base) - Number(right !== base))),
    movingAliases: (moving.get(base) ?? []).map(([id]) => id),
    publisher: publishers.get(authorOf(base)),
    isModel: (id) => bases.has(id),
  }));
}

const baseOf = (id: string): string => id.replace(/:.*$/, "");
const authorOf = (id: string): string => id.replace(/\/.*$/, "");

interface Model {
  /** Its rows by their ids, the one without a variant first, which speaks for the model. */
  readonly called: ReadonlyMap<string, Row>;
  readonly movingAliases: readonly string[];
  /** As some row of the same author names it. */
  readonly publisher: string | undefined;
  readonly isModel: (id: string) => boolean;
}

function recordOf(base: string, { called, movingAliases, publisher, isModel }: Model): ListingRecord {
  const [[id, row] = [base, {}]] = called;
  const [architecture, top, hubId, author, names] = [asRecord(row["architecture"]), asRecord(row["top_provider"]), asString(row["hugging_face_id"]), authorOf(base), namesIn(row)];
  const aliases = new Set([...called.keys(), asString(row["canonical_slug"]) ?? base].filter((alias) => !isModel(alias)));
  const [input, output] = [asStrings(architecture?.["input_modalities"]), asStrings(architecture?.["output_modalities"])];
  const router = architecture?.["tokenizer"] === "Router" || undefined;
  return listing({
    nativeId: base,
    aliases: aliases.size === 0 ? undefined : [...aliases],
    movingAliases: movingAliases.length === 0 ? undefined : movingAliases,
    name: id === base ? names.model : names.model.replace(/\s*\([^()]*\)$/, ""),
    publisher: author.startsWith("~") ? undefined : { name: names.publisher ?? publisher ?? author, id: author, url: `https://openrouter.ai/${author}` },
    url: `https://openrouter.ai/${base}`,
    description: asString(row["description"]),
    modalities: input && output && { input, output },
    capabilities: capabilitiesOf(row["supported_parameters"]),
    tags: router && ["router"],
    createdAt: asUnixTime(row["created"]),
    links: hubId !== undefined && /^[\w.-]+\/[\w.-]+$/.test(hubId) ? [{ reference: `https://huggingface.co/${hubId}`, relation: "HOSTED", statement: `OpenRouter's field hugging_face_id names ${hubId}.` }] : undefined,
    offers: [...called].map(([callAs, each]) => ownOffer(each, callAs)),
    evaluations: evaluationsOf(asRecord(row["benchmarks"])),
    details: {
      router, topProviderContextTokens: asCount(top?.["context_length"]), moderated: asBoolean(top?.["is_moderated"]),
      tokenizer: asString(architecture?.["tokenizer"]), instructType: asString(architecture?.["instruct_type"]), knowledgeCutoff: asTime(row["knowledge_cutoff"]),
      supportedParameters: asStrings(row["supported_parameters"]), defaultParameters: known(row["default_parameters"]), reasoning: known(row["reasoning"]),
    },
  });
}

/** A name is written `Publisher: Model`, or, for a few models, without the publisher. */
function namesIn(row: Row): { readonly publisher: string | undefined; readonly model: string } {
  const name = asString(row["name"]) ?? "";
  const [, publisher, model = name] = /^([^:]{1,100}): (.+)$/s.exec(name) ?? [];
  return { publisher, model };
}

/** The members of an object that say something; `undefined` when none does. */
function known(value: unknown): Row | undefined {
  const members = Object.entries(asRecord(value) ?? {}).filter(([, member]) => member !== null);
  return members.length === 0 ? undefined : Object.fromEntries(members);
}

/** What OpenRouter relays of two who measure models; both are named with their address. */
function evaluationsOf(benchmarks: Row | undefined): readonly Draft<Evaluation>[] | undefined {
  const analysis = asRecord(benchmarks?.["artificial_analysis"]) ?? {};
  const indices = Object.entries({ intelligence_index: "Intelligence Index", coding_index: "Coding Index", agentic_index: "Agentic Index" })
    .map(([field, name]) => ({ benchmark: `Artificial Analysis ${name}`, author: "INDEPENDENT", value: asNumber(analysis[field]), metric: "index", url: "https://artificialanalysis.ai" }) as const);
  const ratings = (asArray(benchmarks?.["design_arena"]) ?? []).map((each) => asRecord(each) ?? {}).filter((row) => asString(row["category"]) !== undefined).flatMap((row) => {
    const same = { benchmark: `Design Arena ${String(row["category"])}`, author: "INDEPENDENT", settings: asString(row["arena"]), url: "https://www.designarena.ai" } as const;
    return [{ ...same, metric: "Elo", value: asNumber(row["elo"]) }, { ...same, metric: "win rate", value: asNumber(row["win_rate"]), unit: "%" }];
  });
  const found = [...indices, ...ratings].filter(({ value }) => value !== undefined);
  return found.length === 0 ? undefined : found;
}
