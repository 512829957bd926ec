import { asRecord, asString, type LineageHint, type LineageRelation } from "@modeldex/plugin-kit";
import { objectsOf, textsOf } from "./payload.ts";
import { isRepositoryId, packageUrl } from "./repository-id.ts";
import type { Repository } from "./repository.ts";
import { relations } from "./tags.ts";

/** A model that this one was made from. */
export interface BaseModel {
  readonly id: string;
  readonly relation: LineageRelation;
}

/** Most bases that a record names; merges have dozens. */
const maxBases = 500;

/** Models that this one was made from: `baseModels`, else the tags, else the card. Empty when none is named; never the model itself. */
export function readBases({ payload, tags, card, id }: Repository): readonly BaseModel[] {
  // Under a former name it is still the model itself.
  const stated = statedBases(payload["baseModels"]).filter((base) => base.stableId === undefined || base.stableId !== asString(payload["_id"]));
  const relationOfCard = relations[asString(card["base_model_relation"]) ?? ""];
  const found = stated.length > 0 ? stated
    : tags.bases.length > 0 ? tags.bases.map((base) => ({ id: base.id, relation: base.relation ?? relationOfCard ?? "UNKNOWN" }))
    : textsOf(card["base_model"]).map((base) => ({ id: base, relation: relationOfCard ?? "UNKNOWN" }));
  return found.filter((base) => base.id !== id && isRepositoryId(base.id)).slice(0, maxBases);
}

/** The model that the publisher names as the newer version of this one (`new_version` of the card). */
export function readSuccessor({ card, id }: Pick<Repository, "card" | "id">): string | undefined {
  const successor = asString(card["new_version"])?.trim();
  return successor !== undefined && successor !== id && isRepositoryId(successor) ? successor : undefined;
}

/** Bases as hints of a record, by package URL. */
export function lineageOf(bases: readonly BaseModel[]): readonly LineageHint[] {
  return bases.map((base) => ({ reference: packageUrl(base.id), relation: base.relation }));
}

/** `{relation, models: [{_id, id}]}`; the relation counts for all of them. */
function statedBases(value: unknown): readonly (BaseModel & { readonly stableId?: string })[] {
  const stated = asRecord(value);
  const relation = relations[asString(stated?.["relation"]) ?? ""] ?? "UNKNOWN";
  return objectsOf(stated?.["models"]).flatMap((model) => {
    const id = asString(model["id"]);
    const stableId = asString(model["_id"]);
    return id === undefined ? [] : { id, relation, ...(stableId !== undefined && { stableId }) };
  });
}
