import type { NamedListing } from "./names.ts";
import { canonicalPublisher } from "./publishers.ts";
import { isSilent, readSignature, signatureText } from "./signature.ts";

/** What two names say of each other, without anything else that is known. */
export interface NameVerdict {
  /** SILENT: equal, but the name leaves open which training or state of its family it means, so that it joins nothing with open weights. */
  readonly verdict: "SAME" | "SILENT" | "DIFFERENT";
  /** One sentence. */
  readonly statement: string;
}

/**
 * Whether two names from different places mean the same model by themselves: equal in publisher, family, version, size, training and date; packaging does
 * not count. What the catalog joins also depends on the other listings: on siblings, references, and who gives names in a source.
 *
 * @example
 * judgeNames(
 *   { name: "llama3.1:8b-instruct-q4_K_M", nativeId: "llama3.1:8b-instruct-q4_K_M", publisher: "" },
 *   { name: "Llama-3.1-8B-Instruct", nativeId: "meta-llama/Llama-3.1-8B-Instruct", publisher: "meta-llama" },
 * ).verdict
 * // "SAME"
 */
export function judgeNames(left: NamedListing, right: NamedListing): NameVerdict {
  const [ours, theirs] = [left, right].map(({ name, nativeId, publisher }) => readSignature({ names: [nativeId, name], publisher: canonicalPublisher([publisher]), tellsPublisher: true }));
  if (ours === undefined || theirs === undefined) throw new RangeError("Two names are judged");
  const { spoken } = ours;
  if (ours.isMoving || theirs.isMoving) return { verdict: "DIFFERENT", statement: "A name that ends in “latest” means now one model, now another." };
  // Where neither publisher is known, the names are all there is.
  const unknown = ours.publisher === undefined && theirs.publisher === undefined ? { publisher: "?" } : {};
  const text = signatureText({ ...ours, ...unknown });
  if (text === "" || text !== signatureText({ ...theirs, ...unknown })) return { verdict: "DIFFERENT", statement: `“${ours.publisher ?? "?"} ${spoken}” is not “${theirs.publisher ?? "?"} ${theirs.spoken}”.` };
  if (isSilent(ours)) return { verdict: "SILENT", statement: `Both are “${spoken}”, which leaves open the training or state that is meant.` };
  return { verdict: "SAME", statement: `Both are “${spoken}”.` };
}
