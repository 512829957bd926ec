import { precisionsFromName, type ListingRecord } from "@modeldex/schema";

/**
 * Says of the tags of a library that differ by their precision alone (`8b-text-q4_0`, `8b-text-fp16`) that they are one model, as whoever runs the library
 * says by listing them so: each refers to the one of full precision, else to the first by its id. For libraries whose operator names the tags, and whose
 * pages are read by the source's own `parseReference`; records without a page are left as they are.
 *
 * @param library what states it, for people: `Ollama's library`
 * @example
 * linkPackagings([{ nativeId: "a:8b-q4_0", name: "a:8b-q4_0", url: "https://x.example/a:8b-q4_0" }, { nativeId: "a:8b-fp16", name: "a:8b-fp16", url: "https://x.example/a:8b-fp16" }], "X")[0]?.links
 * // [{ reference: "https://x.example/a:8b-fp16", relation: "QUANTIZED", statement: "X lists it as another packaging of a:8b-fp16." }]
 */
export function linkPackagings(records: readonly ListingRecord[], library: string): readonly ListingRecord[] {
  const groups = Map.groupBy(records.filter(({ url }) => url !== undefined), ({ name }) => withoutPrecision(name));
  const leads = new Map([...groups].flatMap(([key, group]) => (group.length < 2 ? [] : [[key, group.reduce(leading)] as const])));
  return records.map((record) => {
    const lead = record.url === undefined ? undefined : leads.get(withoutPrecision(record.name));
    if (lead?.url === undefined || lead === record) return record;
    const statement = `${library} lists it as another packaging of ${lead.nativeId}.`;
    return { ...record, links: [...(record.links ?? []), { reference: lead.url, relation: "QUANTIZED", statement }] };
  });
}

/** A name without the precisions at its end; a tag that is nothing but a precision leaves the name before the colon. */
function withoutPrecision(name: string): string {
  const [, base = name, tag = ""] = /^(.*?):([^:/]*)$/.exec(name) ?? [];
  const parts = tag.split("-");
  while (parts.length > 0 && precisionsFromName(parts.at(-1) ?? "").length > 0) parts.pop();
  return `${base}:${parts.join("-")}`.toLowerCase();
}

function leading(one: ListingRecord, other: ListingRecord): ListingRecord {
  const [ours, theirs] = [one, other].map(({ name }) => (precisionsFromName(name).some((precision) => /^B?FP?(?:16|32)$/.test(precision)) ? 0 : 1));
  return (ours ?? 0) - (theirs ?? 0) < 0 || (ours === theirs && one.nativeId < other.nativeId) ? one : other;
}
