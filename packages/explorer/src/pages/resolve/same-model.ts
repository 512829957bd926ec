import type { LinkKind, ListingRelation } from "../../generated/types.ts";

/** What is known of one listing and the model that it belongs to. */
export interface LinkFacts {
  readonly kind: LinkKind;
  readonly relation: ListingRelation;
  /** Whether other listings may be the same model and are not joined to it. */
  readonly hasCandidates: boolean;
}

/** Whether a listing is the model, in plain words. */
export interface SameModelAnswer {
  /** Follows "Is it the same model?". */
  readonly short: string;
  readonly sentences: readonly string[];
  /** Whether the words speak of an entry in a registry where anybody may write. */
  readonly isRegistration: boolean;
}

/** Answers "is what I pasted the same model?" by the link of its listing, and claims no more than that says. */
export function sameModel({ kind, relation, hasCandidates }: LinkFacts): SameModelAnswer {
  const isRegistration = relation === "REGISTERED";
  if (kind === "LEADING") return isRegistration ? registeredAlone(hasCandidates) : leading(hasCandidates);
  return { short: shortOf(kind, isRegistration), sentences: [howJoined[kind], ...whatItHolds(relation)], isRegistration };
}

const howJoined: Readonly<Record<Exclude<LinkKind, "LEADING">, string>> = {
  OPERATOR_RULE: "It is joined to the model by a rule of whoever operates this gateway, not by anything that was compared here.",
  SAME_DIGEST: "It is joined to the model because both state the same sha256 for a file of weights. Equal digests mean equal bytes; they do not vouch for whoever states them.",
  EXPLICIT_REFERENCE: "It is joined to the model because it names it, and the two names do not contradict each other. Nobody compared their files for this.",
  NAME_AND_PUBLISHER: "It is joined to the model because name and publisher are equal, at sources whose operators keep the names. Nobody compared their files for this.",
};

const ofRegistrations = "An entry in such a registry says who registered it, not that what it says is true. It adds no value, no digest and no trust to the model.";

function leading(hasCandidates: boolean): SameModelAnswer {
  const others = hasCandidates ? ["Other listings may be the same model and are not joined to it; they stand below."] : [];
  return { short: "Yes. This is the leading listing of the model: it gives the model its id.", sentences: others, isRegistration: false };
}

function registeredAlone(hasCandidates: boolean): SameModelAnswer {
  const why = hasCandidates
    ? "It is a candidate only: something speaks for it being a model that is listed elsewhere, and what is missing stands below."
    : "Nothing that is known here joins it to a model that another source lists.";
  return { short: hasCandidates ? "Not established." : "Not known: the entry stands alone.", sentences: [why, "So it is shown as a model of its own.", ofRegistrations], isRegistration: true };
}

function shortOf(kind: Exclude<LinkKind, "LEADING">, isRegistration: boolean): string {
  if (kind === "SAME_DIGEST") return isRegistration ? "The entry states the same bytes as the model." : "Yes: the same bytes.";
  return isRegistration ? "The entry says so." : "This gateway takes it as such.";
}

function whatItHolds(relation: ListingRelation): readonly string[] {
  switch (relation) {
    case "SAME_WEIGHTS": return ["It lists the same weights."];
    case "QUANTIZED": return ["It lists a quantization: weights made from the model's, in fewer bits. They are other bytes."];
    case "HOSTED": return ["It is a service that is said to run the model. Nothing proves that it runs these weights."];
    case "REGISTERED": return [ofRegistrations];
    case "UNKNOWN": return ["What it holds of the model is not known."];
    default: return relation satisfies never;
  }
}
