/** Members of a JSON object as texts, in its order; texts as they are, everything else as its JSON. Nothing for what is no object. */
export function plainFields(value: unknown): readonly (readonly [name: string, text: string])[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
  return Object.entries(value).map(([name, member]: [string, unknown]) => [name, textOf(member)]);
}

function textOf(member: unknown): string {
  if (typeof member === "string") return member;
  if (Array.isArray(member) && member.every((each) => typeof each === "string")) return member.join(", ");
  return JSON.stringify(member) ?? "";
}
