import type { RecordField, SourceId } from "@modeldex/schema";
import type { AskFailure, AskOptions } from "../sources/ask-result.ts";
import { BudgetExceededError, type RequestBudget } from "../sources/request-budget.ts";
import type { PinLoan } from "./make-pin.ts";

/** What one pin or check is made with, and whether anything was not asked for want of budget. */
export interface CountedLoan {
  readonly lent: PinLoan;
  readonly usedUp: () => boolean;
}

/** Why a pin or a check came to nothing, for a person. */
export const usedUpStatement = "What one request may ask of sources for pins was used up before it was reached; ask for fewer at once.";

/** The same loan, whose questions to sources count against a budget that all pins of a request share; beyond it they fail without being asked. */
export function countedLoan(lent: PinLoan, budget: RequestBudget): CountedLoan {
  const { ask, live, freshness } = lent;
  let refused = false;

  /** As many requests as the source may make, all or none of them asked. */
  function take(requests: number): AskFailure | undefined {
    try {
      for (let taken = 0; taken < requests; taken += 1) budget.takeRequest();
      return undefined;
    } catch (error) {
      if (!(error instanceof BudgetExceededError)) throw error;
      refused = true;
      return { status: "FAILED", code: "TIMEOUT", message: usedUpStatement, elapsedMs: 0 };
    }
  }

  async function counted<Answer>(requests: number, asked: AskOptions | undefined, question: (options: AskOptions) => Promise<Answer>): Promise<Answer | AskFailure> {
    const failure = take(requests);
    if (failure !== undefined) return failure;
    const { timeMs } = budget.left;
    return question({ ...asked, deadlineMs: Math.max(1, Math.min(asked?.deadlineMs ?? timeMs, timeMs)) });
  }

  /** Fields on demand cost what the source says; without them it is one. */
  const costOf = (source: SourceId, need: ReadonlySet<RecordField> | undefined): number =>
    ask.onDemand(source).some((field) => need?.has(field) === true) ? (ask.registry.find(source)?.requestsPerGet ?? 1) : 1;
  const searched = freshness.sources.filter((source) => freshness.canSearch(source) && freshness.live(source)).length;
  return {
    usedUp: () => refused,
    lent: {
      ...lent,
      ask: {
        ...ask,
        get: (source, ref, need, asked) => counted(costOf(source, need), asked, (options) => ask.get(source, ref, need, options)),
        lookup: (source, text, asked) => counted(1, asked, (options) => ask.lookup(source, text, options)),
        about: (source, asked) => counted(1, asked, (options) => ask.about(source, options)),
      },
      live: { ask: (request) => live.ask({ ...request, ask: request.ask && take(searched) === undefined }) },
    },
  };
}
