import type { SourceClaim, SourceId } from "@modeldex/schema";
import type { AskResult } from "../sources/ask-result.ts";
import type { PinLoan, PinRequest } from "./make-pin.ts";

/**
 * What a source says of itself, such as who can change a contract: asked anew, once for all pins of a request. `undefined`: it never says anything.
 * Reports that are made after it rest on the same answer.
 */
export async function systemNow(source: SourceId, { signal, systems }: PinRequest, { ask, deadlineMs }: PinLoan): Promise<AskResult<readonly SourceClaim[]> | undefined> {
  if (ask.registry.find(source)?.about === undefined) return undefined;
  const asked = systems.get(source) ?? ask.about(source, { signal, deadlineMs, fresh: true });
  systems.set(source, asked);
  return asked;
}
