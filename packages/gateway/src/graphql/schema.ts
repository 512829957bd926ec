import { makeExecutableSchema } from "@graphql-tools/schema";
import type { Source } from "@modeldex/plugin-kit";
import { detailsSdl, typeDefs } from "@modeldex/schema";
import type { GraphQLSchema } from "graphql";
import { evidenceResolvers } from "./evidence.ts";
import { modelResolvers } from "./model.ts";
import { policyResolvers } from "./policy.ts";
import { queryResolvers } from "./query.ts";
import { scalars } from "./scalars.ts";
import { sourceResolvers } from "./source.ts";
import { suggestResolvers } from "./suggest.ts";
import { trustResolvers } from "./trust.ts";

/** The executable schema for these sources: each one's own fields become a member of `ListingDetails`. */
export function createSchema(sources: readonly Source[]): GraphQLSchema {
  const types = new Map(sources.flatMap(({ details }) => (details === undefined ? [] : [[details.typeName, details] as const])));
  return makeExecutableSchema({
    typeDefs: [...typeDefs, detailsSdl([...types.values()])],
    resolvers: [
      scalars, queryResolvers, modelResolvers, sourceResolvers, trustResolvers, policyResolvers, evidenceResolvers, suggestResolvers,
      {
        ListingDetails: { __resolveType: ({ __typename }: { readonly __typename: string }) => __typename },
        Node: { __resolveType: (value: object) => nodeType(value) },
      },
    ],
    inheritResolversFromInterfaces: false,
  });
}

function nodeType(value: object): string {
  if ("leading" in value) return "Model";
  if ("link" in value) return "Listing";
  return "isPublisher" in value ? "Publisher" : "Source";
}
