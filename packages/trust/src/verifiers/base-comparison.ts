import type { FindingCheck, LineageRelation, ListingRecord, SubjectListing } from "@modeldex/plugin-kit";

/** Ways of making a model that keep the number of parameters; adapters are small, merges, distillations and what is only "derived" may have any. */
const keepsSize: ReadonlySet<LineageRelation> = new Set(["FINETUNE", "QUANTIZED", "CONVERTED"]);
const called: Partial<Record<LineageRelation, string>> = { FINETUNE: "a finetune", QUANTIZED: "a quantization", CONVERTED: "a conversion" };

/** Counts within this factor are about the same: heads and embeddings come and go. */
const aboutTheSame = 1.25;
/** Beyond this factor they are not: no added head, vocabulary or encoder doubles a model. */
const cannotBe = 2;

/**
 * Holds architecture and count of parameters against those of a stated base.
 *
 * Counts contradict only where both were read from the weights; a count that was read off a name may be the name of the base. Architectures never do, since
 * formats name the same one differently.
 *
 * @returns `undefined` where the relation says nothing of either.
 */
export function compareWithBase(subject: SubjectListing, relation: LineageRelation, base: SubjectListing): Omit<FindingCheck, "key"> | undefined {
  if (!keepsSize.has(relation)) return undefined;
  const [own, theirs] = [subject.record.parameters, base.record.parameters];
  const architectures = comparedArchitectures(subject.record, base.record);
  if (own === undefined || theirs === undefined || own.total <= 0 || theirs.total <= 0) {
    return { status: "UNKNOWN", statement: `Its parameters and those of ${base.key} are not both known, so that they were not compared${architectures}.` };
  }
  const both = `it has ${billions(own.total)} parameters and ${base.key} has ${billions(theirs.total)}`;
  const factor = Math.max(own.total / theirs.total, theirs.total / own.total);
  if (own.origin === "NAME" || theirs.origin === "NAME") return { status: "UNKNOWN", statement: `By a name that need not be right, ${both}${architectures}.` };
  if (factor <= aboutTheSame) return { status: "VERIFIED", statement: `The counts fit: ${both}${architectures}.` };
  // Whoever may write the base's record may write any count.
  const counts = own.origin === "WEIGHTS" && theirs.origin === "WEIGHTS" && (base.naming !== "open" || subject.naming === "open");
  if (factor > cannotBe && counts) return { status: "FAILED", statement: `It is called ${called[relation] ?? "made"} of ${base.key}, but ${both}.` };
  return { status: "UNKNOWN", statement: `The counts differ and may fit: ${both}${architectures}.` };
}

function comparedArchitectures(own: ListingRecord, theirs: ListingRecord): string {
  if (own.architecture === undefined || theirs.architecture === undefined) return "";
  const same = plain(own.architecture) === plain(theirs.architecture);
  return same ? `; the architecture of both is ${own.architecture}` : `; its architecture is called ${own.architecture}, that of the base ${theirs.architecture}`;
}

function plain(architecture: string): string {
  return architecture.toLowerCase().replace(/[^a-z0-9]/g, "");
}

/** `8.03 billion`, `22.7 million`. */
function billions(count: number): string {
  return count >= 1e9 ? `${short(count / 1e9)} billion` : count >= 1e6 ? `${short(count / 1e6)} million` : String(count);
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}
