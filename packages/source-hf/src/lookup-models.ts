import { asRecord, asString, failureOf, SourceError, type GetRequest, type ListingRecord, type ModelRef, type RecordField, type SourceContext } from "@modeldex/plugin-kit";
import { contextOfGguf } from "./context-length.ts";
import { besideQuery, leanQuery, wholeQuery } from "./fields.ts";
import { readFiles } from "./files.ts";
import type { HubClient, ModelInfo } from "./hub-client.ts";
import { onDemandFields, readModel } from "./normalise.ts";
import type { Payload } from "./payload.ts";
import { isRepositoryId, isRevision } from "./repository-id.ts";
import { withTree } from "./tree.ts";

type Answer = ListingRecord | SourceError | undefined;

/** Requests under way at a time for one call; the lent `fetch` keeps the budget. */
const concurrency = 6;

/** Failures that the other references of a call would meet as well. */
const failsAll: ReadonlySet<string> = new Set(["RATE_LIMITED", "CIRCUIT_OPEN", "UNAUTHORIZED"]);

/** One call of `get`. */
interface Lookup {
  readonly hub: HubClient;
  readonly need: ReadonlySet<RecordField>;
  readonly context: SourceContext;
}

/** Answers for each reference, in their order. One request for each, and at most three when fields are needed that cost more. */
export async function lookUpModels(hub: HubClient, request: GetRequest, context: SourceContext): Promise<readonly Answer[]> {
  const lookup = { hub, need: request.need, context };
  const answers: Answer[] = request.refs.map(() => undefined);
  const waiting = request.refs.entries();
  let failed = false;
  const worker = async () => {
    for (const [index, ref] of waiting) {
      if (failed) return;
      try {
        answers[index] = await answerFor(lookup, ref);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, request.refs.length) }, worker));
  const first = answers[0];
  if (first instanceof SourceError && answers.every((answer) => answer instanceof SourceError && answer.retryable)) throw first;
  return answers;
}

async function answerFor(lookup: Lookup, ref: ModelRef): Promise<Answer> {
  if (!isRepositoryId(ref.nativeId) || (ref.revision !== undefined && !isRevision(ref.revision))) return undefined;
  try {
    return onDemandFields.some((field) => lookup.need.has(field)) ? await wholeModel(lookup, ref) : await leanModel(lookup, ref);
  } catch (error) {
    if (error instanceof SourceError && !failsAll.has(error.code)) return error;
    throw error;
  }
}

async function leanModel(lookup: Lookup, ref: ModelRef): Promise<Answer> {
  const info = await lookup.hub.modelInfo(ref, leanQuery(), lookup.context);
  return info === undefined || info instanceof SourceError ? info : recordOf(lookup, info);
}

async function wholeModel(lookup: Lookup, ref: ModelRef): Promise<Answer> {
  const { hub, context } = lookup;
  const stated = await hub.modelInfo(ref, wholeQuery(), context);
  if (stated === undefined || stated instanceof SourceError) return stated;
  const whole = { ...stated, payload: await withTree(hub, stated.payload, context) };
  // By the path that the Hub calls it by, so that a rename costs its redirect once.
  const nativeId = asString(whole.payload["id"]) ?? ref.nativeId;
  const beside = isRepositoryId(nativeId) ? await hub.modelInfo({ ...ref, nativeId }, besideQuery(), context) : undefined;
  if (beside === undefined || beside instanceof SourceError) return beside;
  if (beside.payload["_id"] !== whole.payload["_id"]) return new SourceError("BAD_RESPONSE", `The Hub gave the name ${nativeId} to another repository meanwhile; ask again.`);
  const payload = { ...whole.payload, ...beside.payload };
  const unread = (lookup.need.has("contextTokens") || lookup.need.has("keyValueCache")) && contextOfGguf(payload) === undefined;
  return recordOf(lookup, { payload, formerIds: whole.formerIds }, unread ? await readConfiguration(lookup, nativeId, payload) : undefined);
}

function recordOf({ hub, need }: Lookup, info: ModelInfo, configuration?: Payload): Answer {
  const reading = readModel(info.payload, { ...hub, need, configuration, aliases: info.formerIds });
  if (reading.status === "unreadable") return new SourceError("BAD_RESPONSE", `The answer of the Hub at ${hub.endpoint} cannot be read: ${reading.reason}.`);
  return reading.status === "listing" ? reading.record : undefined;
}

/**
 * `config.json` at the commit of the answer. Absent when the repository has none, keeps it from these credentials, or holds one that is no JSON:
 * then the Hub does not say.
 */
async function readConfiguration({ hub, context }: Lookup, nativeId: string, payload: Payload): Promise<Payload | undefined> {
  const revision = asString(payload["sha"]);
  if (revision === undefined || !isRevision(revision) || readFiles(payload)?.some((file) => file.path === "config.json") !== true) return undefined;
  const response = await hub.file({ ref: { nativeId, revision }, path: "config.json" }, context);
  if (response === undefined || response instanceof SourceError) return undefined;
  if (!response.ok) throw failureOf(response, `config.json of ${nativeId}`, context.now());
  const text = await response.text();
  try {
    return asRecord(JSON.parse(text));
  } catch {
    context.log.debug("config.json is no JSON", { nativeId, revision });
    return undefined;
  }
}
