import { whisper } from "./example.ts";
import type { Example } from "./example.ts";

/** Somebody ships models, and wants to notice when one becomes another. */
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
