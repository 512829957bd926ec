import { createHash } from "node:crypto";
import { asArray, asCount, asRecord, asSha256, asString, asStrings, asTime, readJson, SourceError, type Digest, type SourceContext } from "@modeldex/plugin-kit";
import { parseName, type OllamaName } from "./names.ts";

/** A model that a daemon has. */
export interface Installed {
  readonly name: OllamaName;
  /** sha256 of its manifest. */
  readonly digest: Digest;
  readonly sizeBytes?: number | undefined;
  readonly modifiedAt?: string | undefined;
  /** `gguf`, `safetensors` */
  readonly format?: string | undefined;
  readonly family?: string | undefined;
  /** `8.0B` */
  readonly parameterSize?: string | undefined;
  readonly quantization?: string | undefined;
  /** Where it really runs; absent: on the daemon's own machine. */
  readonly remote?: { readonly host: string; readonly model?: string | undefined } | undefined;
}

/** What a daemon has at one time. */
export interface Inventory {
  /** sha256 of the answer. */
  readonly version: string;
  readonly models: readonly Installed[];
  readonly dropped: readonly (readonly [id: string, reason: string])[];
}

/** `GET /api/tags` (ollama `docs/api.md`, "List Local Models"). @throws {SourceError} */
export async function readInventory(host: string, context: SourceContext): Promise<Inventory> {
  const response = await context.fetch(`${host}/api/tags`, { headers: { accept: "application/json" }, signal: context.signal });
  const answer = await readJson(response, "the list of installed models", context.now());
  const rows = asArray(asRecord(answer)?.["models"]);
  if (rows === undefined) throw new SourceError("BAD_RESPONSE", `${new URL(host).host} did not answer with a list of installed models; is it a daemon of Ollama?`);
  const models: Installed[] = [];
  const dropped: (readonly [string, string])[] = [];
  for (const row of rows) {
    const model = installedOf(asRecord(row) ?? {});
    if (model === undefined) dropped.push([asString(asRecord(row)?.["name"])?.slice(0, 200) ?? "unknown", "it has no name, or no digest of 64 hex digits"]);
    else models.push(model);
  }
  return { version: createHash("sha256").update(JSON.stringify(rows)).digest("hex"), models, dropped };
}

function installedOf(row: Readonly<Record<string, unknown>>): Installed | undefined {
  const name = parseName(asString(row["model"]) ?? asString(row["name"]) ?? "");
  const digest = asSha256(row["digest"]);
  const details = asRecord(row["details"]) ?? {};
  if (name === undefined || digest === undefined) return undefined;
  const remote = URL.parse(asString(row["remote_host"]) ?? "")?.hostname;
  return {
    name, digest, sizeBytes: asCount(row["size"]), modifiedAt: asTime(row["modified_at"]), format: asString(details["format"]), family: asString(details["family"]),
    parameterSize: asString(details["parameter_size"]), quantization: asString(details["quantization_level"]),
    remote: remote === undefined || remote === "" ? undefined : { host: remote, model: asString(row["remote_model"]) },
  };
}

/** What a daemon says of one of its models. */
export interface Shown {
  readonly architecture?: string | undefined;
  readonly contextTokens?: number | undefined;
  /** In Ollama's words: `completion`, `tools`, `thinking`, `vision`, `embedding`. */
  readonly capabilities?: readonly string[] | undefined;
  readonly licenseText?: string | undefined;
  /** sha256 of the file of weights, from the line `FROM /…/blobs/sha256-…` of its Modelfile. */
  readonly weights?: Digest | undefined;
}

/** `POST /api/show` (ollama `docs/api.md`, "Show Model Information"). @returns `undefined` when it has no such model. @throws {SourceError} */
export async function showModel(host: string, model: string, context: SourceContext): Promise<Shown | undefined> {
  const response = await context.fetch(`${host}/api/show`, {
    method: "POST", headers: { accept: "application/json", "content-type": "application/json" }, body: JSON.stringify({ model }), signal: context.signal,
  });
  if (response.status === 404) {
    await response.body?.cancel();
    return undefined;
  }
  const answer = asRecord(await readJson(response, `the installed model ${model}`, context.now()));
  if (answer === undefined || answer["error"] !== undefined || asRecord(answer["details"]) === undefined) {
    throw new SourceError("BAD_RESPONSE", `${new URL(host).host} did not describe the installed model ${model}.`);
  }
  const info = asRecord(answer["model_info"]) ?? {};
  const architecture = asString(info["general.architecture"]);
  const tokens = asCount(info[`${architecture}.context_length`]);
  const from = /^FROM .*[\\/]sha256[-:]([0-9a-f]{64})\s*$/m.exec(asString(answer["modelfile"]) ?? "")?.[1];
  return {
    architecture, contextTokens: tokens === 0 ? undefined : tokens, capabilities: asStrings(answer["capabilities"]), licenseText: asString(answer["license"]), weights: asSha256(from),
  };
}
