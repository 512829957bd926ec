import type { StoredListing } from "@modeldex/catalog";
import { artifactRole } from "@modeldex/schema";
import type { Artifact, ArtifactRole, ListingKey } from "@modeldex/schema";
import type { Resolution } from "../resolve/resolution.ts";
import type { GraphContext } from "./context.ts";
import { pageOf } from "./pages.ts";
import type { Page } from "./pages.ts";

/** A file with the listing that has it. */
export interface ArtifactNode extends Artifact {
  readonly role: ArtifactRole;
  readonly listingKey: ListingKey;
}

/** One page of the files of these listings in their order, weights first; null when none of them says which it has. */
export function artifactsPage(listings: readonly StoredListing[], page: { readonly first?: number | null; readonly after?: string | null }): (Omit<Page<ArtifactNode>, "totalCount"> & { readonly totalCount: number | null }) | null {
  const stating = listings.filter(({ record }) => record.artifacts !== undefined);
  if (stating.length === 0) return null;
  const files = stating.flatMap((listing) => weightsFirst((listing.record.artifacts ?? []).map((file) => artifactNode(file, listing.key))));
  const isCut = stating.some(({ record: { artifacts = [], artifactCount } }) => artifactCount !== undefined && artifactCount > artifacts.length);
  const found = pageOf(files, { ...page, fallback: 50 }, ({ listingKey, path }) => `${listingKey}\n${path}`);
  return { ...found, totalCount: isCut ? null : found.totalCount };
}

/** The file that a reference names, as its listing has it. */
export function artifactOf({ file, listing, revision }: Resolution, stored: StoredListing | undefined): ArtifactNode | null {
  if (file === undefined || listing === undefined || stored === undefined || revision !== stored.record.revision) return null;
  const found = stored.record.artifacts?.find((each) => ("path" in file ? each.path === file.path : each.digest === file.digest || each.otherDigests?.includes(file.digest) === true));
  return found === undefined ? null : artifactNode(found, stored.key);
}

/** The file of a listing that has a digest; also one that only a claim names. */
export function artifactWithDigest(listing: StoredListing, path: string, digest: string): ArtifactNode {
  const file = listing.record.artifacts?.find((each) => each.path === path);
  const stated = digest.startsWith("sha256:") ? { digest: digest as `sha256:${string}` } : { otherDigests: [digest] };
  return artifactNode(file ?? { path, ...stated }, listing.key);
}

export const artifactResolvers = {
  Artifact: {
    otherDigests: ({ otherDigests }: ArtifactNode) => otherDigests ?? [],
    listing: ({ listingKey }: ArtifactNode, _: unknown, { loaders }: GraphContext) => loaders.listing.load(listingKey),
  },
};

function artifactNode(file: Artifact, listingKey: ListingKey): ArtifactNode {
  return { ...file, role: file.role ?? artifactRole(file.path), listingKey };
}

function weightsFirst(files: readonly ArtifactNode[]): readonly ArtifactNode[] {
  return [...files.filter(({ role }) => role === "WEIGHTS"), ...files.filter(({ role }) => role !== "WEIGHTS")];
}
