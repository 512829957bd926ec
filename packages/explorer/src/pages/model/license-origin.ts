interface DeclaredLicense {
  readonly spdx: string | null;
  readonly name: string | null;
}

interface DeclaringListing {
  readonly key: string;
  readonly source: { readonly id: string; readonly title: string };
  readonly license: DeclaredLicense;
}

/** Who states the licence that is shown of a model. */
export interface LicenseOrigin<Listing> {
  /** The first listing that states this licence. */
  readonly statedBy: Listing;
  /** The listing that gives the model's id, where it states no licence. */
  readonly silent: Listing | undefined;
}

/**
 * Which listing the licence of a model comes from; `undefined` where there is no licence, or none of the listings states this one.
 *
 * @param listings the one that gives the id first.
 */
export function licenseOrigin<Listing extends DeclaringListing>(license: DeclaredLicense, listings: readonly Listing[]): LicenseOrigin<Listing> | undefined {
  if (!isStated(license)) return undefined;
  const statedBy = listings.find((listing) => listing.license.spdx === license.spdx && listing.license.name === license.name);
  if (statedBy === undefined) return undefined;
  const [leading] = listings;
  return { statedBy, silent: leading === undefined || isStated(leading.license) ? undefined : leading };
}

function isStated({ spdx, name }: DeclaredLicense): boolean {
  return spdx !== null || name !== null;
}
