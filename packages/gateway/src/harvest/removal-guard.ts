/** Most of a source's listings that one full run may make go. */
export const mostRemoved = 0.2;

/** Listings below which the share says nothing. */
const fewListings = 10;

/** What a full run saw, and what is stored. */
export interface RunSight {
  /** Id of the source. */
  readonly source: string;
  readonly seen: number;
  readonly unseen: number;
  readonly listed: number;
  /** How many of `listed` are overlays. @default 0 */
  readonly overlays?: number;
}

/**
 * Whether what a full run has not seen may go.
 *
 * @returns why not and how to let go, for the operator; `undefined` when it may.
 */
export function heldBackBecause({ source, seen, unseen, listed, overlays = 0 }: RunSight): string | undefined {
  const rows = overlays > 0 ? "rows" : "listings";
  if (unseen === 0) return undefined;
  if (seen === 0) return `The run came back empty while ${listed} ${rows} are stored; nothing was removed. When the source is really empty, let go by: modeldex harvest ${source} --force`;
  if (unseen > fewListings && unseen / listed > mostRemoved) {
    return `${unseen} of ${listed} ${rows} (${Math.round((100 * unseen) / listed)} %) were not seen, more than ${100 * mostRemoved} %; nothing was removed. When they are really gone, let go by: modeldex harvest ${source} --force`;
  }
  return undefined;
}
