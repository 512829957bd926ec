import { nearest, nameIndex } from "./name-index.ts";
import { dockerTag, hub, last, liteLlmKey, named, natureOfPair, ollamaTag, openRouterRow, pairKey, providerRow, sampled, type Named, type Pair } from "./pair.ts";
import type { OllamaTag, Recorded } from "./recorded.ts";
import { contradictions, readStrictly } from "./strict-reader.ts";

/** Publishers whose names changed, or who were given the models that stood without one. */
export const renamed: readonly (readonly [before: string, after: string])[] = [
  ["", "openai-community"], ["", "google-bert"], ["", "FacebookAI"], ["", "distilbert"], ["", "google-t5"], ["", "albert"], ["", "xlnet"], ["CohereForAI", "CohereLabs"],
  ["neuralmagic", "RedHatAI"], ["THUDM", "zai-org"], ["meta-llama/Meta-", "meta-llama/"],
];

/** They publish models of others under the same names beside their own. */
const mirrors = new Set(["NousResearch", "PrimeIntellect", "alpindale"]);

/** What sources state, by link, digest, or in the id itself. A stated link is a claim: what reading refuted is among the corrections. */
export function statedPairs(recorded: Recorded): readonly Pair[] {
  const same = (drawnBy: string) => ([left, right]: readonly [Named, Named]): Pair => ({ left, right, label: "SAME", drawnBy });
  const { openRouter, modelsDev, liteLlm, replicate, docker, kubeflow, ollama, hubIds } = recorded;
  const labs = new Map(modelsDev.labs.map((lab) => [lab.id, named("models-dev", lab.id, lab.name)]));
  const inLowerCase = new Map(hubIds.map((id) => [id.toLowerCase(), id]));
  const differs = ({ left, right }: Pair): boolean => last(left.nativeId).toLowerCase() !== last(right.nativeId).toLowerCase();
  const hardFirst = (pairs: readonly Pair[], easy: number): readonly Pair[] => [...pairs.filter(differs), ...sampled(pairs.filter((pair) => !differs(pair)), easy, pairKey)];
  return [
    ...hardFirst(openRouter.flatMap((row) => (row.hubId === undefined ? [] : [same("openrouter link")([openRouterRow(row), hub(row.hubId)])])), 30),
    ...hardFirst(modelsDev.labs.flatMap(({ id, name, hubIds: ids }) => ids.map((hubId) => same("models.dev weights")([named("models-dev", id, name), hub(hubId)]))), 15),
    ...sampled(perGroup(modelsDev.providers.flatMap(({ provider, id, baseModel }) => {
      const lab = labs.get(baseModel ?? "");
      return lab === undefined ? [] : [same("models.dev base_model")([providerRow(provider, id), lab])];
    }).filter(differs), 1, ({ right }) => right.nativeId), 70, pairKey),
    ...sampled(perGroup(liteLlm.flatMap((key) => {
      const [target] = key.split("/").map((_, place, segments) => inLowerCase.get(segments.slice(place + 1).join("/").toLowerCase())).filter((id) => id?.includes("/"));
      return target === undefined ? [] : [same("litellm id")([liteLlmKey(key), hub(target)])];
    }), 1, ({ right }) => right.nativeId), 25, pairKey),
    ...sampled(perGroup(sharedDigests([...ollama, ...recorded.olderOllama]), 1, ({ left }) => left.nativeId.split(":")[0] ?? ""), 40, pairKey),
    ...replicate.map(({ id, hubId }) => same("replicate weights_url")([named("replicate", id, last(id)), hub(hubId)])),
    ...perGroup(docker.flatMap(cardPairs), 1, ({ left, right, label }) => `${left.nativeId.split(":")[0] ?? ""} ${right.nativeId} ${label}`),
    ...kubeflow.flatMap(({ id, hubId }) => (hubId === undefined ? [] : [{ ...same("catalogue text")([named("opendatahub", id, last(id)), hub(hubId)]), label: "DERIVED" as const }])),
    ...sampled(renamedPairs(hubIds), 25, pairKey),
  ];
}

/** Spellings of clouds, Ollama and Docker beside the nearest id of the Hub by a publisher whom others link to: labelled by what the names say, and read. */
export function readPairs(recorded: Recorded): readonly Pair[] {
  const homes = new Set([
    ...recorded.openRouter.flatMap(({ hubId }) => hubId?.split("/")[0] ?? []), ...recorded.modelsDev.labs.flatMap(({ hubIds }) => hubIds.flatMap((id) => id.split("/")[0] ?? [])),
    "bigcode", "HuggingFaceH4", "01-ai", "tiiuae", "EleutherAI", "stabilityai", "openchat", "teknium", "internlm", "allenai", "upstage", "WizardLM", "lmsys", "BAAI", "nomic-ai",
  ]).difference(mirrors);
  const index = nameIndex(recorded.hubIds.filter((id) => homes.has(id.split("/")[0] ?? "")).map(hub));
  const beside = (listings: readonly Named[], count: number, drawnBy: string): readonly Pair[] =>
    sampled(listings.flatMap((left): readonly Pair[] => {
      const [right] = nearest(index, left, 1);
      if (right === undefined) return [];
      const pair: Pair = { left, right, label: "SAME", drawnBy };
      return [["TELLING", "BARE"].includes(natureOfPair(pair)) ? pair : { ...pair, label: "DIFFERENT" }];
    }), count, pairKey);
  const clouds = recorded.liteLlm.filter((key) => /^fireworks_ai\/accounts\/fireworks\/models\/|^(?:us\.|eu\.)?(?:meta|mistral|deepseek|qwen|openai|moonshotai|minimax|zai|nvidia|google)\./.test(key)).map(liteLlmKey);
  const explicit = [...byDigest(recorded.ollama).values()].filter((tags) => tags.length > 1).map((tags) => ollamaTag(mostExplicit(tags)));
  return [
    ...beside(clouds, 50, "cloud's spelling"),
    ...beside(explicit, 50, "explicit tag"),
    ...beside(recorded.docker.filter(({ id, hubIds }) => hubIds.length === 0 && !id.endsWith(":latest")).map(({ id }) => dockerTag(id)), 20, "docker tag"),
  ];
}

/** A card speaks of all tags of its repository: those of another size than the model that it names are others. Repackagings that it names are passed over. */
function cardPairs({ id, hubIds }: Recorded["docker"][number]): readonly Pair[] {
  return hubIds.filter((hubId) => !/gguf$/i.test(hubId)).map((hubId) => {
    const [left, right] = [dockerTag(id), hub(hubId)];
    const isOther = contradictions(readStrictly(left.name), readStrictly(right.name)).includes("sizes");
    return { left, right, label: isOther ? "DIFFERENT" : "SAME", drawnBy: isOther ? "docker card: size" : "docker card" };
  });
}

function sharedDigests(tags: readonly OllamaTag[]): readonly Pair[] {
  return [...byDigest(tags).values()].flatMap((ids) => {
    const explicit = mostExplicit(ids);
    const [other] = sampled(ids.filter((id) => id !== explicit && !id.endsWith(":latest")), 1, (id) => id);
    return other === undefined ? [] : [{ left: ollamaTag(other), right: ollamaTag(explicit), label: "SAME", drawnBy: "equal digest" } as const];
  });
}

/** Tags of one repository by digest. */
function byDigest(tags: readonly OllamaTag[]): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const { id, digest } of tags) {
    const key = `${id.split(":")[0] ?? ""} ${digest}`;
    groups.set(key, [...new Set([...(groups.get(key) ?? []), id])]);
  }
  return groups;
}

function mostExplicit(ids: readonly string[]): string {
  return [...ids].sort((left, right) => right.length - left.length || (left < right ? -1 : 1))[0] ?? "";
}

/** The id that leads where this one led before, when both are known. */
export function renamedTo(id: string, known: ReadonlySet<string>): string | undefined {
  for (const [before, after] of renamed) {
    const [from, to] = before.includes("/") ? [before, after] : [before === "" ? "" : `${before}/`, `${after}/`];
    const renamedId = `${to}${id.slice(from.length)}`;
    if ((from === "" ? !id.includes("/") : id.startsWith(from)) && known.has(renamedId)) return renamedId;
  }
  return undefined;
}

function renamedPairs(hubIds: readonly string[]): readonly Pair[] {
  const known = new Set(hubIds);
  return hubIds.flatMap((id) => {
    const to = renamedTo(id, known);
    return to === undefined ? [] : [{ left: hub(id), right: hub(to), label: "SAME", drawnBy: "rename" } as const];
  });
}

/** At most so many pairs of each group, by rank. */
function perGroup(pairs: readonly Pair[], count: number, group: (pair: Pair) => string): readonly Pair[] {
  return [...Map.groupBy(pairs, group).values()].flatMap((each) => sampled(each, count, pairKey));
}
