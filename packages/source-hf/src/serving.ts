import { asRecord, type Offer } from "@modeldex/plugin-kit";
import { objectsOf, wordOf, type Payload } from "./payload.ts";

/**
 * Providers that serve a model through the Hub now, without prices, which the Hub does not give with a model.
 *
 * The mapping is a list on lists and an object by provider on a single model; only what is `live` counts.
 *
 * @param address - page of the model, where the provider can be chosen.
 * @returns `undefined` when the payload has no mapping.
 */
export function readOffers(payload: Payload, address: string): readonly Offer[] | undefined {
  const mapping = payload["inferenceProviderMapping"];
  const byProvider = asRecord(mapping);
  if (!Array.isArray(mapping) && byProvider === undefined) return undefined;
  const entries = byProvider === undefined ? objectsOf(mapping) : Object.entries(byProvider).flatMap(([provider, entry]) => ({ provider, ...asRecord(entry) }));
  const offers = entries.flatMap((entry: Payload) => {
    const provider = wordOf(entry["provider"], 1024);
    if (provider === undefined || entry["status"] !== "live") return [];
    const callAs = wordOf(entry["providerId"], 1024);
    const url = `${address}?${new URLSearchParams({ inference_api: "true", inference_provider: provider })}`;
    return { provider, ...(callAs !== undefined && { callAs }), url };
  });
  return [...new Map(offers.map((offer) => [`${offer.provider} ${offer.callAs ?? ""}`, offer])).values()];
}
