import { isRepackaged, nameRelation, trainingSaid } from "@modeldex/catalog";
import type { LineageStatement, NamedListing, StoredModel } from "@modeldex/catalog";
import type { LineageRelation, ModelId } from "@modeldex/schema";

/** A model with what tells whether it is another one in other clothes. */
export interface KnownModel {
  readonly model: StoredModel;
  /** What it was made from. */
  readonly bases: readonly LineageStatement[];
}

/** The same weights in fewer bits, another format, or with something added. */
const repackagings: ReadonlySet<LineageRelation> = new Set(["QUANTIZED", "CONVERTED", "ADAPTER"]);

/** Whether a model is a repackaging of some other one, by what is stated or by its name. */
export function isPackaging({ model, bases }: KnownModel): boolean {
  return isRepackaged(model.name) || bases.some(({ relation }) => repackagings.has(relation));
}

/**
 * Whether two models are one and the same to a person who chooses: a copy, mirror or repackaging, the same base packaged twice, or a finetune of
 * the same size whose name says no more than that it is one.
 */
export function isSameModel(left: KnownModel, right: KnownModel): boolean {
  const relation = nameRelation(named(left.model), named(right.model));
  if (relation === "SAME" && sameSize(left.model, right.model)) return true;
  const direct = [...statedOf(left, right.model.id), ...statedOf(right, left.model.id)];
  if (direct.some((stated) => repackagings.has(stated))) return true;
  if (direct.length > 0 && relation === "EXTENDS" && sameSize(left.model, right.model) && !direct.includes("DISTILLED")) return true;
  const packagedFrom = new Set(packagedBases(left));
  return packagedBases(right).some((base) => packagedFrom.has(base));
}

/** Whether a model is what a reference names (`pkg:huggingface/org/name`, `hf:org/name`), or a mirror of it: of the same name, trained as far. */
export function isNamedBy(model: StoredModel, reference: string): boolean {
  const name = reference.slice(reference.lastIndexOf("/") + 1);
  const publisher = reference.split(/[/:]/).at(-2) ?? "";
  return model.id === reference || (nameRelation(named(model), { name, nativeId: `${publisher}/${name}`, publisher }) === "SAME" && trainingSaid(model.name) === trainingSaid(name));
}

/** Whether two models of one publisher have the same size, and the same name but for words about training. */
export function isNamesake(left: StoredModel, right: StoredModel): boolean {
  return publisherOf(left) === publisherOf(right) && nameRelation(named(left), named(right)) === "SAME" && sameSize(left, right);
}

function publisherOf({ publisher }: StoredModel): string | undefined {
  return publisher?.id ?? publisher?.name;
}

function statedOf({ bases }: KnownModel, base: ModelId): readonly LineageRelation[] {
  return bases.flatMap(({ model, relation }) => (model === base ? [relation] : []));
}

function packagedBases({ bases }: KnownModel): readonly string[] {
  return bases.flatMap(({ relation, model, reference }) => (relation === "QUANTIZED" || relation === "CONVERTED" ? [model ?? reference] : []));
}

/** Counts within 2 % of each other; an unknown one contradicts nothing. */
function sameSize({ parameters: left }: StoredModel, { parameters: right }: StoredModel): boolean {
  if (left === undefined || right === undefined) return true;
  return Math.abs(left.total - right.total) <= 0.02 * Math.max(left.total, right.total);
}

function named({ id, name, publisher }: StoredModel): NamedListing {
  return { name, nativeId: id.slice(id.indexOf(":") + 1), publisher: `${publisher?.name ?? ""} ${publisher?.id ?? ""}` };
}
