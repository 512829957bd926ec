import type { Finding, Namesake, SubjectListing, VerifierTools } from "@modeldex/plugin-kit";
import { looksLike, nameLikeness } from "@modeldex/schema";
import { fetchCommand } from "../reproduce.ts";

const method = "namespace.look-alike/1";
/** From how many downloads in 30 days on a model is worth imitating, and how many times as many as the listing has. */
const fewestDownloads = 10_000;
const timesAsMany = 100;
/** References of the record that are looked up. */
const maxReferences = 20;

/**
 * Whether the listing could be taken for a far more used model of another publisher. A publisher's name in look-alike characters is written to deceive, by
 * whoever came later: where the other is not known to be older, it may be the one that imitates, since downloads can be had. A name that is equal, or differs by
 * a letter, may be chance. A copy that says what it was made from, or which model it is, under that model's own name
 * is none.
 *
 * @returns nothing for a source whose operator keeps the names, or where no such model is stored.
 */
export async function mistakenFor(listing: SubjectListing, tools: Pick<VerifierTools, "namesakes" | "find">): Promise<Finding | undefined> {
  if (listing.naming === "curated") return undefined;
  const famous = (await tools.namesakes()).filter((namesake) => isFarMoreUsed(namesake, listing));
  const alike = famous.filter((namesake) => imitates(listing, namesake.listing));
  const older = alike.find((namesake) => isOlder(namesake.listing, listing));
  const imitated = older ?? alike[0];
  if (imitated !== undefined) {
    const use = `whose ${imitated.listing.key} is used more than ${String(timesAsMany)} times as much, and is ${older === undefined ? "not known to be older" : "older"}`;
    const statement = `Its publisher is written ${quoted(publisherOf(listing))}, which looks like ${quoted(publisherOf(imitated.listing))}, ${use}.`;
    return finding(older === undefined ? "CAUTION" : "UNDERMINES", statement, imitated);
  }
  const [first] = famous;
  if (first === undefined) return undefined;
  const named = await namedBy(listing, tools);
  const other = famous.find((namesake) => !(named.has(namesake.listing.key) && bearsOpenly(listing, namesake.listing)));
  if (other === undefined) return undefined;
  const likeness = other.likeness === "EQUAL" ? "is also that" : "is almost that";
  return finding("CAUTION", `Its name ${quoted(listing.record.name)} ${likeness} of ${other.listing.key}, which is another publisher's and is used more than ${String(timesAsMany)} times as much.`, other);
}

function isFarMoreUsed({ listing, likeness }: Namesake, own: SubjectListing): boolean {
  const theirs = listing.record.popularity?.downloads30d ?? 0;
  const ours = own.record.popularity?.downloads30d;
  if (theirs < fewestDownloads) return false;
  if (ours !== undefined) return theirs >= timesAsMany * Math.max(1, ours);
  // Where a source counts nothing, little use is only known of what anybody may write.
  return own.naming === "open" || likeness === "SIMILAR" || imitates(own, listing);
}

function imitates(own: SubjectListing, other: SubjectListing): boolean {
  return looksLike(publisherOf(own), publisherOf(other));
}

/** By what their sources say of when they were made. */
function isOlder(other: SubjectListing, own: SubjectListing): boolean {
  return Date.parse(other.record.createdAt ?? "") < Date.parse(own.record.createdAt ?? "");
}

/** A plain copy has the name of its model, or says that it is the real one. */
function bearsOpenly(own: SubjectListing, other: SubjectListing): boolean {
  const lastPart = (name: string): string => name.slice(name.lastIndexOf("/") + 1);
  const kind = nameLikeness(lastPart(own.record.name), lastPart(other.record.name))?.kind;
  return kind === "EQUAL" || kind === "SUFFIX";
}

/** Keys of the stored listings that the record names as its base or as itself. */
async function namedBy({ record }: SubjectListing, tools: Pick<VerifierTools, "find">): Promise<ReadonlySet<string>> {
  const references = new Set([...(record.links ?? []), ...(record.lineage ?? [])].map(({ reference }) => reference));
  const found = await Promise.all([...references].slice(0, maxReferences).map((reference) => tools.find(reference)));
  return new Set(found.flatMap((answer) => (answer.status === "FOUND" ? [answer.listing.key] : [])));
}

function publisherOf({ record }: SubjectListing): string {
  return record.publisher?.name ?? "";
}

/** Names of others stand in the sentence as they are written. */
function quoted(text: string): string {
  return JSON.stringify(text.slice(0, 100));
}

function finding(effect: "CAUTION" | "UNDERMINES", statement: string, { listing }: Namesake): Finding {
  const { url } = listing.record;
  const reproduce = fetchCommand(url);
  return {
    kind: "NAMESPACE_CONTINUITY", statement, status: "VERIFIED", effect, method,
    evidence: url === undefined ? [] : [{ kind: "document", url, ...(reproduce === undefined ? {} : { reproduce }) }],
  };
}
