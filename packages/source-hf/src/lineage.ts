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
  const stated = statedBases(payload["baseModels"]);
  const relationOfCard = relations[asString(card["base_model_relation"]) ?? ""];
  const found = stated.length > 0 ? stated
    : tags.bases.length > 0 ? tags.bases.map((base) => ({ id: base.id, relation: base.relation ?? relationOfCard ?? "UNKNOWN" }))
    : textsOf(card["base_model"]).map((base) => ({ id: base, relation: relationOfCard ?? "UNKNOWN" }));
  return found.filter((base) => base.id !== id && isRepositoryId(base.id)).slice(0, maxBases);
}

/** Bases as hints of a record, by package URL. */
export function lineageOf(bases: readonly BaseModel[]): readonly LineageHint[] {
  return bases.map((base) => ({ reference: packageUrl(base.id), relation: base.relation }));
}

/** `{relation, models: [{_id, id}]}`; the relation counts for all of them. */
function statedBases(value: unknown): readonly BaseModel[] {
  const stated = asRecord(value);
  const relation = relations[asString(stated?.["relation"]) ?? ""] ?? "UNKNOWN";
  return objectsOf(stated?.["models"]).flatMap((model) => {
    const id = asString(model["id"]);
    return id === undefined ? [] : { id, relation };
  });
}
