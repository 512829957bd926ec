import { byExplicitness, filled, linkPackagings, listing, parametersFromName, precisionsFromName, someOf, type Digest, type Draft, type ListingRecord } from "@modeldex/plugin-kit";
import { idOf, type OllamaName } from "./names.ts";

/** Fields of a record. */
export type Facts = Partial<Draft<ListingRecord>>;

/** A name that leads to a manifest, as the index, a daemon or the registry tells, and what it says of the model. */
export interface Told {
  readonly name: OllamaName;
  /** First 12 hex digits of the manifest's sha256, as `ollama ls` prints them. */
  readonly shortId: string;
  /** Absent: only the first digits are known. */
  readonly digest?: Digest;
  readonly facts: Facts;
}

/** One set of bytes under one name. */
export type Entry = ReturnType<typeof entryOf>;

/**
 * Groups what index and daemon tell by the bytes. Tags of one name that share a manifest are one entry; an installed model belongs to the entry of the
 * library with the same digest, under whatever name it is installed; what only the daemon has is an entry for each digest.
 */
export function entriesOf(index: readonly Told[], installed: readonly Told[]): readonly Entry[] {
  const local = Map.groupBy(installed, ({ shortId }) => shortId);
  const listed = [...Map.groupBy(index, ({ name, shortId }) => `${name.base} ${shortId}`).values()].map((tags) => {
    const lead = tags.reduce(leading);
    const copies = local.get(lead.shortId) ?? [];
    return entryOf(lead, [...tags, ...copies], copies);
  });
  const taken = new Set(index.flatMap(({ name, shortId }) => [name.base, idOf(name), shortId]));
  const own = [...local].filter(([shortId]) => !taken.has(shortId)).map(([, models]) => {
    // The library may lead to other bytes under the same name by now.
    const free = models.filter(({ name }) => !taken.has(idOf(name)));
    const lead = models.reduce(leading);
    const isPrivate = index.length > 0 && lead.facts.offers === undefined && !lead.name.base.includes("/") && !taken.has(lead.name.base);
    return entryOf(isPrivate ? { ...lead, facts: { ...lead.facts, access: "PRIVATE" } } : lead, free, models);
  });
  const entries = [...listed, ...own];
  const records = linkPackagings(entries.map(({ record }) => record), "Ollama's library");
  return entries.map(({ lead, record, ...entry }, place) => ({ ...entry, record: records[place] ?? record, lead: { ...lead, facts: { ...lead.facts, links: records[place]?.links } } }));
}

/** The one whose tag says most names an entry. */
const leading = (one: Told, other: Told): Told =>
  ((byExplicitness(one.name.tag, other.name.tag) || (one.name.base < other.name.base ? -1 : 1)) < 0 ? one : other);

/** @param names what leads here now; where the leading one does not, the entry is known by its digest @param installed what the daemon has of it */
export function entryOf(lead: Told, names: readonly Told[], installed: readonly Told[]) {
  const { name, shortId } = lead;
  const digest = installed[0]?.digest ?? lead.digest;
  const [ownName, byDigest] = [idOf({ base: name.model, tag: name.tag }), `${name.base}@${digest}`];
  const ids = new Set(names.flatMap((each) => [idOf(each.name), ...(each.name.tag === "latest" ? [`${each.name.base}:latest`] : [])]));
  const nativeId = ids.has(idOf(name)) ? idOf(name) : byDigest;
  const told = filled<Draft<ListingRecord>>({
    nativeId, name: ownName,
    aliases: [shortId, ...(digest === undefined ? [] : [byDigest])].filter((id) => id !== nativeId), movingAliases: [...ids].filter((id) => id !== nativeId).sort(),
    publisher: name.namespace === undefined ? undefined : { name: name.namespace, url: name.host === undefined ? `https://ollama.com/${name.namespace}` : undefined },
    // Of a manifest whose first digits alone are known, the abbreviated digest.
    revision: digest ?? `sha256:${shortId}`,
    links: /^(?:hf|huggingface)\.co$/.test(name.host ?? "") ? [{ reference: `https://huggingface.co/${name.namespace}/${name.model}`, relation: "SAME_WEIGHTS", statement: "Ollama pulled it from this repository of the Hugging Face Hub." }] : undefined,
    details: { installedAs: someOf(installed.map((model) => idOf(model.name)).sort()) },
  }, installed[0]?.facts, lead.facts);
  const precisions = told.offers === undefined ? someOf(precisionsFromName(name.tag)) : undefined;
  return { lead, names, installed, record: listing(filled(told, { parameters: parametersFromName(ownName), precisions })) };
}
