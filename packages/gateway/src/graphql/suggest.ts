import type { NameSuggestion, StoredModel } from "@modeldex/catalog";
import { longestText } from "../search/search.ts";
import type { GraphContext } from "./context.ts";
import { badInput } from "./errors.ts";
import { pageSize } from "./pages.ts";

interface SuggestArguments {
  readonly prefix: string;
  readonly first?: number | null;
}

/** Resolvers of names that complete what was typed. */
export const suggestResolvers = {
  Query: {
    suggest: async (_: unknown, { prefix, first }: SuggestArguments, { services }: GraphContext): Promise<readonly NameSuggestion[]> => {
      if (prefix.length > longestText) throw badInput("prefix", `has ${prefix.length} characters; at most ${longestText} are read.`);
      return services.catalog.suggest(prefix, pageSize(first, 8));
    },
  },
  Suggestion: {
    model: async ({ model }: NameSuggestion, _: unknown, { loaders }: GraphContext): Promise<StoredModel | null> => (model === undefined ? null : ((await loaders.model.load(model)) ?? null)),
  },
};
