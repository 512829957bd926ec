import type { StandardSchemaV1 } from "@standard-schema/spec";

/** One thing that is wrong with the options of a factory. */
export interface OptionsIssue {
  /** Where: `token`, `presets[0].address`; empty for the options as a whole. */
  readonly path: string;
  readonly message: string;
}

/** What a factory throws for options that it cannot work with. The message names the factory, each option and what is wrong with it. */
export class OptionsError extends Error {
  override readonly name = "OptionsError";
  /** The factory, as it is written in the configuration. */
  readonly where: string;
  readonly issues: readonly OptionsIssue[];

  constructor(where: string, issues: readonly OptionsIssue[]) {
    super(`${where}: ${issues.map(({ path, message }) => (path === "" ? message : `option ${path}: ${message}`)).join("; ")}`);
    this.where = where;
    this.issues = issues;
  }
}

/**
 * Checks the options of a factory against a Standard Schema (zod, valibot, arktype) and gives what the schema makes of them.
 *
 * @param where - the factory, as it is written in the configuration: `huggingFace()`.
 * @throws {OptionsError} the options do not fit.
 * @example
 * parseOptions(z.strictObject({ endpoint: z.url().default("https://openrouter.ai") }), { endpoint: 7 }, "openRouter()")
 * // OptionsError: openRouter(): option endpoint: Invalid input: expected string, received number
 */
export function parseOptions<Schema extends StandardSchemaV1>(schema: Schema, input: unknown, where: string): StandardSchemaV1.InferOutput<Schema> {
  const result = schema["~standard"].validate(input);
  if (result instanceof Promise) throw new OptionsError(where, [{ path: "", message: "the schema of the options must check without waiting" }]);
  if (result.issues !== undefined) {
    throw new OptionsError(where, result.issues.map((issue) => ({ path: pathText(issue.path ?? []), message: issue.message })));
  }
  return result.value;
}

function pathText(path: NonNullable<StandardSchemaV1.Issue["path"]>): string {
  let text = "";
  for (const segment of path) {
    const key = typeof segment === "object" ? segment.key : segment;
    if (typeof key === "number") text += `[${key}]`;
    else text += text === "" ? String(key) : `.${String(key)}`;
  }
  return text;
}
