import { SourceError, type RecordField, type SourceContext } from "@modeldex/plugin-kit";
import { showModel } from "./daemon.ts";
import { isRemote, type OnDemand } from "./record.ts";
import { shortIdOf, type Entry } from "./entries.ts";
import { licenseOfTexts } from "./license-title.ts";
import { idOf } from "./names.ts";
import type { Options } from "./options.ts";
import { artifactsOf, digestClaims, readBlob, readConfiguration, readManifest, type Configuration, type Manifest } from "./registry.ts";

/** Most licence texts of one model that are read; with more, none is. */
export const mostLicenses = 3;

/** What only a request for this one model tells, and the digest of its manifest. */
export interface Read {
  readonly digest?: Entry["digest"];
  readonly fields: OnDemand;
}

/**
 * Reads what index and list do not say: of what is public from the registry, of what only the daemon has from the daemon, so that its name goes nowhere else.
 *
 * @throws {SourceError} `BAD_RESPONSE`: the registry does not have what the index lists, or other bytes.
 */
export async function readOnDemand(entry: Entry, need: ReadonlySet<RecordField>, { host, registry }: Options, context: SourceContext): Promise<Read> {
  if (isRemote(entry)) return { fields: {} };
  if (entry.where !== "PUBLIC") return { fields: host === undefined ? {} : await fromDaemon(entry, host, context) };
  if (registry === false) return { fields: {} };
  const place = new URL(registry).host;
  const manifest = await readManifest(registry, entry.name, context);
  if (manifest === undefined) throw new SourceError("BAD_RESPONSE", `${place} does not have ${entry.nativeId}, which the index of the library lists: one of them is behind.`);
  if (shortIdOf(manifest.digest) !== entry.shortId) throw new SourceError("BAD_RESPONSE", `${place} has ${shortIdOf(manifest.digest)} for ${entry.nativeId}, and the index of the library ${entry.shortId}: one of them is behind.`);
  return { digest: manifest.digest, fields: await fromManifest(manifest, await readConfiguration(manifest, context), need, context) };
}

/** @param configuration that of the manifest */
export async function fromManifest(manifest: Manifest, configuration: Configuration, need: ReadonlySet<RecordField>, context: SourceContext): Promise<OnDemand> {
  const licenses = manifest.layers.filter(({ kind }) => kind === "license");
  const readable = need.has("license") && licenses.length <= mostLicenses ? licenses : [];
  const texts = await Promise.all(readable.map((layer) => readBlob(manifest, layer, context)));
  return {
    architecture: configuration.family,
    artifacts: artifactsOf(manifest, configuration),
    claims: digestClaims(manifest, configuration),
    license: texts.every((text) => text !== undefined) ? licenseOfTexts(texts) : undefined,
  };
}

async function fromDaemon({ name }: Entry, host: string, context: SourceContext): Promise<OnDemand> {
  const shown = await showModel(host, idOf(name), context);
  const words: Readonly<Record<string, string>> = { thinking: "reasoning" };
  const abilities = shown?.capabilities?.filter((word) => word === "tools" || word === "thinking").map((word) => words[word] ?? word);
  return {
    architecture: shown?.architecture,
    contextTokens: shown?.contextTokens,
    capabilities: abilities,
    license: shown?.licenseText === undefined ? undefined : licenseOfTexts([shown.licenseText]),
    artifacts: shown?.weights === undefined ? undefined : [{ path: "model.gguf", digest: shown.weights, format: "GGUF", role: "WEIGHTS" }],
  };
}
