import type { SourceClaim } from "@modeldex/plugin-kit";

const publicHub = "https://huggingface.co";

/** Claims about the Hub itself: who operates it, who may change an entry, what its references hold. */
export function claimsAboutTheHub(endpoint: string): readonly SourceClaim[] {
  const isPublicHub = endpoint === publicHub;
  const operator = isPublicHub ? "Hugging Face, Inc." : new URL(endpoint).host;
  return [
    {
      kind: "SOURCE_OPERATOR",
      statement: isPublicHub ? "Hugging Face, Inc. operates the Hub." : `The Hub is asked at ${endpoint}, which the operator of this gateway configured.`,
      facts: { operator },
      evidence: [{ kind: "document", url: isPublicHub ? `${publicHub}/terms-of-service` : endpoint }],
    },
    {
      kind: "CONTROL_AUTHORITY",
      statement: "The owner of a namespace alone adds and changes repositories in it; the operator of the Hub can remove, rename and disable any.",
      facts: { authority: "SINGLE_PARTY", holder: operator },
      evidence: [{ kind: "document", url: `${publicHub}/docs/hub/repositories-settings` }],
    },
    {
      kind: "REFERENCE_IMMUTABILITY",
      statement: "Repositories are kept in git: a commit stays what it is, branches and tags move.",
      facts: { references: "VERSIONED" },
      evidence: [{ kind: "document", url: `${publicHub}/docs/hub/repositories` }],
    },
    {
      kind: "CHANGE_HISTORY",
      statement: "Commits of a repository can be listed; its owner can rewrite them.",
      facts: { visible: true },
      evidence: [{ kind: "document", url: `${publicHub}/docs/hub/repositories-getting-started` }],
    },
  ];
}
