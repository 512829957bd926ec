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
  /** What tells it from the other lines of the tab; `undefined` when it is the only one. Foreign text. */
  readonly name: string | undefined;
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
    const told = different.map((line) => ({ ...line, from: line.sourceId === undefined ? undefined : titleOf(line.sourceId) }));
    return { library, lines: told.map((line) => ({ ...line, name: told.length === 1 ? undefined : nameAmong(line, told) })) };
  });
}

/** By what differs: the tag, file or listing, then the source, then the line itself. */
function nameAmong({ variant, from, code }: Omit<TabLine, "name">, lines: readonly Omit<TabLine, "name">[]): string {
  const alike = lines.filter((line) => line.variant === variant);
  if (variant === undefined) return code;
  if (alike.length === 1) return variant;
  return from !== undefined && alike.filter((line) => line.from === from).length === 1 ? `${variant} at ${from}` : code;
}
