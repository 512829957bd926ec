import type { StoredModel } from "@modeldex/catalog";
import type { RankSignal } from "../ranking/rank.ts";

/** A model on a page of a search. */
export interface SearchHit {
  readonly model: StoredModel;
  readonly cursor: string;
  readonly score: number;
  readonly why: readonly RankSignal[];
}

/** Most models that a query brings beside those that its words find: they go with every cursor. */
export const mostExtra = 50;
