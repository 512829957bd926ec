import { llama, whisper } from "./example.ts";
import type { Example } from "./example.ts";

/** Somebody comes with a name, and wants to know what stands against it, where to get it, and what else there is. */
export const decided: readonly Example[] = [
  {
    title: "Which model does this mean?",
    sentence: "A link, a name, a short name and a Docker name, each read and led to its model, or to what may be meant.",
    query: `query LookUp($references: [String!]!) {
  resolveMany(references: $references) {
    reference
    outcome
    readAs
    model { id }
    candidates(first: 3) { confidence reason model { id } }
    message
  }
}
`,
    variables: { references: ["https://huggingface.co/openai/whisper-large-v3", "meta-llama/Llama-3.1-8B-Instruct", "bge-m3", "hf.co/bartowski/Meta-Llama-3.1-8B-Instruct-GGUF:Q4_K_M"] },
  },
  {
    title: "On which evidence does it stand?",
    sentence: "Levels, what the next one lacks, and each claim with its status, its evidence and how to check it again.",
    query: `query Evidence($id: ID!) {
  model(id: $id) {
    id
    trust {
      revision
      level
      missingForNext
      systemLevel
      systemMissingForNext
      counts { verified asserted unknown failed }
      claims(first: 20) {
        nodes {
          kind
          status
          effect
          unknownReason
          statement
          issuer { type name }
          evidence { digest sourceUrl reproduce }
          expiresAt
        }
      }
    }
  }
}
`,
    variables: { id: whisper },
  },
  {
    title: "Where can I get it, and does it fit?",
    sentence: "Copies of the weights, services with prices, and an estimate of the memory for each copy, with what was counted.",
    query: `query WhereToGetIt($id: ID!, $memory: SafeInt!) {
  model(id: $id) {
    id
    availability(first: 10) { kind source { id } precision sizeBytes provider inputPrice outputPrice access url }
    memory(fitsIn: $memory, contextLength: 8192) { precision bytes isLowerBound fits formula assumptions }
  }
}
`,
    variables: { id: llama, memory: 25_769_803_776 },
  },
  {
    title: "What else could I take?",
    sentence: "Alternatives with the reasons for each, and where sources contradict one another about this one.",
    query: `query Alternatives($id: ID!) {
  model(id: $id) {
    id
    alternatives(first: 5) { similarity reasons model { id license { spdx } parameters { total } } }
    conflicts { field positions { value statedBy { id } } }
  }
}
`,
    variables: { id: llama },
  },
  {
    title: "Two models side by side",
    sentence: "Only the rows that differ or cannot be compared, with who leads and what the note says.",
    query: `query SideBySide($references: [String!]!) {
  compare(references: $references) {
    models { id }
    unresolved { reference outcome message }
    rows(onlyDifferences: true) {
      group
      label
      unit
      verdict
      leaders
      cells { text known origin asOf }
      note
    }
  }
}
`,
    variables: { references: ["openai/whisper-large-v3", "openai/whisper-large-v3-turbo"] },
  },
];

/** Somebody knows what a model must meet. */
export const conditions: readonly Example[] = [
  {
    title: "Filter, and count by facets",
    sentence: "Text generation under a permissive licence up to eight billion parameters, counted by library and by size.",
    query: `query Narrow($filter: ModelFilterInput!) {
  search(filter: $filter, sort: DOWNLOADS, first: 5) {
    totalCount
    nodes { id parameters { total origin } license { spdx } popularity { downloads30d } }
    facets(of: [{ field: LIBRARY, first: 5 }, { field: PARAMETERS }]) {
      field
      countsAreExact
      values { label value count }
    }
  }
}
`,
    variables: { filter: { tasks: ["text-generation"], licenseClasses: ["PERMISSIVE"], parameters: { max: 8_000_000_000 } } },
  },
  {
    title: "Find by words",
    sentence: "The best matches first, with why each is here and how each source fared.",
    query: `query FindByWords($text: String!) {
  search(text: $text, first: 5) {
    totalCount
    edges {
      why { name value note }
      node { id name license { spdx class } popularity { downloads30d asOf } }
    }
    didYouMean
    sources { source { id } status origin asOf message }
  }
}
`,
    variables: { text: "whisper large v3" },
  },
];
