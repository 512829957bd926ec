import { loadLines } from "../../load-lines/load-lines.ts";
import type { LoadLine } from "../../load-lines/load-line.ts";

export interface LoadTab {
  /** Different for each: the library, with the source, and then a number, where several have the same. */
  readonly name: string;
  readonly line: LoadLine;
}

interface ModelToLoad {
  readonly task: string | null;
  readonly libraries: readonly string[];
  readonly formats: readonly string[];
  readonly listings: { readonly nodes: readonly {
    readonly source: { readonly id: string; readonly title: string; readonly kind: string };
    readonly nativeId: string; readonly revision: string | null; readonly url: string | null; readonly access: string; readonly state: string;
  }[] };
  readonly files: { readonly nodes: readonly {
    readonly path: string; readonly format: string | null; readonly role: string; readonly precision: string | null;
    readonly digest: string | null; readonly url: string | null; readonly listing: { readonly key: string };
  }[] } | null;
}

/** One tab for each line that loads a model. Under which ids providers are called stands with the offers. */
export function loadTabs({ task, libraries, formats, listings, files }: ModelToLoad): readonly LoadTab[] {
  const lines = loadLines({
    task, libraries, formats,
    listings: listings.nodes.map(({ source, nativeId, revision, url, access, state }) => ({ sourceKind: source.kind, sourceId: source.id, nativeId, revision, url, access, state })),
    artifacts: (files?.nodes ?? []).map(({ listing, ...file }) => ({ ...file, listingKey: listing.key })),
    offers: [],
  });
  const titles = new Map(listings.nodes.map(({ source: { id, title } }) => [id, title]));
  return named(lines, (sourceId) => titles.get(sourceId) ?? sourceId);
}

/** Gives lines names that differ. */
export function named(lines: readonly LoadLine[], titleOf: (sourceId: string) => string): readonly LoadTab[] {
  const often = Map.groupBy(lines, ({ library }) => library);
  const taken = new Set<string>();
  return lines.map((line) => {
    const hasTwins = (often.get(line.library)?.length ?? 0) > 1;
    const isAcrossSources = new Set(often.get(line.library)?.map(({ sourceId }) => sourceId)).size > 1;
    const wanted = hasTwins && isAcrossSources && line.sourceId !== undefined ? `${line.library} (${titleOf(line.sourceId)})` : line.library;
    let name = wanted;
    for (let number = 2; taken.has(name); number += 1) name = `${wanted} ${number}`;
    taken.add(name);
    return { name, line };
  });
}
