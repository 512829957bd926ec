import type { SearchPageHitFragment } from "../../generated/types.ts";

/** Hits that came without what was last found about them have it from an answer of before, where the same model was in it. */
export function withKnownTrust(edges: readonly SearchPageHitFragment[], before: readonly SearchPageHitFragment[]): readonly SearchPageHitFragment[] {
  const known = new Map(before.map(({ node }) => [node.id, node.trust]));
  return edges.map((edge) => {
    const trust = edge.node.trust === undefined ? known.get(edge.node.id) : undefined;
    return trust === undefined ? edge : { ...edge, node: { ...edge.node, trust } };
  });
}
