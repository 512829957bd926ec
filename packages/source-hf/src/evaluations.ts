import { asArray, asBoolean, asHttpUrl, asNumber, asRecord, asString, asTime, type Evaluation } from "@modeldex/plugin-kit";
import { objectsOf, wordOf, type Payload } from "./payload.ts";
import type { Repository } from "./repository.ts";

/** Most results that a record holds; cards of embedding models state thousands. */
const maxEvaluations = 500;

/**
 * Reported results: `evalResults`, then the `model-index` of the card.
 *
 * Of each result the first metric comes before the second of any other, so that a cut keeps every benchmark.
 *
 * @returns `undefined` when the payload holds neither.
 */
export function readEvaluations({ payload, card, place }: Repository): readonly Evaluation[] | undefined {
  const stated = asArray(payload["evalResults"]);
  const index = asArray(payload["model-index"]) ?? asArray(card["model-index"]);
  if (stated === undefined && index === undefined && payload["model-index"] === undefined) return undefined;
  const results = objectsOf(index).flatMap((model) => objectsOf(model["results"]));
  const ofIndex = results.flatMap((result) => objectsOf(result["metrics"]).flatMap((metric, rank) => {
    const evaluation = fromMetric(result, metric);
    return evaluation === undefined ? [] : { evaluation, rank };
  }));
  const ranked = ofIndex.toSorted((a, b) => a.rank - b.rank).map(({ evaluation }) => evaluation);
  return [...objectsOf(stated).flatMap((entry) => fromResult(entry, `${place.endpoint}/${place.id}`) ?? []), ...ranked].slice(0, maxEvaluations);
}

/** `{verified, pullRequest?, data: {dataset: {id, task_id}, value, date?, source?, notes?}}`; `address` is the page of the model. */
function fromResult(entry: Payload, address: string): Evaluation | undefined {
  const data = asRecord(entry["data"]);
  const dataset = asRecord(data?.["dataset"]);
  const benchmark = wordOf(dataset?.["id"], 1024);
  const value = valueOf(data?.["value"]);
  if (benchmark === undefined || value === undefined) return undefined;
  const pullRequest = asNumber(entry["pullRequest"]);
  const settings = settingsOf([dataset?.["task_id"], data?.["notes"]]);
  const date = asTime(data?.["date"]);
  const url = asHttpUrl(asRecord(data?.["source"])?.["url"]) ?? (pullRequest === undefined ? undefined : `${address}/discussions/${pullRequest}`);
  return {
    benchmark,
    author: asBoolean(entry["verified"]) === true ? "SOURCE" : pullRequest === undefined ? "PUBLISHER" : "COMMUNITY",
    ...value,
    ...(settings !== undefined && { settings }),
    ...(date !== undefined && { date }),
    ...(url !== undefined && { url }),
  };
}

/** One metric of one entry of the `model-index` (the format of Papers with Code). */
function fromMetric(result: Payload, metric: Payload): Evaluation | undefined {
  const dataset = asRecord(result["dataset"]);
  const benchmark = wordOf(dataset?.["name"], 1024) ?? wordOf(dataset?.["type"], 1024);
  const value = valueOf(metric["value"]);
  if (benchmark === undefined || value === undefined) return undefined;
  const type = wordOf(metric["type"]);
  const title = wordOf(metric["name"]);
  const name = type ?? title;
  const settings = settingsOf([dataset?.["config"], dataset?.["split"], title?.toLowerCase() === name?.toLowerCase() ? undefined : title]);
  const url = asHttpUrl(asRecord(result["source"])?.["url"]);
  return {
    benchmark,
    author: asBoolean(metric["verified"]) === true ? "SOURCE" : "PUBLISHER",
    ...value,
    ...(name !== undefined && { metric: name }),
    ...(settings !== undefined && { settings }),
    ...(url !== undefined && { url }),
  };
}

/** A number, or the text as it is reported (`20.0 ± 1.2`). */
function valueOf(value: unknown): { readonly value: number } | { readonly text: string } | undefined {
  const number = asNumber(value) ?? (typeof value === "string" && /^-?\d+(?:\.\d+)?$/.test(value.trim()) ? Number(value) : undefined);
  if (number !== undefined) return { value: number };
  const text = wordOf(value, 1024);
  return text === undefined ? undefined : { text };
}

function settingsOf(parts: readonly unknown[]): string | undefined {
  const words = parts.flatMap((part) => asString(part)?.trim() ?? []).filter((word) => word !== "default");
  return words.length > 0 ? words.join(", ").slice(0, 500) : undefined;
}
