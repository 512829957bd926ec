import type { FieldNode, FragmentDefinitionNode, GraphQLResolveInfo, SelectionSetNode } from "graphql";
import { Kind } from "graphql";

type Fragments = Readonly<Record<string, FragmentDefinitionNode>>;

/** Whether the request selects one of these fields directly below the field that is being resolved. */
export function selects(info: GraphQLResolveInfo, fields: ReadonlySet<string>): boolean {
  return info.fieldNodes.some(({ selectionSet }) => selectionSet !== undefined && holds(selectionSet, ({ name }) => fields.has(name.value), info.fragments, 0));
}

/** Whether it selects one of these fields of a member of the field that is being resolved. */
export function selectsWithin(info: GraphQLResolveInfo, member: string, fields: ReadonlySet<string>): boolean {
  const isWanted = ({ name, selectionSet }: FieldNode): boolean =>
    name.value === member && selectionSet !== undefined && holds(selectionSet, (inner) => fields.has(inner.name.value), info.fragments, 0);
  return info.fieldNodes.some(({ selectionSet }) => selectionSet !== undefined && holds(selectionSet, isWanted, info.fragments, 0));
}

function holds(set: SelectionSetNode, isWanted: (field: FieldNode) => boolean, fragments: Fragments, depth: number): boolean {
  if (depth > 20) return true;
  return set.selections.some((selection) => {
    switch (selection.kind) {
      case Kind.FIELD: return isWanted(selection);
      case Kind.INLINE_FRAGMENT: return holds(selection.selectionSet, isWanted, fragments, depth + 1);
      case Kind.FRAGMENT_SPREAD: {
        const fragment = fragments[selection.name.value];
        return fragment !== undefined && holds(fragment.selectionSet, isWanted, fragments, depth + 1);
      }
      default: return selection satisfies never;
    }
  });
}

/** Whether the field that is being resolved belongs to one of several: sources are asked only about what stands alone. */
export function isWithinList({ path }: Pick<GraphQLResolveInfo, "path">): boolean {
  for (let at: GraphQLResolveInfo["path"] | undefined = path; at !== undefined; at = at.prev) if (typeof at.key === "number") return true;
  return false;
}
