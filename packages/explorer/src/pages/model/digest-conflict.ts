/** What of a claim tells whether two places state different bytes. */
export interface DigestClaim {
  readonly kind: string;
  readonly status: string;
  readonly subject: { readonly listing: { readonly key: string } | null };
  readonly checks: readonly { readonly key: string; readonly status: string }[];
}

/** Listings that state different digests for a file of one name. */
export interface DigestConflict {
  /** Key of the listing that the claim is about. */
  readonly own: string;
  /** Keys of the listings that state another digest: never empty. */
  readonly others: readonly string[];
}

/** The listings between which a failed comparison of digests stands; `undefined` for any other claim, such as one that a check of the bytes themselves contradicts. */
export function digestConflict({ kind, status, subject, checks }: DigestClaim): DigestConflict | undefined {
  if (status !== "FAILED" || (kind !== "CROSS_SOURCE_DIGEST_MATCH" && kind !== "CONTENT_DIGEST") || subject.listing === null) return undefined;
  const own = subject.listing.key;
  // Each part of a comparison is named by the listing that was held against this one.
  const others = checks.filter((check) => check.status === "FAILED" && check.key !== own && /^[^\s:]+:\S/.test(check.key)).map(({ key }) => key);
  return others.length === 0 ? undefined : { own, others };
}

/** What a trust report says of contradicting claims, without what one of the claims beside it says already. */
export function otherContradictions<Each extends { readonly note: string; readonly claims: readonly { readonly id: string }[] }>(contradictions: readonly Each[], shown: readonly { readonly id: string; readonly statement: string }[]): readonly Each[] {
  return contradictions.filter(({ note, claims }) => !shown.some(({ id, statement }) => statement === note || claims.some((claim) => claim.id === id)));
}
