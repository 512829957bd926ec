import { claimKinds, type ClaimEffect, type ClaimKind, type ClaimStatus } from "@modeldex/schema";
import type { ClaimPredicate, FacetValue } from "../query.ts";
import { claimWord, unchecked } from "./claim-words.ts";
import type { Columns } from "./columns.ts";

/** By which part of the claims to count. */
export type ClaimPart = "status" | "effect";

/** What somebody should see first comes first. */
const statusOrder = ["FAILED", "VERIFIED", "ASSERTED", "UNKNOWN", "NOT_APPLICABLE"] as const satisfies readonly ClaimStatus[];
const effectOrder = ["UNDERMINES", "CAUTION", "SUPPORTS", "NEUTRAL"] as const satisfies readonly ClaimEffect[];

/**
 * Counts models by what was found of each kind of claim: values such as `THIRD_PARTY_SCAN UNDERMINES`. Kinds that none of the models was checked for
 * are left out; of the others, models that were not checked count as UNKNOWN and NEUTRAL, as the filter reads them.
 */
export function countClaims({ lists: { claims: column } }: Columns, part: ClaimPart, selected: readonly number[]): readonly FacetValue[] {
  const order: readonly (ClaimStatus | ClaimEffect)[] = part === "status" ? statusOrder : effectOrder;
  const places = Array.from({ length: column.wordCount }, (_, code) => {
    const word = claimWord(column.textOf(code));
    return word === undefined ? undefined : { kind: claimKinds.indexOf(word.kind), value: order.indexOf(word[part]) };
  });
  const counts = claimKinds.map(() => order.map(() => 0));
  const checked = claimKinds.map(() => 0);
  for (const seq of selected) {
    const seen = new Set<number>();
    for (let place = column.start(seq), end = column.end(seq); place < end; place += 1) {
      const word = places[column.codes[place] ?? 0];
      if (word === undefined) continue;
      // One model has several claims of a kind, and counts once for each value.
      if (isNew(seen, word.kind * (order.length + 1))) checked[word.kind] = (checked[word.kind] ?? 0) + 1;
      const ofKind = counts[word.kind];
      if (isNew(seen, word.kind * (order.length + 1) + 1 + word.value) && ofKind !== undefined) ofKind[word.value] = (ofKind[word.value] ?? 0) + 1;
    }
  }
  return order.flatMap((value, at) =>
    claimKinds
      .flatMap((kind, place) => {
        const inKind = checked[place] ?? 0;
        const count = (counts[place]?.[at] ?? 0) + (value === unchecked[part] && inKind > 0 ? selected.length - inKind : 0);
        return count === 0 ? [] : [{ value: `${kind} ${value}`, label: `${kindLabels[kind]}: ${value.toLowerCase().replaceAll("_", " ")}`, count, filter: { trust: [predicate(kind, part, value)] } }];
      })
      .sort((left, right) => right.count - left.count),
  );
}

function isNew(seen: Set<number>, number: number): boolean {
  const size = seen.size;
  return seen.add(number).size > size;
}

function predicate(kind: ClaimKind, part: ClaimPart, value: ClaimStatus | ClaimEffect): ClaimPredicate {
  return part === "status" ? { kind, statuses: [value as ClaimStatus] } : { kind, effects: [value as ClaimEffect] };
}

/** Kinds for a person. */
const kindLabels = {
  CONTENT_DIGEST: "Content digest",
  CROSS_SOURCE_DIGEST_MATCH: "Digest at other sources",
  PUBLISHER_SIGNATURE: "Publisher's signature",
  BUILD_PROVENANCE: "Build provenance",
  SERIALIZATION_SAFETY: "Serialization safety",
  CODE_EXECUTION_REQUIRED: "Code execution",
  THIRD_PARTY_SCAN: "Third-party scan",
  SECURITY_ADVISORY: "Security advisory",
  LINEAGE: "Lineage",
  LICENSE_TERMS: "Licence terms",
  DOCUMENTATION_COMPLETENESS: "Documentation",
  EVALUATION_RESULT: "Evaluation result",
  PUBLISHER_IDENTITY: "Publisher's identity",
  NAMESPACE_CONTINUITY: "Continuity of the name",
  SOURCE_OPERATOR: "Operator of the source",
  CONTROL_AUTHORITY: "Control authority",
  REFERENCE_IMMUTABILITY: "Immutability of the reference",
  CHANGE_HISTORY: "History of changes",
  AVAILABILITY: "Availability",
  EXECUTION_ATTESTATION: "Execution attestation",
  ONCHAIN_REGISTRATION: "Registration on a chain",
  EXTENSION: "Extension",
} as const satisfies Record<ClaimKind, string>;
