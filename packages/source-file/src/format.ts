import { z } from "zod";

/**
 * The format of a catalog file: what is checked and, made from it, the published JSON Schema.
 *
 * Each field has one sentence that says what would be right; it is the message of whatever is wrong with the field.
 */

/** Longest list of models in one catalog. */
export const maxModels = 20_000;

/** Text in one line, with something in it. */
function line(most: number, right: string): z.ZodString {
  return z.string({ error: right }).regex(new RegExp(String.raw`^(?=.*\S)[^\u0000-\u001f\u007f\p{Cs}]{1,${most}}$`, "u"), right);
}

const idRight = "write the text by which people name it, such as acme/support-7b: one line of at most 500 characters, without spaces around it";
const id = z.string({ error: idRight }).regex(/^(?=\S)[^\u0000-\u001f\u007f\p{Cs}]{0,499}[^\s\u0000-\u001f\u007f\p{Cs}]$/u, idRight);

const urlRight = "write an address such as https://models.example/support-7b, without user name and password";
const url = z.string({ error: urlRight }).regex(/^https?:\/\/(?![^/?#]*@)[^\s"<>\\^`{|}]{1,2000}$/, urlRight);

const referenceRight = "write a purl such as pkg:huggingface/org/name, a URL, a CAIP id or a digest such as sha256:…";
const reference = z.string({ error: referenceRight }).regex(/^(?!hf:\w)[A-Za-z][A-Za-z0-9+.-]*:[^\s\u0000-\u001f\u007f]{1,900}$/, referenceRight);

const dateRight = 'write a day such as 2026-03-04, or a time with its offset such as "2026-03-04T10:00:00Z"';
const date = z.string({ error: dateRight }).regex(/^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?:T[0-2]\d:[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d))?$/, dateRight);

const sha256Right = "write the 64 hex digits that sha256sum prints";
const sha256 = z.string({ error: sha256Right }).regex(/^(?:sha256:)?[0-9A-Fa-f]{64}$/, sha256Right);

const tokensRight = "write a number of tokens, such as 131072";
const tokens = z.int({ error: tokensRight }).min(1, tokensRight);

const priceRight = "write a price in USD, such as 0.25; leave it out when it is not known";
const price = z.number({ error: priceRight }).min(0, priceRight);

const countRight = "write the number of parameters, such as 8B, 350M or 8030261248";
const countForms = [
  z.int({ error: countRight }).min(1000, countRight),
  z.string({ error: countRight }).regex(/^\d{1,6}(?:\.\d{1,6})? ?[KMBTkmbt]$/, countRight),
] as const;
const count = z.union(countForms, { error: countRight });

const yesRight = "write true or false";
const yes = z.boolean({ error: yesRight });

function words(most: number, right: string): z.ZodArray<z.ZodString> {
  return z.array(line(80, right), { error: right }).max(most, right);
}

/** One of some words, in capitals or in small letters. */
function oneOf<const Word extends string>(list: readonly Word[], right = `write one of ${list.map((word) => word.toLowerCase()).join(", ")}`): z.ZodEnum<Record<Word | Lowercase<Word>, Word | Lowercase<Word>>> {
  const both = [...list, ...list.map((word) => word.toLowerCase() as Lowercase<Word>)];
  return z.enum(both as [Word | Lowercase<Word>, ...(Word | Lowercase<Word>)[]], { error: right }) as z.ZodEnum<Record<Word | Lowercase<Word>, Word | Lowercase<Word>>>;
}

const formats = ["SAFETENSORS", "GGUF", "ONNX", "PICKLE", "KERAS", "TFLITE", "MSGPACK", "COREML", "MLX", "OPENVINO", "TENSORRT", "OTHER"] as const;
const lineageRelations = ["FINETUNE", "QUANTIZED", "ADAPTER", "MERGE", "DISTILLED", "CONVERTED", "UNKNOWN"] as const;
const linkRelations = ["SAME_WEIGHTS", "QUANTIZED", "HOSTED", "REGISTERED", "UNKNOWN"] as const;

const publisher = z.strictObject({
  name: line(200, "write a name, such as Acme Research").describe("Name, in any script."),
  url: url.optional().describe("Page of the publisher."),
});

const license = z.strictObject({
  id: line(300, "write an SPDX id such as Apache-2.0, or the licence's name").describe("SPDX id or expression, or the id or text that is used for it."),
  name: line(300, "write the licence's name").optional().describe("Name for a person."),
  url: url.optional().describe("Where its text is."),
});

const parameters = z.strictObject({
  total: count.describe("All of them: 30B, or 30500000000."),
  active: count.optional().describe("Those that are used for one token, in a mixture of experts."),
});

const artifact = z.strictObject({
  path: line(900, "write the file's path, such as weights/model.safetensors").describe("Path within the model."),
  sha256: sha256.optional().describe("Sha256 of the file's bytes, as sha256sum prints it. Equal ones of weights join models of several sources."),
  sizeBytes: z.int({ error: "write a number of bytes" }).min(0, "write a number of bytes").optional().describe("Size in bytes."),
  format: oneOf(formats).optional().describe("Format of the weights."),
  precision: line(60, "write a precision, such as BF16 or Q4_K_M").optional().describe("Precision of the weights."),
  url: url.optional().describe("Where the file is."),
}, { error: "write { path: …, sha256: … }" });

const offer = z.strictObject({
  provider: line(80, "write who serves it, such as Acme Inference").describe("Who serves it."),
  callAs: line(500, "write the id under which it is called").optional().describe("Id under which it is called."),
  inputPrice: price.optional().describe("USD for a million input tokens; 0 when it is free."),
  outputPrice: price.optional().describe("USD for a million output tokens; 0 when it is free."),
  cachedInputPrice: price.optional().describe("USD for a million input tokens that were cached."),
  otherPrices: z.array(z.strictObject({
    usd: price.describe("USD."),
    per: line(80, "write the unit, such as image or hour").describe("For what: image, hour."),
    condition: line(300, "write when it holds").optional().describe("When it holds."),
  }), { error: "write a list of { usd, per }" }).max(50).optional().describe("Prices by other units."),
  contextLength: tokens.optional().describe("Tokens that it takes there."),
  maxOutputTokens: tokens.optional().describe("Most tokens of one answer."),
  precision: line(60, "write a precision, such as FP8").optional().describe("Precision that is served."),
  url: url.optional().describe("Address to call, or a page about it."),
  endsAt: date.optional().describe("When it is stopped."),
}, { error: "write { provider: …, inputPrice: …, outputPrice: … }" });

const evaluation = z.strictObject({
  benchmark: line(80, "write the benchmark's name, such as MMLU").describe("Benchmark."),
  value: z.number({ error: "write a number; a result that is none is written as text" }).optional().describe("Result, as a number."),
  text: line(300, "write the result as text").optional().describe("Result as it is reported, when it is not one number."),
  metric: line(80, "write the metric, such as accuracy").optional().describe("Metric."),
  unit: line(60, "write the unit, such as %").optional().describe("Unit."),
  settings: line(300, "write how it was measured, such as 5-shot").optional().describe("How it was measured."),
  date: date.optional().describe("When it was measured."),
  url: url.optional().describe("Where the result is reported."),
  author: oneOf(["PUBLISHER", "COMMUNITY", "SOURCE", "INDEPENDENT"]).optional().describe("Who reports it; without it the one who keeps this catalog (source)."),
}, { error: "write { benchmark: …, value: … }" });

const descriptionRight = "write text of at most 16,000 characters, with something in it";

/** One model. */
export const model = z.strictObject({
  id: id.describe("By which people name it here; unique in the catalog, in any script. Keep it: it is the model's address."),
  name: line(200, "write a name, such as Support 7B").optional().describe("Name for a person, in any script; without it the part of the id behind the last slash."),
  publisher: z.union([line(200, "write a name of at most 200 characters"), publisher], { error: "write a name such as Acme Research, or { name: …, url: … }" }).optional().describe("Who publishes it."),
  description: z.string({ error: descriptionRight }).regex(/^(?=[\s\S]*\S)[^\u0000\p{Cs}]{1,16000}$/u, descriptionRight).optional().describe("What it is for, in any script."),
  task: line(80, "write a task, such as text-generation").optional().describe("Task in the vocabulary of the Hugging Face Hub; other words are kept as they are."),
  license: z.union([line(300, "write an SPDX id such as Apache-2.0, or the licence's name"), license], { error: "write an SPDX id such as Apache-2.0, the licence's name, or { id: …, name: …, url: … }" }).optional().describe("Licence."),
  parameters: z.union([...countForms, parameters], { error: `${countRight}, or { total: 30B, active: 3B }` }).optional().describe("Number of parameters: 8B, 350M, 8030261248, or total and active ones."),
  contextLength: tokens.optional().describe("Tokens of context."),
  languages: z.array(z.string().regex(/^(?:[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*|multilingual|code)$/, "write ISO 639 codes, such as [en, zh]; or multilingual, or code"), { error: "write a list of ISO 639 codes, such as [en, zh]" }).max(500).optional().describe("ISO 639 codes; multilingual and code as well."),
  formats: z.array(oneOf(formats), { error: "write a list, such as [safetensors, gguf]" }).max(20).optional().describe("Formats that the weights are in."),
  precisions: words(100, "write a list of precisions, such as [BF16, Q4_K_M]").optional().describe("Precisions that the weights are in."),
  libraries: words(100, "write a list of libraries, such as [transformers]").optional().describe("Libraries that load it."),
  capabilities: z.array(z.string().regex(/^(?=.*\S)[^\u0000-\u001f\u007f\p{Lu}\p{Cs}]{1,80}$/u, "write lower-case words, such as [tools, structured-output]"), { error: "write a list, such as [tools, reasoning]" }).max(100).optional().describe("What it can do, in lower-case words: tools, structured-output, reasoning."),
  architecture: line(80, "write an architecture, such as llama").optional().describe("Architecture as the weights' configuration names it."),
  tags: words(500, "write a list of words, such as [internal, approved]").optional().describe("Words to find it by."),
  url: url.optional().describe("Its page."),
  revision: line(500, "write a commit, digest or version").optional().describe("Immutable state that is described here: commit, digest, version."),
  access: oneOf(["OPEN", "GATED", "PRIVATE", "DISABLED"]).optional().describe("Who can get the files."),
  createdAt: date.optional().describe("When it was made."),
  updatedAt: date.optional().describe("When it was last changed."),
  baseModels: z.array(z.union([reference, z.strictObject({ reference, relation: oneOf(lineageRelations) })], { error: `${referenceRight}; or { reference: …, relation: finetune }` }), { error: "write a list of references, such as [pkg:huggingface/org/name]" }).max(100).optional().describe("What it was made from: a purl, URL, CAIP id or digest each, perhaps with the relation."),
  sameAs: z.array(z.union([reference, z.strictObject({ reference, relation: oneOf(linkRelations) })], { error: `${referenceRight}; or { reference: …, relation: same_weights }` }), { error: "write a list of references, such as [pkg:huggingface/org/name]" }).max(100).optional().describe("The same model elsewhere: a purl, URL, CAIP id, or the sha256 of its weights each. They are joined to one model where the other's name says all that the name here says; elsewhere it is shown as a candidate."),
  aliases: z.array(id, { error: "write a list of ids" }).max(1000).optional().describe("Former ids; they lead here for good."),
  artifacts: z.array(artifact, { error: "write a list of { path, sha256 }" }).max(2000).optional().describe("Its files."),
  offers: z.array(offer, { error: "write a list of { provider, inputPrice, outputPrice }" }).max(500).optional().describe("Where it can be called, and at which price."),
  evaluations: z.array(evaluation, { error: "write a list of { benchmark, value }" }).max(2000).optional().describe("Results of evaluations."),
  deprecated: yes.optional().describe("Whether it should no longer be chosen."),
  details: z.record(z.string(), z.unknown(), { error: "write fields with values, such as { owner: team-search }" }).optional().describe("Anything else, as fields; shown with the model, not searched."),
}, { error: "write a model with its fields, such as { id: acme/support-7b }" }).meta({ id: "Model", title: "Model", description: "One model. Only the id is required." });

/** What one model is written as. */
export type ModelEntry = z.infer<typeof model>;

const models = z.array(model, { error: "write a list of models, each with an id" }).max(maxModels, `list at most ${maxModels} models in one document`);

/** A document with a list of models in it. */
export const catalogDocument = z.strictObject({
  $schema: z.string({ error: "write the address of the JSON Schema" }).optional().describe("Address of this schema, for editors."),
  models: models.describe("The models."),
}, { error: 'write "models:" with a list of models, or that list alone' });

/** A document that is nothing but a list of models; the lines of JSONL are one too. */
export const catalogList = models;

/** The published JSON Schema (draft 2020-12). Beyond it is checked that ids are unique and that days exist. */
export function catalogJsonSchema(): object {
  const { $schema, ...rest } = z.toJSONSchema(z.union([catalogDocument, catalogList]), { target: "draft-2020-12" });
  return {
    $schema,
    title: "Modeldex catalog",
    description: "A private catalog of models: { models: [...] } or a list, in YAML or JSON; in JSONL each line is one model ($defs.Model).",
    ...rest,
  };
}
