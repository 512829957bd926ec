import { unnamedPolicy } from "./policy-param.ts";
import type { ChosenPolicy } from "./policy-param.ts";

/** A policy that was written here: a title, and rules in whatever state they are. */
export interface PolicyDraft {
  readonly title: string;
  /** In the shape of `PolicyRuleInput` when they can be used; a draft may hold anything. */
  readonly rules: readonly unknown[];
}

/** The text of a policy as a file, and as the JSON of the editor. It has the form of a policy of the gateway's configuration, without an id. */
export function policyFile({ title, rules }: PolicyDraft | Extract<ChosenPolicy, { readonly kind: "own" }>): string {
  return `${JSON.stringify({ title, rules }, undefined, 2)}\n`;
}

/** Reads what `policyFile` wrote, or a list of rules alone; a text says why it cannot be read, in a sentence. */
export function readPolicyFile(text: string): PolicyDraft | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return `This is not JSON: ${error instanceof Error ? error.message : "it cannot be read"}.`;
  }
  if (Array.isArray(value)) return { title: unnamedPolicy, rules: value };
  if (typeof value !== "object" || value === null) return "Give an object with title and rules, or a list of rules.";
  if (!("rules" in value) || !Array.isArray(value.rules)) return "There is no list of rules in it.";
  return { title: "title" in value && typeof value.title === "string" && value.title.trim() !== "" ? value.title.slice(0, 500) : unnamedPolicy, rules: value.rules };
}
