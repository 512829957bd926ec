import { asArray, asCount, asNumber, type DetailsType, type Offer } from "@modeldex/plugin-kit";
import { wordOf, type Payload } from "./payload.ts";

/** Fields that the Hub alone has, as the gateway adds them to the public schema. */
export const huggingFaceDetails = {
  typeName: "HuggingFaceDetails",
  fields: {
    repositoryId: ["String", "Inner id of the repository, which survives a rename."],
    trendingScore: ["Float", "The Hub's own measure of recent attention, without a unit."],
    spaces: ["Int", "Spaces that use the model, as far as the Hub names them; it stops at 100. Known after a look at this one model."],
    gated: ["String", "How access is granted: `auto` at once, `manual` by the publisher; null when it is not gated."],
    usedStorageBytes: ["SafeInt", "Bytes of the repository with its history."],
    inferenceProviders: ["[String!]!", "Providers that serve the model through the Hub now."],
  },
} as const satisfies DetailsType;

/** Values of {@link huggingFaceDetails}. */
export function readDetails(payload: Payload, offers: readonly Offer[] | undefined): Readonly<Record<string, unknown>> {
  const gated = payload["gated"] === true ? "auto" : wordOf(payload["gated"]);
  const values = {
    repositoryId: wordOf(payload["_id"]),
    trendingScore: asNumber(payload["trendingScore"]),
    spaces: asArray(payload["spaces"])?.length,
    gated,
    usedStorageBytes: asCount(payload["usedStorage"]),
    inferenceProviders: [...new Set((offers ?? []).map((offer) => offer.provider))],
  };
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
