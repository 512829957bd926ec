import { ExpressionError } from "./expression-error.ts";

/** One thing that is wrong with a mapping; `path` leads into it: `on.ModelAdded.set.name`. */
export interface MappingIssue {
  readonly path: string;
  readonly message: string;
}

/** Does a part of the work; what the part finds wrong becomes an issue, and the others go on. */
export type Check = <T>(path: string, work: () => T) => T | undefined;

export function checker(issues: MappingIssue[]): Check {
  return (path, work) => {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      issues.push({ path, message: error.message });
      return undefined;
    }
  };
}
