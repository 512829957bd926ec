import type { StoredModel } from "@modeldex/catalog";
import type { LicenseClass } from "@modeldex/schema";
import { count, parameterText } from "./attribute.ts";

/** From the fewest conditions to the most; what is not known has no place. */
const licenseOrder: readonly LicenseClass[] = ["PERMISSIVE", "COPYLEFT", "USE_RESTRICTED", "NON_COMMERCIAL", "PROPRIETARY"];
/** Later than this, in milliseconds, is newer. */
const newerMs = 90 * 86_400_000;

/**
 * Why somebody who weighs `model` should also look at `other`: what is alike, then what is better, each a sentence. What is worse is seen side by side.
 */
export function reasonsFor(model: StoredModel, other: StoredModel): readonly string[] {
  const found = [
    model.task !== undefined && model.task === other.task ? `Same task: ${other.task}.` : undefined,
    size(model, other), license(model, other), downloads(model, other), context(model, other), access(model, other), modalities(model, other),
    languages(model, other), safeFormat(model, other), newer(model, other),
  ];
  return found.filter((reason) => reason !== undefined);
}

function size({ parameters: own }: StoredModel, { parameters: theirs }: StoredModel): string | undefined {
  if (own === undefined || theirs === undefined) return undefined;
  const [here, there] = [parameterText(own.total), parameterText(theirs.total)];
  return here === there ? `The same size: ${there} parameters.` : `About the same size: ${there} parameters instead of ${here}.`;
}

function license({ license: own }: StoredModel, { license: theirs }: StoredModel): string | undefined {
  const name = theirs.spdx ?? theirs.name;
  if (name !== undefined && name === (own.spdx ?? own.name)) return `The same licence: ${name}.`;
  const [here, there] = [licenseOrder.indexOf(own.class), licenseOrder.indexOf(theirs.class)];
  if (here < 0 || there < 0 || there >= here) return undefined;
  const words = (value: LicenseClass): string => value.toLowerCase().replace("_", "-");
  return `${capitalised(words(theirs.class))} licence instead of ${words(own.class)}${name === undefined ? "" : `: ${name}`}.`;
}

/** Only as one source counts both. */
function downloads(model: StoredModel, other: StoredModel): string | undefined {
  const [own, theirs] = [model.popularity?.downloads30d, other.popularity?.downloads30d];
  if (own === undefined || theirs === undefined || sourceOfCounts(model) !== sourceOfCounts(other)) return undefined;
  const times = own === 0 ? Number.POSITIVE_INFINITY : theirs / own;
  if (times < 1.5) return undefined;
  const said = times < 10 ? String(Number(times.toFixed(1))) : count(times);
  return `${Number.isFinite(times) ? `${said} times the downloads` : "More downloads"}: ${count(theirs)} in 30 days instead of ${count(own)}.`;
}

function sourceOfCounts({ leading, statedBy }: StoredModel): string {
  const key = statedBy["popularity"] ?? leading;
  return key.slice(0, key.indexOf(":"));
}

function context({ contextTokens: own }: StoredModel, { contextTokens: theirs }: StoredModel): string | undefined {
  return own === undefined || theirs === undefined || theirs <= own ? undefined : `Longer context: ${count(theirs)} tokens instead of ${count(own)}.`;
}

function access({ access: own }: StoredModel, { access: theirs }: StoredModel): string | undefined {
  return own === "GATED" && theirs === "OPEN" ? "Its files are open to anybody, not gated." : undefined;
}

function modalities({ modalities: own }: StoredModel, { modalities: theirs }: StoredModel): string | undefined {
  const more = added(own?.input, theirs?.input);
  return more === undefined ? undefined : `Also takes ${more.join(", ")}.`;
}

function languages({ languages: own }: StoredModel, { languages: theirs }: StoredModel): string | undefined {
  const more = added(own, theirs);
  if (more === undefined) return undefined;
  return more.length > 5 ? `More languages: ${theirs.length} instead of ${own.length}.` : `Also knows ${more.join(", ")}.`;
}

/** What the other has besides everything that is known of this one. */
function added(own: readonly string[] | undefined, theirs: readonly string[] | undefined): readonly string[] | undefined {
  if (own === undefined || theirs === undefined || own.length === 0 || own.some((value) => !theirs.includes(value))) return undefined;
  const more = theirs.filter((value) => !own.includes(value));
  return more.length === 0 ? undefined : more;
}

function safeFormat({ formats: own }: StoredModel, { formats: theirs }: StoredModel): string | undefined {
  const isPickled = own.includes("PICKLE") && !own.includes("SAFETENSORS");
  return isPickled && theirs.includes("SAFETENSORS") ? "Its weights can be had as safetensors, which hold no code." : undefined;
}

function newer({ createdAt: own }: StoredModel, { createdAt: theirs }: StoredModel): string | undefined {
  if (own === undefined || theirs === undefined || Date.parse(theirs) - Date.parse(own) < newerMs) return undefined;
  return `Newer: published ${theirs.slice(0, 10)}, not ${own.slice(0, 10)}.`;
}

function capitalised(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
