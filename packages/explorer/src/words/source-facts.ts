import { count, counted, duration } from "../format/numbers.ts";
import type { SourceFactsFragment } from "../generated/types.ts";

type Coverage = SourceFactsFragment["coverage"];

/** One number about a source, with what it means. */
export interface CountedFact {
  readonly name: string;
  readonly value: string;
  readonly meaning: string;
}

/** What is known here of a source, number by number. */
export function coverageFacts({ listings, artifactsWithDigest, notListed, dropped, notStored, entriesPerRegistrant, overlays, overlaysUnmatched }: Coverage): readonly CountedFact[] {
  const most = entriesPerRegistrant === null ? "" : `; of one account ${counted(entriesPerRegistrant, "entry is", "entries are")} kept`;
  return [
    { name: "Listings", value: count(listings), meaning: "Models that it lists now, as far as is known here." },
    { name: "Files with a digest", value: count(artifactsWithDigest), meaning: "Files of which some digest is stated, among those that are stored here." },
    { name: "Rows beside listings", value: count(overlays), meaning: "They say something of models that others list, such as a price or an attestation, and list none themselves." },
    { name: "Of those, without a listing", value: count(overlaysUnmatched), meaning: "They fit no listing as yet. Each joins when one comes that fits." },
    { name: "Entries that are no listings", value: count(notListed), meaning: "They were read and name no model." },
    { name: "Left out as unreadable", value: count(dropped), meaning: "Entries that could not be read." },
    { name: "Not stored", value: count(notStored), meaning: `Entries beyond the number that one account may have where anybody may write${most}. Each is still found by its id.` },
  ];
}

/** How far what is known here lies behind a source, in a few words. */
export function lagInWords({ lagSeconds }: Pick<Coverage, "lagSeconds">): string {
  if (lagSeconds === null) return "how far behind is not known";
  return lagSeconds < 60 ? "less than a minute behind" : `${twoUnits(lagSeconds)} behind`;
}

/** The same as a sentence. */
export function lagSentence(coverage: Pick<Coverage, "lagSeconds">): string {
  return coverage.lagSeconds === null ? "How far what is known here lies behind it is not known." : `What is known here is ${lagInWords(coverage)}.`;
}

/** How far a harvest has come. */
export function runInWords({ listingsSeen, expected }: Pick<NonNullable<Coverage["running"]>, "listingsSeen" | "expected">): string {
  return `${counted(listingsSeen, "entry", "entries")} seen of ${expected === null ? "a number that the source does not say" : count(expected)}`;
}

/** Days and hours; hours and minutes below a day. */
function twoUnits(seconds: number): string {
  const [size, smaller] = seconds >= 86_400 ? [86_400, 3_600] : seconds >= 3_600 ? [3_600, 60] : [60, 1];
  if (seconds >= 60 * 86_400 || size === 60) return duration(seconds);
  const whole = Math.floor(seconds / size) * size;
  const rest = seconds - whole;
  const first = seconds >= 86_400 ? counted(whole / 86_400, "day") : duration(whole);
  return rest < smaller ? first : `${first} and ${duration(rest)}`;
}
