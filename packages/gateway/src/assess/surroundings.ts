import type { Catalog, StoredListing } from "@modeldex/catalog";
import type { FoundListing, Namesake, SubjectListing, VerifierTools } from "@modeldex/plugin-kit";
import { SourceError } from "@modeldex/plugin-kit";
import { unknownReasonOf } from "@modeldex/trust";
import type { Asker } from "../sources/ask.ts";
import type { References, SourceReading } from "../sources/references.ts";
import type { DetailCall } from "./fill-details.ts";
import { namesakesOf } from "./namesakes.ts";
import { shownListing } from "./subject.ts";

/** What verifiers learn of other models. */
export type Surroundings = Pick<VerifierTools, "find" | "namesakes">;

export interface SurroundingsLoan {
  readonly catalog: Pick<Catalog, "findListing" | "applyListings" | "searchWindow" | "listings" | "nearestTokens" | "tokenCounts">;
  readonly ask: Pick<Asker, "get" | "can"> & { readonly registry: Pick<Asker["registry"], "find"> };
  readonly references: Pick<References, "read" | "toWrite">;
}

/** The surroundings of one subject. Without a budget nothing is asked upstream: what is stored is given. */
export function surroundingsOf(subject: SubjectListing, lent: SurroundingsLoan, asking?: DetailCall): Surroundings {
  let namesakes: Promise<readonly Namesake[]> | undefined;
  return {
    find: (reference, { ask = true } = {}) => find(reference, lent, ask ? asking : undefined),
    namesakes: () => (namesakes ??= namesakesOf(subject, lent)),
  };
}

async function find(reference: string, lent: SurroundingsLoan, asking: DetailCall | undefined): Promise<FoundListing> {
  const reading = meant(lent.references.read(reference));
  if (reading === undefined) return notKnown("UNSUPPORTED_FORMAT", `no source here reads ${reference.slice(0, 200)}, or several do`);
  const { source, reading: { ref } } = reading;
  const stored = await lent.catalog.findListing(source, ref.nativeId);
  if (stored !== undefined && stored.state !== "GONE") return found(stored, lent);
  if (asking === undefined) return notKnown("NOT_REQUESTED", stored === undefined ? `${source}:${ref.nativeId} is not stored here` : `${stored.key} was gone when its source was last asked`);
  if (!lent.ask.can(source, "GET")) return notKnown("SOURCE_UNAVAILABLE", `the source ${source} cannot be asked for single models`);
  const { budget, signal, priority } = asking;
  try {
    budget.takeRequest();
  } catch (error) {
    return notKnown(unknownReasonOf(error), `the budget was used up before ${source}:${ref.nativeId} could be asked for`);
  }
  const answer = await lent.ask.get(source, { nativeId: ref.nativeId }, new Set(), { signal: AbortSignal.any([signal, budget.signal]), deadlineMs: Math.max(1, budget.left.timeMs), priority });
  if (answer.status === "FAILED") {
    const reason = budget.signal.aborted ? "BUDGET_EXCEEDED" : unknownReasonOf(new SourceError(answer.code, answer.message));
    return notKnown(reason, answer.message.replace(/\.$/, ""));
  }
  if (answer.value === undefined) return { status: "NONE", because: `the source ${source} has no ${ref.nativeId}, or does not show it` };
  await lent.catalog.applyListings([lent.references.toWrite(source, answer.value, answer.asOf)]);
  const now = await lent.catalog.findListing(source, answer.value.nativeId);
  return now === undefined ? notKnown("SOURCE_UNAVAILABLE", `${source}:${ref.nativeId} could not be stored`) : found(now, lent);
}

/** By the first certain reading, or the only one. */
function meant(readings: readonly SourceReading[]): SourceReading | undefined {
  const certain = readings.find(({ reading }) => reading.certain);
  if (certain !== undefined) return certain;
  const plain = readings.filter(({ reading }) => reading.beside !== true);
  return plain.length === 1 ? plain[0] : undefined;
}

function found(stored: StoredListing, { ask }: SurroundingsLoan): FoundListing {
  return { status: "FOUND", listing: shownListing(stored, ask.registry) };
}

function notKnown(unknownReason: Extract<FoundListing, { status: "NOT_KNOWN" }>["unknownReason"], because: string): FoundListing {
  return { status: "NOT_KNOWN", unknownReason, because };
}
