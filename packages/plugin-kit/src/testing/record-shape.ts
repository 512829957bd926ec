import {
  accesses, artifactRoles, evaluationAuthors, lineageRelations, listingRelations, maxReferenceLength, publisherKinds, valueOrigins, weightFormats,
  type ListingRecord, type OverlayRecord,
} from "@modeldex/schema";
import type { Source } from "../source.ts";
import { claimShape } from "./claim-shape.ts";
import { detailsShape } from "./details-shape.ts";
import { problem } from "./problems.ts";
import { boolean, count, httpUrl, listOf, number, object, oneOf, optional, required, sha256, text, textOf, time, type Member, type Shape } from "./shape.ts";

/** A listing as this source may give it. */
export function listingShape(source: Source): Shape {
  return object(
    {
      ...sharedMembers(source),
      name: required(text(1024)),
      stableId: optional(text(maxReferenceLength)),
      aliases: optional(listOf(text(maxReferenceLength))),
      movingAliases: optional(listOf(text(maxReferenceLength))),
      url: optional(httpUrl),
      access: optional(oneOf(accesses.filter((access) => access !== "UNKNOWN"))),
      description: optional(text(16_384)),
      deprecated: optional(boolean),
      hasCard: optional(boolean),
      revision: optional(text(1024)),
      task: optional(text(256)),
      modalities: optional(object({ input: required(listOf(text(256), 100)), output: required(listOf(text(256), 100)) })),
      architecture: optional(text(256)),
      parameters: optional(object({ total: required(count(1)), active: optional(count(1)), origin: required(oneOf(valueOrigins)) })),
      precisions: optional(listOf(text(64), 100)),
      keyValueCache: optional(object({ layers: required(count()), numbersPerToken: required(count(1)), windowedLayers: optional(count(1)), windowTokens: optional(count(1)) })),
      license: optional(object({ stated: required(text(1024)), name: optional(text(1024)), url: optional(httpUrl) })),
      languages: optional(listOf(text(64), 2000)),
      libraries: optional(listOf(text(256), 200)),
      formats: optional(listOf(oneOf(weightFormats), 100)),
      tags: optional(listOf(text(1024), 500)),
      createdAt: optional(time),
      updatedAt: optional(time),
      popularity: optional(object({
        downloads30d: optional(count()), downloadsAllTime: optional(count()), likes: optional(count()), trending: optional(number()), asOf: optional(time),
      })),
      lineage: optional(listOf(object({ reference: required(reference(source)), relation: required(oneOf(lineageRelations)) }), 500)),
      artifacts: optional(listOf(artifactShape, 2000)),
      artifactCount: optional(count()),
      details: optional(detailsShape(source.details)),
    } satisfies Record<keyof ListingRecord, Member>,
    "a listing has no such member; declare it in the source's details",
  );
}

/** An overlay as this source may give it. */
export function overlayShape(source: Source): Shape {
  return object(
    { ...sharedMembers(source), name: optional(text(1024)) } satisfies Record<keyof OverlayRecord, Member>,
    "an overlay has no such member; leave it out",
  );
}

function sharedMembers(source: Source): Record<Exclude<keyof OverlayRecord, "name">, Member> {
  return {
    nativeId: required(text(maxReferenceLength)),
    publisher: optional(object({
      name: required(text(1024)),
      id: optional(text(1024)),
      url: optional(httpUrl),
      kind: optional(oneOf(publisherKinds.filter((kind) => kind !== "UNKNOWN"))),
    })),
    registrant: optional(text(256)),
    links: optional(listOf(object({ reference: required(reference(source)), relation: required(oneOf(listingRelations)), statement: required(text()) }), 500)),
    contextTokens: optional(count(1)),
    capabilities: optional(listOf(textOf("lower-case words, such as structured-output", (value) => value === value.toLowerCase()), 200)),
    offers: optional(listOf(offerShape, 500)),
    evaluations: optional(listOf(evaluationShape, 2000)),
    claims: optional(listOf(claimShape, 2000)),
  };
}

/** Text that names a model elsewhere; source ids are chosen by operators and mean nothing in it. */
function reference(source: Source): Shape {
  return function* (value, at) {
    yield* text(maxReferenceLength)(value, at);
    if (typeof value === "string" && value.startsWith(`${source.id}:`) && !value.startsWith(`${source.id}://`)) {
      yield problem("references", `${at} begins with the source's own id ${source.id}:, which operators may change; write a purl, URL, CAIP id or digest`);
    }
  };
}

const artifactShape = object({
  path: required(text(4096)),
  sizeBytes: optional(count()),
  format: optional(oneOf(weightFormats)),
  precision: optional(text(64)),
  url: optional(httpUrl),
  digest: optional(sha256),
  role: optional(oneOf(artifactRoles)),
  otherDigests: optional(listOf(textOf("<algorithm>:<value> of another kind than sha256 of the bytes", (value) => /^(?!sha256:)[a-z][a-z0-9-]*:\S+$/.test(value)), 20)),
});

const price: Shape = number(0);
const offerShape = object({
  provider: required(text(1024)),
  providerId: optional(text(256)),
  callAs: optional(text(1024)),
  endpoint: optional(text(1024)),
  usdPerMillionInputTokens: optional(price),
  usdPerMillionOutputTokens: optional(price),
  usdPerMillionCachedInputTokens: optional(price),
  otherPrices: optional(listOf(object({ usd: required(price), per: required(text(256)), condition: optional(text(1024)) }), 100)),
  contextTokens: optional(count(1)),
  maxOutputTokens: optional(count(1)),
  precision: optional(text(64)),
  capabilities: optional(listOf(text(256), 200)),
  url: optional(httpUrl),
  endsAt: optional(time),
  uptimePercent: optional(number(0, 100)),
  degraded: optional(boolean),
  asOf: optional(time),
});

const evaluationShape = object({
  benchmark: required(text(1024)),
  author: required(oneOf(evaluationAuthors)),
  value: optional(number()),
  text: optional(text(1024)),
  metric: optional(text(256)),
  unit: optional(text(64)),
  settings: optional(text(4096)),
  date: optional(time),
  url: optional(httpUrl),
});
