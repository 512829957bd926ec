/** The anchor of a claim, for `id` and `#…`: letters, digits, hyphens and dots alone. Two claims share one only when their ids begin alike for 24 hex digits. */
export function claimAnchor(id: string): string {
  const hex = /^claim:(?:[a-z0-9-]+:)?([0-9a-f]{24,})$/.exec(id)?.[1];
  return `claim-${hex === undefined ? id.replaceAll(/[^A-Za-z0-9.-]/g, "-") : hex.slice(0, 24)}`;
}
