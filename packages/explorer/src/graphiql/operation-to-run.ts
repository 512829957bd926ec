import { Kind, parse } from "graphql";
import type { DocumentNode, OperationDefinitionNode } from "graphql";

/**
 * The operation of a query that is to run: the chosen one, or the first where the query has none of that name. The editor looks at what was written a
 * moment later; until then it names an operation of what stood there before.
 */
export function operationToRun(query: string, chosen: string | null | undefined): string | undefined {
  const operations = readOperations(query)?.operations;
  // What cannot be read has its mistake told by the endpoint.
  if (operations === undefined) return chosen ?? undefined;
  return (operations.find(({ name }) => name !== undefined && name.value === chosen) ?? operations[0])?.name?.value;
}

/** What the editor knows of a query once it has looked at it; `undefined` where that cannot be read. */
export function readOperations(query: string): { readonly documentAST: DocumentNode; readonly operations: OperationDefinitionNode[] } | undefined {
  try {
    const documentAST = parse(query);
    return { documentAST, operations: documentAST.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION) };
  } catch {
    return undefined;
  }
}
