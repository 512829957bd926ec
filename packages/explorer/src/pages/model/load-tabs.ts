import { loadLines } from "../../load-lines/load-lines.ts";
import type { LoadLine } from "../../load-lines/load-line.ts";

export interface LoadTab {
  /** The library or tool. */
  readonly library: string;
  /** Its lines, those of the leading listing first: never empty. */
  readonly lines: readonly TabLine[];
}

export interface TabLine extends LoadLine {
  /** The source that it loads from, by its title. */
  readonly from: string | undefined;
}

interface ModelToLoad {
  readonly task: string | null;
  readonly libraries: readonly string[];
  readonly formats: readonly string[];
  readonly listings: { readonly nodes: readonly {
    readonly source: { readonly id: string; readonly title: string; readonly kind: string };
    readonly nativeId: string; readonly revision: string | null; readonly url: string | null; readonly access: string; readonly state: string;
  }[] };
  readonly artifacts: { readonly nodes: readonly {
    readonly path: string; readonly format: string | null; readonly role: string; readonly precision: string | null;
    readonly digest: string | null; readonly url: string | null; readonly listing: { readonly key: string };
  }[] } | null;
}

/** One tab for each library that loads a model. Under which ids providers are called stands with the offers. */
export function loadTabs({ task, libraries, formats, listings, artifacts }: ModelToLoad): readonly LoadTab[] {
  const lines = loadLines({
    task, libraries, formats,
    listings: listings.nodes.map(({ source, nativeId, revision, url, access, state }) => ({ sourceKind: source.kind, sourceId: source.id, nativeId, revision, url, access, state })),
    artifacts: (artifacts?.nodes ?? []).map(({ listing, ...file }) => ({ ...file, listingKey: listing.key })),
    offers: [],
  });
  const titles = new Map(listings.nodes.map(({ source: { id, title } }) => [id, title]));
  return byLibrary(lines, (sourceId) => titles.get(sourceId) ?? sourceId);
}

/** Lines by their library, each once, in their order. */
export function byLibrary(lines: readonly LoadLine[], titleOf: (sourceId: string) => string): readonly LoadTab[] {
  return [...Map.groupBy(lines, ({ library }) => library)].map(([library, those]) => {
    const different = those.filter(({ code }, place) => those.findIndex((other) => other.code === code) === place);
    return { library, lines: different.map((line) => ({ ...line, from: line.sourceId === undefined ? undefined : titleOf(line.sourceId) })) };
  });
}
