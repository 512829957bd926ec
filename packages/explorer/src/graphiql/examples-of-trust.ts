import type { Example } from "./example.ts";

const whisper = "hf:openai/whisper-large-v3";
const llama = "hf:meta-llama/Llama-3.1-8B-Instruct";

export const trust: readonly Example[] = [
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
    title: "Does it meet my policy?",
    sentence: "A policy given in place; each rule says what decided it and what would make it pass.",
    query: `query Decide($id: ID!, $policy: PolicyInput!) {
  model(id: $id) {
    id
    trust(policy: $policy) {
      decision {
        outcome
        rules { rule { key severity } outcome explanation remedy because { kind statement } }
        validUntil
      }
    }
  }
}
`,
    variables: {
      id: whisper,
      policy: {
        rules: [
          { key: "no-failed-scan", severity: "BLOCK", test: { forbid: { kinds: ["THIRD_PARTY_SCAN"], effects: ["UNDERMINES"] } }, explanation: "No scan may speak against it." },
          { key: "pinned", severity: "WARN", test: { level: "PINNED" } },
        ],
      },
    },
  },
  {
    title: "Policies of this gateway",
    sentence: "Each rule in a form that can be edited and given back.",
    query: `query Policies {
  policies {
    id
    title
    version
    rules { key title severity definition }
  }
}
`,
  },
];

export const pins: readonly Example[] = [
  {
    title: "Pin what I chose",
    sentence: "One lock entry for each reference, or the reason why there is none; keep the documents, nothing is stored here.",
    query: `query PinThem($references: [String!]!) {
  pin(references: $references) {
    reference
    problem
    pin { digest revision fileCount decision { outcome } document }
  }
}
`,
    variables: { references: ["openai/whisper-large-v3", "BAAI/bge-m3"] },
  },
  {
    title: "Has anything drifted since?",
    sentence: "Put into the variables, as { \"document\": … }, the documents that the query before gave; without any the list is empty.",
    query: `query CheckPins($pins: [PinInput!]!) {
  checkPins(pins: $pins) {
    reference
    outcome
    drifts { kind severity statement }
    problem
    checkedAt
  }
}
`,
    variables: { pins: [] },
  },
];

export const sources: readonly Example[] = [
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
  {
    title: "What changed?",
    sentence: "The newest rows of the log, each with what was and what is.",
    query: `query Changes {
  changes(last: 20) {
    nodes { kind at statement source { id } model { id } before after }
    pageInfo { hasPreviousPage startCursor }
  }
}
`,
  },
];

export const adapters: readonly Example[] = [
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
