export interface CardLink {
  readonly url: string;
  /** Whether it is a file for people to read; otherwise the page of the listing. */
  readonly isCard: boolean;
  /** The source whose page it is. */
  readonly at: string;
}

interface File {
  readonly path: string;
  readonly role: string;
  readonly url: string | null;
  readonly listing: { readonly key: string };
}

interface ListingWithPage {
  readonly key: string;
  readonly url: string | null;
  readonly source: { readonly title: string };
}

/**
 * Where the model is described by its publisher: a README of the listing that gives the id, else any file for people to read, else the page of the
 * first listing that has one.
 */
export function cardOf(files: readonly File[], listings: readonly ListingWithPage[]): CardLink | undefined {
  const leading = listings[0]?.key;
  const documents = files.filter(({ role, url }) => role === "DOCUMENTATION" && url !== null);
  const isReadme = ({ path }: File): boolean => /^(readme|model[-_ ]?card)\b/i.test(path);
  const card = documents.find((file) => file.listing.key === leading && isReadme(file)) ?? documents.find(isReadme) ?? documents[0];
  if (card?.url !== undefined && card.url !== null) return { url: card.url, isCard: true, at: listings.find(({ key }) => key === card.listing.key)?.source.title ?? "" };
  const page = listings.find(({ url }) => url !== null);
  return page?.url === undefined || page.url === null ? undefined : { url: page.url, isCard: false, at: page.source.title };
}
