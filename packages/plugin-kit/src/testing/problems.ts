/** What the checks look at; each problem belongs to one of these. */
export const sourceRules = {
  declaration: "The members that are no methods are right: contract, id, title, homepage, baseAddresses, details, onDemand, limits.",
  recorded: "Every request of the examples has an answer among the exchanges.",
  absence: "What the source does not say is left out: no null, empty text, NaN or undefined.",
  types: "Values have the type, the form and the words of the contract.",
  limits: "Texts, lists and pages keep to their limits.",
  members: "Records and claims have no members beyond the contract; a claim has neither status nor effect.",
  identity: "Native ids are there, unique, and answer the question that was asked.",
  references: "Links and lineage name models in a form that every operator understands; parseReference is pure, quick and never throws.",
  details: "Details have the declared fields, with values of the declared types.",
  paging: "The same cursor gives the same page, cursors come to an end, a checkpoint is accepted and honoured, unchanged and whole are said where they can be true.",
  hostile: "A cursor that somebody made up is refused and chooses no host and no path.",
  requests: "A search is one page, and no request per hit.",
  failures: "Failures of the origin become SourceErrors with the right code, bad rows are dropped with a reason, nothing is hidden.",
  lending: "Only the lent fetch is used, the signal ends the work, a credential has its scope and does not show up in messages, logs or other hosts.",
} as const;
export type SourceRule = keyof typeof sourceRules;

/** One thing that is wrong with a source; the message says where, what, and what to change. */
export interface SourceProblem {
  readonly rule: SourceRule;
  readonly message: string;
}

/** Makes a problem; `at` is where, such as `list(): records[0].license`. */
export function problem(rule: SourceRule, message: string): SourceProblem {
  return { rule, message };
}

/** Keeps of each mistake the first place where it shows. */
export function withoutRepetition(problems: Iterable<SourceProblem>): readonly SourceProblem[] {
  const first = new Map<string, SourceProblem>();
  for (const found of problems) {
    const key = mistakeOf(found);
    if (!first.has(key)) first.set(key, found);
  }
  return [...first.values()];
}

/** A value as it is shown in a message: short, on one line. */
export function shown(value: unknown): string {
  if (value === undefined) return "undefined";
  if (typeof value === "function") return "a function";
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "number") return String(value);
  const text = JSON.stringify(value) ?? typeof value;
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

function mistakeOf({ rule, message }: SourceProblem): string {
  // Where many cases try one thing, the method and the advice name the mistake; elsewhere it is the member, in whichever row.
  const [place = "", advice] = message.split(/; (.*)/s);
  if (byAdvice.has(rule) && advice !== undefined) return `${rule} ${/^[a-zA-Z]*/.exec(place)?.[0]} ${advice}`;
  return `${rule} ${message.replace(/\[\d+\]/g, "[]").replace(/ (?:is|has) .*?; /s, " ")}`;
}

const byAdvice: ReadonlySet<SourceRule> = new Set(["identity", "references", "hostile", "failures"]);
