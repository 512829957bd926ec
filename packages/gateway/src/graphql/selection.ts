import type { FragmentDefinitionNode, GraphQLResolveInfo, SelectionSetNode } from "graphql";
import { Kind } from "graphql";

/** Whether the request selects one of these fields directly below the field that is being resolved. */
export function selects(info: GraphQLResolveInfo, fields: ReadonlySet<string>): boolean {
  return info.fieldNodes.some(({ selectionSet }) => selectionSet !== undefined && holds(selectionSet, fields, info.fragments, 0));
}

function holds(set: SelectionSetNode, fields: ReadonlySet<string>, fragments: Readonly<Record<string, FragmentDefinitionNode>>, depth: number): boolean {
  if (depth > 20) return true;
  return set.selections.some((selection) => {
    switch (selection.kind) {
      case Kind.FIELD: return fields.has(selection.name.value);
      case Kind.INLINE_FRAGMENT: return holds(selection.selectionSet, fields, fragments, depth + 1);
      case Kind.FRAGMENT_SPREAD: {
        const fragment = fragments[selection.name.value];
        return fragment !== undefined && holds(fragment.selectionSet, fields, fragments, depth + 1);
      }
      default: return selection satisfies never;
    }
  });
}
