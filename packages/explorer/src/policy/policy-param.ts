import type { PolicyInput, PolicyRuleInput } from "../generated/types.ts";

/** A policy as an address holds it: the id of one of the gateway, or one that was written here. */
export type ChosenPolicy = { readonly kind: "gateway"; readonly id: string } | { readonly kind: "own"; readonly title: string; readonly rules: readonly PolicyRuleInput[] };

/** The policy that the endpoint decides by when none is named. */
export const defaultPolicy = "open-weights-default";

/** The text of a policy for an address: an id, or `~` and the base64url of its JSON. */
export function policyParam(policy: ChosenPolicy): string {
  if (policy.kind === "gateway") return policy.id;
  const bytes = new TextEncoder().encode(JSON.stringify({ title: policy.title, rules: policy.rules }));
  return `~${btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")}`;
}

/** The policy that an address names; `undefined` when it names none, or in a form that is none. */
export function parsePolicyParam(text: string | null): ChosenPolicy | undefined {
  if (text === null || text === "") return undefined;
  if (!text.startsWith("~")) return { kind: "gateway", id: text };
  try {
    const bytes = Uint8Array.from(atob(text.slice(1).replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
    const value: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    if (typeof value !== "object" || value === null || !("rules" in value) || !Array.isArray(value.rules)) return undefined;
    const title = "title" in value && typeof value.title === "string" && value.title !== "" ? value.title : "My policy";
    // Whether these are rules, the endpoint says, with the mistake and what would be right.
    return { kind: "own", title, rules: value.rules as readonly PolicyRuleInput[] };
  } catch {
    return undefined;
  }
}

/** What the endpoint is asked to decide by. */
export function policyInput(policy: ChosenPolicy | undefined): PolicyInput {
  if (policy === undefined) return { id: defaultPolicy };
  return policy.kind === "gateway" ? { id: policy.id } : { rules: [...policy.rules] };
}
