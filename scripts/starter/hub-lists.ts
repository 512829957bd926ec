import { readdirSync } from "node:fs";
import { join } from "node:path";

import { readModel } from "../../packages/source-hf/src/normalise.ts";
import { compareText, type RecordedFacts } from "./facts.ts";
import { commitOf, countOf, createdAtOf, defined, fieldsOf, isRepositoryPath, momentOf, readJson, readLines, taskTextOf, textOf, valuesOf } from "./read.ts";

type Known = RecordedFacts["known"];
type Fields = Readonly<Record<string, unknown>>;

/** How many of the models of 2022 count as well known, by downloads. */
const mostDownloaded = 1_200;
/** Of each language, so many of its most downloaded models, from so many downloads on. */
const leadersPerLanguage = 3;
const leastLeaderDownloads = 40;

/** Single answers of the Hub's API. */
export function exchangeFacts(folder: string): readonly RecordedFacts[] {
  return readdirSync(join(folder, "raw")).toSorted().flatMap((file) => {
    const exchange = fieldsOf(readJson(folder, `raw/${file}`));
    const asOf = momentOf(exchange["recorded"]);
    const body = fieldsOf(exchange["body"]);
    if (asOf === undefined || exchange["status"] !== 200) return [];
    if (file.startsWith("model-expand.") || file.startsWith("model-expand-")) return [hubFacts(body, asOf)].filter((facts) => facts !== undefined);
    return valuesOf(body["recentlyTrending"]).flatMap((entry) => {
      const row = fieldsOf(fieldsOf(entry)["repoData"]);
      const total = countOf(row["numParameters"]);
      const facts = hubFacts(row, asOf);
      return facts === undefined ? [] : [total === undefined ? facts : { ...facts, known: { ...facts.known, parameters: { total, origin: "WEIGHTS" as const } } }];
    });
  });
}

/** Popular models with their tags, 2025-11-10. Rows of other sites are left out. */
export function nexusFacts(folder: string): readonly RecordedFacts[] {
  return valuesOf(readJson(folder, "lists/ai-nexus-2025-11-10.json.gz")).map(fieldsOf).flatMap((row) => {
    const onHub = valuesOf(row["sources"]).some((source) => fieldsOf(source)["platform"] === "Hugging Face");
    const facts = onHub ? hubFacts({ ...row, pipeline_tag: row["task"] }, "2025-11-10T00:00:00Z") : undefined;
    return facts ?? [];
  });
}

/**
 * The Hub of 2022-02-21, with the downloads of July 2022 where they are known: the most downloaded models, and the leading ones of each language.
 * Paths without a publisher have moved since and are given as former names of the paths of today, when those are among `current`.
 */
export function hub2022Facts(folder: string, current: ReadonlySet<string>): readonly RecordedFacts[] {
  const cards = new Map(readLines(folder, "lists/hub-2022-02-card-frontmatter-29432.jsonl.gz").map((line) => {
    const card = fieldsOf(JSON.parse(line));
    return [textOf(card["id"]), languagesOfFrontMatter(textOf(card["frontmatter"]) ?? "")] as const;
  }));
  const july = julyFacts(folder);
  const read = readLines(folder, "lists/hub-2022-02-modelinfo-29432.jsonl.gz").flatMap((line) => {
    const body = fieldsOf(JSON.parse(line));
    const path = textOf(body["modelId"]);
    const id = path === undefined || path.includes("/") ? path : movedPath(path, current);
    if (path === undefined || id === undefined) return [];
    const facts = hubFacts({ ...body, id, cardData: { language: cards.get(path) } }, "2022-02-21T00:00:00Z");
    return facts === undefined ? [] : [id === path ? facts : { ...facts, known: { ...facts.known, aliases: [path] } }];
  });
  const downloads = (facts: RecordedFacts): number => Math.max(facts.known.popularity?.downloads30d ?? 0, july.get(facts.id)?.known.popularity?.downloads30d ?? 0);
  const ordered = read.toSorted((left, right) => downloads(right) - downloads(left) || compareText(left.id, right.id));
  const chosen = new Set(ordered.slice(0, mostDownloaded).map((facts) => facts.id));
  const places = new Map<string, number>();
  for (const { id, known } of ordered.filter((facts) => downloads(facts) >= leastLeaderDownloads)) {
    for (const language of known.languages ?? []) {
      const place = (places.get(language) ?? 0) + 1;
      places.set(language, place);
      if (place <= leadersPerLanguage) chosen.add(id);
    }
  }
  return ordered
    .filter((facts) => chosen.has(facts.id) || current.has(facts.id))
    .flatMap((facts) => {
      const later = july.get(facts.id);
      return later === undefined ? [facts] : [facts, stillUpdatedAt(later, facts)];
    });
}

/** A model as the Hub's API gives it: today's answers and those of 2022. What is read off the name alone is left to the catalog. */
function hubFacts(body: Fields, asOf: string): RecordedFacts | undefined {
  const reading = readModel(body, { endpoint: "https://huggingface.co", need: new Set(["architecture"]) });
  if (reading.status !== "listing" || !isRepositoryPath(reading.record.nativeId)) return undefined;
  const { nativeId, task, libraries, license, languages, formats = [], architecture, revision, access, parameters, popularity } = reading.record;
  const counts = defined<NonNullable<Known["popularity"]>>({
    downloads30d: popularity?.downloads30d,
    downloadsAllTime: popularity?.downloadsAllTime,
    likes: popularity?.likes,
  });
  const known = defined<Known>({
    task,
    libraries,
    license: license?.stated === "unknown" ? undefined : license,
    languages,
    formats: formats.length === 0 ? undefined : formats,
    architecture,
    parameters: parameters?.origin === "WEIGHTS" ? parameters : undefined,
    revision: commitOf(revision),
    access,
    createdAt: createdAtOf(reading.record.createdAt),
    updatedAt: momentOf(reading.record.updatedAt),
    popularity: Object.keys(counts).length === 0 ? undefined : counts,
  });
  return { id: nativeId, asOf, known };
}

/** Downloads, tasks and commits of July 2022; the list names the month alone, hence its first day. */
function julyFacts(folder: string): ReadonlyMap<string, RecordedFacts> {
  const rows = readLines(folder, "lists/hub-2022-07-models-55524.tsv.gz").slice(1).map((line) => line.split("\t"));
  return new Map(rows.flatMap(([id, downloads, task, revision, hidden]) => {
    if (!isRepositoryPath(id) || hidden !== "FALSE") return [];
    const downloads30d = countOf(Number(downloads));
    const known = defined<Known>({
      task: taskTextOf(task),
      revision: commitOf(revision),
      popularity: downloads30d === undefined ? undefined : { downloads30d },
    });
    return [[id, { id, asOf: "2022-07-01T00:00:00Z", known }] as const];
  }));
}

/** While the commit is the same, the moment of the last change is, too. */
function stillUpdatedAt(later: RecordedFacts, earlier: RecordedFacts): RecordedFacts {
  const { revision, updatedAt } = earlier.known;
  return revision !== undefined && updatedAt !== undefined && later.known.revision === revision ? { ...later, known: { ...later.known, updatedAt } } : later;
}

/** Organisations that took over the paths without a publisher. */
const successors = ["google-bert", "openai-community", "distilbert", "FacebookAI", "google-t5", "albert", "xlnet", "transfo-xl"];

function movedPath(path: string, current: ReadonlySet<string>): string | undefined {
  return successors.map((publisher) => `${publisher}/${path}`).find((id) => current.has(id));
}

/** Values of the key `language` of a card's front matter: one word, a list in brackets, or one a line. */
function languagesOfFrontMatter(yaml: string): readonly string[] {
  const lines = yaml.split("\n").map((line) => line.replace(/\s#.*$/, "").trimEnd());
  const at = lines.findIndex((line) => /^languages?:/.test(line));
  if (at < 0) return [];
  const own = (lines[at] ?? "").replace(/^languages?:/, "").replace(/[[\]]/g, "").split(",");
  const rest = lines.slice(at + 1);
  const end = rest.findIndex((line) => !/^\s*-\s/.test(line));
  const below = rest.slice(0, end < 0 ? rest.length : end).map((line) => line.replace(/^\s*-\s/, ""));
  return [...own, ...below].map((word) => word.trim().replace(/^["']|["']$/g, "")).filter((word) => word !== "");
}
