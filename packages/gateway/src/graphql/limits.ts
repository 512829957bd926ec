import { GraphQLError } from "graphql";
import type { Measure } from "./measure.ts";

/** The most that one request may ask for. */
export type Limits = Readonly<Record<keyof Measure | "tokens" | "bodyBytes", number>>;

export type LimitName = keyof Limits;

interface LimitText {
  /** Completes "The operation …, and at most …". */
  readonly has: (count: string) => string;
  readonly most: (count: string) => string;
  readonly remedy: string;
}

const texts: Readonly<Record<keyof Measure, LimitText>> = {
  depth: { has: (count) => `nests ${count} fields deep`, most: (count) => `${count} deep`, remedy: "Ask for what is deeper by its id, in a request of its own." },
  fields: { has: (count) => `selects ${count} fields with its fragments written out`, most: (count) => `${count} fields`, remedy: "Select fewer, or ask in several requests." },
  aliases: { has: (count) => `has ${count} aliases`, most: (count) => `${count} aliases`, remedy: "Ask for many things at once by models, resolveMany or compare." },
  rootFields: { has: (count) => `has ${count} fields at its root`, most: (count) => `${count} there`, remedy: "Ask for many things at once by models, resolveMany or compare." },
  repeats: { has: (count) => `writes one field ${count} times in one selection`, most: (count) => `${count} times`, remedy: "Write it once." },
  directives: { has: (count) => `has ${count} directives`, most: (count) => `${count} directives`, remedy: "Put the fields that one condition governs into one fragment." },
  nodes: { has: (count) => `can give ${count} objects`, most: (count) => `${count} objects`, remedy: "Ask for shorter lists by `first`, or for fewer lists within lists." },
};

const measured = Object.keys(texts) as readonly (keyof Measure)[];

/** The first limit that an operation is beyond, as the error that refuses it; `undefined` when it is within all. */
export function beyondLimits(measure: Measure, limits: Limits): GraphQLError | undefined {
  const name = measured.find((each) => measure[each] > limits[each]);
  if (name === undefined) return undefined;
  const { has, most, remedy } = texts[name];
  return limitExceeded(name, limits[name], `The operation ${has(shown(measure[name]))}; at most ${most(shown(limits[name]))} are answered here. ${remedy}`, measure[name]);
}

/** An error that names the limit, what it is, and, where that is known, what the request has. */
export function limitExceeded(limit: LimitName, most: number, message: string, has?: number): GraphQLError {
  return new GraphQLError(message, { extensions: { code: "LIMIT_EXCEEDED", limit, most, ...(has !== undefined && { has }) } });
}

function shown(count: number): string {
  return count >= Number.MAX_SAFE_INTEGER ? "more than can be counted" : count.toLocaleString("en-US");
}
