import type { SourceId } from "@modeldex/schema";
import type { SourceOutcome } from "../sources/outcome.ts";
import type { Candidate, Resolution } from "./resolution.ts";

/** What was asked for a text that nothing was found for. */
export interface Missed {
  readonly reference: string;
  readonly readAs: readonly string[];
  readonly outcomes: readonly SourceOutcome[];
  /** What is stored of the model whose revision is not to be had. */
  readonly candidates?: readonly Candidate[];
}

/** Whether a source was kept from being asked, since this gateway is offline. */
export type IsOff = (source: SourceId) => boolean;

/** NOT_FOUND when every source has answered, else UNREACHABLE, with why each did not. */
export function missing({ reference, readAs, outcomes, candidates = [] }: Missed, isOff: IsOff): Resolution {
  const silent = outcomes.filter(({ status }) => status === "FAILED");
  const [candidate] = candidates;
  if (silent.length > 0) {
    const stored = candidate === undefined ? "Not stored here" : "This revision is not stored here";
    const instead = candidate === undefined ? "" : " The candidate is what is stored of the model.";
    return { reference, outcome: "UNREACHABLE", readAs, candidates, sources: outcomes, message: `${stored}, and ${whySilent(silent, isOff)}.${instead}` };
  }
  const said = outcomes.flatMap(({ source, message }) => (message === undefined ? [] : [`${source}: ${message}.`]));
  const message = said.length > 0 ? said.join(" ") : noAnswer(reference.trim());
  return { reference, outcome: "NOT_FOUND", readAs, candidates, sources: outcomes, message };
}

/** Whether a text is an address, a transaction or an entry on a chain, or the page of an explorer about one. */
export function isOfChain(text: string): boolean {
  return /^(?:eip155:\d+[:/]|0x[0-9a-f]{8})/i.test(text) || /\/(?:address|tx|token)\/0x[0-9a-f]{40}/i.test(text);
}

/** What to do where every source that could know a text answered no. */
function noAnswer(text: string): string {
  return isOfChain(text)
    ? "No registry that is read here has it; its chain and contract must be among those of the configuration."
    : "Every source that could know it answered no; look at the spelling, or search for a part of the name.";
}

/** Why sources that failed did not say, as the end of a sentence without its full stop. */
export function whySilent(silent: readonly SourceOutcome[], isOff: IsOff): string {
  const reasons = new Map<string, Set<SourceId>>();
  for (const outcome of silent) {
    const reason = reasonOf(outcome, isOff);
    reasons.set(reason, (reasons.get(reason) ?? new Set()).add(outcome.source));
  }
  return [...reasons].map(([reason, sources]) => `${[...sources].join(", ")} ${reason}`).join("; ");
}

function reasonOf({ source, code }: SourceOutcome, isOff: IsOff): string {
  if (isOff(source)) return "was not asked, since this gateway is offline (MODELDEX_OFFLINE)";
  switch (code) {
    case "BAD_RESPONSE": return "answered, but not as it should; its message says what was wrong";
    case "UNAUTHORIZED": return "refuses it to the credentials of this gateway, whose operator may configure others";
    case "RATE_LIMITED": return "allows no further request now; ask again later";
    default: return "did not answer; ask again later";
  }
}
