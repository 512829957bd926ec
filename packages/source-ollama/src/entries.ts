import type { Digest } from "@modeldex/plugin-kit";
import type { Installed } from "./daemon.ts";
import type { LibraryTag } from "./library.ts";
import { idOf, idsOf, type OllamaName } from "./names.ts";
import type { Configuration } from "./registry.ts";
import { mostExplicit } from "./tags.ts";

/** One set of bytes under one name: what one listing is made of. */
export interface Entry {
  /** The most explicit tag that leads here, or `<base>@sha256:…` where every tag leads elsewhere by now. */
  readonly nativeId: string;
  readonly name: OllamaName;
  readonly movingAliases: readonly string[];
  /** First 12 hex digits of the manifest's sha256, as `ollama ls` prints them. */
  readonly shortId: string;
  /** Absent: only the first digits are known. */
  readonly digest?: Digest | undefined;
  /** What the index of the library says. */
  readonly library: readonly LibraryTag[];
  /** What the daemon says. */
  readonly installed: readonly Installed[];
  /** Of what only the registry was asked for. */
  readonly configuration?: Configuration;
  /** `PUBLIC`: the library or the registry has it. `HERE`: the daemon has it, and the library no model of that name. */
  readonly where: "PUBLIC" | "HERE" | "UNKNOWN";
}

/**
 * Groups tags and installed models by their bytes. Tags of one name that share a manifest are one entry; an installed model belongs to the entry of the
 * library with the same digest, under whatever name it is installed; what only the daemon has is an entry for each digest.
 *
 * @param tags `undefined`: no index is read
 */
export function entriesOf(tags: readonly LibraryTag[] | undefined, installed: readonly Installed[]): readonly Entry[] {
  const local = Map.groupBy(installed, ({ digest }) => shortIdOf(digest));
  const library = [...Map.groupBy(tags ?? [], ({ name, shortId }) => `${name.base} ${shortId}`).values()].map((group) => fromLibrary(group, local));
  const claimed = new Set(library.map(({ shortId }) => shortId));
  const taken = new Set(library.flatMap(({ nativeId, movingAliases }) => [nativeId, ...movingAliases]));
  const bases = new Set(library.map(({ name }) => name.base));
  const others = [...Map.groupBy(installed.filter(({ digest }) => !claimed.has(shortIdOf(digest))), ({ digest }) => digest).values()];
  return [...library, ...others.map((group) => onlyInstalled(group, taken, (base) => (tags === undefined || bases.has(base) || base.includes("/") ? "UNKNOWN" : "HERE")))];
}

/** First 12 hex digits, as `ollama ls` prints them. */
export function shortIdOf(digest: string): string {
  return digest.slice("sha256:".length, "sha256:".length + 12);
}

/** An entry of a name that only the registry was asked for. */
export function askedEntry(name: OllamaName, digest: Digest, configuration: Configuration): Entry {
  const [nativeId = name.base, ...movingAliases] = idsOf(name);
  return { nativeId, name, movingAliases, shortId: shortIdOf(digest), digest, library: [], installed: [], configuration, where: "PUBLIC" };
}

function fromLibrary(group: readonly LibraryTag[], local: ReadonlyMap<string, readonly Installed[]>): Entry {
  const [first] = group;
  if (first === undefined) throw new RangeError("a group has at least one tag");
  const installed = local.get(first.shortId) ?? [];
  const { nativeId, name, movingAliases } = named(group.map((tag) => tag.name), first.name);
  const copies = installed.flatMap((model) => idsOf(model.name)).filter((id) => id !== nativeId && !movingAliases.includes(id));
  return { nativeId, name, movingAliases: [...movingAliases, ...copies], shortId: first.shortId, digest: installed[0]?.digest, library: group, installed, where: "PUBLIC" };
}

function onlyInstalled(group: readonly Installed[], taken: Set<string>, where: (base: string) => Entry["where"]): Entry {
  // Of a model and its copies the one with a namespace tells where it came from.
  const names = group.map(({ name }) => name).sort((a, b) => Number(b.base.includes("/")) - Number(a.base.includes("/")) || (idOf(a) < idOf(b) ? -1 : 1));
  const [first, model] = [names[0], group[0]];
  if (first === undefined || model === undefined) throw new RangeError("a group has at least one model");
  const free = names.filter((name) => !taken.has(idOf(name)));
  const { nativeId, name, movingAliases } = free[0] === undefined ? { nativeId: `${first.base}@${model.digest}`, name: first, movingAliases: [] } : named(free, free[0]);
  for (const id of [nativeId, ...movingAliases]) taken.add(id);
  return { nativeId, name, movingAliases, shortId: shortIdOf(model.digest), digest: model.digest, library: [], installed: group, where: where(name.base) };
}

/** The id of several names of one entry: that of the most explicit tag of the leading name. */
function named(names: readonly OllamaName[], { base }: OllamaName): Pick<Entry, "nativeId" | "name" | "movingAliases"> {
  const tag = mostExplicit(names.filter((name) => name.base === base).map((name) => name.tag));
  const name = names.find((each) => each.base === base && each.tag === tag) ?? names[0];
  if (name === undefined) throw new RangeError("an entry has at least one name");
  const nativeId = idOf(name);
  return { nativeId, name, movingAliases: names.flatMap((each) => idsOf(each)).filter((id) => id !== nativeId).sort() };
}
