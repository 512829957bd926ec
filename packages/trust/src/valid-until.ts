import type { DateTime } from "@modeldex/schema";
import type { DecisionInput } from "./decide.ts";
import type { PolicyException } from "./exceptions.ts";
import { matchersOf } from "./match-claims.ts";
import type { Policy, PolicyRule } from "./policy.ts";

/**
 * Until when a decision stands if nobody looks again: the first end, after the report, of an exception that it rests on, of a claim that its rules
 * read, or of an age that they allow. `undefined`: nothing that it rests on ends.
 */
export function validUntil(input: DecisionInput, policy: Policy, exceptions: readonly PolicyException[]): DateTime | undefined {
  const ends = [...exceptions.map(({ until }) => Date.parse(until)), ...policy.rules.flatMap((rule) => endsOf(rule, input))];
  const reportedAt = Date.parse(input.reportedAt);
  const first = ends.filter((end) => end > reportedAt).reduce((earliest, end) => Math.min(earliest, end), Number.POSITIVE_INFINITY);
  return Number.isFinite(first) ? new Date(first).toISOString() : undefined;
}

function endsOf({ test }: PolicyRule, { claims }: DecisionInput): readonly number[] {
  const matchers = matchersOf(test);
  const expiries = (read: DecisionInput["claims"]): readonly number[] => read.flatMap(({ expiresAt }) => (expiresAt === undefined ? [] : [Date.parse(expiresAt)]));
  // A level rests on claims of every kind.
  if (matchers.length === 0) return expiries(claims);
  return matchers.flatMap(({ kinds, maxAgeSeconds }) => {
    const read = claims.filter(({ kind }) => kinds?.includes(kind) ?? true);
    return maxAgeSeconds === undefined ? expiries(read) : read.map(({ observedAt }) => Date.parse(observedAt) + maxAgeSeconds * 1000);
  });
}
