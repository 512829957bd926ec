interface Told {
  readonly at: string;
  readonly kind: string;
  readonly statement: string;
}

/** How the id of an address leads to a model. */
export type WayHere<Change extends Told = Told> =
  | { readonly kind: "own" }
  /** It is the key of one of the model's listings, which is no move. */
  | { readonly kind: "listing"; readonly source: string }
  /** Another id: a former one, or another name at its source. `change` is the row of the log that tells of it, where one is at hand. */
  | { readonly kind: "other"; readonly change: Change | undefined };

/**
 * @param changes of the model, oldest first.
 */
export function leadsHere<Change extends Told>(
  asked: string,
  model: { readonly id: string; readonly listings: { readonly nodes: readonly { readonly key: string; readonly source: { readonly title: string } }[] } },
  changes: readonly Change[],
): WayHere<Change> {
  if (asked === model.id) return { kind: "own" };
  const listing = model.listings.nodes.find(({ key }) => key === asked);
  if (listing !== undefined) return { kind: "listing", source: listing.source.title };
  return { kind: "other", change: changes.findLast(({ kind, statement }) => kind === "RENAMED" && statement.split(/[\s,.]*\s/).includes(asked)) };
}
