import { asArray, asCount, asRecord, asSha256, asString, asStrings, asTime, licenseOfTexts, readJsonIfFound, readRows, SourceError, statedWeights, type SourceContext } from "@modeldex/plugin-kit";
import type { Facts, Told } from "./entries.ts";
import { idOf, parseName, type OllamaName } from "./names.ts";

/** Reads the answer of `GET /api/tags` (ollama `docs/api.md`, "List Local Models"). @throws {SourceError} `BAD_RESPONSE`: it is none. */
export function readInstalled(answer: unknown, context: SourceContext): readonly Told[] {
  const rows = asArray(asRecord(answer)?.["models"]);
  if (rows === undefined) throw new SourceError("BAD_RESPONSE", "The daemon did not answer with a list of installed models; is it one of Ollama?");
  return readRows(rows, context, (row, drop) => {
    const [name, digest] = [parseName(asString(row["model"] ?? row["name"]) ?? ""), asSha256(row["digest"])];
    if (name === undefined || digest === undefined) return drop(row["name"], "it has no name, or no digest of 64 hex digits");
    return { name, digest, shortId: digest.slice("sha256:".length, 19), facts: factsOf(name, row) };
  });
}

function factsOf(name: OllamaName, row: Readonly<Record<string, unknown>>): Facts {
  const { format, family, parameter_size: size, quantization_level: quantization } = asRecord(row["details"]) ?? {};
  const { precisions, formats, ...stated } = statedWeights({ format, family, size, quantization });
  const [remoteHost, installedAt] = [URL.parse(asString(row["remote_host"]) ?? "")?.hostname, asTime(row["modified_at"])];
  if (remoteHost === undefined) return { ...stated, precisions, formats, details: { installedAt, installedBytes: asCount(row["size"]) } };
  // A daemon only passes requests on: what it has is a stub of some hundred bytes.
  return { ...stated, offers: [{ provider: remoteHost, callAs: asString(row["remote_model"]) ?? idOf(name), precision: precisions?.[0] }], details: { installedAt } };
}

/** What a daemon says of one model: `POST /api/show` (ollama `docs/api.md`, "Show Model Information"); nothing when it has it no longer. @throws {SourceError} */
export async function showModel(host: string, model: string, context: SourceContext): Promise<Facts> {
  const [what, headers] = [`the installed model ${model}`, { accept: "application/json", "content-type": "application/json" }];
  const read = await readJsonIfFound(await context.fetch(`${host}/api/show`, { method: "POST", headers, body: JSON.stringify({ model }), signal: context.signal }), what, context.now());
  const answer = asRecord(read) ?? {};
  if (read !== undefined && asRecord(answer["details"]) === undefined) throw new SourceError("BAD_RESPONSE", `${new URL(host).host} did not describe ${what}.`);
  const { "general.architecture": named, ...info } = asRecord(answer["model_info"]) ?? {};
  // The line of its Modelfile that names the file of weights by its digest.
  const weights = asSha256(/^FROM .*[\\/]sha256[-:]([0-9a-f]{64})\s*$/m.exec(asString(answer["modelfile"]) ?? "")?.[1]);
  return {
    architecture: asString(named), contextTokens: asCount(info[`${asString(named)}.context_length`]) || undefined, license: licenseOfTexts([asString(answer["license"])]),
    capabilities: asStrings(answer["capabilities"])?.flatMap((word) => (word === "tools" ? ["tools"] : word === "thinking" ? ["reasoning"] : [])),
    artifacts: weights === undefined ? undefined : [{ path: "model.gguf", digest: weights, format: "GGUF", role: "WEIGHTS" }],
  };
}
