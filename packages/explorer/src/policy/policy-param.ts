import type { PolicyInput, PolicyRuleInput } from "../generated/types.ts";

/** A policy as an address holds it: the id of one of the gateway, or one that was written here. */
export type ChosenPolicy = { readonly kind: "gateway"; readonly id: string } | { readonly kind: "own"; readonly title: string; readonly rules: readonly PolicyRuleInput[] };

/** The policy that the endpoint decides by when none is named. */
export const defaultPolicy = "open-weights-default";

/** The name of one's own policy that has none. */
export const unnamedPolicy = "My policy";

/** The most letters that a policy may take in an address: servers, this gateway among them, refuse longer ones. */
export const mostPolicyLetters = 12_000;

/** The text of a policy for an address: an id, or `~` and the base64url of its JSON. */
export function policyParam(policy: ChosenPolicy): string {
  if (policy.kind === "gateway") return policy.id;
  const bytes = new TextEncoder().encode(JSON.stringify({ title: policy.title, rules: policy.rules }));
  const letters = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return `~${btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")}`;
}

/** The policy that an address names; `undefined` when it names none, or in a form that is none: `policyProblem` says which. */
export function parsePolicyParam(text: string | null): ChosenPolicy | undefined {
  const read = readPolicyParam(text);
  return typeof read === "string" ? undefined : read;
}

/** Why the policy that an address names cannot be read, in a sentence; `undefined` when it can, or none is named. */
export function policyProblem(text: string | null): string | undefined {
  const read = readPolicyParam(text);
  return typeof read === "string" ? read : undefined;
}

/** How many letters a policy takes in the longest address that it stands in: that of the page, or that of the question to the endpoint. */
export function policyLetters(policy: ChosenPolicy): number {
  if (policy.kind === "gateway") return encodeURIComponent(policy.id).length;
  return Math.max(policyParam(policy).length, encodeURIComponent(JSON.stringify(policy.rules)).length);
}

/** Whether a policy can stand in an address. */
export function fitsAddress(policy: ChosenPolicy): boolean {
  return policyLetters(policy) <= mostPolicyLetters;
}

/** What the endpoint is asked to decide by. */
export function policyInput(policy: ChosenPolicy | undefined): PolicyInput {
  if (policy === undefined) return { id: defaultPolicy };
  return policy.kind === "gateway" ? { id: policy.id } : { rules: [...policy.rules] };
}

function readPolicyParam(text: string | null): ChosenPolicy | string | undefined {
  if (text === null || text === "") return undefined;
  if (!text.startsWith("~")) return { kind: "gateway", id: text };
  let value: unknown;
  try {
    const bytes = Uint8Array.from(atob(text.slice(1).replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return "The address names a policy that was written elsewhere, but its text is cut off or altered, so it cannot be read.";
  }
  if (typeof value !== "object" || value === null || !("rules" in value) || !Array.isArray(value.rules)) return "The address names a policy that was written elsewhere, but it holds no list of rules.";
  const title = "title" in value && typeof value.title === "string" && value.title.trim() !== "" ? value.title.slice(0, 500) : unnamedPolicy;
  // Whether these are rules, the endpoint says, with the mistake and what would be right.
  return { kind: "own", title, rules: value.rules as readonly PolicyRuleInput[] };
}
