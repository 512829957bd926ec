import { makeExecutableSchema } from "@graphql-tools/schema";
import type { Source } from "@modeldex/plugin-kit";
import { schemaText } from "@modeldex/schema";
import type { DetailsDescription } from "@modeldex/schema";
import type { GraphQLSchema } from "graphql";
import { artifactResolvers } from "./artifacts.ts";
import { availabilityResolvers } from "./availability.ts";
import { changeResolvers } from "./changes.ts";
import { digestResolvers } from "./digests.ts";
import { evidenceResolvers } from "./evidence.ts";
import { memoryResolvers } from "./memory.ts";
import { modelResolvers } from "./model.ts";
import { offerResolvers } from "./offers.ts";
import { pinResolvers } from "./pins.ts";
import { policyResolvers } from "./policy.ts";
import { queryResolvers } from "./query.ts";
import { readingResolvers } from "./reading.ts";
import { scalars } from "./scalars.ts";
import { sourceResolvers } from "./source.ts";
import { sourceTrustResolvers } from "./source-trust.ts";
import { suggestResolvers } from "./suggest.ts";
import { trustResolvers } from "./trust.ts";

/** The executable schema for these sources: each one's own fields become a member of `ListingDetails`. */
export function createSchema(sources: readonly Source[]): GraphQLSchema {
  return makeExecutableSchema({
    typeDefs: schemaText(detailsOf(sources)),
    resolvers: [
      scalars, queryResolvers, modelResolvers, sourceResolvers, sourceTrustResolvers, trustResolvers, policyResolvers, evidenceResolvers,
      readingResolvers, artifactResolvers, offerResolvers, availabilityResolvers, memoryResolvers, digestResolvers, changeResolvers, suggestResolvers, pinResolvers,
      {
        ListingDetails: { __resolveType: ({ __typename }: { readonly __typename: string }) => __typename },
        Node: { __resolveType: (value: object) => nodeType(value) },
      },
    ],
    inheritResolversFromInterfaces: false,
  });
}

/** The schema that is served, as SDL: what the release has as a file, with the types of these sources; the first line names them. */
export function servedSdl(sources: readonly Source[]): string {
  const types = sources.flatMap(({ id, details }) => (details === undefined ? [] : [`${details.typeName} (${id})`]));
  return `# The schema of this Modeldex. Types of its sources: ${types.join(", ") || "none"}.\n\n${schemaText(detailsOf(sources))}`;
}

/** Two sources of one kind share their type. */
function detailsOf(sources: readonly Source[]): readonly DetailsDescription[] {
  return [...new Map(sources.flatMap(({ details }) => (details === undefined ? [] : [[details.typeName, details] as const]))).values()];
}

function nodeType(value: object): string {
  if ("leading" in value) return "Model";
  if ("link" in value) return "Listing";
  if ("sequence" in value) return "Change";
  return "isPublisher" in value ? "Publisher" : "Source";
}
