import { readdirSync } from "node:fs";
import { join } from "node:path";

import type { RecordedFacts } from "./facts.ts";
import { measuredParameters, statedContext } from "./figures.ts";
import { commitOf, countOf, createdAtOf, defined, fieldsOf, isRepositoryPath, momentOf, readCsv, readJson, taskTextOf, textOf, valuesOf } from "./read.ts";

const trendingFolder = "lists/trending-snapshots-2026-08";
/** Leaderboard rows with fewer likes are mostly merges that nobody but their maker used. */
const leastLeaderboardLikes = 5;
/** Repositories that exist to test software. */
const testName = /internal-testing|tiny-random|tiny-dummy|(?:^|[-/_.])(?:testing|test|dummy|debug|random)(?:$|[-/_.])/i;

/** Model types behind the class names that the leaderboard gives. */
const modelTypes: Readonly<Record<string, string>> = {
  LlamaForCausalLM: "llama", MistralForCausalLM: "mistral", MixtralForCausalLM: "mixtral", Qwen2ForCausalLM: "qwen2", Qwen2MoeForCausalLM: "qwen2_moe",
  Gemma2ForCausalLM: "gemma2", GemmaForCausalLM: "gemma", Phi3ForCausalLM: "phi3", PhiForCausalLM: "phi", GPTNeoXForCausalLM: "gpt_neox",
  GPT2LMHeadModel: "gpt2", T5ForConditionalGeneration: "t5", StableLmForCausalLM: "stablelm", GraniteForCausalLM: "granite", CohereForCausalLM: "cohere",
  InternLM2ForCausalLM: "internlm2", BloomForCausalLM: "bloom", FalconForCausalLM: "falcon", GPTJForCausalLM: "gptj", GPTNeoForCausalLM: "gpt_neo",
  RecurrentGemmaForCausalLM: "recurrent_gemma", ExaoneForCausalLM: "exaone", OlmoForCausalLM: "olmo", OlmoeForCausalLM: "olmoe",
  Starcoder2ForCausalLM: "starcoder2", MT5ForConditionalGeneration: "mt5", NemotronForCausalLM: "nemotron", OPTForCausalLM: "opt",
};

/** Daily lists of the Hub's most downloaded, liked and trending models; each row with its day. */
export function trendingFacts(folder: string): readonly RecordedFacts[] {
  const newest = new Map<string, RecordedFacts>();
  for (const file of readdirSync(join(folder, trendingFolder)).filter((name) => name.endsWith(".json.gz")).toSorted()) {
    const snapshot = fieldsOf(readJson(folder, `${trendingFolder}/${file}`));
    const asOf = momentOf(snapshot["fetched_at"]) ?? momentOf(snapshot["date"]);
    if (asOf === undefined) throw new Error(`${file} has no date: every snapshot must say when it was taken (fetched_at).`);
    for (const row of valuesOf(snapshot["models"]).map(fieldsOf)) {
      const id = textOf(row["id"]);
      if (!isRepositoryPath(id) || testName.test(id)) continue;
      const library = textOf(row["library_name"]);
      const known = defined<RecordedFacts["known"]>({
        task: taskTextOf(row["pipeline_tag"]),
        libraries: library === undefined ? undefined : [library],
        createdAt: createdAtOf(row["createdAt"]),
        popularity: popularityOf(countOf(row["downloads"]), countOf(row["likes"])),
      });
      newest.set(id, { id, asOf, known });
    }
  }
  return [...newest.values()];
}

/**
 * Models with sizes, read from the Hub for a tool that fits models to hardware.
 *
 * Rows without downloads were written by hand there and are left out; likes are true only where they are not 0
 * (most rows come from a list that did not ask for them).
 */
export function llmfitFacts(folder: string): readonly RecordedFacts[] {
  const rows = valuesOf(readJson(folder, "lists/llmfit-2026-05-12-1852.json.gz")).map(fieldsOf);
  const read = rows.filter((row) => (countOf(row["hf_downloads"]) ?? 0) > 0);
  const listed = new Set(read.filter((row) => row["_discovered"] === true).map((row) => textOf(row["name"])?.toLowerCase()));
  return read.flatMap((row) => {
    const id = textOf(row["name"]);
    if (!isRepositoryPath(id) || testName.test(id)) return [];
    // Of two spellings, the Hub's own listing has the right one.
    if (row["_discovered"] !== true && listed.has(id.toLowerCase())) return [];
    const architecture = textOf(row["architecture"]);
    const task = taskTextOf(row["pipeline_tag"]);
    const sizes = {
      id,
      parameters: countOf(row["parameters_raw"]),
      contextTokens: countOf(row["context_length"]),
      layers: countOf(row["num_hidden_layers"]),
      hiddenSize: countOf(row["hidden_size"]),
      vocabularySize: countOf(row["vocab_size"]),
      architecture,
      format: textOf(row["format"]),
    };
    const total = measuredParameters(sizes);
    const likes = countOf(row["hf_likes"]);
    const known = defined<RecordedFacts["known"]>({
      task,
      architecture: architecture === "unknown" ? undefined : architecture,
      parameters: total === undefined ? undefined : { total, origin: "WEIGHTS" },
      contextTokens: statedContext(sizes),
      createdAt: createdAtOf(row["release_date"]),
      popularity: popularityOf(countOf(row["hf_downloads"]), likes === 0 ? undefined : likes),
    });
    return [{ id, asOf: "2026-05-12T00:00:00Z", known }];
  });
}

/** Rows of the Open LLM Leaderboard, second version; dated by their submission, when it read the commit. */
export function leaderboardFacts(folder: string): readonly RecordedFacts[] {
  const newest = new Map<string, RecordedFacts>();
  for (const row of readCsv(folder, "lists/open-llm-leaderboard-2223.csv.gz")) {
    const id = textOf(row["fullname"]);
    const asOf = momentOf(row["Submission Date"]);
    const likes = countOf(Number(row["Hub ❤️"]));
    if (!isRepositoryPath(id) || testName.test(id) || asOf === undefined || likes === undefined || likes < leastLeaderboardLikes) continue;
    if (row["Available on the hub"] !== "True" || row["Flagged"] === "True") continue;
    const license = textOf(row["Hub License"])?.toLowerCase();
    const total = Math.round(Number(row["#Params (B)"]) * 1e9);
    const known = defined<RecordedFacts["known"]>({
      revision: commitOf(row["Model sha"]),
      architecture: modelTypes[row["Architecture"] ?? ""],
      license: license === undefined || license === "unknown" ? undefined : { stated: license },
      // Rounded to a million; whole hundreds of millions were read off the name there, which the catalog does by itself.
      parameters: total > 0 && total % 100_000_000 !== 0 && row["Precision"] !== "GPTQ" ? { total, origin: "STATED" } : undefined,
      createdAt: createdAtOf(row["Upload To Hub Date"]),
      popularity: { likes },
    });
    if ((newest.get(id)?.asOf ?? "") < asOf) newest.set(id, { id, asOf, known });
  }
  return [...newest.values()];
}

function popularityOf(downloads30d: number | undefined, likes: number | undefined): RecordedFacts["known"]["popularity"] {
  if (downloads30d === undefined && likes === undefined) return undefined;
  return { ...(downloads30d !== undefined && { downloads30d }), ...(likes !== undefined && { likes }) };
}
