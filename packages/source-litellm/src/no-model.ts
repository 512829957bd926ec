/** Why a row is the price of something that is no model: ends the sentence "it is left out: …". */
const tariffs: readonly (readonly [reason: string, fits: (key: string, provider: string, mode: string) => boolean])[] = [
  ["the sample of a row, no model", (key) => key === "sample_spec"],
  ["a tariff by size or steps of an image, no model", (key) => /(?:^|\/)(?:\d+-x-\d+|max-x-max)\//.test(key)],
  ["a tariff for reserved capacity, no model", (key) => /-month-commitment\//.test(key)],
  ["a tariff for what customers tune from a model, which is another model", (key) => /(?:^|\/)ft:/.test(key)],
  ["a tariff for all models of a size, no model", (key) => /^(?:together-ai|fireworks-ai)-/.test(key)],
  ["a tariff of searches, stores or filters, no model", (_key, _provider, mode) => /^(?:search|vector_store|guardrail)$/.test(mode)],
  ["a tariff of containers, no model", (key) => /(?:^|\/)container$/.test(key)],
  ["it chooses among models and is none", (key) => /(?:^|\/)(?:model_router|router|moonshot-v1-auto|openrouter\/(?:auto|free)|preset\/[^/]+)$/.test(key)],
  // Edits of Stability's image service, engines of speech and document services.
  ["an operation of a service, whose model is not named", (key, provider, mode) => (provider === "stability" && mode === "image_edit") || /^(?:azure_ai\/doc-intelligence|azure\/speech|reducto|aws_polly)\//.test(key)],
];

/** @returns `undefined`: the row is the price of a model. */
export function whyNoModel(key: string, provider: string, mode: string): string | undefined {
  return tariffs.find(([, fits]) => fits(key, provider, mode))?.[0];
}
