/** Most of a source's listings that one full run may make go. */
export const mostRemoved = 0.2;

/** Listings below which the share says nothing. */
const fewListings = 10;

/**
 * Whether what a full run has not seen may go.
 *
 * @returns why not, for the operator; `undefined` when it may.
 */
export function heldBackBecause(seen: number, unseen: number, listed: number): string | undefined {
  if (unseen === 0) return undefined;
  if (seen === 0) return `The run came back empty while ${listed} listings are stored; nothing was removed. Run it again with --force when the source is really empty.`;
  if (unseen > fewListings && unseen / listed > mostRemoved) {
    return `${unseen} of ${listed} listings (${Math.round((100 * unseen) / listed)} %) were not seen, more than ${100 * mostRemoved} %; nothing was removed. Run it again with --force when they are really gone.`;
  }
  return undefined;
}
