import { llama, whisper } from "./example.ts";
import type { Example } from "./example.ts";

/** A company keeps models of its own beside the public ones. */
export const own: readonly Example[] = [
  {
    title: "Own and public models in one list",
    sentence: "Of these sources only, each model with the sources that list it; the facet counts by source. Put the id of your catalog beside hf.",
    query: `query OwnAndPublic($sources: [ID!]!) {
  search(filter: { sources: $sources }, first: 10) {
    totalCount
    nodes { id name publisher { name } listings(first: 5) { nodes { key access source { id title } } } }
    facets(of: [{ field: SOURCE }]) { field countsAreExact values { value label count } }
  }
}
`,
    variables: { sources: ["hf"] },
  },
  {
    title: "Where does all this come from?",
    sentence: "Every source with its state, how much of it is known here and how fresh that is.",
    query: `query Sources {
  sources {
    id
    title
    kind
    status { state message lastSuccessAt lastErrorAt }
    coverage { listings artifactsWithDigest lastFullRunAt lagSeconds }
  }
}
`,
  },
  {
    title: "What changed?",
    sentence: "The newest rows of the log of one source, each with what was and what is.",
    query: `query Changes($last: Int!, $sources: [ID!]) {
  changes(last: $last, sources: $sources) {
    nodes { kind at statement source { id } model { id } before after }
    pageInfo { hasPreviousPage startCursor }
  }
}
`,
    variables: { last: 20, sources: ["hf"] },
  },
  {
    title: "Who operates a source, and who can change it?",
    sentence: "What the source states of itself as a whole, and what was found of that.",
    query: `query WhoCanChangeIt($id: ID!) {
  source(id: $id) {
    id
    trust {
      systemLevel
      systemMissingForNext
      claims(first: 20) { nodes { kind status effect statement } }
    }
  }
}
`,
    variables: { id: "hf" },
  },
];

/** Somebody knows another registry, and writes its adapter. */
export const registries: readonly Example[] = [
  {
    title: "Is my adapter read as it should be?",
    sentence: "What each adapter can do, and how many entries were left out, could not be read, or fit no listing.",
    query: `query Adapters {
  sources {
    id
    kind
    capabilities
    status { state message }
    coverage { listings notListed dropped notStored overlays overlaysUnmatched running { startedAt listingsSeen expected heldBackBecause } }
  }
}
`,
  },
  {
    title: "How did my listing join a model?",
    sentence: "Each listing of a model with what joins it, what its source alone says, and listings that may be the same but are not joined.",
    query: `query Joined($id: ID!) {
  model(id: $id) {
    id
    aliases
    listings(first: 10) {
      nodes {
        key
        state
        access
        link { kind relation statement }
        details { __typename ... on GenericDetails { fields } }
        fetchedAt
      }
    }
    candidateListings(first: 5) { listing { key } link { statement } }
  }
}
`,
    variables: { id: llama },
  },
];

/** Somebody builds pages over this endpoint. */
export const frontends: readonly Example[] = [
  {
    title: "Complete what is typed",
    sentence: "Names for search as you type, from the catalog alone.",
    query: `query Complete($prefix: String!) {
  suggest(prefix: $prefix) {
    text
    model { id }
  }
}
`,
    variables: { prefix: "whis" },
  },
  {
    title: "Models of a list that I keep",
    sentence: "Many by their ids, in the order asked; null in the place of one that is not known here.",
    query: `query Cards($ids: [ID!]!) {
  models(ids: $ids) {
    id
    name
    publisher { name url }
    license { spdx class }
    updatedAt
  }
}
`,
    variables: { ids: [whisper, llama] },
  },
  {
    title: "Page by page",
    sentence: "Put the endCursor of an answer into the variable after, and run it again for the next page.",
    query: `query Pages($text: String!, $first: Int!, $after: String) {
  search(text: $text, first: $first, after: $after) {
    totalCount
    totalCountIsExact
    nodes { id name }
    pageInfo { hasNextPage endCursor }
  }
}
`,
    variables: { text: "llama", first: 2, after: null },
  },
];
