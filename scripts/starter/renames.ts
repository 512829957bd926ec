import { compareText, type RecordedFacts } from "./facts.ts";

/** A rename on the Hub, of one repository or of all of an owner; the Hub leads from the former name to the present one (307). */
interface Rename {
  readonly from: RegExp;
  readonly to: string;
}

/**
 * Known renames. That of Llama 3.1 is a recorded answer of the Hub (raw/redirect-307-rename.meta-llama-3.1-8b.json, 2026-10-02). Of CohereLabs, dphn
 * and dots-studio newer lists have the present name with a day of creation from before older ones had the former: it survives a rename. Those of
 * cross-encoder (2025) and zai-org (2025) are what the Hub answers; no list here contradicts them.
 */
const renames: readonly Rename[] = [
  { from: /^meta-llama\/Meta-(Llama-3\.1-.+)$/, to: "meta-llama/$1" },
  { from: /^cross-encoder\/(ms-marco-MiniLM)-L-(\d+-v2)$/, to: "cross-encoder/$1-L$2" },
  { from: /^CohereForAI\/(.+)$/, to: "CohereLabs/$1" },
  { from: /^THUDM\/(.+)$/, to: "zai-org/$1" },
  { from: /^cognitivecomputations\/(.+)$/, to: "dphn/$1" },
  { from: /^rednote-hilab\/(.+)$/, to: "dots-studio/$1" },
];

/** @returns the name after the rename that is known of it, or `undefined`. */
export function presentName(id: string): string | undefined {
  const rename = renames.find(({ from }) => from.test(id));
  return rename === undefined ? undefined : id.replace(rename.from, rename.to);
}

/**
 * Facts of repositories that the lists have under their former and their present name, all under the present one.
 *
 * A repository that the lists have under its former name alone keeps that: that it is still there under the other one, no list says.
 *
 * @returns the facts, and the former names of each present one.
 */
export function underPresentNames(facts: readonly RecordedFacts[]): { readonly facts: readonly RecordedFacts[]; readonly formerNames: ReadonlyMap<string, readonly string[]> } {
  const listed = new Set(facts.map(({ id }) => id));
  const moved = new Map([...listed].flatMap((id) => {
    const present = presentName(id);
    return present === undefined || !listed.has(present) ? [] : [[id, present] as const];
  }));
  const byPresent = Map.groupBy(moved, ([, present]) => present);
  return {
    facts: facts.map((one) => ({ ...one, id: moved.get(one.id) ?? one.id })),
    formerNames: new Map([...byPresent].map(([present, pairs]) => [present, pairs.map(([former]) => former).toSorted(compareText)])),
  };
}
