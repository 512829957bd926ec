import { asSha256, asTime, listing } from "@modeldex/plugin-kit";
import type { Access, Artifact, Draft, Evaluation, LineageHint, LineageRelation, LinkHint, ListingRecord, ListingRelation, Offer, SourceClaim, WeightFormat } from "@modeldex/plugin-kit";
import type { ModelEntry } from "./format.ts";

/** Longest description of a record, in bytes of UTF-8. */
const maxDescriptionBytes = 16_384;

/** The record of an entry that fits the format. */
export function recordOf(entry: ModelEntry): ListingRecord {
  return listing({
    nativeId: entry.id,
    name: entry.name?.trim() ?? entry.id.split("/").findLast((part) => part.trim() !== "")?.trim() ?? entry.id,
    aliases: entry.aliases,
    publisher: typeof entry.publisher === "string" ? { name: entry.publisher.trim() } : entry.publisher,
    url: entry.url,
    access: capitals<Access>(entry.access),
    description: entry.description === undefined ? undefined : cut(entry.description.trim()),
    deprecated: entry.deprecated,
    revision: entry.revision?.trim(),
    task: entry.task?.trim(),
    capabilities: entry.capabilities,
    architecture: entry.architecture?.trim(),
    parameters: parametersOf(entry.parameters),
    precisions: entry.precisions,
    contextTokens: entry.contextLength,
    license: licenseOf(entry.license),
    languages: entry.languages,
    libraries: entry.libraries,
    formats: entry.formats?.map((format) => format.toUpperCase() as WeightFormat),
    tags: entry.tags,
    createdAt: asTime(entry.createdAt),
    updatedAt: asTime(entry.updatedAt),
    links: linksOf(entry),
    lineage: lineageOf(entry),
    artifacts: entry.artifacts?.map(artifactOf),
    offers: entry.offers?.map(offerOf),
    evaluations: entry.evaluations?.map(evaluationOf),
    claims: claimsOf(entry),
    details: entry.details,
  });
}

const factors: Readonly<Record<string, number>> = { K: 1e3, M: 1e6, B: 1e9, T: 1e12 };

/** `8B`, `0.5 b` and 500000000 as a number. */
export function countOf(written: number | string): number {
  const [, digits = "", unit = ""] = /^([\d.]+) ?([KMBT])$/i.exec(String(written)) ?? [];
  return typeof written === "number" ? written : Math.round(Number(digits) * (factors[unit.toUpperCase()] ?? 1));
}

function parametersOf(written: ModelEntry["parameters"]): ListingRecord["parameters"] {
  if (written === undefined) return undefined;
  if (typeof written !== "object") return { total: countOf(written), origin: "STATED" };
  return { total: countOf(written.total), ...(written.active !== undefined && { active: countOf(written.active) }), origin: "STATED" };
}

function licenseOf(written: ModelEntry["license"]): ListingRecord["license"] {
  if (written === undefined) return undefined;
  if (typeof written === "string") return { stated: written.trim() };
  return { stated: written.id.trim(), ...(written.name !== undefined && { name: written.name }), ...(written.url !== undefined && { url: written.url }) };
}

/** A digest is no address of a model; it is stated as that of the weights, and joins where another source states the same. */
function linksOf({ sameAs }: ModelEntry): readonly LinkHint[] | undefined {
  return sameAs?.map((written) => (typeof written === "string" ? { reference: written } : written)).filter(({ reference }) => digestOf(reference) === undefined).map((link): LinkHint => ({
    reference: link.reference,
    relation: ("relation" in link ? capitals<ListingRelation>(link.relation) : undefined) ?? "SAME_WEIGHTS",
    statement: "The catalog file says that this is the same model.",
  }));
}

function lineageOf({ baseModels }: ModelEntry): readonly LineageHint[] | undefined {
  return baseModels?.map((written): LineageHint =>
    typeof written === "string" ? { reference: written, relation: "UNKNOWN" } : { reference: written.reference, relation: capitals<LineageRelation>(written.relation) ?? "UNKNOWN" },
  );
}

function artifactOf({ sha256, format, ...file }: NonNullable<ModelEntry["artifacts"]>[number]): Draft<Artifact> {
  return { ...file, digest: asSha256(sha256), format: capitals<WeightFormat>(format) };
}

function offerOf({ inputPrice, outputPrice, cachedInputPrice, contextLength, endsAt, ...offer }: NonNullable<ModelEntry["offers"]>[number]): Draft<Offer> {
  return {
    ...offer,
    usdPerMillionInputTokens: inputPrice,
    usdPerMillionOutputTokens: outputPrice,
    usdPerMillionCachedInputTokens: cachedInputPrice,
    contextTokens: contextLength,
    endsAt: asTime(endsAt),
  };
}

function evaluationOf({ author, date, ...evaluation }: NonNullable<ModelEntry["evaluations"]>[number]): Draft<Evaluation> {
  return { ...evaluation, author: capitals<Evaluation["author"]>(author) ?? "SOURCE", date: asTime(date) };
}

/** What the catalog states of files and weights by their digests, and of the licence. */
function claimsOf({ artifacts = [], sameAs = [], license }: ModelEntry): readonly SourceClaim[] | undefined {
  const files = artifacts.flatMap(({ path, sha256 }): SourceClaim[] => {
    const digest = asSha256(sha256);
    return digest === undefined ? [] : [{ kind: "CONTENT_DIGEST", statement: `The catalog file gives the sha256 of ${path}.`, facts: { digest, path }, evidence: [] }];
  });
  const weights = sameAs.flatMap((written): SourceClaim[] => {
    const digest = digestOf(typeof written === "string" ? written : written.reference);
    return digest === undefined ? [] : [{ kind: "CONTENT_DIGEST", statement: "The catalog file gives the sha256 of the weights.", facts: { digest }, evidence: [] }];
  });
  const terms = licenseOf(license);
  const licensed: readonly SourceClaim[] = terms === undefined ? [] : [{
    kind: "LICENSE_TERMS", statement: `The catalog file gives the licence "${terms.stated}".`, evidence: terms.url === undefined ? [] : [{ kind: "document", url: terms.url }],
  }];
  const claims = [...files.slice(0, 50), ...weights, ...licensed];
  return claims.length === 0 ? undefined : claims;
}

function digestOf(reference: string): ReturnType<typeof asSha256> {
  return reference.startsWith("sha256:") ? asSha256(reference) : undefined;
}

function capitals<Word extends string>(word: string | undefined): Word | undefined {
  // The format has the words of the contract, in capitals or not.
  return word?.toUpperCase() as Word | undefined;
}

function cut(text: string): string {
  if (Buffer.byteLength(text) <= maxDescriptionBytes) return text;
  return text.slice(0, new TextEncoder().encodeInto(text, new Uint8Array(maxDescriptionBytes)).read).trimEnd();
}
