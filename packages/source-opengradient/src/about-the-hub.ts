import { SourceError, type SourceClaim, type SourceContext } from "@modeldex/plugin-kit";
import { enclaveClaims } from "./enclaves.ts";
import type { Options } from "./options.ts";

/** What is known of the hub as a place, and, where the chain is configured, of the enclaves that its registry lists. */
export async function aboutTheHub(options: Options, context: SourceContext): Promise<readonly SourceClaim[]> {
  const hub: readonly SourceClaim[] = [
    {
      kind: "SOURCE_OPERATOR",
      statement: "OpenGradient's model hub is a web service of OpenGradient; models are not registered in a contract of its chain.",
      facts: { operator: "OpenGradient" },
      evidence: [],
    },
    {
      kind: "EXTENSION",
      statement: "The hub is read through an API that its operator does not describe: the fields rest on what programs of others read (seen in November 2026), and everything is the hub's word.",
      facts: { kindUri: "urn:modeldex:undocumented-api", value: { seenAt: "2026-11-20" } },
      evidence: [],
    },
    {
      kind: "REFERENCE_IMMUTABILITY",
      statement: "A model is known by author and name, which its author can change; files are known by ids of their content on Walrus or, older ones, on IPFS.",
      facts: { references: "VERSIONED" },
      evidence: [],
    },
  ];
  if (options.enclaves === undefined) return hub;
  try {
    return [...hub, ...(await enclaveClaims(options.enclaves, context))];
  } catch (error) {
    if (context.signal.aborted || !(error instanceof SourceError)) throw error;
    // What is known without the chain is said all the same.
    context.log.warn("the registry of enclaves could not be read", { code: error.code });
    return hub;
  }
}
