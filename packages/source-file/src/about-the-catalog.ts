import type { SourceClaim } from "@modeldex/plugin-kit";

/** Claims about the catalog itself: who keeps it, who may change an entry. */
export function claimsAboutTheCatalog(addresses: readonly string[]): readonly SourceClaim[] {
  // Without query, which may hold a secret.
  const evidence = addresses.slice(0, 10).map((address) => ({ kind: "document" as const, url: new URL(new URL(address).pathname, address).href }));
  return [
    {
      kind: "SOURCE_OPERATOR",
      statement: "Whoever operates this gateway chose the catalog; the models in it are what its keepers wrote down.",
      facts: { operator: "the operator of this gateway" },
      evidence,
    },
    {
      kind: "CONTROL_AUTHORITY",
      statement: "Whoever may write the catalog's documents can add, change and remove any entry.",
      facts: { authority: "SINGLE_PARTY", holder: "the keepers of the catalog" },
      evidence,
    },
    {
      kind: "REFERENCE_IMMUTABILITY",
      statement: "An entry says what its keepers wrote last; its id does not name one state.",
      facts: { references: "MUTABLE" },
      evidence,
    },
  ];
}
