import { createHash } from "node:crypto";
import type { DateTime } from "@modeldex/schema";
import { canonicalJson } from "../canonical.ts";
import { componentOf } from "./bom-component.ts";
import { declarationsOf, standardsOf } from "./bom-declarations.ts";
import type { BomSubject } from "./bom-subject.ts";

/**
 * A bill of materials in CycloneDX 1.6 (ECMA-424) as a plain object: one component of type `machine-learning-model` for each model, its files with their
 * digests, its licence, what it was made from, reported results, each claim with status, effect and evidence, and what the policy decided.
 *
 * What is not known is said by properties named `modeldex:unknown`, never left to silence; there is no score. Equal input gives an equal document,
 * serial number included. One subject is the document's main component; several are its components, in the order given.
 *
 * @param at when the facts were put together.
 */
export function mlBom(subjects: readonly BomSubject[], at: DateTime): Readonly<Record<string, unknown>> {
  const distinct = [...new Map(subjects.map((subject) => [subject.reference, subject])).values()];
  const [only] = distinct;
  const components = distinct.map(componentOf);
  const body = {
    version: 1,
    metadata: {
      timestamp: at,
      tools: { components: [{ type: "application", name: "modeldex" }] },
      ...(distinct.length === 1 && only !== undefined ? { component: components[0] } : { component: { type: "application", "bom-ref": "models", name: "models" } }),
    },
    ...(distinct.length === 1 ? {} : { components, dependencies: [{ ref: "models", dependsOn: distinct.map(({ reference }) => reference) }] }),
    ...declarationsOf(distinct),
    ...standardsOf(distinct),
  };
  return { $schema: "http://cyclonedx.org/schema/bom-1.6.schema.json", bomFormat: "CycloneDX", specVersion: "1.6", serialNumber: serialNumber(body), ...body };
}

/** A UUID of version 8 (RFC 9562, section 5.8) over the content. */
function serialNumber(body: object): string {
  const bytes = createHash("sha256").update(canonicalJson(body)).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString("hex");
  return `urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
