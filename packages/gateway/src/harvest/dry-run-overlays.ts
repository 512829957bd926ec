import type { Catalog } from "@modeldex/catalog";
import type { OverlayRecord } from "@modeldex/plugin-kit";
import type { ListingKey, SourceId } from "@modeldex/schema";
import { canonicalJson } from "@modeldex/trust";
import type { Writer } from "../sources/references.ts";

/** What a dry run saw of rows about models that others list. */
export interface OverlaysSeen {
  readonly seen: number;
  readonly added: number;
  readonly changed: number;
  readonly same: number;
  readonly gone: readonly { readonly nativeId: string }[];
  /** A link of theirs leads to a model that is known. */
  readonly matched: readonly { readonly nativeId: string; readonly model: string }[];
  /** No link of theirs leads to a known model; whether their name does is decided when they are written. */
  readonly byName: readonly { readonly nativeId: string; readonly name: string }[];
  /** Nothing in them leads to a known model: kept, and joined once there is one. */
  readonly unmatched: readonly { readonly nativeId: string; readonly references: readonly string[] }[];
}

interface StoredRow {
  readonly key: ListingKey;
  readonly nativeId: string;
  readonly json: string;
}

interface OverlaysCompared {
  readonly seen: Omit<OverlaysSeen, "gone">;
  readonly seenKeys: ReadonlySet<ListingKey>;
  /** All overlays of the source that are stored and not gone. */
  readonly stored: readonly StoredRow[];
}

const readAtOnce = 1_000;

/** Holds overlays against those that are stored, and says which models they are of, as far as their links tell. */
export async function compareOverlays(source: SourceId, rows: readonly OverlayRecord[], { catalog, writer, now }: { readonly catalog: Catalog; readonly writer: Writer; readonly now: () => Date }): Promise<OverlaysCompared> {
  const stored = await storedOverlays(source, catalog, writer);
  const known = new Map(stored.map(({ key, json }) => [key, json]));
  const [matched, byName, unmatched] = [[] as OverlaysSeen["matched"][number][], [] as OverlaysSeen["byName"][number][], [] as OverlaysSeen["unmatched"][number][]];
  let [added, changed, same] = [0, 0, 0];
  for (const record of rows) {
    const { nativeId, name, links = [] } = record;
    const before = known.get(writer.key(source, nativeId));
    if (before === undefined) added += 1;
    else if (before === canonicalJson(record)) same += 1;
    else changed += 1;
    const { naming, linkTargets } = writer.toOverlay(source, record, now().toISOString());
    const model = (await catalog.models(linkTargets.map(({ target }) => target))).find((found) => found !== undefined);
    if (model !== undefined) matched.push({ nativeId, model: model.id });
    else if (name !== undefined && naming !== "open") byName.push({ nativeId, name });
    else unmatched.push({ nativeId, references: links.map(({ reference }) => reference) });
  }
  return { seen: { seen: rows.length, added, changed, same, matched, byName, unmatched }, seenKeys: new Set(rows.map(({ nativeId }) => writer.key(source, nativeId))), stored };
}

async function storedOverlays(source: SourceId, catalog: Catalog, writer: Writer): Promise<readonly StoredRow[]> {
  const found: StoredRow[] = [];
  for (let after = 0; ; ) {
    const rows = await catalog.exportOverlays(after, readAtOnce);
    const last = rows.at(-1);
    if (last === undefined) return found;
    after = last.position;
    for (const { record } of rows.filter((row) => row.source === source && row.goneAt === undefined)) {
      found.push({ key: writer.key(source, record.nativeId), nativeId: record.nativeId, json: canonicalJson(record) });
    }
  }
}
