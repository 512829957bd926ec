import type { AnyDigest } from "@modeldex/schema";
import type { ContentReading } from "./content-ids.ts";
import { algorithmOf } from "./digest-text.ts";
import { chosen, type Hit, lookedUp, unique } from "./hits.ts";
import { lookUp, noLookup } from "./look-up.ts";
import { missing } from "./missing.ts";
import type { Resolution } from "./resolution.ts";
import { isOffIn, type ResolveOptions, type Resolving, unread } from "./resolving.ts";
import { whyUnread } from "./why-unread.ts";

/**
 * A digest is found in what is stored: as that of a file, or of a revision where a source names its states so. Only of a sha256 that nothing holds,
 * sources that look such up are asked.
 */
export async function byDigest(reference: string, digest: AnyDigest, options: ResolveOptions, lent: Resolving): Promise<Resolution> {
  const algorithm = algorithmOf(digest);
  const readAs = `${algorithm} of a file`;
  const [listings = []] = await lent.catalog.listingsByDigest([digest]);
  const held = listings.map((listing): Hit => (listing.record.revision?.toLowerCase() === digest ? { listing, readAs: `${algorithm} of a revision` } : { listing, readAs, file: { digest } }));
  if (held.length > 0) return chosen(reference, held, [], lent);
  const looked = algorithm === "sha256" ? await lookUp(reference.trim(), options, lent) : noLookup;
  if (looked.listings.length > 0) return chosen(reference, looked.listings.map((listing) => ({ listing, readAs: lookedUp })), looked.outcomes, lent);
  if (looked.outcomes.some(({ status }) => status === "FAILED")) return missing({ reference, readAs: [readAs], outcomes: looked.outcomes }, isOffIn(lent));
  const commit = algorithm === "git-sha1" ? " A commit alone names no model: write it after one, as in org/name@commit." : "";
  return { reference, outcome: "NOT_FOUND", readAs: [readAs], candidates: [], sources: looked.outcomes, message: `No listing that is stored here holds a file with this ${algorithm}; sources state digests only for models that somebody looked at.${commit}` };
}

/** Ids of content are found in what is stored; of 32 bytes of a chain, sources are asked as well whether they are a transaction or a key. */
export async function byContent(reference: string, { text, content }: { readonly text: string; readonly content: readonly ContentReading[] }, options: ResolveOptions, lent: Resolving): Promise<Resolution> {
  const digests = content.flatMap(({ readAs, digests: spellings }) => spellings.map((digest) => ({ readAs, digest })));
  const stored = await lent.catalog.listingsByDigest(digests.map(({ digest }) => digest));
  const held = digests.flatMap(({ readAs, digest }, place) => (stored[place] ?? []).map((listing): Hit => ({ listing, readAs, file: { digest } })));
  const looked = text.startsWith("0x") ? await lookUp(text, options, lent) : noLookup;
  const hits = [...held, ...looked.listings.map((listing): Hit => ({ listing, readAs: lookedUp }))];
  if (hits.length > 0) return chosen(reference, hits, looked.outcomes, lent);
  if (text.startsWith("0x")) return looked.outcomes.length > 0 ? missing({ reference, readAs: [], outcomes: looked.outcomes }, isOffIn(lent)) : unread(reference, whyUnread(text, lent.freshness.sources));
  const readAs = unique(content.map(({ readAs: how }) => how));
  return { reference, outcome: "NOT_FOUND", readAs, candidates: [], sources: [], message: `No listing that is stored here holds a file with this ${readAs.join(" or ")}; such ids are found only where a source states them.` };
}
