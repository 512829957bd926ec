interface Tariff {
  /** Ends the sentence "it is left out: …". */
  readonly reason: string;
  readonly fits: (key: string, provider: string, mode: string) => boolean;
}

const services = new Set(["search", "vector_store", "guardrail"]);

const tariffs: readonly Tariff[] = [
  { reason: "the sample of a row, no model", fits: (key) => key === "sample_spec" },
  { reason: "a tariff by size or steps of an image, no model", fits: (key) => /(?:^|\/)(?:\d+-x-\d+|max-x-max)\//.test(key) },
  { reason: "a tariff for reserved capacity, no model", fits: (key) => /-month-commitment\//.test(key) },
  { reason: "a tariff for what customers tune from a model, which is another model", fits: (key) => /(?:^|\/)ft:/.test(key) },
  { reason: "a tariff for all models of a size, no model", fits: (key) => /^(?:together-ai|fireworks-ai)-/.test(key) },
  { reason: "a tariff of searches, stores or filters, no model", fits: (_key, _provider, mode) => services.has(mode) },
  { reason: "a tariff of containers, no model", fits: (key) => /(?:^|\/)container$/.test(key) },
  { reason: "it chooses among models and is none", fits: (key) => /(?:^|\/)(?:model_router|router|moonshot-v1-auto|openrouter\/(?:auto|free)|preset\/[^/]+)$/.test(key) },
  { reason: "an operation of a service, whose model is not named", fits: isOperation },
];

/** Why a row is the price of something that is no model; `undefined`: it is one. */
export function whyNoModel(key: string, provider: string, mode: string): string | undefined {
  return tariffs.find(({ fits }) => fits(key, provider, mode))?.reason;
}

/** Edits of Stability's image service, engines of speech and document services. */
function isOperation(key: string, provider: string, mode: string): boolean {
  return (provider === "stability" && mode === "image_edit") || /^(?:azure_ai\/doc-intelligence|azure\/speech|reducto|aws_polly)\//.test(key);
}
