import type { Example } from "./example.ts";

const llama = "hf:meta-llama/Llama-3.1-8B-Instruct";

export const search: readonly Example[] = [
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
];

export const lookUp: readonly Example[] = [
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
    title: "Which models hold this file?",
    sentence: "By its sha256 (here that of an empty file: put yours); an empty list means that no listing here states it.",
    query: `query WhoHasTheFile($digests: [Digest!]!) {
  modelsByDigest(digests: $digests) {
    digest
    models(first: 5) { nodes { id } }
    artifacts(first: 5) { nodes { path sizeBytes listing { key revision } } }
  }
}
`,
    variables: { digests: ["sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"] },
  },
];

export const compare: readonly Example[] = [
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
];
